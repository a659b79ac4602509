"""What each plan aims at and has reached: by element and indicator, in all years.

The rows of one unit are made of what the audience may see of that unit; a page takes each from its reader's audience there.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from remit.audiences import seen_by
from remit.calculations.figures import Figure as Computed
from remit.calculations.figures import Status
from remit.calculations.plan_results import plan_results
from remit_web.figures.fundings import engine_for
from remit_web.figures.models import Figure

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from remit.calculations.plan_results import Ready
    from remit.federation import Federation
    from remit.observations import Audience


def achievements(federation: Federation, audience: Audience, today: date) -> Iterator[tuple[str, dict[str, Any]]]:
    """The results of each plan that has an indicator, with figures that are kept already."""
    seen = seen_by(federation, audience)
    known = seen.current()
    measured: dict[str, set[str]] = defaultdict(set)
    units: dict[str, set[str]] = defaultdict(set)
    heads = {row["plan"]: row["unit"] for row in known.rows("plans")}
    for table in ("plan_indicators", "targets"):
        for row in known.rows(table):
            if row["plan"] in heads:
                measured[row["plan"]].add(row["indicator"])
                units[row["plan"]] |= {heads[row["plan"]], row.get("unit") or heads[row["plan"]]}
    for plan in sorted(measured):
        ready = kept_figures(audience, units[plan], measured[plan])
        found = plan_results(seen, plan, today, audience=audience, ready=ready, engine=engine_for(seen))
        yield (
            plan,
            {
                "headlines": [asdict(one) for one in found.headlines()],
                "aims": [asdict(one) for one in found.aims()],
            },
        )


def kept_figures(audience: Audience, units: set[str], indicators: set[str]) -> dict[Ready, Computed]:
    """Return figures of years that are kept already for an audience."""
    rows = Figure.objects.filter(audience=audience, unit__in=units, indicator__in=indicators, cell="")
    return {(row.indicator, row.unit, row.period): _computed(row) for row in rows}


def _computed(row: Figure) -> Computed:
    """Return a kept figure as the engine gave it."""
    numbers = ("value", "numerator", "denominator", "stated", "computed", "imputed", "covered")
    decimals = {name: None if getattr(row, name) is None else Decimal(getattr(row, name)) for name in numbers}
    return Computed(
        indicator=row.indicator, keys=(row.period,), status=Status(row.status), reported=row.reported,
        expected=row.expected, unexpected=row.unexpected, not_applicable=row.not_applicable, known_denominator=None,
        as_of=row.as_of, notes=tuple(row.notes), **decimals,
    )  # fmt: skip
