"""What was aimed at, beside what was reached: the baselines, milestones and targets in force that a reader may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from remit import exact
from remit.calculations.aims import aims_of
from remit.federation import Federation
from remit_web.collection.facts import table_of
from remit_web.organisation.models import Decision
from remit_web.plans.models import Plan, Target
from remit_web.plans.seen import plans_seen
from remit_web.units.models import FederationSettings
from remit_web.units.queries import latest

if TYPE_CHECKING:
    from decimal import Decimal

    from remit_web.access.readers import Reader


@dataclass(frozen=True)
class Aim:
    """One aim of a unit. `value`: exact; of a ratio the quotient."""

    kind: str
    plan: str
    element: str
    unit: str
    period: str
    cell: str
    value: Decimal
    decision: str
    reason: str


def aims_seen(reader: Reader, indicator: str, unit: str) -> list[Aim]:
    """Return the aims of a unit for an indicator, by period; those of hidden plans are not there at all."""
    rows = Target._default_manager.filter(indicator=indicator)
    named = {plan for plan in rows.values_list("plan", flat=True).distinct() if plan}
    seen = plans_seen(reader, named)
    kept = latest(rows).exclude(plan__in=named - seen)
    part = Federation(
        FederationSettings.now(),
        {
            "targets": table_of(kept),
            "plans": table_of(latest(Plan._default_manager.filter(plan__in=seen))),
            "decisions": table_of(latest(Decision._default_manager.all())),
        },
    )
    found = [_aim(row) for of in aims_of(part, indicator).values() for row in of if row["unit"] == unit]
    return sorted(found, key=lambda aim: (aim.period, aim.cell, aim.plan, aim.element, aim.kind))


def _aim(row: dict[str, object]) -> Aim:
    value, denominator = row["value"], row["denominator"]
    number = exact.divided(value, denominator) if denominator else exact.to_decimal(value)  # type: ignore[arg-type]  # whole numbers
    texts = {name: str(row[name] or "") for name in ("plan", "element", "unit", "period", "cell", "decision", "reason")}
    return Aim(kind=str(row["kind"]), value=number, **texts)
