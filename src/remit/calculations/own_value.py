"""How one unit's own value of an indicator came about: reports, periods, cells, programmes, and other indicators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from remit.calculations.question import Bucket, ask, axes_of
from remit.engines.reference.steps import Step, steps
from remit.periods import Period

if TYPE_CHECKING:
    from remit.federation import Federation
    from remit.observations import Audience

__all__ = ["Step", "own_value"]


def own_value(
    federation: Federation,
    indicator: str,
    unit: str,
    period: str,
    cell: str = "",
    *,
    own: bool = False,
    audience: Audience = "whole",
) -> list[Step]:
    """Return the steps to a unit's own value, without the units below it; nothing where it has none.

    Where several periods stand side by side that may not be added, one for each; the first counts. `own`: the period is
    one that is never split. Raises `WrongUse` for an indicator that nobody knows.
    """
    question = ask(federation, [indicator], by=("unit", "year", *axes_of(cell)), audience=audience)
    return steps(question, indicator, unit, Bucket(Period.parse(period), own), cell)
