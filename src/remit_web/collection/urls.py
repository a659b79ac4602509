"""Addresses of this area."""

from __future__ import annotations

from django.urls import path

from remit_web.collection import views

urlpatterns = [
    path("", views.collection, name="collection"),
    path("<str:code>/", views.round_, name="round"),
]
