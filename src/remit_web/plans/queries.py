"""Plans that the reader may see: one by its head, and all as a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db.models import Case, Count, Q, Value, When

from remit_web.access.rights import May
from remit_web.figures.models import Answer
from remit_web.figures.queries import answered
from remit_web.organisation.models import Text
from remit_web.organisation.queries import names_of
from remit_web.plans.models import Level
from remit_web.plans.seen import plans_seen, seen_as, visible
from remit_web.plans.sight import linkage_seen, plans_named
from remit_web.units.queries import latest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.core.paginator import Page
    from django.db.models import QuerySet

    from remit.observations import Audience
    from remit_web.access.readers import Reader
    from remit_web.plans.models import Plan

AT_ONCE = 100
NOTHING_KEPT: Mapping[str, Any] = {"refused": None, "whole": None, "currency": "", "states": {}}
_COLUMNS = (
    "plan",
    "unit",
    "kind",
    "edition",
    "period",
    "currency",
    "part_of",
    "symbol",
    "source",
    "visibility",
    "language",
)


@dataclass(frozen=True)
class Head:
    """A plan's own facts, with the names of what it names. `levels`: each level's own name and what it is."""

    code: str
    unit: str
    unit_name: str
    kind: str
    title: str
    description: str
    edition: str
    period: str
    currency: str
    symbol: str
    source: str
    part_of: str
    part_of_title: str
    levels: Mapping[str, tuple[str, str]]
    audience: Audience
    """As which the reader sees the plan: what is kept of it is read for this one."""


@dataclass(frozen=True)
class Listed:
    """One plan in a list. `facts`: the whole of its funding and the states of its results, as kept."""

    code: str
    title: str
    kind: str
    unit: str
    unit_name: str
    period: str
    facts: Mapping[str, Any]


def head_of(reader: Reader, plan: str) -> Head | None:
    """Return a plan; None where there is none, or none that the reader may see."""
    row = visible(reader).filter(plan=plan).values(*_COLUMNS).first()
    if row is None:
        return None
    part_of = row["part_of"] if row["part_of"] and plans_seen(reader, [row["part_of"]]) else ""
    titles = names_of("plans", [plan, part_of], "title")
    levels = latest(Level.objects.filter(plan=plan)).values_list("level", "name", "is")
    return Head(
        plan, row["unit"], names_of("units", [row["unit"]])[row["unit"]], row["kind"] or "", titles[plan],
        names_of("plans", [plan], "description").get(plan, ""), row["edition"] or "", row["period"] or "",
        row["currency"] or "", row["symbol"] or "", row["source"] or "", part_of, titles[part_of] if part_of else "",
        {level: (name, is_) for level, name, is_ in levels}, seen_as(reader.audience_of(row["unit"]), row["visibility"]),
    )  # fmt: skip


def found(plans: QuerySet[Plan], *, words: str = "", unit: str = "", period: str = "") -> QuerySet[Plan]:
    """Return those of some plans whose title or code holds the words, of one unit, for a year."""
    if words:
        titled = Text.objects.filter(of="plans", field="title", text__icontains=words).values("key")
        plans = plans.filter(Q(plan__icontains=words) | Q(plan__in=titled))
    if unit:
        plans = plans.filter(unit=unit)
    return plans.filter(period=period) if period else plans


def kinds_of(plans: QuerySet[Plan]) -> dict[str, int]:
    """Return the kinds of some plans, with how many there are of each."""
    return dict(plans.order_by("kind").values_list("kind").annotate(many=Count("number")))


def choices(plans: QuerySet[Plan]) -> tuple[dict[str, str], list[str]]:
    """Return the units that have plans, by name, and the periods that plans are for, latest first."""
    units = names_of("units", plans.order_by().values_list("unit", flat=True).distinct())
    periods = plans.order_by().exclude(period=None).values_list("period", flat=True).distinct()
    of = {unit: units[unit] for unit in plans.order_by().values_list("unit", flat=True).distinct()}
    return dict(sorted(of.items(), key=lambda item: item[1])), sorted(filter(None, periods), reverse=True)


def listed(reader: Reader, plans: QuerySet[Plan], number: int) -> Page[Any]:
    """Return a page of plans, those of the latest period first: as many queries, whoever reads and however many there are."""
    is_whole = Case(When(reader.reach(May.READ_WHOLE).where(), then=Value(True)), default=Value(False))
    rows = plans.annotate(is_whole=is_whole).order_by("-period", "plan")
    facts = rows.values("plan", "unit", "kind", "period", "visibility", "is_whole")
    page: Page[Any] = Paginator(facts, AT_ONCE).get_page(number)
    page.object_list = _listed(reader, list(page.object_list))
    return page


def _listed(reader: Reader, rows: list[dict[str, Any]]) -> list[Listed]:
    codes = [row["plan"] for row in rows]
    titles, units = names_of("plans", codes, "title"), names_of("units", [row["unit"] for row in rows])
    audiences = {row["plan"]: seen_as("whole" if row["is_whole"] else reader.base, row["visibility"]) for row in rows}
    kept = Answer.objects.filter(kind="plan", key__in=codes, audience__in=set(audiences.values()))
    facts = {(audience, key): facts for audience, key, facts in kept.values_list("audience", "key", "facts")}
    return [
        Listed(
            row["plan"], titles[row["plan"]], row["kind"] or "", row["unit"], units[row["unit"]], row["period"] or "",
            {**NOTHING_KEPT, **facts.get((audiences[row["plan"]], row["plan"]), {})},
        )
        for row in rows
    ]  # fmt: skip


def linkage_of(reader: Reader, head: Head) -> Any:
    """Return where the money of a plan goes, along the plans that the reader may see; None where nothing is kept."""
    whole = answered(head.audience, "linkage", head.code)
    return None if whole is None else linkage_seen(whole, {head.code, *plans_seen(reader, plans_named(whole))})
