"""Figures of one period, as the table by year (quarter, month) shows them; of any other days, of what lies inside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from remit.calculations.rollup import rollup
from remit.periods import MONTHS, Period

if TYPE_CHECKING:
    from collections.abc import Sequence

    from remit.calculations.figures import Figure
    from remit.engines import Engine
    from remit.federation import Federation
    from remit.observations import Audience


def figures_in(
    federation: Federation,
    indicators: Sequence[str],
    period: Period,
    *,
    by: Sequence[str] = (),
    unit: str | None = None,
    tree: str | None = None,
    audience: Audience = "whole",
    engine: Engine = "duckdb",
) -> dict[tuple[str, ...], Figure]:
    """Return the figures of a period by indicator, then the columns of `by` (`rollup`; no period among them)."""
    first_month = federation.settings.first_month
    grain = next((one for one in MONTHS if Period.around(period.last, one, first_month) == period), None)
    figures = rollup(
        federation, indicators, by=[*by, grain] if grain else by, unit=unit, tree=tree,
        within=None if grain else period, audience=audience, engine=engine,
    )  # fmt: skip
    return {
        (figure.indicator, *figure.keys[: len(by)]): figure
        for figure in figures
        if not grain or figure.keys[-1] == period.name
    }
