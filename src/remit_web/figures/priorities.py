"""How the priorities of the federation stand, year by year: kept ready for the first page."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from remit.audiences import seen_by
from remit.calculations.priorities import priorities
from remit.elements import Elements
from remit.errors import RemitError
from remit.periods import Period, span
from remit.units import Trees

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from remit.federation import Federation, Row
    from remit.observations import Audience

KINDS = ("strategy", "results framework")
"""The plans that are looked at, the first kind before the second."""
MOST_YEARS = 8


def priorities_by_year(federation: Federation, audience: Audience, today: date) -> Iterator[tuple[str, dict[str, Any]]]:
    """The priorities of the strategy in force in each year, as of that year's last day or of today.

    Keys are years. What stops a calculation stands as `refused`.
    """
    known = seen_by(federation, audience).current()
    trees = Trees.of(known, known.settings.tree)
    for year in years(known, today):
        on = min(year.last, today)
        if plan := strategy(known, trees, on):
            head = {"plan": plan, "on": str(on), **indicators(known, plan)}
            try:
                found = priorities(federation, plan, on, audience=audience)
            except RemitError as refused:
                yield year.name, {**head, "rows": [], "refused": str(refused)}
                continue
            yield year.name, {**head, "rows": [asdict(one) for one in found], "refused": ""}


def indicators(known: Federation, plan: str) -> dict[str, list[str]]:
    """Return the indicators of a plan, in the order of its elements, and those that are made of some of them."""
    place = {element: index for index, element in enumerate(Elements(known).in_order(plan))}
    rows = [row for row in known.rows("plan_indicators") if row["plan"] == plan]
    own = [row["indicator"] for row in sorted(rows, key=lambda row: place.get(row["element"], -1))]
    joined = [row["indicator"] for row in known.rows("indicators") if set((row["made_of"] or "").split()) & set(own)]
    return {"indicators": own, "joined": joined}


def years(known: Federation, today: date) -> list[Period]:
    """Return the years that were asked for up to today, else that were reported; latest first, a few at most."""
    first_month = known.settings.first_month
    now = Period.around(today, "year", first_month)
    of = "rounds" if known.table("rounds").num_rows else "observations"
    names = known.table(of)["period"].unique().to_pylist()
    periods = [period for period in map(Period.parse, names) if period.first <= today]
    if not periods:
        return [now]
    whole = span(min(periods, key=lambda one: one.first), now)
    found = [year for year in whole.split("year", first_month) if any(year.overlaps(one) for one in periods)]
    return sorted({*found, now}, key=lambda year: year.first, reverse=True)[:MOST_YEARS]


def strategy(known: Federation, trees: Trees, on: date) -> str | None:
    """Return the plan whose priorities the federation goes by on a day: of the top of its tree, the newest in force."""
    day = Period(on, on)
    tops = set(trees.at(day).children().get(None, ()))

    def rank(row: Row) -> tuple[int, int, str]:
        return KINDS.index(row["kind"]), -Period.parse(row["period"]).first.toordinal(), row["plan"]

    rows = [
        row
        for row in known.rows("plans")
        if row["kind"] in KINDS and row["period"] and Period.parse(row["period"]).overlaps(day)
    ]
    own = [row for row in rows if row["unit"] in tops or not tops]
    return min(own, key=rank)["plan"] if own else None
