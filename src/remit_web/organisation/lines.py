"""The lines of money of a country or a unit, ready for a table: each with its names and the addresses of its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.urls import reverse
from django.utils.http import urlencode

from remit_web.organisation.queries import names_of
from remit_web.shell.words import CHANNELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from remit_web.organisation.queries import Names

MEASURES = {"need": "required", "available": "available", "spent": "spent", "gap": "gap"}
"""The amounts of a line, and what each is called where it is explained."""


class Amount(NamedTuple):
    """An amount in ten-thousandths, None where not stated, and the address of the rows that it is made from."""

    value: int | None
    to: str


class Line(NamedTuple):
    """A line of money as a table shows it."""

    facts: Mapping[str, Any]
    title: str
    channels: str
    amounts: tuple[Amount, ...]
    """Needed, available, spent, gap."""


def lines_of(facts: Iterable[Mapping[str, Any]]) -> list[Line]:
    """Return lines with their names: one query."""
    rows = list(facts)
    titles = names_of("elements", [f"{row['plan']}/{row['element']}" for row in rows], "title")
    return [_line(row, titles) for row in rows]


def _line(row: Mapping[str, Any], titles: Names) -> Line:
    where = {"element": row["element"], "holder": row["stated_holder"], "category": row["category"], "line": "yes"}
    amounts = tuple(Amount(row[name], explained(row["plan"], measure, **where)) for name, measure in MEASURES.items())
    title = titles.get(f"{row['plan']}/{row['element']}", row["element"])
    channels = ", ".join(str(CHANNELS[channel]) for channel in row["channels"])
    return Line(row, title, channels, amounts)


def explained(plan: str, measure: str, **where: str) -> str:
    """Return the address of the rows that an amount of a plan is made from."""
    query = {name: value for name, value in where.items() if value} | {"measure": measure}
    return f"{reverse('plan-money-explained', args=[plan])}?{urlencode(query)}"
