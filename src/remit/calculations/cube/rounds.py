"""Who the rounds list, and to whom an indicator does not apply, as numbers."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import pyarrow.compute as pc

from remit.periods import Period
from remit.schema import STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from remit.calculations.cube.coding import Coded
    from remit.calculations.cube.places import Ground
    from remit.calculations.cube.timing import Timing
    from remit.calculations.question import Question

NOT_APPLICABLE = STATUSES.index("not applicable")


class Above(NamedTuple):
    """A node that a round lists, and one at or above it."""

    indicator: int
    bucket: int
    listed: int
    node: int
    depth: int
    """Of the node; of the whole tree -1."""


def is_nested(above: Iterable[Above]) -> bool:
    """Whether a unit is listed together with one below it."""
    pairs = list(above)
    listed = {one[:3] for one in pairs}
    return any(one.node != one.listed and (one.indicator, one.bucket, one.node) in listed for one in pairs)


class Rounds:
    """The rounds of one question, and its marks of not applicable."""

    def __init__(self, question: Question, coded: Coded, timing: Timing) -> None:
        self.question, self.coded, self.timing = question, coded, timing

    @cached_property
    def listed(self) -> dict[tuple[int, int], set[int]]:
        """The units listed, by indicator and bucket."""
        federation = self.question.federation
        periods = {row["round"]: Period.parse(row["period"]) for row in federation.rows("rounds")}
        found: dict[tuple[int, int], set[int]] = {}
        for row in federation.rows("expected"):
            if row["indicator"] not in self.question.indicators or row["round"] not in periods:
                continue
            for number, bucket in enumerate(self.timing.buckets):
                if bucket.period.contains(periods[row["round"]]):
                    key = self.coded.indicators.numbers[row["indicator"]], number
                    found.setdefault(key, set()).add(self.coded.units.numbers[row["unit"]])
        return found

    def rows(self) -> list[tuple[int, int, int]]:
        """Indicator, bucket and unit."""
        return [(*key, unit) for key, units in self.listed.items() for unit in sorted(units)]

    def above(self, ground: Ground, eras: list[int]) -> list[Above]:
        """Every listed unit in the tree with every node from there to the top."""
        found = []
        for indicator, bucket, unit in self.rows():
            place = ground.places[eras[bucket]]
            listed = place.nodes.get(self.coded.units.words[unit])
            at = listed
            while listed is not None and at is not None:
                found.append(Above(indicator, bucket, listed, at, place.depth_of(at)))
                at = place.node_above(at)
        return found

    @cached_property
    def not_applicable(self) -> list[tuple[int, int, int]]:
        """Indicator, bucket and unit of each mark."""
        facts = self.coded.facts
        marks = facts.filter(pc.equal(facts["status"], NOT_APPLICABLE)).select(["indicator", "unit", "period"])
        asked = {self.coded.indicators.numbers[code] for code in self.question.indicators}
        found = {
            (row["indicator"], number, row["unit"])
            for row in marks.to_pylist()
            if row["indicator"] in asked
            for number, bucket in enumerate(self.timing.buckets)
            if bucket.period.contains(self.coded.periods[row["period"]])
        }
        return sorted(found)
