"""The pictures of an indicator: its line over the years with what was aimed at, and a bar for each unit."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.formats import get_format
from django.utils.translation import gettext as _

from remit.documents.charts import Bar, Bars, Line, Lines, Mark, Numbers
from remit_web.indicators.tables import said_something

if TYPE_CHECKING:
    from collections.abc import Mapping

    from remit_web.figures.queries import Form, Shown
    from remit_web.indicators.queries import Measured
    from remit_web.indicators.tables import Grid

LONGEST = 20
"""So many bars are still read at a glance; where there are more, the table says it better."""


def over_years(one: Measured, grid: Grid, targets: Mapping[str, Decimal]) -> Lines | None:
    """Return the line of the whole over its years, and of its targets; None where there are not two values."""
    years = [place for place, column in enumerate(grid.columns) if not column.own]
    marks = tuple(mark_of(grid.whole.figures[place]) for place in years)
    if sum(mark.number is not None for mark in marks) < 2:  # noqa: PLR2004 - a line has two ends
        return None
    lines = [Line(grid.whole.name, marks)]
    aims = tuple(Mark(_drawn(targets.get(grid.columns[place].key), one.form)) for place in years)
    if any(aim.number is not None for aim in aims):
        lines.append(Line(_("target"), aims, is_target=True))
    periods = tuple(grid.columns[place].title for place in years)
    return Lines(one.name, _("%(name)s over the years") % {"name": one.name}, periods, tuple(lines), one.in_units,
                 numbers_of(one, marks))  # fmt: skip


def by_unit(one: Measured, grid: Grid, place: int) -> Bars | None:
    """Return a bar for each unit below that was asked, in one column; None where there are none or too many to read."""
    figures = [(line.name, line.figures[place]) for line in grid.lines]
    bars = tuple(Bar(name, mark_of(shown)) for name, shown in figures if shown is not None and said_something(shown))
    if not bars or len(bars) > LONGEST or all(bar.mark.number is None for bar in bars):
        return None
    ordered = tuple(sorted(bars, key=lambda bar: (bar.mark.number is None, -(bar.mark.number or 0))))
    title = f"{one.name}, {grid.columns[place].title}"
    return Bars(title, title, ordered, _("Unit"), one.in_units, numbers_of(one, [bar.mark for bar in bars]))


def mark_of(shown: Shown | None) -> Mark:
    """Return a figure as a mark, with how whole it is."""
    if shown is None:
        return Mark(None)
    imputed = shown.facts["imputed"] if shown.facts["denominator"] is None else None
    return Mark(_drawn(shown.value, shown.form), _drawn(Decimal(imputed or 0), shown.form) or Decimal(0), shown.says)


def _drawn(value: Decimal | None, form: Form) -> Decimal | None:
    return value * 100 if form.is_percent and value is not None else value


def numbers_of(one: Measured, marks: list[Mark] | tuple[Mark, ...]) -> Numbers:
    """Return how a picture writes its numbers: with as many places as they have, at most two."""
    places = one.form.decimals
    if places is None:
        given = [mark.number for mark in marks if mark.number is not None]
        places = min(max((-int(number.normalize().as_tuple().exponent) for number in given), default=0), 2)
    return Numbers(max(places, 0), get_format("DECIMAL_SEPARATOR"))
