"""Addresses of this area."""

from __future__ import annotations

from django.urls import path

from remit_web.overview import views

urlpatterns = [
    path("", views.overview, name="overview"),
    path("search/", views.search, name="search"),
    path("line-of-sight/", views.line_of_sight, name="line-of-sight"),
    path("priorities/<str:plan>/<str:element>/", views.priority, name="priority"),
]
