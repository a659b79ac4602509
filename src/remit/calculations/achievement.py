"""Achievement: what was reached of what was aimed at.

    actual / target, and with a baseline (actual - baseline) / (target - baseline), which serves falling aims too

A value that builds up over its period (people reached in a year) begins at nothing, whatever was reached in the year of the
baseline: its way begins there only where less is better.

Compared over the same units: the target of those that reported; the whole target stands beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import pyarrow as pa

from remit import exact
from remit.calculations.aims import aims_of
from remit.calculations.answered import answered
from remit.calculations.question import ask
from remit.calculations.rollup import rollup
from remit.periods import Period
from remit.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime
    from decimal import Decimal

    from remit.calculations.figures import Figure
    from remit.engines import Engine
    from remit.federation import Federation, Row
    from remit.indicators import Indicator
    from remit.observations import Audience


@dataclass(frozen=True)
class Achievement:
    """One figure beside its target. `target` and `baseline` are of the units that reported; `whole_target` is of all."""

    keys: tuple[str, ...]
    actual: Figure
    target: Decimal | None
    whole_target: Decimal | None
    baseline: Decimal | None
    direction: str
    builds: bool
    """Whether the value builds up over its period, see `builds_up`."""

    @property
    def share(self) -> Decimal | None:
        """The part of the way that was gone, over the same units: 0.9 is 90 %.

        The way begins where `way_from` says. Below its begin it is negative, beyond the target over 1. None where there is no
        target, or where the target is where the way begins: then only `is_reached` can be said.
        """
        return achieved(self.actual.value, self.target, self._way_from(self.target, self.baseline))

    @property
    def share_of_whole(self) -> Decimal | None:
        """The same of the whole target, whoever reported."""
        start = self._way_from(self.whole_target, self.baseline if self.is_of_all else None)
        return achieved(self.actual.value, self.whole_target, start)

    def _way_from(self, target: Decimal | None, baseline: Decimal | None) -> Decimal | None:
        return way_from(target, baseline, self.direction, builds=self.builds)

    @property
    def is_of_all(self) -> bool:
        """Whether every unit that has a target reported."""
        return self.target == self.whole_target

    @property
    def is_reached(self) -> bool | None:
        """Whether the target of those that reported is reached; None where that cannot be said."""
        if self.actual.value is None or self.target is None:
            return None
        falling = falls(self.target, self.baseline, self.direction)
        return self.actual.value <= self.target if falling else self.actual.value >= self.target


def falls(target: Decimal, baseline: Decimal | None, direction: str) -> bool:
    """Whether less is better."""
    return direction == "down" or (baseline is not None and target < baseline)


def way_from(target: Decimal | None, baseline: Decimal | None, direction: str, *, builds: bool) -> Decimal | None:
    """Return where the way to a target begins: at the baseline; at nothing where a value builds up and more is better."""
    return baseline if target is None or not builds or falls(target, baseline, direction) else None


def builds_up(rule: Indicator) -> bool:
    """Whether a value grows from nothing over its period (people reached), and does not stand on a day (a rate)."""
    return rule.measure in {"count", "amount"} and rule.over_time in {"sum", "none"} and rule.reported_as != "on a day"


def achieved(actual: Decimal | None, target: Decimal | None, baseline: Decimal | None = None) -> Decimal | None:
    """Return the part of the way from baseline (or nothing) to target; None where there is no such part.

    >>> from decimal import Decimal
    >>> achieved(Decimal(180), Decimal(150), Decimal(200))
    Decimal('0.4')
    """
    if actual is None or target is None:
        return None
    start = exact.fraction(baseline) if baseline is not None else Fraction(0)
    way = exact.fraction(target) - start
    return exact.divided(exact.fraction(actual) - start, way) if way else None


def achievement(
    federation: Federation,
    indicator: str,
    *,
    by: Sequence[str] = (),
    unit: str | None = None,
    tree: str | None = None,
    plan: str | None = None,
    as_of: datetime | date | None = None,
    audience: Audience = "whole",
    engine: Engine = "duckdb",
) -> list[Achievement]:
    """Return the figures of an indicator beside their targets; columns `by` as in `rollup`.

    `plan`: only the targets of one plan; else those of no plan and of all plans, each unit's latest for a period.
    """
    question = ask(federation, [indicator], by=by, unit=unit, tree=tree, as_of=as_of, audience=audience)
    known = question.federation

    def figures(of: Federation, seen_by: Audience = "whole") -> dict[tuple[str, ...], Figure]:
        found = rollup(of, [indicator], by=by, unit=unit, tree=tree, audience=seen_by, engine=engine)
        return {figure.keys: figure for figure in found}

    aims = aims_of(known, indicator, plan)
    reported = answered(known, indicator, engine)
    below = question.tree_of(None)
    same = [row for row in aims["target"] if _has_answered(row, reported, below)]
    baselines = _at_targets(aims["baseline"], same)
    actual = figures(known, audience)
    of_all = figures(_as_observations(known, aims["target"]))
    of_same, start = figures(_as_observations(known, same)), figures(_as_observations(known, baselines))
    rule = question.rules[indicator]
    direction, builds = rule.direction, builds_up(rule)

    def value(found: dict[tuple[str, ...], Figure], keys: tuple[str, ...]) -> Decimal | None:
        return found[keys].value if keys in found else None

    return [
        Achievement(keys, figure, value(of_same, keys), value(of_all, keys), value(start, keys), direction, builds)
        for keys, figure in actual.items()
    ]


def _has_answered(row: Row, reported: dict[str, set[Period]], above: dict[str, tuple[str, ...]]) -> bool:
    """Whether a target's unit, or any unit below it, reported for the target's period."""
    period = Period.parse(row["period"])
    return any(
        row["unit"] in above.get(unit, (unit,)) and any(period.overlaps(own) for own in periods)
        for unit, periods in reported.items()
    )


def _at_targets(baselines: Iterable[Row], targets: Iterable[Row]) -> list[Row]:
    """Where a way begins: each target's own unit's baseline, put at the target's period."""
    found = {(row["plan"], row["element"], row["unit"], row["cell"]): row for row in baselines}
    placed = []
    for target in targets:
        start = found.get((target["plan"], target["element"], target["unit"], target["cell"]))
        if start is not None:
            placed.append({**start, "id": f"{start['id']}:{target['id']}", "period": target["period"]})
    return placed


def _as_observations(federation: Federation, aims: Iterable[Row]) -> Federation:
    """Return the federation with aims in place of what was reported, so that they add up by the same rules."""
    schema = TABLES["observations"].schema
    rows = [
        {
            **dict.fromkeys(schema.names),
            **{name: row[name] for name in ("id", "indicator", "unit", "period", "cell", "value", "denominator")},
            "status": "reported",
            "visibility": "public",
            "recorded_at": row["recorded_at"],
        }
        for row in aims
        if row["period"]
    ]
    observations = pa.Table.from_pylist(rows, schema)
    return federation.with_tables({"observations": observations})
