"""Addresses of this area."""

from __future__ import annotations

from django.urls import path

from remit_web.history import views

urlpatterns = [
    path("", views.record, name="record"),
    path("export/", views.record_export, name="record-export"),
    path("<str:of>/<path:key>/", views.history, name="history"),
]
