"""Addresses of this area."""

from __future__ import annotations

from django.urls import path

from remit_web.collection import views

urlpatterns = [
    path("", views.collection, name="collection"),
    path("answers/<str:year>/<str:unit>/", views.answers, name="answers"),
    path("<str:code>/", views.round_, name="round"),
    path("<str:code>/<str:unit>/", views.round_unit, name="round-unit"),
]
