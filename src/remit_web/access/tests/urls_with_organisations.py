"""The addresses of a place that has organisations which sign their own people in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path
from django.views.generic import RedirectView

from remit_web import urls
from remit_web.urls import handler404, handler429

if TYPE_CHECKING:
    from django.urls import URLPattern, URLResolver

__all__ = ["handler404", "handler429", "urlpatterns"]
urlpatterns: list[URLPattern | URLResolver] = [
    *urls.urlpatterns,
    path("sign-in/with/<str:provider_id>/", RedirectView.as_view(url="/"), name="openid_connect_login"),
]
