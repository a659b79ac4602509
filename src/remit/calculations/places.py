"""Where units stand in a tree, as numbers: one set of places for every era in which nothing changes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Sequence

    from remit.calculations.coding import Codes
    from remit.calculations.question import Bucket, Question
    from remit.units import Tree


@dataclass(frozen=True)
class Places:
    """The units of one era: node numbers in order from the top down. The whole tree is the node after the last."""

    era: int
    first: int
    units: tuple[str, ...]
    parents: tuple[int, ...]
    depths: tuple[int, ...]
    tree: Tree

    @property
    def whole(self) -> int:
        return self.first + len(self.units)

    @cached_property
    def nodes(self) -> dict[str, int]:
        return {unit: self.first + index for index, unit in enumerate(self.units)}

    def expected(self, kinds: frozenset[str]) -> tuple[list[int], list[int]]:
        """How many units would be expected at and below each node if nobody had reported, and below it alone."""
        below = [0] * (len(self.units) + 1)
        at = [0] * (len(self.units) + 1)
        tree = self.tree
        for index in range(len(self.units) - 1, -1, -1):
            unit = self.units[index]
            at[index] = 1 if tree.kinds[unit] in kinds and unit in tree.valid else below[index]
            below[self.parents[index] - self.first] += at[index]
        at[-1] = below[-1]
        return at, below


def places_of(question: Question, buckets: Sequence[Bucket]) -> tuple[list[Places], list[int]]:
    """Return the eras that some periods fall into, and the era of each period."""
    points = question.trees.turning_points()
    eras: dict[tuple[int, int], int] = {}
    found: list[Places] = []
    of_bucket = []
    for bucket in buckets:
        period = bucket.period
        key = bisect_right(points, period.last), bisect_left(points, period.first)
        if key not in eras:
            eras[key] = len(found)
            first = found[-1].whole + 1 if found else 0
            found.append(_places(question, bucket, len(found), first, key))
        of_bucket.append(eras[key])
    return found, of_bucket


def _places(question: Question, bucket: Bucket, era: int, first: int, key: tuple[int, int]) -> Places:
    cache = question.federation._cache  # noqa: SLF001 - kept with the federation that it is made from
    name = "places", question.tree, question.tree_on, key, first
    if name not in cache:
        tree = question.tree_at(bucket)
        below = tree.children()
        units: list[str] = []
        parents: list[int] = []
        depths: list[int] = []
        level, depth = [(unit, -1) for unit in below.get(None, ())], 0
        while level:
            following = []
            for unit, parent in level:
                number = first + len(units)
                units.append(unit)
                parents.append(parent)
                depths.append(depth)
                following += [(child, number) for child in below.get(unit, ())]
            level, depth = following, depth + 1
        whole = first + len(units)
        tops = tuple(whole if parent < 0 else parent for parent in parents)
        cache[name] = Places(era, first, tuple(units), tops, tuple(depths), tree)
    found: Places = cache[name]
    return found if found.era == era else Places(era, first, found.units, found.parents, found.depths, found.tree)


def nodes_table(places: Sequence[Places], units: Codes, kinds: Codes) -> pa.Table:
    """Return every place as a row: era, unit, node, parent, depth, kind as a bit, and whether the unit exists."""
    columns: dict[str, list[int]] = {name: [] for name in ("era", "unit", "node", "parent", "depth", "kind_bit", "valid")}
    for place in places:
        size = len(place.units)
        columns["era"] += [place.era] * size
        columns["unit"] += [units.numbers[unit] for unit in place.units]
        columns["node"] += range(place.first, place.whole)
        columns["parent"] += place.parents
        columns["depth"] += place.depths
        columns["kind_bit"] += [1 << kinds.numbers[place.tree.kinds[unit]] for unit in place.units]
        columns["valid"] += [unit in place.tree.valid for unit in place.units]
    types = {"kind_bit": pa.int64(), "depth": pa.int32(), "era": pa.int32()}
    return pa.table({name: pa.array(map(int, column), types.get(name, pa.int32())) for name, column in columns.items()})
