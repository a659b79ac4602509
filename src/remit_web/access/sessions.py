"""Sessions: where somebody is signed in, when each was last seen, and ending them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

from allauth.usersessions.models import UserSession
from django.utils import timezone
from django.utils.translation import gettext as _

from remit_web.access.models import Person
from remit_web.audit.actions import record

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from remit_web.access.acting import Acting

EVERY = 5 * 60
"""Seconds: no session is written down as seen more often than that."""
SEEN = "listed"
"""In the session: when its row was last written."""
_BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrom": "Chrome", "Safari": "Safari", "curl": "curl"}
_SYSTEMS = {
    "Windows": "Windows", "Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Mac OS": "macOS", "Linux": "Linux",
}  # fmt: skip


class Session(NamedTuple):
    """One session. `id`: for the form that ends it."""

    id: int
    device: str
    address: str
    began: datetime
    seen: datetime
    is_this: bool


def device(agent: str) -> str:
    """Return what a browser says of itself, as people would.

    >>> device("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
    'Firefox, Linux'
    """
    found = [next((name for mark, name in marks.items() if mark in agent), "") for marks in (_BROWSERS, _SYSTEMS)]
    return ", ".join(filter(None, found)) or _("unknown")


def sessions_of(person: Person, this: str | None) -> list[Session]:
    """Return where somebody is signed in, the latest seen first; `this`: the key of the session that asks."""
    found = [
        Session(one.pk, device(one.user_agent), one.ip, one.created_at, one.last_seen_at, one.session_key == this)
        for one in UserSession.objects.purge_and_list(person)
    ]
    return sorted(found, key=lambda one: (not one.is_this, -one.seen.timestamp()))


def end_session(by: Acting, person: Person, number: int) -> bool:
    """End one of somebody's sessions; return whether it was there."""
    found = UserSession.objects.filter(user=person, pk=number).first()
    if found is None:
        return False
    _ended(by, person, found)
    return True


def end_others(by: Acting, person: Person, this: str | None) -> int:
    """End all of somebody's sessions but one; return how many."""
    found = list(UserSession.objects.filter(user=person).exclude(session_key=this or ""))
    for one in found:
        _ended(by, person, one)
    return len(found)


def _ended(by: Acting, person: Person, session: UserSession) -> None:
    before = {"device": device(session.user_agent)}
    session.end()
    record(by.as_oneself(), "session.ended", "people", person.code, before=before)


def seen(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Write down that a session was seen, now and then: most requests write nothing."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        if isinstance(request.user, Person) and time.time() - request.session.get(SEEN, 0) > EVERY:
            request.session[SEEN] = int(time.time())
            now = UserSession.objects.filter(session_key=request.session.session_key)
            now.update(last_seen_at=timezone.now())
        return get_response(request)

    return respond
