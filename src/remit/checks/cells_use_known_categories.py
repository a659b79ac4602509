"""Where an axis has a code list, a breakdown uses its categories."""

from __future__ import annotations

from collections import defaultdict
from difflib import get_close_matches
from functools import partial
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from remit.indicators import RESIDUAL
from remit.language import N_
from remit.problems import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from remit.checks.facts import Facts
    from remit.federation import Row
    from remit.problems import Problem

UNKNOWN_CATEGORY = Kind(
    "unknown-category",
    N_("{category} is not a category of {axis}."),
    N_("Write one of: {known}; or add it to the categories of {axis} first."),
)


def check(facts: Facts) -> Iterator[Problem]:
    lists: dict[str, set[str]] = defaultdict(set)
    for row in facts.rows("categories"):
        lists[row["axis"]].add(row["category"])
    if not lists or "categories" in facts.partial:
        return
    for table in ("observations", "targets"):
        column = facts.column(table, "cell")
        found = {cell: _unknown(cell, lists) for cell in pc.unique(column).drop_null().to_pylist()}
        wrong = pa.array([cell for cell, facts_of in found.items() if facts_of], pa.string())
        yield from facts.listed(
            UNKNOWN_CATEGORY, table, pc.is_in(column, value_set=wrong), "cell", more=partial(_of_row, found)
        )


def _of_row(found: Mapping[str, dict[str, object]], row: Row) -> dict[str, object]:
    return found[row["cell"]]


def _unknown(cell: str, lists: Mapping[str, set[str]]) -> dict[str, object]:
    """Return what is wrong with a cell; nothing where all its categories are known."""
    for pair in cell.split(";"):
        axis, _, category = pair.partition("=")
        known = lists.get(axis)
        if known and category not in known | RESIDUAL:
            near = get_close_matches(category, known, cutoff=0.6) or sorted(known)[:12]
            return {"axis": axis, "category": category, "known": ", ".join(near)}
    return {}
