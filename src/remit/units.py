"""Units and the trees that they add up along. Both change with time; a tree is asked for one period at a time.

In a period, a unit stands where it stood last in that period. A unit whose place begins later or ended before (its value
is older than its place, or came after it left) stands at the nearest place that it has: no value is lost.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc

from remit.money import split
from remit.periods import Period
from remit.schema import fraction

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    import pyarrow as pa

    from remit.federation import Federation, Row


Place = tuple[date, date, str | None]
"""From, to, and the unit above."""


@dataclass(frozen=True)
class Tree:
    """One tree as it stands in one period: the parent of each unit, and which units are there."""

    parents: Mapping[str, str | None]
    kinds: Mapping[str, str]
    valid: AbstractSet[str]
    """The units that exist in the period: those valid on its last day, and those that left during it."""

    def children(self) -> dict[str | None, list[str]]:
        """Return the units under each unit, in order of code; those at the top under None."""
        below: dict[str | None, list[str]] = {}
        for unit in sorted(self.parents):
            below.setdefault(self.parents[unit], []).append(unit)
        return below

    def above(self, unit: str) -> Iterator[str]:
        """Yield the unit, then the units above it, to the top."""
        at: str | None = unit
        while at is not None:
            yield at
            at = self.parents.get(at)

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """What the whole is told by: the units below the top; the tops themselves, where units stand under several of them."""
        below: dict[str | None, list[str]] = {}
        for unit in sorted(self.valid):
            below.setdefault(self.parents[unit], []).append(unit)
        tops = below.get(None, [])
        heads = [unit for unit in tops if unit in below]
        return tuple(below[heads[0]] if len(heads) == 1 else heads or tops)

    def ancestor_of_kind(self, unit: str, kind: str) -> str | None:
        """Return the nearest unit of a kind, the unit itself included."""
        return next((above for above in self.above(unit) if self.kinds.get(above) == kind), None)


@dataclass(frozen=True)
class Trees:
    """One tree through time."""

    places: Mapping[str, tuple[Place, ...]]
    """Of each unit: from, to, parent; in order of from."""
    lives: Mapping[str, tuple[date, date]]
    kinds: Mapping[str, str]

    @staticmethod
    def of(federation: Federation, tree: str) -> Trees:
        """Return a tree of the federation; `tree` is its code."""
        return federation.once(("trees", tree), lambda: Trees._of(federation, tree), of=("trees", "units"))

    @staticmethod
    def _of(federation: Federation, tree: str) -> Trees:
        places: dict[str, tuple[Place, ...]] = {}
        same: dict[object, Any] = {}
        rows = federation.table("trees")
        for of, unit, first, last, parent in zip(*_columns(rows, "tree unit from to parent", same), strict=True):
            if of == tree:
                place = ((first or date.min, last or date.max, parent),)
                several = tuple(sorted(places.get(unit, ()) + place, key=lambda one: one[:2]))
                places[unit] = same.setdefault(several, several)
        if not rows.num_rows:  # no tree at all: every unit stands at the top
            top = ((date.min, date.max, None),)
            places = dict.fromkeys(federation.table("units")["unit"].to_pylist(), top)
        lives, kinds = {}, {}
        for unit, kind, first, last in zip(
            *_columns(federation.table("units"), "unit kind valid_from valid_to", same), strict=True
        ):
            life = first or date.min, last or date.max
            lives[unit] = same.setdefault(life, life)
            kinds[unit] = kind
        return Trees(places, lives, kinds)

    def at(self, period: Period) -> Tree:
        """Return the tree as it stands in a period: the same for all periods between two changes."""
        era = bisect_right(self.turning_points, period.last), bisect_left(self.turning_points, period.first)
        if era not in self._by_era:
            self._by_era[era] = self._at(period)
        return self._by_era[era]

    @cached_property
    def _by_era(self) -> dict[tuple[int, int], Tree]:
        return {}

    def _at(self, period: Period) -> Tree:
        parents: dict[str, str | None] = {}
        gone = set()
        for unit, rows in self.places.items():
            first, last, parents[unit] = rows[0] if len(rows) == 1 else _place(rows, period)
            born, ended = self.lives[unit]
            if max(first, born) > period.last or period.first > min(last, ended):
                gone.add(unit)
        return Tree(parents, self.kinds, parents.keys() - gone if gone else parents.keys())

    def at_any_time(self) -> Tree:
        """Return the tree with every unit at the last place that it has had."""
        return self.at(Period(date(1, 1, 1), date(9999, 12, 30)))

    @cached_property
    def kinds_in_tree(self) -> frozenset[str]:
        """The kinds of unit that stand in the tree."""
        return frozenset(self.kinds[unit] for unit in self.places)

    @cached_property
    def turning_points(self) -> list[date]:
        """Return the days on which anything changes: two periods with none between them have the same tree."""
        days = {day for rows in self.places.values() for first, last, _ in rows for day in (first, last)}
        days |= {day for unit in self.places for day in self.lives[unit]}
        return sorted(days - {date.min, date.max})


def _columns(table: pa.Table, names: str, same: dict[object, Any]) -> list[list[Any]]:
    """Return columns as lists; equal words are one object, which `same` holds."""
    found = []
    for name in names.split():
        encoded = table[name].combine_chunks().dictionary_encode()
        words = [*(same.setdefault(word, word) for word in encoded.dictionary.to_pylist()), None]
        found.append([words[index] for index in pc.fill_null(encoded.indices, len(words) - 1).to_pylist()])
    return found


def _place(rows: Sequence[Place], period: Period) -> Place:
    begun = [row for row in rows if row[0] <= period.last]
    return begun[-1] if begun else rows[0]


def comparable(values: Mapping[str, int], successions: Iterable[Row], on: date) -> dict[str, tuple[int, bool]]:
    """Return values of ended units carried over to their successors, so that a series stays comparable.

    Whole units of `values` (ten-thousandths) are split by largest remainder; each comes back with whether it is
    *estimated*. Successions on or before `on` apply, oldest first. A roll-up never does this by itself.
    """
    carried = {unit: (value, False) for unit, value in values.items()}
    for day, old in sorted({(row["on"], row["from_unit"]) for row in successions if row["on"] <= on}):
        heirs = [row for row in successions if (row["on"], row["from_unit"]) == (day, old)]
        if old not in carried or sum(fraction(row["share"]) or 0 for row in heirs) != 1:
            continue
        value, _ = carried.pop(old)
        for row, part in zip(heirs, split(value, [fraction(row["share"]) or 0 for row in heirs]), strict=True):
            before, _ = carried.get(row["to_unit"], (0, False))
            carried[row["to_unit"]] = before + part, True
    return carried
