"""The figures of one unit, indicator by indicator and year by year; and those of many countries, as a map."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from remit.calculations.figures import Status
from remit.documents.charts import Place, WorldMap
from remit_web.figures.models import Figure
from remit_web.figures.queries import At, figures_of
from remit_web.indicators.pictures import mark_of, numbers_of
from remit_web.indicators.queries import measured

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from remit_web.access.readers import Reader
    from remit_web.figures.queries import Shown
    from remit_web.indicators.queries import Measured

YEARS = 5
FIRST_YEARS = 4
"""Digits of a year; a figure of another period stands apart."""


class Series(NamedTuple):
    """One indicator of a unit. `figures`: one for each year, or None; `heights`: of its bars, in per cent of the tallest."""

    indicator: Measured
    figures: tuple[Shown | None, ...]
    heights: tuple[int | None, ...]

    @property
    def last(self) -> Shown | None:
        """The latest figure that there is."""
        return next((shown for shown in reversed(self.figures) if shown is not None and shown.value is not None), None)


class YearByYear(NamedTuple):
    """The figures of a unit over its latest years; `others`: those of longer periods, which no year can hold."""

    years: tuple[str, ...]
    series: tuple[Series, ...]
    others: tuple[tuple[Measured, Shown], ...]


def year_by_year(reader: Reader, unit: str) -> YearByYear:
    """Return the figures of a unit for the latest years, of the indicators that have a value in them."""
    audience = reader.audience_of(unit)
    with_value = Figure.objects.filter(audience=audience, unit=unit, cell="", value__isnull=False)
    there = set(with_value.values_list("indicator", "period"))
    years = sorted({period for _, period in there if len(period) == FIRST_YEARS})[-YEARS:]
    longer = sorted({period for _, period in there if len(period) != FIRST_YEARS}, reverse=True)[:YEARS]
    all_of = measured({indicator for indicator, _ in there})
    forms = {code: one.form for code, one in all_of.items()}
    shown = figures_of(reader, [unit], all_of, periods=[*years, *longer], forms=forms)
    series = [_series(one, unit, years, shown) for one in all_of.values()]
    others = [(all_of[at.indicator], one) for at, one in shown.items() if at.period in longer and one.value is not None]
    with_values = [one for one in series if one.last is not None]
    return YearByYear(tuple(years), tuple(sorted(with_values, key=_gaps)), tuple(others))


def _gaps(series: Series) -> int:
    """Return how many years have no value: what is measured every year comes first."""
    return sum(height is None for height in series.heights)


def _series(one: Measured, unit: str, years: Sequence[str], shown: Mapping[At, Shown]) -> Series:
    figures = tuple(shown.get(At(unit, one.code, year)) for year in years)
    values = [None if figure is None else figure.value for figure in figures]
    tallest = max((value for value in values if value is not None), default=None)
    return Series(
        one,
        figures,
        tuple(None if value is None or not tallest or value < 0 else int(100 * value / tallest) for value in values),
    )


def reported_at(reader: Reader, units: Sequence[str]) -> dict[str, list[str]]:
    """Return the indicators that some units have figures of, those that most report first; each with its periods.

    The latest year first, and periods of other days at the end.
    """
    rows = Figure.objects.filter(audience=reader.base, unit__in=list(units), cell="").exclude(status=Status.MISSING)
    periods: dict[str, dict[str, bool]] = {}
    many: dict[str, int] = {}
    for indicator, period, own, reported in rows.values_list("indicator", "period", "own_period", "reported"):
        periods.setdefault(indicator, {})[period] = not own
        many[indicator] = max(reported, many.get(indicator, 0))
    ordered = sorted(periods, key=lambda indicator: (-many[indicator], indicator))
    return {code: sorted(periods[code], key=lambda one: (periods[code][one], one), reverse=True) for code in ordered}


def world_map(
    one: Measured, period: str, by_country: Mapping[str, Shown | None], names: Mapping[str, str]
) -> WorldMap | None:
    """Return a map of an indicator's figures by country; None where there is no value."""
    places = tuple(Place(code, names[code], mark_of(shown)) for code, shown in by_country.items())
    if all(place.mark.number is None for place in places):
        return None
    title = f"{one.name}, {period}"
    summary = _("%(name)s by country") % {"name": title}
    return WorldMap(
        title, summary, places, _("Country"), one.in_units, numbers_of(one, [place.mark for place in places])
    )
