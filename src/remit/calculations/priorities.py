"""Priorities: one row for each top element of a strategy or framework.

    for row in priorities(federation, "S2030", date(2026, 11, 20)):
        row.title, row.by_now, row.reached, row.budget.amount, row.state.word

What should be reached by now and what was, by its headline indicator; the money of all plans that serves it; how much of
the time is gone; and a state with its reason. There is no row for all of them: one amount may serve several frameworks, and
indicators of different priorities do not add up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from remit.audiences import seen_by
from remit.calculations.money_reaching import ROLES, money_reaching
from remit.calculations.results import Results
from remit.calculations.states import LIMITS, time_gone
from remit.elements import Elements
from remit.errors import WrongUse
from remit.periods import Period

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date
    from decimal import Decimal

    from remit.calculations.money_reaching import NotConverted, Reaching
    from remit.calculations.results import Aim, Reached
    from remit.calculations.states import Limits, State
    from remit.engines import Engine
    from remit.federation import Federation, Row
    from remit.observations import Audience


@dataclass(frozen=True)
class Priority:
    """One top element. Money in ten-thousandths of `currency`; `aim` and `reached` are None without an indicator.

    `gone`: the share of time gone of the aim's period, else of the plan's. `periods`: of the plans whose money this is; it is
    that of whole plans, which may run longer than the aim. `not_converted`: why amounts stay in their own currency, of all
    plans that serve the framework.
    """

    plan: str
    element: str
    code: str
    title: str
    level: str
    aim: Aim | None
    reached: Reached | None
    gone: Decimal | None
    currency: str
    budget: Reaching
    funded: Reaching
    spent: Reaching
    periods: Mapping[str, str]
    not_converted: tuple[NotConverted, ...]
    state: State


def priorities(
    federation: Federation,
    plan: str,
    on: date,
    *,
    audience: Audience = "whole",
    currency: str | None = None,
    need: str = "requirement",
    limits: Limits = LIMITS,
    engine: Engine | None = None,
) -> list[Priority]:
    """Return a row for each top element of a plan, as it stands on a day, in the plan's order.

    A top element that is a heading gives way to what stands under it. `currency` and `need` as in `funding`. Raises
    `WrongUse` where there is no such plan that the audience may see, `Refused` where no currency can be told.
    """
    seen = seen_by(federation, audience)
    known = seen.current()
    head = next((row for row in known.rows("plans") if row["plan"] == plan), None)
    if head is None:
        raise WrongUse(f"there is no plan {plan}")
    money = money_reaching(seen, plan, currency=currency, on=on, need=need, engine=engine)
    results = Results(seen, plan, on, audience, limits, engine)
    period = Period.parse(head["period"]) if head["period"] else None
    found = []
    for element in top_elements(Elements(known), plan):
        row = results.elements.row((plan, element))
        aim, reached, state = results.of(element)
        gone = aim.gone if aim and aim.target is not None else time_gone(period, on) if period else None
        budget, funded, spent = reaching = tuple(money.of(element, role) for role in ROLES)
        title = known.name_of("elements", f"{plan}/{element}", "title")
        found.append(
            Priority(
                plan, element, row["code"] or "", title, row["level"], aim, reached, gone, money.currency,
                budget, funded, spent, _periods(known, reaching), money.refused, state,
            )
        )  # fmt: skip
    return found


def _periods(known: Federation, money: Iterable[Reaching]) -> dict[str, str]:
    """Return the period of each plan that some money is of, where it states one."""
    plans = {part.plan for one in money for part in (*one.plans, *one.not_converted, *one.between)}
    return {row["plan"]: row["period"] for row in known.rows("plans") if row["plan"] in plans and row["period"]}


def top_elements(elements: Elements, plan: str) -> Iterator[str]:
    """Yield the top elements of a plan, in its order; in the place of a heading, those under it."""
    rows = elements.rows.get(plan, {})

    def is_heading(element: str) -> bool:
        return elements.is_of.get((plan, rows[element]["level"])) == "heading"

    for element in elements.in_order(plan):
        above = _above(rows, element)
        if not is_heading(element) and all(is_heading(one) for one in above):
            yield element


def _above(rows: dict[str, Row], element: str) -> list[str]:
    found: list[str] = []
    at = rows[element]["parent"]
    while at in rows and at not in found:
        found.append(at)
        at = rows[at]["parent"]
    return found
