"""What is let in: requests to a host that is ours, and no larger than `REMIT_UPLOAD_MB` says."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import UnreadablePostError

from remit_web.shell.refusals import TOO_LARGE, refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

PIECE = 1 << 16
PATIENCE = 5.0
"""So many seconds of what is too large are read and thrown away: a browser that is cut off shows no answer."""


def admission(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Turn away what is for another host (Django answers that), or too large, before anything of it is read."""

    def respond(request: HttpRequest) -> HttpResponse:
        request.get_host()
        if _size(request) > settings.REQUEST_MOST:
            _throw_away(request)
            return too_large(request)
        return get_response(request)

    return respond


def too_large(request: HttpRequest) -> HttpResponse:
    """Say that a request is too large, and how much may be sent."""
    return refusal(request, TOO_LARGE, most=settings.REQUEST_MOST >> 20)


def _size(request: HttpRequest) -> int:
    """Return how much a request says that it carries. Of one that does not say it, Django reads nothing."""
    said = request.META.get("CONTENT_LENGTH", "")
    return int(said) if said.isascii() and said.isdigit() else 0


def _throw_away(request: HttpRequest) -> None:
    until = time.monotonic() + PATIENCE
    with suppress(UnreadablePostError):  # whoever sent it has gone
        while time.monotonic() < until and request.read(PIECE):
            pass
