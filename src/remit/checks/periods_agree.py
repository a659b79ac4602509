"""The periods of one series agree: a stated year is what its quarters make, and none overlap by chance.

Both are kept as they are stated; a difference is a notice with both figures.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from remit import exact
from remit.language import N_
from remit.periods import DAY, Period
from remit.problems import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from remit.checks.facts import Facts
    from remit.problems import Problem

PERIODS_DIFFER = Kind(
    "periods-differ",
    N_("{series}: {period} is stated as {total}, but {parts} make {made}."),
    N_("Check them; both were kept, and the one stated for the whole period counts."),
    blocks=False,
)
PERIODS_OVERLAP = Kind(
    "periods-overlap",
    N_("{series}: {period} and {other} share days."),
    N_("Check the periods; values of both were kept, and are not added."),
    blocks=False,
)
_RULES: dict[str, Any] = {"sum": sum, "max": max, "last": lambda values: values[-1]}
_SERIES = ("indicator", "unit", "plan", "cell")


class _Stated(NamedTuple):
    period: Period
    value: int
    at: int


def check(facts: Facts) -> Iterator[Problem]:
    column = facts.column("observations", "period")
    shared = list(_sharing_days(pc.unique(column).to_pylist()))
    if not shared:
        return
    rules = {
        row["indicator"]: row["over_time"]
        for row in facts.rows("indicators")
        if row["reported_as"] == "period" and row["over_time"] in _RULES and row["measure"] != "ratio"
    }
    wanted = pc.and_(
        pc.is_in(column, value_set=pa.array(shared, pa.string())),
        pc.is_in(facts.column("observations", "indicator"), value_set=pa.array(list(rules), pa.string())),
    )
    for series, stated in _by_series(facts, wanted).items():
        yield from _in_series(facts, series, sorted(stated), rules[series[0]])


def _sharing_days(periods: Iterable[str]) -> Iterator[str]:
    """Yield the periods that share days with another one."""
    ordered = sorted((Period.parse(period) for period in periods), key=lambda one: (one.first, -one.days))
    longest: Period | None = None
    for period in ordered:
        if longest is not None and period.first <= longest.last:
            yield from (longest.name, period.name)
        if longest is None or period.last > longest.last:
            longest = period


def _by_series(facts: Facts, wanted: Any) -> dict[tuple[str, ...], list[_Stated]]:
    found: dict[tuple[str, ...], list[_Stated]] = defaultdict(list)
    at = pc.indices_nonzero(pc.and_(wanted, pc.is_valid(facts.column("observations", "value"))))
    columns = facts.table("observations").select([*_SERIES, "period", "value"]).take(at)
    rows = zip(at.to_pylist(), *(column.to_pylist() for column in columns.columns), strict=True)
    for index, *series, period, value in rows:
        found[tuple(series)].append(_Stated(Period.parse(period), value, index))
    return found


def _in_series(facts: Facts, series: tuple[str, ...], stated: list[_Stated], rule: str) -> Iterator[Problem]:
    shown = "/".join(part for part in series if part)
    for number, one in enumerate(stated):
        near = [other for other in stated if other.at != one.at and other.period.overlaps(one.period)]
        inside = [other for other in near if one.period.contains(other.period)]
        if tiles := _tiles(one.period, inside):
            yield from _compared(facts, shown, one, tiles, rule)
        across = [other for other in stated[number + 1 :] if _crosses(one.period, other.period)]
        for other in across:
            place = facts.place_among("observations", [one.at, other.at]).of("period")
            yield PERIODS_OVERLAP.at(place, series=shown, period=one.period, other=other.period)


def _crosses(one: Period, other: Period) -> bool:
    return one.overlaps(other) and not one.contains(other) and not other.contains(one)


def _tiles(whole: Period, inside: list[_Stated]) -> list[_Stated]:
    """Return periods that follow each other through the whole; empty where days are left out."""
    by_first: dict[Any, _Stated] = {}
    for each in inside:
        by_first[each.period.first] = max(by_first.get(each.period.first, each), each)
    tiles: list[_Stated] = []
    day = whole.first
    while day <= whole.last and (tile := by_first.get(day)):
        tiles.append(tile)
        day = tile.period.last + DAY
    return tiles if day > whole.last else []


def _compared(facts: Facts, shown: str, one: _Stated, tiles: list[_Stated], rule: str) -> Iterator[Problem]:
    made = _RULES[rule]([tile.value for tile in tiles])
    if made != one.value:
        yield PERIODS_DIFFER.at(
            facts.place_among("observations", [one.at, *(tile.at for tile in tiles)]).of("value"),
            series=shown,
            period=one.period,
            total=exact.text(one.value),
            parts=", ".join(tile.period.name for tile in tiles),
            made=exact.text(made),
        )
