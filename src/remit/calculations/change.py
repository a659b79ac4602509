"""Change from one period to another: over the units that reported in both, with the plain totals beside it.

A sum that falls because fewer reported has not fallen. So the change that counts is that of the same units.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from remit import exact
from remit.calculations.answered import answered, of_units
from remit.calculations.question import ask
from remit.calculations.rollup import rollup

if TYPE_CHECKING:
    from datetime import date, datetime
    from decimal import Decimal

    from remit.calculations.figures import Figure
    from remit.engines import Engine
    from remit.federation import Federation
    from remit.observations import Audience
    from remit.periods import Period


@dataclass(frozen=True)
class Change:
    """How a figure changed. `before` and `after` are of the `units` that reported in both periods."""

    before: Figure | None
    after: Figure | None
    units: int
    plain_before: Figure | None
    plain_after: Figure | None

    @property
    def share(self) -> Decimal | None:
        """The change as a share of what was before: -0.415 is -41.5 %. None where that cannot be said."""
        return _share(self.before, self.after)

    @property
    def plain_share(self) -> Decimal | None:
        """The same of the plain totals, whoever reported them."""
        return _share(self.plain_before, self.plain_after)


def change(
    federation: Federation,
    indicator: str,
    earlier: Period,
    later: Period,
    *,
    unit: str | None = None,
    tree: str | None = None,
    as_of: datetime | date | None = None,
    audience: Audience = "whole",
    engine: Engine = "duckdb",
) -> Change:
    """Return how an indicator changed from one period to another, of a unit or (None) of the whole tree."""
    question = ask(federation, [indicator], unit=unit, tree=tree, as_of=as_of, audience=audience)
    known = question.federation

    def figure(of: Federation, period: Period) -> Figure | None:
        figures = rollup(of, [indicator], unit=unit, tree=tree, within=period, engine=engine)
        return figures.only() if len(figures) else None

    reported = answered(known, indicator, engine)
    both = [
        one
        for one, periods in reported.items()
        if all(any(period.contains(own) for own in periods) for period in (earlier, later))
        and _is_under(one, unit, question.tree_of(later))
    ]
    same = of_units(known, both)
    plain = figure(known, earlier), figure(known, later)
    return Change(figure(same, earlier), figure(same, later), len(both), *plain)


def _is_under(unit: str, top: str | None, above: dict[str, tuple[str, ...]]) -> bool:
    return unit in above and (top is None or top in above[unit])


def _share(before: Figure | None, after: Figure | None) -> Decimal | None:
    if before is None or after is None or before.value is None or after.value is None or before.value == 0:
        return None
    return exact.divided(exact.fraction(after.value) - exact.fraction(before.value), abs(exact.fraction(before.value)))
