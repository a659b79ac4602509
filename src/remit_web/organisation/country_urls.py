"""Addresses of this area."""

from __future__ import annotations

from django.urls import path

from remit_web.organisation import views

urlpatterns = [
    path("", views.countries, name="countries"),
    path("<str:country>/", views.country, name="country"),
]
