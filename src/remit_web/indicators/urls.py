"""Addresses of this area."""

from __future__ import annotations

from django.urls import path

from remit_web.indicators import views

urlpatterns = [
    path("", views.indicators, name="indicators"),
    path("<str:indicator>/", views.indicator, name="indicator"),
]
