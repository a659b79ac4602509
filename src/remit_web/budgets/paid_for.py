"""The lines that contributions pay for, plan by plan: from what is kept of each plan's funding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from remit_web.budgets.fundings import NONE_STATED, names_in
from remit_web.budgets.models import Money
from remit_web.figures.models import Answer
from remit_web.organisation.lines import explained
from remit_web.organisation.queries import names_of
from remit_web.plans.models import Element, Link, Plan
from remit_web.plans.seen import plans_seen, seen_as
from remit_web.units.queries import latest

if TYPE_CHECKING:
    from collections.abc import Collection

    from remit_web.access.readers import Reader
    from remit_web.budgets.fundings import Names

Facts = dict[str, Any]
ElementOf = tuple[str, str]
"""A plan and one of its elements."""
INCOME = ("earmarked", "unearmarked")


class PaidLine(NamedTuple):
    """An amount that a contribution pays. `to`: the money of its line, among whose rows it stands."""

    element: str
    code: str
    title: str
    holder: str
    category: str
    amount: int | None
    to: str


@dataclass(frozen=True)
class Paid:
    """What one contribution pays in one plan. `total`: value, reported and expected; None where not all of it is shown."""

    contribution: str
    plan: str
    plan_title: str
    currency: str
    lines: tuple[PaidLine, ...]
    total: list[Any] | None
    to: str
    """The rows that the total is made from."""
    refused: str
    """What stops the funding of the plan."""
    names: Names
    """Of units, contributions and partners."""


def paid_by(reader: Reader, contributions: Collection[str]) -> list[Paid]:
    """Return what some contributions pay in plans that the reader may see: a constant number of queries."""
    rows = latest(Money.objects.filter(contribution__in=contributions, plan__isnull=False))
    pairs = rows.values_list("contribution", "plan").distinct().order_by()
    return _paid(reader, {(gift, plan) for gift, plan in pairs if gift and plan}, None)


def paid_for(reader: Reader, grant: str) -> list[Paid]:
    """Return what contributions pay at the elements that serve a grant, in plans that the reader may see."""
    serving = set(latest(Link.objects.filter(to_plan=grant)).values_list("from_plan", "from_element"))
    rows = latest(Money.objects.filter(contribution__isnull=False, plan__in={plan for plan, _ in serving}))
    at = rows.values_list("contribution", "plan", "element").distinct().order_by()
    pairs = {(gift, plan) for gift, plan, element in at if gift and plan and (plan, element) in serving}
    return _paid(reader, pairs, serving)


class _Some(NamedTuple):
    """The rows of a plan's funding that come from one contribution."""

    contribution: str
    plan: str
    facts: Facts
    rows: tuple[Facts, ...]
    is_whole: bool


def _paid(reader: Reader, pairs: set[tuple[str, str]], within: set[ElementOf] | None) -> list[Paid]:
    kept = _kept(reader, plans_seen(reader, {plan for _, plan in pairs}))
    some = [_some(gift, plan, kept[plan], within) for gift, plan in pairs if plan in kept]
    found = _named([one for one in some if one.rows or one.facts.get("refused")])
    return sorted(found, key=lambda one: (one.names.contributions[one.contribution], one.plan_title, one.plan))


def _kept(reader: Reader, plans: set[str]) -> dict[str, Facts]:
    """Return the funding of plans as kept, for what the reader sees of each."""
    heads = latest(Plan.objects.filter(plan__in=plans)).values_list("plan", "unit", "visibility")
    units = reader.audiences_of({unit for _, unit, _ in heads})
    audiences = {plan: seen_as(units[unit], visibility) for plan, unit, visibility in heads}
    rows = Answer.objects.filter(kind="funding", key__in=plans, audience__in=set(audiences.values()))
    kept = rows.values_list("key", "audience", "facts")
    return {plan: facts for plan, audience, facts in kept if audience == audiences[plan]}


def _some(gift: str, plan: str, facts: Facts, within: set[ElementOf] | None) -> _Some:
    every = [row for row in facts.get("rows", ()) if row["contribution"] == gift and row["kind"] in INCOME]
    rows = tuple(row for row in every if within is None or (plan, row["element"]) in within)
    return _Some(gift, plan, facts, rows, len(rows) == len(every) and len({row["fund"] for row in every}) == 1)


def _named(some: list[_Some]) -> list[Paid]:
    elements = {(one.plan, row["element"]) for one in some for row in one.rows}
    titles = names_of("elements", [f"{plan}/{element}" for plan, element in elements], "title")
    plans = names_of("plans", [one.plan for one in some], "title")
    names = names_in((row["holder"] for one in some for row in one.rows), (), [one.contribution for one in some])
    codes = _codes(elements)

    def line(plan: str, row: Facts) -> PaidLine:
        element: str = row["element"]
        where = {"element": element, "holder": row["holder"], "category": row["category"], "line": "yes"}
        return PaidLine(
            element, codes.get((plan, element), ""), titles.get(f"{plan}/{element}", element), row["holder"],
            row["category"], row["amount"], explained(plan, row["kind"], **where),
        )  # fmt: skip

    return [
        Paid(
            one.contribution, one.plan, plans[one.plan], one.facts.get("currency", ""),
            tuple(line(one.plan, row) for row in one.rows), *_total(one), (one.facts.get("refused") or {}).get("says", ""),
            names,
        )
        for one in some
    ]  # fmt: skip


def _total(one: _Some) -> tuple[list[Any] | None, str]:
    """Return what the plan has from the contribution, and the address of its rows."""
    if not one.is_whole:
        return None, ""
    source = next(of for of in one.facts["sources"] if of["contribution"] == one.contribution)
    where = {"fund": source["fund"] or NONE_STATED, "contribution": one.contribution}
    return source["available"], explained(one.plan, "available", **where)


def _codes(elements: set[ElementOf]) -> dict[ElementOf, str]:
    plans, codes = {plan for plan, _ in elements}, {element for _, element in elements}
    rows = latest(Element.objects.filter(plan__in=plans, element__in=codes))
    return {(plan, element): code or "" for plan, element, code in rows.values_list("plan", "element", "code")}
