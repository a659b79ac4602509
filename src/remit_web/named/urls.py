"""Addresses of this area."""

from __future__ import annotations

from django.urls import path

from remit_web.named import views

urlpatterns = [
    path("", views.for_named, name="for-named"),
    path("<str:of>/<str:key>/", views.named_for, name="named-for"),
    path("<str:of>/<str:key>/end/", views.no_longer_named, name="no-longer-named"),
]
