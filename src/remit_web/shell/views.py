"""Choosing language and theme; the pages for what is not there, not allowed, or failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

if TYPE_CHECKING:
    from django.http import HttpRequest

YEAR = 365 * 24 * 3600


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the language that the reader chose."""
    return _chosen(request, settings.LANGUAGE_COOKIE_NAME, set(dict(settings.LANGUAGES)))


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep whether the reader wants dark pages, light ones, or what the device says."""
    return _chosen(request, "theme", {"dark", "light", "auto"})


def _chosen(request: HttpRequest, cookie: str, allowed: set[str]) -> HttpResponse:
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = redirect(back)
    value = request.POST.get("value", "")
    if value in allowed:
        response.set_cookie(cookie, value, max_age=YEAR, samesite="Lax", secure=request.is_secure())
    return response


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that the page is not for this reader."""
    return render(request, "shell/refused.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that there is no such page, and where to look."""
    return render(request, "shell/not_found.html", status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """Say that something went wrong here; needs no database."""
    return HttpResponse(render_to_string("shell/failed.html", {"language": get_language() or ""}), status=500)
