"""How one unit's own value of an indicator came about: reports, periods, cells, programmes, and other indicators."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from remit.calculations.question import Bucket, ask, axes_of
from remit.calculations.to_five import values_to_five
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

    Whom does not see the whole is shown the steps from rounded counts (`to_five`), which need not end in the rounded figure.
    """
    question = ask(federation, [indicator], by=("unit", "year", *axes_of(cell)), audience=audience)
    if audience != "whole":
        question = replace(question, federation=values_to_five(question.federation))
    return steps(question, indicator, unit, Bucket(Period.parse(period), own), cell)
