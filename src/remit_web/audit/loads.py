"""The record of a load of files: one for all its rows, and in whose history it belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc

from remit.schema import PLAN_TABLES
from remit_web.audit.actions import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import pyarrow as pa

    from remit_web.audit.actors import Actor

UNITS, INDICATORS, PLANS, ROUNDS = "units", "indicators", "plans", "rounds"
TOUCHING: dict[str, dict[str, str]] = {
    "units": {"unit": UNITS},
    "trees": {"unit": UNITS},
    "unit_places": {"unit": UNITS},
    "successions": {"from_unit": UNITS, "to_unit": UNITS},
    "indicators": {"indicator": INDICATORS},
    "indicator_axes": {"indicator": INDICATORS},
    "observations": {"unit": UNITS, "indicator": INDICATORS, "plan": PLANS},
    "rounds": {"round": ROUNDS},
    "expected": {"round": ROUNDS},
    **{name: {"from_plan" if name == "links" else "plan": PLANS} for name in PLAN_TABLES},
}
"""Whose the rows of each table are, by column: not what they merely name, which those may see who may not see the row."""


def rows_loaded(by: Actor, new: Mapping[str, pa.Table], sources: Sequence[str] = ()) -> None:
    """Record that files were loaded: how many rows of each table, from which files. Nothing where no row is new."""
    counts = {name: table.num_rows for name, table in new.items() if table.num_rows}
    if counts:
        record(by, "rows.loaded", after={"files": list(sources), "tables": counts}, touches=touched_by(new))


def settings_changed(by: Actor, before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> None:
    """Record that the federation's settings are others than before."""
    if before != after:
        record(by, "settings.changed", "federation", before=before, after=after)


def touched_by(new: Mapping[str, pa.Table]) -> set[tuple[str, str]]:
    """Return the things whose rows are among some: their kind and key."""
    return {thing for name, table in new.items() if table.num_rows for thing in _touched(name, table)}


def _touched(name: str, table: pa.Table) -> Iterator[tuple[str, str]]:
    if "visibility" in table.column_names:  # what is for named people only is told to nobody else
        table = table.filter(pc.not_equal(pc.fill_null(table["visibility"], ""), "named"))
    for column, of in TOUCHING.get(name, {}).items():
        yield from ((of, key) for key in _distinct(table[column]))
    if name == "texts":
        for of in (UNITS, INDICATORS, ROUNDS, PLANS):
            yield from ((of, key) for key in _distinct(table.filter(pc.equal(table["of"], of))["key"]))
        lines = table.filter(pc.equal(table["of"], "elements"))["key"]
        yield from ((PLANS, key.partition("/")[0]) for key in _distinct(lines))


def _distinct(column: pa.ChunkedArray) -> Iterable[str]:
    return (value for value in pc.unique(column).to_pylist() if value)
