"""Figures of one period, as the table by year (quarter, month) shows them; of any other days, of what lies inside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from remit.calculations.rollup import rollup
from remit.engines.choice import quicker
from remit.periods import MONTHS, Period

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from remit.calculations.figures import Figure
    from remit.engines import Engine
    from remit.federation import Federation
    from remit.observations import Audience

MADE_OF = ("observations", "indicators", "indicator_axes", "categories", "units", "trees", "rounds", "expected")
"""The tables that a roll-up reads."""


def figures_in(
    federation: Federation,
    indicators: Sequence[str],
    period: Period,
    *,
    by: Sequence[str] = (),
    unit: str | None = None,
    units: Collection[str] | None = None,
    tree: str | None = None,
    audience: Audience = "whole",
    engine: Engine | None = None,
) -> dict[tuple[str, ...], Figure]:
    """Return the figures of a period by indicator, then the columns of `by` (`rollup`; no period among them).

    The figures of every year (quarter, month) come from one roll-up, which is kept for the next question.
    """
    first_month = federation.settings.first_month
    grain = next((one for one in MONTHS if Period.around(period.last, one, first_month) == period), None)
    within = None if grain else period

    def by_period() -> dict[str, dict[tuple[str, ...], Figure]]:
        figures = rollup(
            federation, indicators, by=[*by, grain] if grain else by, unit=unit, units=units, tree=tree, within=within,
            audience=audience, engine=engine or quicker(federation, "observations"),
        )  # fmt: skip
        found: dict[str, dict[tuple[str, ...], Figure]] = {}
        for figure in figures:
            name = figure.keys[-1] if grain else period.name
            found.setdefault(name, {})[figure.indicator, *figure.keys[: len(by)]] = figure
        return found

    chosen = None if units is None else frozenset(units)
    asked = (
        "figures", federation.settings, tuple(indicators), tuple(by), unit, chosen, tree, grain, within, audience, engine
    )  # fmt: skip
    return federation.once(asked, by_period, of=MADE_OF).get(period.name, {})
