"""Results of a whole plan: each target in force beside what was reached, and the state of each element's indicators.

found = plan_results(federation, "SEC-2026", date(2026, 11, 20))
found.headlines()     # for each element and indicator: the aim around the day, what was reached, the state
found.aims()          # every baseline, milestone and target in force, with its state
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from remit.audiences import seen_by
from remit.calculations.achievement import achieved, builds_up, way_from
from remit.calculations.aims import aims_of, number_of
from remit.calculations.results import Aim, Reached, Results
from remit.calculations.states import state_of, time_gone
from remit.errors import WrongUse
from remit.periods import MONTHS, Period

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from decimal import Decimal

    from remit.calculations.states import State
    from remit.engines import Engine
    from remit.federation import Federation, Row
    from remit.observations import Audience


@dataclass(frozen=True)
class Headline:
    """One indicator of an element on a day."""

    element: str
    indicator: str
    aim: Aim
    reached: Reached
    state: State


@dataclass(frozen=True)
class InForce:
    """A baseline, milestone or target in force. `first`: as first set, where it was changed since.

    `value`: exact; None where it is to be established. `share`: of the way that is gone; `state`: how a target that is for a
    whole unit stands, None for what is no target.
    """

    id: str
    element: str
    indicator: str
    unit: str
    period: str
    cell: str
    kind: str
    value: Decimal | None
    first: Decimal | None
    status: str
    decision: str
    reason: str
    source: str
    share: Decimal | None
    state: State | None


@dataclass(frozen=True)
class PlanResults(Results):
    """The results of every element of one plan."""

    def headlines(self) -> Iterator[Headline]:
        """Yield how each indicator of each element stands, in the plan's order."""
        for element in self.elements.in_order(self.plan):
            for indicator in self.measured.get(element, ()):
                yield Headline(element, indicator, *self.by_indicator(element, indicator))

    def aims(self) -> Iterator[InForce]:
        """Yield what is in force, by element, indicator, unit, cell, kind and period; what is to be established too."""
        place = {element: index for index, element in enumerate(self.elements.in_order(self.plan))}
        rows = [*self._in_force(), *self._to_establish()]

        def order(row: Row) -> tuple[object, ...]:
            days = str(Period.parse(row["period"]).last) if row["period"] else ""
            names = (row["indicator"], row["unit"] or "", row["cell"] or "", row["kind"], days)
            return (place.get(row["element"] or "", -1), *names, row["id"])

        yield from (self._shown(row) for row in sorted(rows, key=order))

    def _in_force(self) -> Iterator[Row]:
        for indicator in sorted({row["indicator"] for row in self.own_targets} & self.rules.keys()):
            for rows in aims_of(self.known, indicator, self.plan).values():
                yield from rows

    def _to_establish(self) -> Iterator[Row]:
        yield from (row for row in self.own_targets if row["value"] is None)

    def _shown(self, row: Row) -> InForce:
        value, first = number_of(row), self.first_of(row)
        share, state = self._stands(row, value) if row["kind"] == "target" and not row["cell"] else (None, None)
        return InForce(
            row["id"], row["element"] or "", row["indicator"], row["unit"] or self.head["unit"], row["period"] or "",
            row["cell"] or "", row["kind"], value, None if first == value else first, row["status"] or "",
            row["decision"] or "", row["reason"] or "", row["source"] or "", share, state,
        )  # fmt: skip

    def _stands(self, row: Row, target: Decimal | None) -> tuple[Decimal | None, State | None]:
        """Return what part of the way to a target is gone, and its state in its own period."""
        if not row["period"] or row["indicator"] not in self.rules:
            return None, None
        period, rule = Period.parse(row["period"]), self.rules[row["indicator"]]
        figure = self.figure_of(row["indicator"], row["unit"] or self.head["unit"], period)
        actual, baseline = figure.value if figure else None, self._baseline(row)
        start = way_from(target, baseline, rule.direction, builds=builds_up(rule))
        state = state_of(
            actual=actual, target=target, gone=time_gone(period, self.on), baseline=baseline, direction=rule.direction,
            builds=builds_up(rule), of_year=period.months == MONTHS["year"],
            in_full=self.is_in_full(row["indicator"]), limits=self.limits,
        )  # fmt: skip
        return achieved(actual, target, start), state

    def _baseline(self, row: Row) -> Decimal | None:
        """Return the latest baseline of a target's own element and unit."""
        same = ("element", "indicator", "unit", "cell")
        rows = [one for one in self._baselines if all((one[name] or "") == (row[name] or "") for name in same)]
        last = max(rows, key=lambda one: str(Period.parse(one["period"]).last) if one["period"] else "", default=None)
        return None if last is None else number_of(last)

    @cached_property
    def _baselines(self) -> list[Row]:
        return [row for row in self._in_force() if row["kind"] == "baseline" and row["status"] != "to be established"]


def plan_results(
    federation: Federation,
    plan: str,
    on: date,
    *,
    audience: Audience = "whole",
    engine: Engine | None = None,
) -> PlanResults:
    """Return the results of a plan on a day. Raises `WrongUse` where there is no such plan that the audience may see."""
    seen = seen_by(federation, audience)
    if plan not in set(seen.table("plans")["plan"].to_pylist()):
        raise WrongUse(f"there is no plan {plan}")
    return PlanResults(seen, plan, on, audience, engine=engine)
