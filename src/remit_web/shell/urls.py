"""Small things of every page: the language and the theme."""

from __future__ import annotations

from django.urls import path

from remit_web.shell import views

urlpatterns = [
    path("language/", views.language, name="language"),
    path("theme/", views.theme, name="theme"),
]
