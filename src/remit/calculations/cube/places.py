"""Where units stand in a tree, as numbers: one set of places for every era in which nothing changes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pyarrow as pa

from remit.calculations.cube import small
from remit.calculations.cube.coding import Codes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from remit.calculations.question import Bucket, Question
    from remit.units import Tree


@dataclass(frozen=True)
class Places:
    """The units of one era. A unit's node is its own number after the era's first; the whole tree is the node after all.

    `units` from the top down, each with the node above it and its depth.
    """

    era: int
    first: int
    whole: int
    nodes: Mapping[str, int]
    parents: Mapping[str, int]
    depths: Mapping[str, int]
    tree: Tree

    @cached_property
    def above_others(self) -> frozenset[int]:
        """The nodes that have nodes below them."""
        return frozenset(self.parents.values())

    @cached_property
    def units(self) -> dict[int, str]:
        """The unit of each node."""
        return {node: unit for unit, node in self.nodes.items()}

    def node_above(self, node: int) -> int | None:
        """Return the node above; none above the whole tree."""
        return None if node == self.whole else self.parents[self.units[node]]

    def expected(self, kinds: frozenset[str]) -> tuple[dict[int, int], dict[int, int]]:
        """How many units would be expected at and below each node if nobody had reported, and below it alone."""
        below = dict.fromkeys([*self.nodes.values(), self.whole], 0)
        at, tree = dict(below), self.tree
        for unit, node in reversed(list(self.nodes.items())):
            at[node] = 1 if tree.kinds[unit] in kinds and unit in tree.valid else below[node]
            below[self.parents[unit]] += at[node]
        at[self.whole] = below[self.whole]
        return at, below


@dataclass(frozen=True)
class Base:
    """By node, how many units would be expected if nobody had reported anything: at and below it, and below it alone."""

    rows: pa.Table
    nested: bool
    """Whether a unit that is expected stands above another."""

    @cached_property
    def _first(self) -> pa.Table:
        return self._numbered(0)

    def numbered(self, kindset: int) -> pa.Table:
        """Return the rows with the number of their set of kinds."""
        return self._numbered(kindset) if kindset else self._first

    def _numbered(self, kindset: int) -> pa.Table:
        return self.rows.append_column("kindset", pa.repeat(pa.scalar(kindset, pa.int32()), self.rows.num_rows))


@dataclass(frozen=True)
class Ground:
    """The places of all eras that a question touches: kept with the federation, for the next question."""

    places: tuple[Places, ...]
    units: Codes
    kinds: Codes

    @cached_property
    def nodes(self) -> pa.Table:
        """Every place as a row: era, unit, node, parent, depth, kind as a bit, and whether the unit exists."""
        names = "era", "unit", "node", "parent", "depth", "kind_bit", "valid"
        columns: dict[str, list[int]] = {name: [] for name in names}
        for place in self.places:
            columns["era"] += [place.era] * len(place.nodes)
            columns["unit"] += [node - place.first for node in place.nodes.values()]
            columns["node"] += place.nodes.values()
            columns["parent"] += place.parents.values()
            columns["depth"] += place.depths.values()
            columns["kind_bit"] += [1 << self.kinds.numbers[place.tree.kinds[unit]] for unit in place.nodes]
            columns["valid"] += [int(unit in place.tree.valid) for unit in place.nodes]
        types = {"kind_bit": pa.int64()}
        return pa.table({name: pa.array(column, types.get(name, pa.int32())) for name, column in columns.items()})

    def of_units(self, units: pa.Array) -> list[pa.Table]:
        """Return the places of some units, era by era: kind_bit, depth, valid, and whether units stand below."""
        return [table.take(units).filter(table["depth"].take(units).is_valid()) for table in self._by_unit]

    @cached_property
    def _by_unit(self) -> list[pa.Table]:
        """Era by era, a row for each unit in order of its number; empty where it has no place."""
        found = []
        for place in self.places:
            columns: dict[str, list[int | None]] = {
                name: [None] * len(self.units.words) for name in ("depth", "kind_bit", "valid", "above")
            }
            for unit, depth in place.depths.items():
                number = place.nodes[unit] - place.first
                columns["depth"][number] = depth
                columns["kind_bit"][number] = 1 << self.kinds.numbers[place.tree.kinds[unit]]
                columns["valid"][number] = int(unit in place.tree.valid)
                columns["above"][number] = int(place.nodes[unit] in place.above_others)
            found.append(pa.table({name: pa.array(column, pa.int64()) for name, column in columns.items()}))
        return found

    @cached_property
    def kind_codes(self) -> pa.Array:
        """The number of each unit's kind, in order of the units' numbers; empty for units that stand in no tree."""
        kinds: dict[str, str] = {}
        for place in self.places:
            kinds.update(place.tree.kinds)
        return pa.array([self.kinds.numbers.get(kinds.get(unit, "")) for unit in self.units.words], pa.int32())

    @cached_property
    def tree_depth(self) -> int:
        return max((depth for place in self.places for depth in place.depths.values()), default=0)

    @cached_property
    def _bases(self) -> dict[frozenset[str], Base]:
        return {}

    def base(self, kinds: frozenset[str]) -> Base:
        """Return who would be expected of some kinds of unit."""
        if kinds not in self._bases:
            rows: list[tuple[int, int, int]] = []
            nested = False
            for place in self.places:
                at, below = place.expected(kinds)
                rows += [(node, at[node], below[node]) for node in at]
                nested = nested or any(at[node] != below[node] for node in place.above_others)
            self._bases[kinds] = Base(small.table("node expected below", rows), nested)
        return self._bases[kinds]

    def bits_of(self, kinds: Iterable[str]) -> int:
        """Return kinds of unit as bits of one number."""
        return sum(1 << self.kinds.numbers[kind] for kind in kinds if kind in self.kinds.numbers)


def ground_of(question: Question, buckets: Sequence[Bucket], units: Codes) -> tuple[Ground, list[int]]:
    """Return the eras that some periods fall into, and the era of each period."""
    points = question.trees.turning_points
    keys = [(bisect_right(points, bucket.period.last), bisect_left(points, bucket.period.first)) for bucket in buckets]
    eras = {key: era for era, key in enumerate(dict.fromkeys(keys))}
    cache = question.federation._cache  # noqa: SLF001 - kept with the federation that it is made from
    name = "ground", question.tree, question.tree_on, tuple(eras)
    if name not in cache:
        places: list[Places] = []
        for key, era in eras.items():
            places.append(_places(question.tree_at(buckets[keys.index(key)]), era, units))
        cache[name] = Ground(tuple(places), units, Codes(tuple(sorted(question.kinds))))
    ground: Ground = cache[name]
    return ground, [eras[key] for key in keys]


def _places(tree: Tree, era: int, units: Codes) -> Places:
    first = era * (len(units.words) + 1)
    whole = first + len(units.words)
    below = tree.children()
    nodes: dict[str, int] = {}
    parents: dict[str, int] = {}
    depths: dict[str, int] = {}
    level, depth = [(unit, whole) for unit in below.get(None, ())], 0
    while level:
        following = []
        for unit, parent in level:
            node = nodes[unit] = first + units.numbers[unit]
            parents[unit] = parent
            depths[unit] = depth
            following += [(child, node) for child in below.get(unit, ())]
        level, depth = following, depth + 1
    return Places(era, first, whole, nodes, parents, depths, tree)
