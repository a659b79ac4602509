"""The address of a figure's explanation."""

from __future__ import annotations

from django.urls import path

from remit_web.collection import views

urlpatterns = [path("<str:indicator>/<str:unit>/<path:period>/", views.figure, name="figure")]
