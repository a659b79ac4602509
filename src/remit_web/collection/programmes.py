"""What was counted in each programme of a unit, for an indicator and a period."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from remit.observations import SEES
from remit.periods import Period
from remit_web.collection.models import Observation
from remit_web.collection.values import as_reported
from remit_web.organisation.queries import names_of
from remit_web.plans.seen import plans_seen
from remit_web.units.queries import latest

if TYPE_CHECKING:
    from decimal import Decimal

    from remit_web.access.readers import Reader
    from remit_web.indicators.queries import Measured


@dataclass(frozen=True)
class Counted:
    """What a unit counted in one programme, as it was reported for one period. `plan`: empty for all its work."""

    plan: str
    title: str
    period: str
    value: Decimal | None
    denominator: Decimal | None
    status: str


def by_programme(reader: Reader, one: Measured, unit: str, period: str) -> list[Counted]:
    """Return a unit's own values in a period where some are of a programme that the reader may see; else nothing."""
    rows = latest(
        Observation.objects.filter(
            indicator=one.code, unit=unit, cell=None, visibility__in=SEES[reader.audience_of(unit)]
        )
    ).values("plan", "period", "value", "denominator", "status")
    by_plan = defaultdict(list)
    for row in rows:
        if Period.parse(period).contains(Period.parse(row["period"])):
            by_plan[row["plan"] or ""].append(row)
    seen = plans_seen(reader, [plan for plan in by_plan if plan])
    if not seen:
        return []
    titles = names_of("plans", seen, "title")
    return [
        Counted(
            plan,
            titles[plan],
            row["period"],
            as_reported(row["value"]),
            as_reported(row["denominator"]),
            row["status"] or "",
        )
        for plan in ["", *sorted(seen)]
        for row in sorted(by_plan[plan], key=lambda row: Period.parse(row["period"]))
    ]
