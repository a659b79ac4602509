"""No unit stands above itself at any time, and none under two parents of one tree at the same time."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from remit.checks.loops import in_loops, loops
from remit.keys import true_at
from remit.language import N_
from remit.problems import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from remit.checks.facts import Facts
    from remit.problems import Problem

CYCLE = Kind(
    "cycle-in-tree",
    N_("In the tree {tree}, these stand above each other in a circle on {day}: {units}."),
    N_("Give one of them another parent, or end a row before another begins."),
)
TWO_PARENTS = Kind(
    "two-parents",
    N_("{unit} stands twice in the tree {tree} on {day}: under {first} and under {second}."),
    N_("Give the earlier row its last day (“to”), or leave one out."),
)

PEELED = 32
"""So many times the lowest and the highest units are taken off; a tree is less deep, and a circle stays."""


class _Stay(NamedTuple):
    """One unit under one parent for a time."""

    first: date
    last: date
    unit: str
    parent: str | None
    at: int


def check(facts: Facts) -> Iterator[Problem]:
    table = facts.table("trees")
    suspect = _suspect(table)
    trees: dict[str, list[_Stay]] = defaultdict(list)
    for index, row in zip(suspect, table.take(pa.array(suspect, pa.int64())).to_pylist(), strict=True):
        first, last = row["from"] or date.min, row["to"] or date.max
        trees[row["tree"]].append(_Stay(first, last, row["unit"], row["parent"], index))
    for tree, stays in trees.items():
        yield from _two_parents(facts, tree, stays)
        yield from _cycles(facts, tree, stays)


def _suspect(table: pa.Table) -> list[int]:
    """Return the rows that can be wrong: of a unit that has several in one tree, and those that may form a circle.

    Few of hundreds of thousands; only they become Python objects.
    """
    units, parents = _numbered(table)
    counts = pc.value_counts(units)
    several = counts.field("values").filter(pc.greater(counts.field("counts"), 1))
    left = pa.table({"unit": units, "parent": parents, "at": pa.array(range(len(units)), pa.int64())})
    left = left.filter(pc.is_valid(left["parent"]))
    for _ in range(PEELED):
        before = left.num_rows
        left = left.filter(pc.is_in(left["unit"], left["parent"].combine_chunks()))
        left = left.filter(pc.is_in(left["parent"], left["unit"].combine_chunks()))
        if left.num_rows == before:
            break
    return sorted({*true_at(pc.is_in(units, several)), *left["at"].to_pylist()})


def _numbered(table: pa.Table) -> tuple[pa.Array, pa.Array]:
    """Return the unit and the parent of each row as numbers of their own in each tree."""
    units, parents = (table[name].combine_chunks() for name in ("unit", "parent"))
    words = pa.concat_arrays([units, parents]).unique()
    trees = table["tree"].combine_chunks().dictionary_encode().indices.cast(pa.int64())
    first = pc.multiply(trees, len(words))
    unit, parent = (pc.index_in(names, words, skip_nulls=True).cast(pa.int64()) for names in (units, parents))
    return pc.add(first, unit), pc.add(first, parent)


def _two_parents(facts: Facts, tree: str, stays: list[_Stay]) -> Iterator[Problem]:
    by_unit: dict[str, list[_Stay]] = defaultdict(list)
    for stay in stays:
        by_unit[stay.unit].append(stay)
    for unit, several in by_unit.items():
        for one, other in pairwise(sorted(several, key=lambda stay: (stay.first, stay.at))):
            if other.first <= one.last:
                yield TWO_PARENTS.at(
                    facts.place_among("trees", [one.at, other.at]),
                    unit=unit, tree=tree, day=_shown(other.first),
                    first=one.parent or "-", second=other.parent or "-",
                )  # fmt: skip


def _cycles(facts: Facts, tree: str, stays: list[_Stay]) -> Iterator[Problem]:
    """Yield each circle. One that stands at any time stands on the first day of one of its rows."""
    suspects = in_loops([(stay.unit, stay.parent) for stay in stays if stay.parent])
    inside = [stay for stay in stays if stay.unit in suspects and stay.parent in suspects]
    seen: set[frozenset[str]] = set()
    for day in sorted({stay.first for stay in inside}):
        on = [stay for stay in inside if stay.first <= day <= stay.last]
        parents: dict[str, set[str]] = defaultdict(set)
        for stay in on:
            parents[stay.unit].add(stay.parent or "")
        for units in loops(parents):
            if frozenset(units) not in seen:
                seen.add(frozenset(units))
                indices = [stay.at for stay in on if stay.unit in units and stay.parent in units]
                place = facts.place_among("trees", indices).of("parent")
                yield CYCLE.at(place, tree=tree, day=_shown(day), units=" > ".join([*units, units[0]]))


def _shown(day: date) -> str:
    return "any day" if day == date.min else str(day)
