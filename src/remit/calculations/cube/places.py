"""Where units stand in a tree, as numbers: one set of places for every era in which nothing changes."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from remit.calculations.cube.coding import Codes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from remit.calculations.question import Bucket, Question
    from remit.units import Tree


@dataclass(frozen=True)
class Places:
    """The units of one era, in arrays by the unit's number. A unit's node is its number after the era's first.

    The whole tree is the node after all. Units that stand nowhere have the depth -1.
    """

    era: int
    first: int
    units: Codes
    order: array[int]
    """The numbers of the units from the top down."""
    parent: array[int]
    """The node above each unit."""
    depth: array[int]
    tree: Tree

    @property
    def whole(self) -> int:
        return self.first + len(self.units.words)

    @cached_property
    def nodes(self) -> dict[str, int]:
        """The node of each unit, from the top down."""
        return {self.units.words[number]: self.first + number for number in self.order}

    @cached_property
    def above_others(self) -> frozenset[int]:
        """The nodes that have nodes below them."""
        return frozenset(self.parent[number] for number in self.order)

    def node_above(self, node: int) -> int | None:
        """Return the node above; none above the whole tree."""
        return None if node == self.whole else self.parent[node - self.first]

    def depth_of(self, node: int) -> int:
        """Return how far below the top a node is; of the whole tree -1."""
        return -1 if node == self.whole else self.depth[node - self.first]

    def of_kinds(self, kinds: Codes) -> array[int]:
        """Return the kind of each unit as a bit."""
        tree, words = self.tree.kinds, self.units.words
        bits = {kind: 1 << number for kind, number in kinds.numbers.items()}
        return array("q", (bits.get(tree.get(word, ""), 0) for word in words))

    def existing(self) -> array[int]:
        """Return 1 for each unit that exists, else 0."""
        return array("i", (word in self.tree.valid for word in self.units.words))

    def expected(self, kinds: frozenset[str]) -> tuple[array[int], array[int]]:
        """How many units would be expected at and below each if nobody had reported, and below it alone; last, all."""
        at, below = array("i", bytes(4 * len(self.units.words) + 4)), array("i", bytes(4 * len(self.units.words) + 4))
        words, of_kind, valid = self.units.words, self.tree.kinds, self.tree.valid
        for number in reversed(self.order):
            unit = words[number]
            at[number] = 1 if of_kind[unit] in kinds and unit in valid else below[number]
            below[self.parent[number] - self.first] += at[number]
        at[-1] = below[-1]
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
        found = []
        for place, table in zip(self.places, self._by_unit, strict=True):
            order = pa.array(place.order, pa.int32())
            rows = table.take(order)
            columns = {
                "era": pa.repeat(pa.scalar(place.era, pa.int32()), len(order)),
                "unit": order,
                "node": pc.add(order, pa.scalar(place.first, pa.int32())),
                "parent": pa.array(place.parent, pa.int32()).take(order),
            }
            found.append(pa.table({**columns, **{name: rows[name] for name in ("depth", "kind_bit", "valid")}}))
        return pa.concat_tables(found).combine_chunks()

    def of_units(self, units: pa.Array) -> list[pa.Table]:
        """Return the places of some units, era by era: kind_bit, depth, valid, and whether units stand below."""
        found = [table.take(units) for table in self._by_unit]
        return [table.filter(pc.greater_equal(table["depth"], 0)) for table in found]

    @cached_property
    def _by_unit(self) -> list[pa.Table]:
        """Era by era, a row for each unit in order of its number."""
        found = []
        for place in self.places:
            above = array("i", bytes(4 * len(self.units.words)))
            for node in place.above_others - {place.whole}:
                above[node - place.first] = 1
            columns = {
                "depth": pa.array(place.depth, pa.int32()),
                "kind_bit": pa.array(place.of_kinds(self.kinds), pa.int64()),
                "valid": pa.array(place.existing(), pa.int32()),
                "above": pa.array(above, pa.int32()),
            }
            found.append(pa.table(columns))
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
        return max((max(place.depth, default=0) for place in self.places), default=0)

    @cached_property
    def _bases(self) -> dict[frozenset[str], Base]:
        return {}

    def base(self, kinds: frozenset[str]) -> Base:
        """Return who would be expected of some kinds of unit."""
        if kinds not in self._bases:
            tables, nested = [], False
            for place in self.places:
                at, below = place.expected(kinds)
                columns = {"node": array("i", range(place.first, place.whole + 1)), "expected": at, "below": below}
                tables.append(pa.table({name: pa.array(column, pa.int32()) for name, column in columns.items()}))
                above = place.above_others - {place.whole}
                nested = nested or any(at[node - place.first] != below[node - place.first] for node in above)
            self._bases[kinds] = Base(pa.concat_tables(tables).combine_chunks(), nested)
        return self._bases[kinds]

    def bits_of(self, kinds: Iterable[str]) -> int:
        """Return kinds of unit as bits of one number."""
        return sum(1 << self.kinds.numbers[kind] for kind in kinds if kind in self.kinds.numbers)


def ground_of(question: Question, buckets: Sequence[Bucket], units: Codes) -> tuple[Ground, list[int]]:
    """Return the eras that some periods fall into, and the era of each period."""
    points = question.trees.turning_points
    keys = [(bisect_right(points, bucket.period.last), bisect_left(points, bucket.period.first)) for bucket in buckets]
    eras = {key: era for era, key in enumerate(dict.fromkeys(keys))}

    def made() -> Ground:
        trees = [question.tree_at(buckets[keys.index(key)]) for key in eras]
        places = tuple(_places(tree, era, units) for era, tree in enumerate(trees))
        return Ground(places, units, Codes(tuple(sorted(question.kinds))))

    name = "ground", question.tree, question.tree_on, tuple(eras)
    return question.federation.once(name, made, of=("trees", "units")), [eras[key] for key in keys]


def _places(tree: Tree, era: int, units: Codes) -> Places:
    size = len(units.words)
    first = era * (size + 1)
    below = tree.children()
    order, parent, depth = array("i"), array("i", bytes(4 * size)), array("i", [-1]) * size
    level, at = [(unit, first + size) for unit in below.get(None, ())], 0
    while level:
        following = []
        for unit, above in level:
            number = units.numbers[unit]
            order.append(number)
            parent[number], depth[number] = above, at
            following += [(child, first + number) for child in below.get(unit, ())]
        level, at = following, at + 1
    return Places(era, first, units, order, parent, depth, tree)
