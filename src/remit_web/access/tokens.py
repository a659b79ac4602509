"""Keys with which programs read the API for somebody: made by them, for some parts of it, until a day."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remit_web.access.acting import Refused
from remit_web.access.invitations import digest
from remit_web.access.models import Token
from remit_web.audit.actions import record
from remit_web.units.today import today

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.functional import Promise

    from remit_web.access.acting import Acting
    from remit_web.access.models import Person

PREFIX = "remit_"
LONGEST = 366
"""Days."""


@dataclass(frozen=True)
class Scope:
    """A part of the API that a token may open: the first words of its addresses."""

    code: str
    name: str | Promise
    opens: tuple[str, ...]


SCOPES: dict[str, Scope] = {
    one.code: one
    for one in (
        Scope(
            "figures",
            gettext_lazy("Units, indicators, rounds and figures"),
            ("federation", "units", "trees", "indicators", "rounds", "figures"),
        ),
        Scope("plans", gettext_lazy("Plans, their elements and their money"), ("plans", "elements", "money")),
        Scope("values", gettext_lazy("Values as they were reported"), ("observations",)),
    )
}
"""Every scope, by its code. What it opens shows what its owner may see, and no more."""


@transaction.atomic
def make_token(by: Acting, name: str, scopes: Iterable[str], days: int) -> tuple[Token, str]:
    """Make a token for oneself; return it, and the secret, which is kept nowhere."""
    person = _oneself(by)
    wanted = [code for code in SCOPES if code in set(scopes)]
    if not wanted or not 1 <= days <= LONGEST:
        raise Refused(_("A token opens at least one part of the API, for at most a year."))
    secret = PREFIX + secrets.token_urlsafe(32)
    made = Token.objects.create(
        person=person, name=name, digest=digest(secret), hint=secret[-4:], scope=" ".join(wanted),
        expires=today() + timedelta(days),
    )  # fmt: skip
    after = {"name": name, "scope": wanted, "expires": str(made.expires)}
    record(by.as_oneself(), "token.made", "people", person.code, after=after)
    return made, secret


@transaction.atomic
def end_token(by: Acting, number: int) -> bool:
    """End one of one's tokens, at once; return whether it was there."""
    person = _oneself(by)
    found = Token.objects.select_for_update().filter(person=person, pk=number, ended_at__isnull=True).first()
    if found is None:
        return False
    found.ended_at = timezone.now()
    found.save(update_fields=["ended_at"])
    record(by.as_oneself(), "token.ended", "people", person.code, before={"name": found.name})
    return True


def state_of(token: Token) -> str:
    """Return whether a token is open, ended, or over."""
    if token.ended_at is not None:
        return "ended"
    return "over" if token.expires < today() else "open"


def is_open(token: Token) -> bool:
    """Whether a token still opens something."""
    return state_of(token) == "open"


def _oneself(by: Acting) -> Person:
    if by.reader is None or by.reader.person is None or by.reader.scope is not None:
        raise Refused(_("Sign in first: a token is made by a person, for themselves."))
    return by.reader.person
