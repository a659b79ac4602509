"""Addresses of the API."""

from __future__ import annotations

from django.urls import path

from remit_web.access.needs import ANYONE, all_need
from remit_web.api import views

routes = views.api.urls
all_need(ANYONE, routes[0])
urlpatterns = [
    path("", views.entrance),
    path("docs", views.docs, name="api-docs"),
    path("", routes),
    path("<path:rest>", views.no_such_route),
]
"""The JSON face."""
