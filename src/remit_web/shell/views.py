"""Choosing language and theme; the pages for what is not there, not allowed, or failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import DisallowedHost, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from remit_web.access.acting import Refused
from remit_web.access.holders import who_may
from remit_web.access.needs import ANYONE, needs
from remit_web.access.readers import Reader
from remit_web.access.rights import May
from remit_web.shell.admission import too_large
from remit_web.shell.refusals import BAD_REQUEST, FAILED, FORGED, WRONG_HOST, refusal
from remit_web.shell.theme import THEMES

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

YEAR = 365 * 24 * 3600
FEW = 5


@needs(ANYONE)
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the language that the reader chose."""
    return _chosen(request, settings.LANGUAGE_COOKIE_NAME, set(dict(settings.LANGUAGES)))


@needs(ANYONE)
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep whether the reader wants dark pages, light ones, or what the device says."""
    return _chosen(request, settings.THEME_COOKIE_NAME, {*THEMES, "auto"})


def _chosen(request: HttpRequest, cookie: str, allowed: set[str]) -> HttpResponse:
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = redirect(back)
    value = request.POST.get("value", "")
    if value in allowed:
        response.set_cookie(cookie, value, max_age=YEAR, samesite="Lax", secure=settings.OVER_HTTPS, httponly=True)
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say what is wrong with a request that is not read."""
    if isinstance(exception, (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)):
        return too_large(request)
    return refusal(request, WRONG_HOST if isinstance(exception, DisallowedHost) else BAD_REQUEST)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form was not taken, because it may be another site's."""
    return refusal(request, FORGED)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say what stops the reader, and who can lift it; names are told to people of the federation."""
    found = exception if isinstance(exception, Refused) else None
    facts = {"says": found.says if found else "", "lifted_by": _who_lifts(request, found) if found else []}
    return render(request, "shell/refused.html", facts, status=403)


def _who_lifts(request: HttpRequest, found: Refused) -> list[str]:
    if found.right is None or not found.unit or Reader.of(request).base == "public":
        return []
    return (who_may(found.right, found.unit) or who_may(May.GIVE_ROLES, found.unit))[:FEW]


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that there is no such page, and where to look."""
    return render(request, "shell/not_found.html", status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """Say that something went wrong here; needs no database."""
    return refusal(request, FAILED)
