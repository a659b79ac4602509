"""The line of sight as a picture: goals, objectives, outputs, activities, money."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from remit import exact
from remit.calculations.linkage import link
from remit.exchange.base import Rows
from remit.federation import Federation
from remit_web.figures.models import Answer
from remit_web.plans.sight import Sort
from remit_web.plans.sight_pictures import MOST_STOPS, flow_of_plan

if TYPE_CHECKING:
    from decimal import Decimal

    from remit.documents.charts import Flow

SORT = Sort("requirement", "CHF")


def linkage(lines: dict[str, int], links: dict[str, str], **elements: tuple[str, str]) -> dict[str, Any]:
    """Return where the money of a plan goes. `elements`: what each stands under, and what it is; `links`: whole, into a strategy."""
    rows = Rows("case")

    def add(table: str, **values: Any) -> None:
        rows.add(table, "1", recorded_at=datetime(2026, 1, 1, tzinfo=UTC), **values)

    for plan, kind in (("P", "operational plan"), ("S", "strategy")):
        add("plans", plan=plan, unit="U", kind=kind, currency="CHF")
        for level in ("goal", "objective", "output", "activity"):
            add("levels", plan=plan, level=level, name=level, **{"is": level})
    for goal in sorted(set(links.values())):
        add("elements", plan="S", element=goal, level="goal", order=1)
    for order, (element, (parent, level)) in enumerate(elements.items()):
        add("elements", plan="P", element=element, parent=parent or None, level=level, order=order)
    for element, amount in lines.items():
        money = {"stage": "requirement", "currency": "CHF", "amount": amount * exact.SCALE}
        add("money", id=f"m-{element}", plan="P", element=element, **money)
    for element, goal in links.items():
        add("links", from_plan="P", from_element=element, to_plan="S", to_element=goal, kind="shared", share="1")
    reading = rows.reading()
    return link(Federation(tables={batch.table: batch.rows for batch in reading.batches}), "P").as_json()


def stages(flow: Flow | None) -> list[dict[str, Decimal]]:
    """Return what stands at each stage, with what it holds."""
    assert flow is not None
    found: list[dict[str, Decimal]] = [{} for _ in range(max(stop.stage for stop in flow.stops) + 1)]
    for stop in flow.stops:
        found[stop.stage][stop.name] = flow.amount(stop.key)
    return found


def test_objectives_stand_between_goals_and_outputs_and_activities_before_the_money() -> None:
    facts = linkage(
        {"o1": 60, "a3": 40}, {"o1": "g1", "o2": "g2"},
        ob=("", "objective"), o1=("ob", "output"), a1=("o1", "activity"), a2=("o1", "activity"), o2=("ob", "output"),
        a3=("o2", "activity"),
    )  # fmt: skip
    assert stages(flow_of_plan(facts, ("P", "S"), SORT)) == [
        {"g1": 60, "g2": 40}, {"ob": 100}, {"o1": 60, "o2": 40}, {"2 activities": 60, "a3": 40}, {"Money": 100},
    ]  # fmt: skip


def test_what_is_not_linked_leaves_its_objective_as_such() -> None:
    facts = linkage({"o1": 60, "o2": 40}, {"o1": "g1"}, ob=("", "objective"), o1=("ob", "output"), o2=("ob", "output"))
    assert stages(flow_of_plan(facts, ("P", "S"), SORT))[:2] == [{"g1": 60, "Not linked": 40}, {"ob": 100}]


def test_many_activities_stand_together_below_their_output() -> None:
    activities = {f"a{n}": ("o1" if n % 2 else "o2", "activity") for n in range(MOST_STOPS + 4)}
    facts = linkage(
        dict.fromkeys(activities, 10), {}, ob=("", "objective"), o1=("ob", "output"), o2=("ob", "output"), **activities
    )
    found = stages(flow_of_plan(facts, ("P",), SORT))
    assert found[:2] == [{"ob": 340}, {"o1": 170, "o2": 170}]
    assert found[2:] == [{"17 activities": 170}, {"Money": 340}], "both have as many, and stand apart"


@pytest.mark.django_db
def test_the_secretariats_plan_is_seen_from_the_goals_to_the_money() -> None:
    facts = Answer.objects.get(kind="linkage", audience="public", key="SEC-2026").facts
    goals, objectives, outputs, activities, money = stages(flow_of_plan(facts, ("SEC-2026", "S2030"), SORT))
    assert len(goals) == 9 and len(objectives) == 6 and len(outputs) == 13
    assert objectives["1 Members get quick, skilled help in disasters"] == 5_400_000
    assert outputs["1.1 Experts reach an emergency within two days"] == 3_100_000
    assert set(activities) == {"1 activity", "2 activities"}
    assert money == {"Money": 22_930_000} and sum(objectives.values()) == sum(outputs.values()) == 22_930_000
