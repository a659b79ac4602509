"""Which rows a reader may see, by what each row says of itself: public, federation, unit (and above), or named people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from remit.observations import SEES
from remit_web.access.models import Named, in_force
from remit_web.access.rights import May
from remit_web.units.today import today

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from remit_web.access.readers import Reader

NAMED = "named"
DEFAULT = "federation"
"""The visibility of what does not say its own."""


def seen(reader: Reader, of: str, key: str) -> Q:
    """Return the condition that the reader may see a row of a table with `unit` and `visibility`; `key`: what names it."""
    whole = with_visibility(SEES["whole"]) & reader.reach(May.READ_WHOLE).where()
    return with_visibility(SEES[reader.base]) | whole | (Q(visibility=NAMED) & _named(reader, of, key))


def with_visibility(sees: Iterable[str]) -> Q:
    """Return the condition that a row's visibility is one of some."""
    found = Q(visibility__in=tuple(sees))
    return found | Q(visibility__isnull=True) if DEFAULT in sees else found


def _named(reader: Reader, of: str, key: str) -> Q:
    officer = reader.reach(May.READ_NAMED).where()
    return officer | Q(**{f"{key}__in": keys_named(reader, of)}) if reader.person else officer


def keys_named(reader: Reader, of: str) -> QuerySet[Named, str]:
    """Return the keys of what names the reader today."""
    return Named.objects.filter(in_force(today()), of=of, person=reader.person).values_list("key", flat=True)
