"""How the rows of a thing have changed: each version with when, why, and what it changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from remit.schema import TABLES
from remit_web.history.changes import differing
from remit_web.store import models_of_tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from django.utils.functional import Promise

    from remit.schema import Table
    from remit_web.history.changes import Change
    from remit_web.history.things import Thing

MOST = 1_000
"""Rows of each table that are looked through, the latest."""
NAMES: dict[str, str | Promise] = {
    "units": _("The unit"),
    "trees": _("Its place in a tree"),
    "unit_places": _("A country that it lives in"),
    "texts": _("A text"),
    "plans": _("The plan"),
    "elements": _("The element"),
    "plan_indicators": _("An indicator of the element"),
    "targets": _("An aim"),
    "money": _("A line of money"),
    "indicators": _("The indicator"),
    "indicator_axes": _("A breakdown"),
    "rounds": _("The round"),
}
"""What a row of each table is, to the thing."""
NAMED_BY = {"money": ("stage", "period", "category", "holder")}
"""What tells rows apart whose key says nothing."""
NOT_SHOWN = {"id", "recorded_at", "supersedes", "reason"}


class Version(NamedTuple):
    """One row as it was recorded. `key`: which of the thing's; `is_first`: nothing stood there before."""

    at: datetime
    table: str
    key: str
    reason: str
    is_first: bool
    changes: list[Change]


def versions_of(thing: Thing) -> list[Version]:
    """Return every version of the rows of a thing, the latest first; a query for each table."""
    found = [one for table, where in _tables(thing).items() for one in _versions(TABLES[table], where, set(where))]
    return sorted(found, key=lambda one: (one.at, one.is_first), reverse=True)


def _tables(thing: Thing) -> dict[str, dict[str, str]]:
    """Return the tables in which a thing has rows, with what finds them."""
    texts = {"texts": {"of": thing.of, "key": thing.key}}
    own: dict[str, dict[str, dict[str, str]]] = {
        "units": {name: {"unit": thing.key} for name in ("units", "trees", "unit_places")},
        "plans": {"plans": {"plan": thing.key}},
        "elements": {
            name: {"plan": thing.plan, "element": thing.element} for name in ("elements", "plan_indicators", "targets", "money")
        },
        "indicators": {name: {"indicator": thing.key} for name in ("indicators", "indicator_axes")},
        "rounds": {"rounds": {"round": thing.key}},
    }  # fmt: skip
    return {**own[thing.of], **texts} if thing.of in own else {}


def _versions(table: Table, where: Mapping[str, str], known: set[str]) -> Iterator[Version]:
    every = models_of_tables()[table.name]._default_manager.filter(**where).order_by("-recorded_at", "-number")
    rows: list[Any] = list(every[:MOST].values())
    shown = [column for column in table.columns if column.name not in NOT_SHOWN | known | {*table.key}]
    before: dict[Any, dict[str, str]] = {}
    for row in reversed(rows):
        texts = {column.name: column.write(row[column.name]) for column in shown}
        key = tuple(row[name] for name in table.key)
        was = before.get(row["supersedes"] if table.append_only else key)
        before[row["id"] if table.append_only else key] = texts
        changes = differing(was or {}, texts)
        yield Version(
            row["recorded_at"], table.name, _named(table, row, known), row.get("reason") or "", was is None, changes
        )


def _named(table: Table, row: Mapping[str, Any], known: set[str]) -> str:
    """Return what tells a row from others of the same thing."""
    names = NAMED_BY.get(table.name, table.key)
    return " · ".join(str(row[name]) for name in names if name not in known and row[name])
