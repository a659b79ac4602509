"""Observations: reported values, and what one value covers.

`Value` is one observation as the calculations see it. Values that are *so far* (this year, or since the start) become
increments before anything is added.
"""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

from remit.periods import DAY, Period

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from remit.federation import Federation
    from remit.indicators import Indicator

Audience = Literal["public", "federation", "whole"]
SEES: dict[Audience, tuple[str, ...]] = {
    "public": ("public",),
    "federation": ("public", "federation"),
    "whole": ("public", "federation", "unit"),
}
"""Values for named people enter no figure, whoever asks."""

WITH_VALUE = ("reported", "estimated", "imputed")


class Value(NamedTuple):
    """One value of one series. Numbers are ten-thousandths; a ratio may lack either part."""

    indicator: str
    unit: str
    plan: str
    period: Period
    cell: str
    value: int | None
    denominator: int | None
    status: str
    recorded_at: datetime
    ids: tuple[str, ...]
    """The observations that it was made from."""
    method: str = ""
    """Of an imputed value: `last:2018`, or `mean:2016 2017`."""

    @property
    def series(self) -> tuple[str, str, str, str]:
        return self.indicator, self.unit, self.plan, self.cell


def values_of(federation: Federation, indicators: Iterable[str]) -> Iterator[Value]:
    """Yield the values of some indicators; `federation` is current, and holds what its reader may see."""
    wanted = set(indicators)
    for row in federation.rows("observations"):
        if row["indicator"] in wanted:
            yield Value(
                row["indicator"], row["unit"], row["plan"] or "", Period.parse(row["period"]), row["cell"] or "",
                row["value"], row["denominator"], row["status"], row["recorded_at"], (row["id"],),
            )  # fmt: skip


def increments(values: Iterable[Value], rule: Indicator, first_month: int = 1) -> list[Value]:
    """Return the values of one indicator as what each adds.

    Of *so far* values each becomes the difference to the one before it in its series (in its year). A gap gives one
    increment for the longer span, which is not split. One that falls gives a negative increment.
    """
    is_pair = rule.form != "number"
    with_value = [value for value in values if value.value is not None or (is_pair and value.denominator is not None)]
    if rule.reported_as not in {"so far", "so far this year"}:
        return with_value
    yearly = rule.reported_as == "so far this year"

    def run(value: Value) -> tuple[object, ...]:
        year = Period.around(value.period.last, "year", first_month).first if yearly else None
        return (*value.series, year)

    found = []
    ordered = sorted(with_value, key=lambda value: (*map(str, run(value)), value.period.last))
    for _, run_values in groupby(ordered, key=run):
        so_far = list(run_values)
        first = so_far[0]
        start = Period.around(first.period.last, "year", first_month).first if yearly else first.period.first
        found.append(first._replace(period=Period(start, first.period.last)))
        found += [_step(before, after) for before, after in pairwise(so_far)]
    return found


def _step(before: Value, after: Value) -> Value:
    return after._replace(
        period=Period(before.period.last + DAY, after.period.last),
        value=_less(after.value, before.value),
        denominator=_less(after.denominator, before.denominator),
        recorded_at=max(before.recorded_at, after.recorded_at),
        ids=(*before.ids, *after.ids),
    )


def _less(after: int | None, before: int | None) -> int | None:
    return None if after is None or before is None else after - before
