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

FACTS = "indicator unit plan period cell value denominator status recorded".split()


@dataclass(frozen=True)
class Codes:
    """The words that stand behind numbers: `words[3]` has the number 3."""

    words: tuple[str, ...]

    @cached_property
    def numbers(self) -> dict[str, int]:
        return {word: number for number, word in enumerate(self.words)}


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


def coded(federation: Federation) -> Coded:
    """Return the observations of a federation (current as of its moment) as numbers."""
    cache = federation._cache  # noqa: SLF001 - kept with the federation that it is made from
    if "coded" not in cache:
        cache["coded"] = _coded(federation)
    found: Coded = cache["coded"]
    return found


def _coded(federation: Federation) -> Coded:
    table = federation.table("observations")
    indicators = _words([row["indicator"] for row in federation.rows("indicators")])
    units = _words(federation.table("units")["unit"].unique().to_pylist())
    plans = _words(["", *table["plan"].unique().drop_null().to_pylist()])
    cells = _words(["", *table["cell"].unique().drop_null().to_pylist()])
    periods = _words(table["period"].unique().to_pylist())
    columns = [
        _numbers(table["indicator"], indicators, pa.int32()),
        _numbers(table["unit"], units, pa.int32()),
        _numbers(table["plan"], plans, pa.int32()),
        _numbers(table["period"], periods, pa.int32()),
        _numbers(table["cell"], cells, pa.int32()),
        table["value"],
        table["denominator"],
        _numbers(table["status"], Codes(STATUSES), pa.int8()),
        table["recorded_at"].cast(pa.int64()),
    ]
    return Coded(pa.table(columns, names=FACTS).combine_chunks(), indicators, units, plans, cells, periods)


def _words(words: list[str]) -> Codes:
    return Codes(tuple(dict.fromkeys(words)))


def _numbers(column: pa.ChunkedArray, codes: Codes, type_: pa.DataType) -> pa.ChunkedArray:
    """Return the number of each word; a missing word is the empty one. Each distinct word is looked up once."""
    encoded = column.combine_chunks().dictionary_encode()
    numbers = pa.array([codes.numbers[word] for word in encoded.dictionary.to_pylist()], type_)
    return numbers.take(encoded.indices) if not encoded.null_count else pc.fill_null(numbers.take(encoded.indices), 0)
