"""The sections of a plan package, made from the tables of `remit.schema`.

Reading, writing and the published JSON Schema all follow this one description.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from remit.schema import PLAN_TABLES, TABLES, Type

if TYPE_CHECKING:
    from remit.schema import Column, Table

VERSION = "remit-plan/1"
HEAD = "plan"
"""The section of the head: the plan's own row of `plans`. Earlier rows of it stand in the section `plans`."""

Package = Mapping[str, Any]
"""A package as plain data: `schema`, the head, and sections that are lists of rows. Every value is a text."""

_TITLED = ("title", "description")
_NAMED = ("name", "title", "description")
_WRITTEN_IN_ROWS = {
    "plans": _TITLED,
    "elements": _TITLED,
    **dict.fromkeys(("units", "indicators", "categories", "decisions", "funds", "contributions"), _NAMED),
}
_OWN_PLAN = ("plan", "from_plan")
_NEVER_CARRIED = {"observations", "rounds", "expected", "texts", "equivalents"}


@dataclass(frozen=True)
class Section:
    """One section: its table, the column that the package fills in, and what a row holds beside columns."""

    table: Table
    owner: str = ""
    texts: tuple[str, ...] = ()
    """Texts (`texts` table) that are written in the row, in the plan's language."""
    more: tuple[str, ...] = ()
    """`parent` and `tree` of a unit (`trees` table); `equivalents` of an amount."""

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        return tuple(column for column in self.table.columns if column.name != self.owner)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Everything that a row may hold, in the order in which it is written."""
        names = [column.name for column in self.columns]
        texts = [text for text in self.texts if text not in names]
        first = max((names.index(key) + 1 for key in self.table.key if key in names), default=0)
        last = len(names) - (names[-1] == "recorded_at")
        return (*names[:first], *texts, *names[first:last], *self.more, *names[last:])

    def plan_currency(self, column: Column) -> bool:
        """Whether a currency that is not written is the plan's."""
        return bool(self.owner) and column.type is Type.CURRENCY and column.required

    @cached_property
    def counted(self) -> str:
        """The column whose value, where it is not written, is the row's position, from 1."""
        names = {column.name for column in self.columns}
        return next((name for name in ("order", "no") if name in names), "")


def _section(table: Table) -> Section:
    more = {"units": ("parent", "tree"), "money": ("equivalents",)}.get(table.name, ())
    owner = table.key[0] if table.key[0] in _OWN_PLAN else ""
    owner = owner or ("plan" if table.name in PLAN_TABLES else "")
    return Section(table, owner, _WRITTEN_IN_ROWS.get(table.name, ()), more)


_HEAD_TABLE = TABLES["plans"]
HEAD_SECTION = Section(_HEAD_TABLE, texts=_WRITTEN_IN_ROWS["plans"])
CARRIED = tuple(name for name in TABLES if name not in PLAN_TABLES and name not in _NEVER_CARRIED)
"""Tables of which a package may carry rows for what it names; they are not the plan's own."""
SECTIONS = {name: _section(TABLES[name]) for name in (*PLAN_TABLES, "equivalents", "texts", *CARRIED)}
"""Every section but the head, by name; a section is named for its table."""


def text_key(table: Table, row: Mapping[str, Any]) -> str:
    """Return the key by which `texts` names a row: its key's parts joined by `/`, without days."""
    return "/".join(row.get(part) or "" for part in table.key if table.by_name[part].type is not Type.DAY)


def plan_of_key(of: str, key: str) -> tuple[str, str]:
    """Return the plan that a text's key names and the amount that it names; empty where it names none."""
    first = key.partition("/")[0]
    if of in {"money", "equivalents"}:
        return "", first
    table = TABLES.get(of)
    return (first, "") if table and table.key[0] in _OWN_PLAN else ("", "")
