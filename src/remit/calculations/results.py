"""Results of a plan on a day: what should be reached, what was, and the state of each, by indicator."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, partial
from typing import TYPE_CHECKING

from remit import exact
from remit.calculations.achievement import achieved, builds_up, way_from
from remit.calculations.aims import NAMED_BY, aims_of, number_of
from remit.calculations.in_period import figures_in
from remit.calculations.seen_in_full import hidden_in_part
from remit.calculations.states import LIMITS, state_of, time_gone
from remit.elements import Elements
from remit.indicators import indicators_of
from remit.periods import MONTHS, Period, span
from remit.units import Trees

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from remit.calculations.figures import Figure
    from remit.calculations.states import Limits, State
    from remit.engines import Engine
    from remit.federation import Federation, Row
    from remit.indicators import Indicator
    from remit.observations import Audience


@dataclass(frozen=True)
class Aim:
    """What should be reached, by an indicator, for the period around a day.

    `target`: in force, exact; `first_target`: as first set, where a `decision` changed it, with its `reason`. `by_now`: the
    target times the share of time gone, where the value builds up over the period; else the target itself. `begins`: the
    first day of the way (the period's; of a target of a later period, the plan's). All None where there is no target.
    """

    indicator: str
    element: str
    """The element that has the indicator: the top one, or the nearest below it."""
    unit: str
    period: str
    begins: date | None = None
    target: Decimal | None = None
    first_target: Decimal | None = None
    decision: str = ""
    reason: str = ""
    baseline: Decimal | None = None
    milestone: Decimal | None = None
    by_now: Decimal | None = None
    gone: Decimal = Decimal(0)


@dataclass(frozen=True)
class Reached:
    """What was reached in the aim's period: the engine's figure.

    `share`: of the way to the whole target, which begins at `start`: the baseline, or None where it begins at nothing.
    """

    value: Decimal | None
    status: str
    reported: int
    expected: int
    notes: tuple[str, ...]
    share: Decimal | None
    start: Decimal | None = None


@dataclass(frozen=True)
class Results:
    """The results of a plan's elements on a day: aims, what was reached, states."""

    seen: Federation
    """Without what the audience may not see (`remit.audiences`)."""
    plan: str
    on: date
    audience: Audience = "whole"
    limits: Limits = LIMITS
    engine: Engine | None = None

    @cached_property
    def known(self) -> Federation:
        return self.seen.current()

    @cached_property
    def elements(self) -> Elements:
        return Elements(self.known)

    @cached_property
    def rules(self) -> dict[str, Indicator]:
        return indicators_of(self.known)

    @cached_property
    def head(self) -> Row:
        return next(row for row in self.known.rows("plans") if row["plan"] == self.plan)

    @cached_property
    def measured(self) -> dict[str, list[str]]:
        """The indicators of each element, in the plan's order."""
        found: dict[str, list[str]] = {}
        for row in self.known.rows("plan_indicators"):
            if row["plan"] == self.plan and row["indicator"] in self.rules:
                found.setdefault(row["element"], []).append(row["indicator"])
        return found

    @cached_property
    def own_targets(self) -> list[Row]:
        """The plan's aims, those that are to be established too."""
        return [row for row in self.known.rows("targets") if row["plan"] == self.plan]

    def of(self, element: str) -> tuple[Aim | None, Reached | None, State]:
        """Return the aim, what was reached and the state of an element, by its headline indicator."""
        headline = self.headline(element)
        if headline is None:
            return None, None, state_of(actual=None, target=None, gone=Decimal(0), limits=self.limits)
        return self.by_indicator(*headline)

    def headline(self, element: str) -> tuple[str, str] | None:
        """Return the first indicator of an element, or of the nearest below it that has one, with that element."""
        rows = self.elements.rows[self.plan]
        level = [element]
        while level:
            for one in level:
                if one in self.measured:
                    return one, self.measured[one][0]
            level = [one for one in self.elements.in_order(self.plan) if rows[one]["parent"] in set(level)]
        return None

    def by_indicator(self, element: str, indicator: str) -> tuple[Aim, Reached, State]:
        """Return the aim of an element by one of its indicators, what was reached, and the state."""
        rule = self.rules[indicator]
        aim = self._aim(element, indicator, rule)
        figure = self.figure_of(indicator, aim.unit, Period.parse(aim.period))
        value = None if figure is None else figure.value
        start = way_from(aim.target, aim.baseline, rule.direction, builds=builds_up(rule))
        reached = Reached(
            value,
            "missing" if figure is None else str(figure.status),
            0 if figure is None else figure.reported,
            0 if figure is None else figure.expected,
            () if figure is None else figure.notes,
            achieved(value, aim.target, start),
            start,
        )
        of_year = bool(aim.period) and aim.begins == Period.parse(aim.period).first and _is_year(aim.period)
        state = state_of(
            actual=value, target=aim.target, gone=aim.gone, baseline=aim.baseline, milestone=aim.milestone,
            direction=rule.direction, builds=builds_up(rule), of_year=of_year,
            in_full=self.is_in_full(indicator), limits=self.limits,
        )  # fmt: skip
        return aim, reached, state

    def is_in_full(self, indicator: str) -> bool:
        """Whether the audience may see every value that an indicator's figures are made from."""
        return indicator not in hidden_in_part(self.seen, self.audience)

    def _aim(self, element: str, indicator: str, rule: Indicator) -> Aim:
        aims = aims_of(self.known, indicator, self.plan)
        mine = {kind: [row for row in rows if self._is_whole(row, element)] for kind, rows in aims.items()}
        target = _around([row for row in mine["target"] if row["period"]], self.on)
        unit = (target or self.head)["unit"] or ""
        now = self._year()
        if target is None:
            return Aim(indicator, element, unit, now.name)
        of = Period.parse(target["period"])
        ahead = of.first > self.on and bool(self.head["period"])
        way = span(min(Period.parse(self.head["period"]), of), of) if ahead else of
        gone, number = time_gone(way, self.on), number_of(target)
        first = self.first_of(target)
        builds = builds_up(rule) and number is not None
        return Aim(
            indicator=indicator,
            element=element,
            unit=unit,
            period=(now if ahead else of).name,
            begins=way.first,
            target=number,
            first_target=None if first == number else first,
            decision=target["decision"] or "",
            reason=target["reason"] or "",
            baseline=_latest(mine["baseline"], unit),
            milestone=self._milestone(mine["milestone"], unit, way),
            by_now=_part(number, gone) if builds else number,
            gone=gone,
        )

    def _is_whole(self, row: Row, element: str) -> bool:
        """Whether an aim is of an element as a whole: of the plan's own unit, and of no cell."""
        return row["element"] == element and not row["cell"] and row["unit"] == self.head["unit"]

    @cached_property
    def _history(self) -> dict[tuple[object, ...], list[Row]]:
        """All rows of each aim that have a number, superseded ones too."""
        found: dict[tuple[object, ...], list[Row]] = defaultdict(list)
        for row in self.seen.rows("targets"):
            if row["plan"] == self.plan and row["value"] is not None:
                found[self._name(row)].append(row)
        return found

    def _name(self, row: Row) -> tuple[object, ...]:
        of_plan = {"unit": self.head["unit"], "period": self.head["period"]}
        return tuple(row[column] or of_plan.get(column) for column in ("indicator", *NAMED_BY))

    def first_of(self, row: Row) -> Decimal | None:
        """Return the number with which an aim was first set; corrections of it come later."""
        rows = self._history.get(self._name(row), ())
        first = min(rows, key=lambda one: (one["recorded_at"], one["status"] == "revised", one["id"]), default=None)
        return None if first is None else number_of(first)

    def _milestone(self, rows: Iterable[Row], unit: str, way: Period) -> Decimal | None:
        """Return what should be reached by now: the milestone on the way whose period ended last."""
        due = [
            row
            for row in rows
            if row["unit"] == unit and row["period"] and way.first <= Period.parse(row["period"]).last <= self.on
        ]
        last = max(due, key=lambda row: Period.parse(row["period"]).last, default=None)
        return None if last is None else number_of(last)

    def _year(self) -> Period:
        return Period.around(self.on, "year", self.known.settings.first_month)

    def figure_of(self, indicator: str, unit: str, period: Period) -> Figure | None:
        """Return a figure of a unit; of a plan without one, of the whole. None for a unit that stands outside the tree.

        Made for all units and indicators of plans at once, for the next plan asks for others.
        """
        indicators, units = self.seen.once("figures of plans", self._of_plans)
        ask = partial(figures_in, self.seen, indicators, period, audience=self.audience, engine=self.engine)
        if unit:
            return ask(by=["unit"], units=units).get((indicator, unit))
        return ask().get((indicator,))

    def _of_plans(self) -> tuple[tuple[str, ...], frozenset[str]]:
        """Return the indicators that plans have, and those of their units that stand in the tree."""
        indicators, units = set(), {row["unit"] for row in self.known.rows("plans")}
        for table in ("plan_indicators", "targets"):
            indicators |= {row["indicator"] for row in self.known.rows(table)}
        units |= {row["unit"] for row in self.known.rows("targets")}
        stands = Trees.of(self.known, self.known.settings.tree).places.keys()
        return tuple(sorted(indicators & self.rules.keys())), frozenset(units & stands)


def _around(targets: Sequence[Row], on: date) -> Row | None:
    """Return the target whose period holds a day, the shortest; else the last one before; else the next one."""

    def distance(row: Row) -> tuple[int, int, str]:
        period = Period.parse(row["period"])
        if period.first <= on <= period.last:
            return 0, period.days, row["id"]
        return (1, (on - period.last).days, row["id"]) if period.last < on else (2, (period.first - on).days, row["id"])

    return min(targets, key=distance, default=None)


def _latest(baselines: Iterable[Row], unit: str) -> Decimal | None:
    mine = [row for row in baselines if row["unit"] == unit and row["status"] != "to be established"]
    last = max(mine, key=lambda row: Period.parse(row["period"]).last if row["period"] else date.min, default=None)
    return None if last is None else number_of(last)


def _part(number: Decimal | None, share: Decimal) -> Decimal | None:
    """Return a share of a target, at four decimal places as every value."""
    return None if number is None else exact.divided(exact.fraction(number) * exact.fraction(share), 1, places=4)


def _is_year(period: str) -> bool:
    return Period.parse(period).months == MONTHS["year"]
