"""What a figure was made from: the rows that add up to it by its rule."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import pyarrow.compute as pc

from remit.calculations.figures import Status
from remit.calculations.own_value import own_value
from remit.calculations.question import axes_of
from remit.calculations.rollup import rollup
from remit.calculations.to_five import is_sensitive
from remit.observations import SEES
from remit.periods import Period
from remit_web.collection.facts import alone, children_at, ever_below, observed, part_of
from remit_web.figures.queries import At, Shown, figures_seen_by
from remit_web.indicators.queries import with_needs
from remit_web.indicators.tables import said_something
from remit_web.units.places import usual_tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.models import QuerySet

    from remit.calculations.own_value import Step
    from remit.federation import Federation
    from remit.indicators import Indicator
    from remit.observations import Audience
    from remit.units import Tree
    from remit_web.collection.models import Observation
    from remit_web.indicators.queries import Measured

MANY = 20_000
"""Up to so many values the engine works again while a page is made; beyond, what is kept must do."""

Made = Literal["units", "largest period", "own", "remainder", "nothing"]
"""units: those directly below. largest period: the same in the one period of several that counts. own: what the unit itself
reported. remainder: the total less the categories shown."""


@dataclass(frozen=True)
class Part:
    """One row. `counts`: whether it is a part of the figure; `less`: whether it is taken off."""

    shown: Shown
    counts: bool = True
    less: bool = False


@dataclass(frozen=True)
class Explained:
    """One figure, for one audience, with what it was made from."""

    shown: Shown
    audience: Audience
    indicators: dict[str, Measured]
    """The indicator, and those that it is made from."""

    @property
    def at(self) -> At:
        return self.shown.at

    @property
    def one(self) -> Measured:
        return self.indicators[self.at.indicator]

    @property
    def is_own_period(self) -> bool:
        return "own-period" in self.shown.facts["notes"]

    @property
    def is_outside(self) -> bool:
        """Whether counts of some breakdowns are rounded to 5 for who looks at it (`remit.calculations.to_five`)."""
        return self.audience != "whole"

    @property
    def rules(self) -> dict[str, Indicator]:
        return {code: one.rule for code, one in self.indicators.items()}

    @cached_property
    def is_rounded(self) -> bool:
        """Whether it, or a number that it was made from, is shown rounded to 5: such parts need not add up."""
        places = [(self.at.indicator, self.at.cell), *((step.indicator, step.cell) for step in every_step(self.own))]
        return any(self.rounds(code, cell) for code, cell in places)

    def rounds(self, code: str, cell: str) -> bool:
        """Whether who looks at it is shown a cell of an indicator rounded to 5."""
        return self.is_outside and is_sensitive(code, axes_of(cell), self.rules)

    @property
    def bucket(self) -> Period:
        return Period.parse(self.at.period)

    @cached_property
    def made(self) -> Made:
        """How the figure came about."""
        if "remainder" in self.shown.facts["notes"]:
            return "remainder"
        if self.shown.value is None and self.shown.facts["numerator"] is None:
            return "nothing"
        if any("remainder" in shown.facts["notes"] for shown in self.counted_below):
            # what the units below leave unstated is no part of what is stated here
            return "own" if self.own else "remainder"
        if self.counted_below and not self._own_counts:
            return "largest period" if self.shown.facts["status"] == Status.AT_LEAST else "units"
        return "own"

    @property
    def _own_counts(self) -> bool:
        """Whether the unit states a value itself that counts over those below."""
        rule = self.one.rule
        may = rule.total == "stated" and (
            not rule.collected_at or self.tree.kinds.get(self.at.unit) in rule.collected_at
        )
        return may and self.shown.facts["stated"] is not None

    # The units below

    @cached_property
    def _below(self) -> tuple[list[str], Tree]:
        return children_at(self.at.unit, self.bucket)

    @property
    def tree(self) -> Tree:
        return self._below[1]

    @cached_property
    def below(self) -> list[Shown]:
        """The kept figures of the units directly below, as they stood in the period, for the same audience."""
        at, units = self.at, self._below[0]
        found = figures_seen_by(
            self.audience,
            units,
            [at.indicator],
            periods=[at.period],
            cells=[at.cell],
            forms={at.indicator: self.one.form},
        )
        return [found[place] for place in sorted(found) if said_something(found[place])]

    @property
    def counted_below(self) -> list[Shown]:
        return [shown for shown in self.below if _counted(shown) is not None]

    @cached_property
    def parts(self) -> list[Part]:
        """The rows that add up to the figure; those that do not count stand beside them."""
        if self.made == "remainder":
            return self._remains()
        if self.made == "largest period":
            return self._in_largest_period()
        rows = self.below
        if self.made != "units":
            return [Part(shown, counts=False) for shown in rows if _counted(shown) is not None]
        if self.one.rule.over_units in {"max", "min"}:
            first = next((shown for shown in rows if shown.value == self.shown.value), None)
            return [Part(shown, counts=shown is first) for shown in rows]
        return [Part(shown, counts=_counted(shown) is not None) for shown in rows]

    def _remains(self) -> list[Part]:
        """The total, less every category that is shown and is not a part of a coarser one."""
        at = self.at
        axis = at.cell.partition("=")[0]
        found = figures_seen_by(
            self.audience,
            [at.unit],
            [at.indicator],
            periods=[at.period],
            cells=None,
            forms={at.indicator: self.one.form},
        )
        cells = [
            Part(shown, less=True)
            for place, shown in sorted(found.items())
            if place.cell.startswith(f"{axis}=") and ";" not in place.cell and place.cell != at.cell
            and shown.value is not None and "part-of" not in shown.facts["notes"]
        ]  # fmt: skip
        return [Part(found[at._replace(cell="")]), *cells]

    # Periods that may not be added

    def _in_largest_period(self) -> list[Part]:
        largest = next((rows for whole, rows in self.by_period if whole.value == self.shown.value), None)
        if largest is None:
            return [Part(shown, counts=False) for shown in self.below]
        return [Part(shown, counts=_counted(shown) is not None) for shown in largest]

    @cached_property
    def by_period(self) -> list[tuple[Shown, list[Shown]]]:
        """For each period that stands apart: the unit's figure and those of the units below; nothing beyond `MANY` values."""
        if self.values.count() > MANY:
            return []
        part = part_of(self.values, self.indicators, self.at.unit)
        names = sorted(set(self.values.values_list("period", flat=True)))
        return [
            found for name in names if self.bucket.contains(Period.parse(name)) for found in self._of_period(part, name)
        ]

    def _of_period(self, part: Federation, period: str) -> list[tuple[Shown, list[Shown]]]:
        table = part.table("observations")
        only = table.filter(pc.equal(table["period"], period))
        one = part.with_tables({"observations": only})
        axes = axes_of(self.at.cell)
        figures = rollup(one, [self.at.indicator], by=("unit", *axes), audience=self.audience)
        found = {
            figure.keys[0]: Shown(
                At(figure.keys[0], self.at.indicator, period, self.at.cell), _facts(figure), self.one.form
            )
            for figure in figures
            if figure.keys[1:] == tuple(axes.values())
        }
        whole = found.get(self.at.unit)
        return [(whole, [found[unit] for unit in self._below[0] if unit in found])] if whole else []

    # What the unit itself reported, and all values behind

    @cached_property
    def values(self) -> QuerySet[Observation]:
        """The values of the unit and of all that ever stood below it, for the periods that count here."""
        rows = observed(self.indicators, SEES[self.audience]).filter(unit__in=ever_below(self.at.unit, usual_tree()))
        return rows.filter(period__in=self.periods)

    @cached_property
    def periods(self) -> list[str]:
        """The periods in which anyone gave a value that counts in this one."""
        names = observed(self.indicators, SEES[self.audience]).order_by().values_list("period", flat=True).distinct()
        months = max(one.rule.keeps_looking() for one in self.indicators.values())
        return sorted({name for name in names if self._may_count(Period.parse(name), months)})

    def _may_count(self, period: Period, months: int) -> bool:
        if self.is_own_period:
            return period == self.bucket
        if self.bucket.contains(period):
            return True
        end = self.bucket.last
        return (
            bool(months)
            and period.last <= end
            and period.last >= Period.of_months(end.year, end.month - months, 1).first
        )

    @cached_property
    def own(self) -> list[Step]:
        """The steps to what the unit itself reported; the first counts. Outside, from rounded values."""
        at = self.at
        rows = observed(self.indicators, SEES[self.audience]).filter(unit=at.unit)
        if not rows.exists():
            return []
        part = alone(rows, self.indicators, at.unit, rounded=self.is_outside)
        return own_value(part, at.indicator, at.unit, at.period, at.cell, own=self.is_own_period)

    @cached_property
    def counted(self) -> frozenset[str] | None:
        """The ids of the values that the figure was made from; None where they are too many to work out on a page.

        Outside, by the rounded values: which of two equal ones is in truth the larger is not told.
        """
        if self.made in {"own", "nothing"}:
            return frozenset(self.own[0].ids) if self.made == "own" and self.own else frozenset()
        if self.values.count() > SOME:
            return None
        part = part_of(self.values, self.indicators, self.at.unit, rounded=self.is_outside)
        axes = {} if "remainder" in self.shown.facts["notes"] else axes_of(self.at.cell)
        by, mine = ("unit", "year", *axes), [self.at.unit]
        figures = rollup(part, [self.at.indicator], by=by, units=mine, engine="reference")
        keys = (self.at.unit, self.at.period, *axes.values())
        found = [row["id"] for figure in figures if figure.keys == keys for row in figures.explain(figure)]
        return frozenset(found)


def every_step(steps: Iterable[Step]) -> Iterator[Step]:
    """Yield steps, and all that they were made from."""
    for step in steps:
        yield step
        yield from every_step(step.parts)


SOME = 500
"""Up to so many values the page says of each whether it counts."""


def explained(audience: Audience, at: At) -> Explained | None:
    """Return a figure as an audience sees it, with what it was made from; None where no such figure is kept."""
    indicators = with_needs(at.indicator)
    if at.indicator not in indicators:
        return None
    forms = {at.indicator: indicators[at.indicator].form}
    found = figures_seen_by(audience, [at.unit], [at.indicator], periods=[at.period], cells=[at.cell], forms=forms)
    return Explained(found[at], audience, indicators) if at in found else None


def _counted(shown: Shown) -> object:
    return shown.facts["numerator"] if shown.facts["numerator"] is not None else shown.value


def _facts(figure: object) -> dict[str, object]:
    names = (
        "value",
        "numerator",
        "denominator",
        "status",
        "reported",
        "expected",
        "imputed",
        "notes",
        "stated",
        "computed",
    )
    return {name: getattr(figure, name) for name in names}
