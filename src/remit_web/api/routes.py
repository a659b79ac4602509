"""The routes: reading only, scoped to the reader as pages are."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from ninja import Field, Path, Query, Router, Schema

from remit_web.access.readers import Reader
from remit_web.api.listing import Paging, listed, where
from remit_web.api.plan_money import FundingShape, LinkageShape, funding_written, linkage_written
from remit_web.api.scope import figures_seen, observations_seen
from remit_web.api.shapes import FederationShape, FigureShape, ProblemShape, page_of, row_of, written
from remit_web.budgets.models import Money
from remit_web.collection.models import Observation, Round
from remit_web.collection.values import as_told
from remit_web.figures.models import Figure
from remit_web.figures.queries import At, Shown, answered, kept_at
from remit_web.indicators.models import Indicator
from remit_web.organisation.models import TreeRow, Unit
from remit_web.organisation.queries import names_of
from remit_web.plans.models import Element
from remit_web.plans.queries import Head, head_of, linkage_of
from remit_web.plans.seen import plans_seen, visible
from remit_web.units.models import FederationSettings
from remit_web.units.queries import latest

router = Router()
NAME = {"name": (str, Field(description="In the reader's language, or the code."))}
TITLE = {"title": (str, Field(description="In the reader's language, or the code."))}
UnitRow, TreeRowShape = row_of("units", **NAME), row_of("trees")
IndicatorRow, RoundRow = row_of("indicators", **NAME), row_of("rounds", **NAME)
PlanRow, ElementRow = row_of("plans", **TITLE), row_of("elements", **TITLE)
ROUNDED = {"rounded": (bool, Field(description="Whether the reader is shown the value rounded to 5."))}
ObservationRow, MoneyRow = row_of("observations", **ROUNDED), row_of("money")
ERRORS = {404: ProblemShape, 422: ProblemShape}


class OneUnit(Schema):
    """Which unit."""

    unit: str = Field(description="The code of the unit.")


class OneIndicator(Schema):
    """Which indicator."""

    indicator: str = Field(description="The code of the indicator.")


class OnePlan(Schema):
    """Which plan."""

    plan: str = Field(description="The code of the plan.")


@router.get("/federation", response=FederationShape, summary="The federation")
def federation(request: HttpRequest) -> dict[str, Any]:  # noqa: ARG001 - a route takes it
    """What holds for the whole federation."""
    row = FederationSettings.objects.values().first()
    if row is None:
        raise Http404
    kept = kept_at()
    return {**row, "figures_as_of": kept[0].isoformat() if kept else None}


class OfUnits(Schema):
    """Which units."""

    kind: str | None = Field(
        None, description="Units of one kind, as the federation writes it: member, region, partner."
    )


@router.get("/units", response={200: page_of(UnitRow), **ERRORS}, summary="Units")
def units(request: HttpRequest, paging: Query[Paging], of: Query[OfUnits]) -> dict[str, Any]:
    """Members, offices, branches, partners: everything that has a code as a unit."""
    rows = latest(Unit.objects.filter(**where(**of.dict()))).order_by("unit")
    return listed(request, rows, paging, _named("units", "unit"))


@router.get("/units/{unit}", response={200: UnitRow, **ERRORS}, summary="One unit")
def one_unit(request: HttpRequest, of: Path[OneUnit]) -> Any:  # noqa: ARG001 - a route takes it
    """One unit, by its code."""
    return _one(latest(Unit.objects.filter(unit=of.unit)), _named("units", "unit"))


class OfTrees(Schema):
    """Which places in trees."""

    tree: str | None = Field(None, description="The code of one tree: structure, zones.")
    unit: str | None = Field(None, description="The code of a unit: where it stands and stood.")
    parent: str | None = Field(None, description="The code of a unit: who stands and stood directly below it.")


@router.get("/trees", response={200: page_of(TreeRowShape), **ERRORS}, summary="Trees")
def trees(request: HttpRequest, paging: Query[Paging], of: Query[OfTrees]) -> dict[str, Any]:
    """Which unit stands under which, and from when to when."""
    rows = latest(TreeRow.objects.filter(**where(**of.dict())))
    return listed(request, rows.order_by("tree", "unit", "from", "number"), paging, _plain("trees"))


@router.get("/indicators", response={200: page_of(IndicatorRow), **ERRORS}, summary="Indicators")
def indicators(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """What is measured, and by which rules it adds up."""
    rows = latest(Indicator.objects.all()).order_by("indicator")
    return listed(request, rows, paging, _named("indicators", "indicator"))


@router.get("/indicators/{indicator}", response={200: IndicatorRow, **ERRORS}, summary="One indicator")
def one_indicator(request: HttpRequest, of: Path[OneIndicator]) -> Any:  # noqa: ARG001 - a route takes it
    """One indicator, by its code."""
    rows = latest(Indicator.objects.filter(indicator=of.indicator))
    return _one(rows, _named("indicators", "indicator"))


@router.get("/rounds", response={200: page_of(RoundRow), **ERRORS}, summary="Rounds")
def rounds(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """Collections, with their dates."""
    return listed(request, latest(Round.objects.all()).order_by("round"), paging, _named("rounds", "round"))


class Places(Schema):
    """Which figures or values."""

    indicator: str | None = Field(None, description="The code of an indicator.")
    unit: str | None = Field(None, description="The code of a unit; those below it are not asked for.")
    period: str | None = Field(None, description="As it is written: 2025, 2025Q1, 2025-01.")
    cell: str | None = Field(None, description="A cell of a breakdown (sex=female); empty for totals.")


@router.get("/figures", response={200: page_of(FigureShape), **ERRORS}, summary="Figures")
def figures(request: HttpRequest, paging: Query[Paging], places: Query[Places]) -> dict[str, Any]:
    """Figures of every unit, indicator, year and breakdown, each made of the values that the reader may see there."""
    rows = Figure.objects.filter(figures_seen(Reader.of(request)), **where(**places.dict()))
    return listed(request, rows.order_by("indicator", "unit", "period", "cell"), paging, _figures)


def _figures(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = []
    for row in rows:
        at = At(row["unit"], row["indicator"], row["period"], row["cell"])
        as_of = row["as_of"].isoformat() if row["as_of"] else None
        found.append({**row, "as_of": as_of, "explanation": Shown(at, row).to})
    return found


@router.get("/observations", response={200: page_of(ObservationRow), **ERRORS}, summary="Reported values")
def observations(request: HttpRequest, paging: Query[Paging], places: Query[Places]) -> dict[str, Any]:
    """Values as they were reported and stand now; only those that the reader may see, some of them rounded."""
    reader = Reader.of(request)
    wanted: dict[str, Any] = where(**places.dict())
    if wanted.get("cell") == "":
        wanted["cell"] = None

    def write(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        seen = plans_seen(reader, {row["plan"] for row in rows})
        found = []
        for old, row in zip(rows, as_told(reader, rows), strict=True):
            plan = row["plan"] if row["plan"] in seen else None
            by = row["by"] if reader.person is not None else None
            found.append({**written("observations", {**row, "plan": plan, "by": by}), "rounded": row is not old})
        return found

    rows = latest(Observation.objects.filter(**wanted)).filter(observations_seen(reader))
    return listed(request, rows.order_by("indicator", "unit", "period", "cell", "number"), paging, write)


class OfPlans(Schema):
    """Which plans."""

    unit: str | None = Field(None, description="The code of the unit whose plans they are.")
    kind: str | None = Field(None, description="Plans of one kind: strategy, country plan, appeal, grant.")


@router.get("/plans", response={200: page_of(PlanRow), **ERRORS}, summary="Plans")
def plans(request: HttpRequest, paging: Query[Paging], of: Query[OfPlans]) -> dict[str, Any]:
    """Plans of every kind that the reader may see."""
    reader = Reader.of(request)
    rows = visible(reader).filter(**where(**of.dict())).order_by("plan")
    return listed(request, rows, paging, _plans(reader))


@router.get("/plans/{plan}", response={200: PlanRow, **ERRORS}, summary="One plan")
def one_plan(request: HttpRequest, of: Path[OnePlan]) -> Any:
    """One plan, by its code."""
    reader = Reader.of(request)
    return _one(visible(reader).filter(plan=of.plan), _plans(reader))


@router.get("/plans/{plan}/linkage", response={200: LinkageShape, **ERRORS}, by_alias=True,
            summary="Where the money of a plan goes")  # fmt: skip
def linkage(request: HttpRequest, of: Path[OnePlan]) -> Any:
    """Money and percent from outputs to objectives to goals: totals, elements with from and to whom, problems."""
    reader, head = _plan_seen(request, of.plan)
    facts = linkage_of(reader, head)
    if facts is None:
        raise Http404
    return linkage_written(of.plan, facts)


@router.get("/plans/{plan}/funding", response={200: FundingShape, **ERRORS}, summary="The funding of a plan")
def funding(request: HttpRequest, of: Path[OnePlan]) -> Any:
    """What a plan requires, has, has spent, and lacks, line by line, with the amounts that all of it is made from."""
    _, head = _plan_seen(request, of.plan)
    facts = answered(head.audience, "funding", of.plan)
    if facts is None:
        raise Http404
    return funding_written(of.plan, facts)


class OfOnePlan(Schema):
    """Of which plan."""

    plan: str | None = Field(None, description="The code of one plan.")


class OfMoney(OfOnePlan):
    """Which amounts."""

    stage: str | None = Field(None, description="Amounts of one stage: requirement, confirmed, received, expenditure.")


@router.get("/elements", response={200: page_of(ElementRow), **ERRORS}, summary="Elements of plans")
def elements(request: HttpRequest, paging: Query[Paging], of: Query[OfOnePlan]) -> dict[str, Any]:
    """The lines of plans: goals, objectives, outputs, activities."""
    seen = visible(Reader.of(request)).values("plan")
    rows = latest(Element.objects.filter(**where(**of.dict()))).filter(plan__in=seen).order_by("plan", "element")

    def write(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        titles = names_of("elements", [f"{row['plan']}/{row['element']}" for row in rows], "title")
        return [
            {**written("elements", row), "title": titles.get(f"{row['plan']}/{row['element']}", row["element"])}
            for row in rows
        ]

    return listed(request, rows, paging, write)


@router.get("/money", response={200: page_of(MoneyRow), **ERRORS}, summary="Lines of money")
def money(request: HttpRequest, paging: Query[Paging], of: Query[OfMoney]) -> dict[str, Any]:
    """What is needed, given and used, line by line, of the plans that the reader may see."""
    seen = visible(Reader.of(request)).values("plan")
    rows = latest(Money.objects.filter(**where(**of.dict()))).filter(Q(plan__in=seen) | Q(plan=None))
    return listed(request, rows.order_by("plan", "id"), paging, _plain("money"))


# How rows are written


def _plain(table: str) -> Any:
    return lambda rows: [written(table, row) for row in rows]


def _named(table: str, key: str) -> Any:
    def write(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        names = names_of(table, [row[key] for row in rows])
        return [{**written(table, row), "name": names[row[key]]} for row in rows]

    return write


def _plans(reader: Reader) -> Any:
    """A plan that is a part of a hidden one does not say so."""

    def write(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        seen = plans_seen(reader, {row["part_of"] for row in rows})
        titles = names_of("plans", [row["plan"] for row in rows], "title")
        return [
            {
                **written("plans", row),
                "title": titles[row["plan"]],
                "part_of": row["part_of"] if row["part_of"] in seen else None,
            }
            for row in rows
        ]

    return write


def _one(rows: QuerySet[Any], write: Any) -> Any:
    found = list(rows.values())
    if not found:
        raise Http404
    return write(found)[0]


def _plan_seen(request: HttpRequest, plan: str) -> tuple[Reader, Head]:
    """Return who reads, and a plan that the reader may see."""
    reader = Reader.of(request)
    head = head_of(reader, plan)
    if head is None:
        raise Http404
    return reader, head
