"""What plans say of a unit: those that it has, and what it answers for in any plan that the reader may see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.paginator import Paginator
from django.db.models import Q

from remit_web.organisation.queries import names_of
from remit_web.plans.models import Element, Responsibility
from remit_web.plans.seen import plans_seen, visible
from remit_web.units.queries import latest

if TYPE_CHECKING:
    from datetime import date

    from django.core.paginator import Page
    from django.db.models import QuerySet

    from remit_web.access.readers import Reader

AT_ONCE = 100


class PlanOf(NamedTuple):
    """A plan of a unit, by the names that people use."""

    code: str
    title: str
    kind: str
    period: str


class Task(NamedTuple):
    """What a unit answers for in one plan. `elements`: code, printed code and title of each."""

    plan: str
    plan_title: str
    elements: tuple[tuple[str, str, str], ...]
    role: str
    task: str
    due: date | None


def plans_of(reader: Reader, unit: str) -> list[PlanOf]:
    """Return the plans of a unit, those of the latest period first."""
    rows = list(visible(reader).filter(unit=unit).values_list("plan", "kind", "period"))
    titles = names_of("plans", [plan for plan, _, _ in rows], "title")
    found = [PlanOf(plan, titles[plan], kind or "", period or "") for plan, kind, period in rows]
    return sorted(sorted(found, key=lambda plan: plan.title), key=lambda plan: plan.period, reverse=True)


def tasks_of(reader: Reader, unit: str, number: int) -> Page[Task]:
    """Return a page of what a unit leads and contributes to: plan by plan, what it leads first."""
    mine = latest(Responsibility.objects.filter(unit=unit))
    seen = plans_seen(reader, mine.values_list("plan", flat=True).distinct())
    rows = mine.filter(plan__in=seen).order_by("plan", "no")
    page: Page[Any] = Paginator(rows.values("plan", "elements", "role", "task", "due"), AT_ONCE).get_page(number)
    page.object_list = _tasks(list(page.object_list))
    return page


def _tasks(rows: list[dict[str, Any]]) -> list[Task]:
    plans = names_of("plans", [row["plan"] for row in rows], "title")
    keys = {(row["plan"], element) for row in rows for element in _elements(row["elements"])}
    titles = names_of("elements", [f"{plan}/{element}" for plan, element in keys], "title")
    codes = _codes(keys)
    found = []
    for row in rows:
        plan, of = row["plan"], _elements(row["elements"])
        elements = tuple((one, codes.get((plan, one), ""), titles.get(f"{plan}/{one}", one)) for one in of)
        found.append(Task(plan, plans[plan], elements, row["role"] or "", row["task"] or "", row["due"]))
    return found


def _elements(written: str | None) -> list[str]:
    return (written or "").split()


def _codes(keys: set[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return the printed codes of elements."""
    wanted: QuerySet[Element] = Element.objects.filter(
        plan__in={plan for plan, _ in keys}, element__in={element for _, element in keys}
    )
    rows = latest(wanted).filter(~Q(code=None)).values_list("plan", "element", "code")
    return {(plan, element): code or "" for plan, element, code in rows}
