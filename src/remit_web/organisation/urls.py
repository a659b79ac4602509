"""Addresses of this area."""

from __future__ import annotations

from django.urls import path

from remit_web.organisation import views

urlpatterns = [
    path("", views.units, name="units"),
    path("map/", views.units_map, name="units-map"),
    path("<str:unit>/", views.unit, name="unit"),
]
