"""Addresses of the API."""

from __future__ import annotations

from django.urls import path

from remit_web.api import views

urlpatterns = [
    path("", views.entrance),
    path("docs", views.docs, name="api-docs"),
    path("", views.api.urls),
    path("<path:rest>", views.no_such_route),
]
"""The JSON face."""
