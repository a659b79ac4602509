"""Addresses that fail in every way in which a request can."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import BadRequest, PermissionDenied
from django.urls import path

from remit_web.shell.limits import Limit, hold
from remit_web.urls import handler400, handler403, handler404, handler500
from remit_web.urls import urlpatterns as ours

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern, URLResolver

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
SELDOM = Limit("seldom", signed_in=2, anyone=1, seconds=600)


def fails(request: HttpRequest) -> HttpResponse:
    raise ValueError("on purpose")


def refuses(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def cannot_read(request: HttpRequest) -> HttpResponse:
    raise BadRequest


def seldom(request: HttpRequest) -> HttpResponse:
    hold(request, SELDOM)
    raise PermissionDenied


_VIEWS = (fails, refuses, cannot_read, seldom)
for _view in _VIEWS:
    _view.needs = ("anyone",)  # type: ignore[attr-defined]
urlpatterns: list[URLPattern | URLResolver] = [
    *(path(f"{before}{view.__name__}/", view) for view in _VIEWS for before in ("", "api/v1/")),
    *ours,
]
