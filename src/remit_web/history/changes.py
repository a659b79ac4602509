"""What an action changed: what stood before and after, as a list of fields."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MOST = 60
"""Fields that are shown."""
LONGEST = 300
"""Letters of a value that are shown; the export has all of them."""


class Change(NamedTuple):
    """One field: its name, and what stood there before and after; empty: nothing."""

    field: str
    before: str
    after: str


def changes(before: Any, after: Any) -> list[Change]:
    """Return the fields that differ.

    >>> changes({"role": "reporter", "ends": None}, {"role": "reporter", "ends": "2026-11-20"})
    [Change(field='ends', before='', after='2026-11-20')]
    """
    old, new = dict(_flat(before)), dict(_flat(after))
    return differing(old, new)[:MOST]


def differing(old: Mapping[str, str], new: Mapping[str, str]) -> list[Change]:
    """Return the fields whose texts differ."""
    names = dict.fromkeys([*old, *new])
    pairs = ((name, old.get(name, ""), new.get(name, "")) for name in names)
    return [Change(name, shortened(was), shortened(now)) for name, was, now in pairs if was != now]


def shortened(text: str) -> str:
    """Return a text as far as it is shown."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _flat(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Yield each value by its name; one inside another, as `name: inner name`."""
    if isinstance(value, dict):
        for inner, one in value.items():
            yield from _flat(one, f"{name}: {inner}" if name else inner)
    elif value is not None:
        yield name, _text(value)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(_text(one) if not isinstance(one, (dict, list)) else json.dumps(one) for one in value)
    return str(value)
