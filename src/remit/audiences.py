"""What an audience may see of a federation's plans.

    seen_by(federation, "public")           # without the plans that the public may not see, and all that is theirs

A hidden plan is taken out before anything is computed, so that no figure, page or file can depend on it. Values are taken
out by their own visibility, where a figure is asked for (docs/decisions/0009-what-an-audience-may-not-see.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from remit.observations import SEES
from remit.schema import PLAN_TABLES, TABLES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from remit.federation import Federation
    from remit.observations import Audience

_PLAN_COLUMNS = ("plan", "from_plan", "to_plan")


def hidden_plans(federation: Federation, audience: Audience) -> frozenset[str]:
    """Return the codes of the plans that an audience may not see, by what each plan says of itself last."""
    return frozenset(
        row["plan"]
        for row in federation.current().rows("plans")
        if (row["visibility"] or "federation") not in SEES[audience]
    )


def seen_by(federation: Federation, audience: Audience) -> Federation:
    """Return the federation without the plans that an audience may not see, and without every row of theirs.

    Their elements, money, targets and texts, links from them and to them, and rates of their own go; contributions stay.
    Give it the federation with its history: a plan that is hidden now is hidden as of every day.
    """

    def seen() -> Federation:
        hidden = hidden_plans(federation, audience)
        return _without(federation, hidden) if hidden else federation

    return federation.once(("plans seen by", audience), seen)


def hidden_within(federation: Federation, units: Collection[str]) -> frozenset[str]:
    """Return the codes of the plans hidden from everyone who sees the whole of some units: of others' plans for units only."""
    for_units = hidden_plans(federation, "federation")
    theirs = {row["plan"] for row in federation.current().rows("plans") if row["unit"] in units}
    return hidden_plans(federation, "whole") | (for_units - theirs)


def without(federation: Federation, plans: Collection[str]) -> Federation:
    """Return the federation without some plans and every row of theirs, as `seen_by` leaves them out."""
    return _without(federation, frozenset(plans)) if plans else federation


def _without(federation: Federation, plans: frozenset[str]) -> Federation:
    tables = dict(federation.tables)
    gone: dict[str, set[str]] = {}
    for name in PLAN_TABLES.keys() & tables.keys():
        kept, gone[name] = _kept(name, tables[name], plans)
        tables[name] = _orphaned(kept, plans) if name == "plans" else kept
    if "texts" in tables:
        tables["texts"] = _texts(tables["texts"], plans, gone)
    if "equivalents" in tables:
        tables["equivalents"] = _leave(tables["equivalents"], "money", gone.get("money", ()))
    if "rates" in tables:
        tables["rates"] = _leave(tables["rates"], "series", plans)
    return federation.with_tables(tables)


def _kept(name: str, table: pa.Table, plans: frozenset[str]) -> tuple[pa.Table, set[str]]:
    """Return a table without the rows of some plans, and the ids of those that went.

    A row that a hidden one supersedes goes too: it would stand again if only the hidden one went.
    """
    for column in _PLAN_COLUMNS:
        if column in table.column_names and not TABLES[name].append_only:
            table = _leave(table, column, plans)
    if not TABLES[name].append_only:
        return table, set()
    before = {row["id"]: row for row in table.select(["id", "plan", "supersedes"]).to_pylist()}
    gone: set[str] = set()
    waiting = [row["id"] for row in before.values() if row["plan"] in plans]
    while waiting:
        one = waiting.pop()
        if one in before and one not in gone:
            gone.add(one)
            waiting += [before[one]["supersedes"]] if before[one]["supersedes"] else []
    return _leave(table, "id", gone), gone


def _leave(table: pa.Table, column: str, values: Iterable[str]) -> pa.Table:
    """Return a table without the rows that have one of some values; an empty cell is none of them."""
    return table.filter(pc.invert(pc.is_in(table[column], pa.array(sorted(values), pa.string()))))


def _orphaned(table: pa.Table, plans: frozenset[str]) -> pa.Table:
    """Return the plans that are seen, none of them said to be a part of a hidden one."""
    above = [None if plan in plans else plan for plan in table["part_of"].to_pylist()]
    return table.set_column(table.column_names.index("part_of"), "part_of", pa.array(above, pa.string()))


def _texts(table: pa.Table, plans: frozenset[str], gone: dict[str, set[str]]) -> pa.Table:
    """Return the texts of what is left: a plan's rows are named by plan and code, append-only ones by id."""

    def is_left(of: str, key: str) -> bool:
        if of not in PLAN_TABLES:
            return True
        if TABLES[of].append_only:
            return key not in gone.get(of, ())
        parts = zip(TABLES[of].key, key.split("/"), strict=False)
        return not any(part in plans for column, part in parts if column in _PLAN_COLUMNS)

    pairs = zip(table["of"].to_pylist(), table["key"].to_pylist(), strict=True)
    return table.filter(pa.array([is_left(of, key) for of, key in pairs], pa.bool_()))
