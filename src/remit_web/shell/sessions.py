"""How long somebody stays signed in: not beyond `REMIT_SESSION_DAYS`, nor `REMIT_IDLE_MINUTES` without asking for anything.

Who ticked *stay signed in on this device* is not held to the second.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import SESSION_KEY

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.contrib.sessions.backends.base import SessionBase
    from django.http import HttpRequest, HttpResponse

BEGAN, SEEN = "began", "seen"
NOTED = 60
"""The session is written anew only when it was noted so many seconds ago that somebody was there."""


def note_beginning(request: HttpRequest, **_more: object) -> None:
    """Note in the session when somebody signed in."""
    request.session[BEGAN] = request.session[SEEN] = int(time.time())


def session_ends(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """End a session that has become too old; note when it was last used."""

    def respond(request: HttpRequest) -> HttpResponse:
        session = request.session
        if session.session_key and SESSION_KEY in session:
            _ended_or_noted(session, int(time.time()))
        return get_response(request)

    return respond


def _ended_or_noted(session: SessionBase, now: int) -> None:
    began, seen = session.get(BEGAN, now), session.get(SEEN, 0)
    is_idle = session.get_expire_at_browser_close() and seen and now - seen > settings.IDLE_END
    if is_idle or now - began > settings.SESSION_COOKIE_AGE:
        session.flush()
    elif now - seen >= NOTED:
        session[BEGAN], session[SEEN] = began, now
