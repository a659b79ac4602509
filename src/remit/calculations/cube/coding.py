"""Observations as whole numbers, for the engine: each unit, indicator, period and cell by its number.

Made once for a federation and kept with it, since a federation never changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from remit.periods import Period
from remit.schema import STATUSES

if TYPE_CHECKING:
    from remit.federation import Federation

STORED_IMPUTED = STATUSES.index("imputed")
"""Imputed values that a source states are never counted."""

NARROW = 32_768
"""Up to so many indicators, one takes 16 bits."""

FACTS = ["indicator", "unit", "plan", "period", "cell", "value", "denominator", "status", "recorded"]


@dataclass(frozen=True)
class Codes:
    """The words that stand behind numbers: `words[3]` has the number 3."""

    words: tuple[str, ...]

    @cached_property
    def numbers(self) -> dict[str, int]:
        return {word: number for number, word in enumerate(self.words)}


class Profile:
    """What some facts have in common: looked up once, to leave out of a plan what they do not need."""

    def __init__(self, facts: pa.Table) -> None:
        self.facts = facts

    @cached_property
    def values(self) -> pa.Table:
        """The facts that have a value or a denominator."""
        if not self.facts["value"].null_count:
            return self.facts
        return self.facts.filter(pc.or_(pc.is_valid(self.facts["value"]), pc.is_valid(self.facts["denominator"])))

    @cached_property
    def periods(self) -> list[tuple[int, int]]:
        """The indicators and the periods in which they have anything, be it only that a value is missing."""
        return _pairs(self.facts, "period")

    @property
    def reported(self) -> pa.Table:
        """The facts that a unit gave itself; not kept, for it is most of them."""
        values = self.values
        if not values["value"].null_count and (pc.max(values["status"]).as_py() or 0) < STORED_IMPUTED:
            return values
        return values.filter(pc.and_(pc.is_valid(values["value"]), pc.less(values["status"], STORED_IMPUTED)))

    @cached_property
    def reported_periods(self) -> list[tuple[int, int]]:
        """The indicators and the periods for which any unit reported them."""
        return _pairs(self.reported, "period")

    @cached_property
    def reporters(self) -> pa.Table:
        """Every indicator with every unit that reported it."""
        return self.reported.group_by(["indicator", "unit"]).aggregate([])

    @cached_property
    def units(self) -> pa.Array:
        return self.values["unit"].unique()

    @cached_property
    def cells(self) -> list[int]:
        found: list[int] = self.values["cell"].unique().to_pylist()
        return found

    @cached_property
    def has_plans(self) -> bool:
        return bool(pc.any(pc.not_equal(self.values["plan"], 0)).as_py())

    @cached_property
    def has_estimates(self) -> bool:
        return bool(pc.any(pc.not_equal(self.values["status"], 0)).as_py())

    @cached_property
    def without_denominator(self) -> frozenset[int]:
        """The indicators of which some value has no denominator."""
        if not self.values["denominator"].null_count:
            return frozenset()
        return frozenset(self.values.filter(pc.is_null(self.values["denominator"]))["indicator"].unique().to_pylist())

    @cached_property
    def without_value(self) -> bool:
        """Whether some denominator stands without a value."""
        return bool(self.values["value"].null_count)

    @cached_property
    def largest_sum(self) -> float:
        """A number that no sum of values, of denominators or of their products can be larger than, by far."""
        values = pc.abs(self.values["value"].cast(pa.float64(), safe=False))
        times = pc.max_element_wise(pc.abs(self.values["denominator"].cast(pa.float64(), safe=False)), 1.0)
        return (pc.sum(pc.multiply(values, times)).as_py() or 0.0) + (pc.sum(times).as_py() or 0.0)


def _pairs(facts: pa.Table, other: str) -> list[tuple[int, int]]:
    groups = facts.group_by(["indicator", other]).aggregate([])
    return list(zip(groups["indicator"].to_pylist(), groups[other].to_pylist(), strict=True))


@dataclass(frozen=True)
class Coded:
    """Observations as numbers. Plan 0 is no plan; moments are microseconds since 1970."""

    facts: pa.Table
    indicators: Codes
    units: Codes
    plans: Codes
    cells: Codes
    period_names: Codes

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        return tuple(Period.parse(name) for name in self.period_names.words)

    @cached_property
    def profile(self) -> Profile:
        """What all of these facts have in common."""
        return Profile(self.facts)


def coded(federation: Federation) -> Coded:
    """Return the observations of a federation (current as of its moment) as numbers."""
    return federation.once("coded", lambda: _coded(federation))


def _coded(federation: Federation) -> Coded:
    table = federation.table("observations")
    indicators = _words([row["indicator"] for row in federation.rows("indicators")])
    units = _words(federation.table("units")["unit"].unique().to_pylist())
    plans = _words(["", *table["plan"].unique().drop_null().to_pylist()])
    cells = _words(["", *table["cell"].unique().drop_null().to_pylist()])
    periods = _words(table["period"].unique().to_pylist())
    columns = [
        _numbers(table["indicator"], indicators, pa.int16() if len(indicators.words) < NARROW else pa.int32()),
        _numbers(table["unit"], units, pa.int32()),
        _numbers(table["plan"], plans, pa.int32()),
        _numbers(table["period"], periods, pa.int32()),
        _numbers(table["cell"], cells, pa.int32()),
        table["value"],
        table["denominator"],
        _numbers(table["status"], Codes(STATUSES), pa.int8()),
        table["recorded_at"].cast(pa.int64()),
    ]
    facts = pa.table(columns, names=FACTS).combine_chunks()
    pa.default_memory_pool().release_unused()  # the words were encoded one column after another
    return Coded(facts, indicators, units, plans, cells, periods)


def _words(words: list[str]) -> Codes:
    return Codes(tuple(dict.fromkeys(words)))


def _numbers(column: pa.ChunkedArray, codes: Codes, type_: pa.DataType) -> pa.ChunkedArray:
    """Return the number of each word; a missing word is the empty one. Each distinct word is looked up once."""
    encoded = column.combine_chunks().dictionary_encode()
    numbers = pa.array([codes.numbers[word] for word in encoded.dictionary.to_pylist()], type_)
    return numbers.take(encoded.indices) if not encoded.null_count else pc.fill_null(numbers.take(encoded.indices), 0)
