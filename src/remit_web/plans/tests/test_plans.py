"""Pages of plans: what is shown is what is kept, hidden plans are not there, and large plans stay usable."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.utils.html import escape

from remit_web.figures.models import Answer
from remit_web.plans import sight, sight_pictures
from remit_web.plans.chapters import rendered
from remit_web.plans.models import Element, Plan
from remit_web.plans.queries import Head
from remit_web.plans.tree import AT_ONCE, Asked, tree_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

pytestmark = pytest.mark.django_db
PAGES = ("", "line-of-sight/", "money/", "indicators/", "risks/", "chapters/")


def head(plan: str) -> Head:
    levels = {
        "objective": ("Objective", "objective"),
        "output": ("Output", "output"),
        "activity": ("Activity", "activity"),
    }
    return Head(
        plan,
        "SEC",
        "Secretariat",
        "operational plan",
        plan,
        "",
        "",
        "2026/2027",
        "CHF",
        "",
        "",
        "",
        "",
        levels,
        "whole",
    )


def large_plan(outputs: int, each: int) -> None:
    """Write a plan of some outputs with activities, behind the rows that are there."""
    recorded = datetime(2026, 1, 1, tzinfo=UTC)
    Plan.objects.create(plan="BIG", unit="SEC", kind="operational plan", currency="CHF", visibility="public",
                        language="en", recorded_at=recorded)  # fmt: skip
    rows = [
        Element(plan="BIG", element=f"o{at}", level="output", order=at, recorded_at=recorded) for at in range(outputs)
    ]
    rows += [
        Element(plan="BIG", element=f"o{at}.a{of}", parent=f"o{at}", level="activity", order=of, recorded_at=recorded)
        for at in range(outputs)
        for of in range(each)
    ]
    Element.objects.bulk_create(rows)


def test_the_list_shows_each_plan_with_its_money_and_the_states_of_its_results(planner: Client) -> None:
    text = planner.get("/plans/").content.decode()
    facts = Answer.objects.get(kind="plan", audience="whole", key="SEC-2026").facts
    assert "Secretariat: Plan and budget 2026-2027" in text
    for word, many in facts["states"].items():
        assert f"{many} {word}" in text


def test_the_list_is_filtered_by_kind_unit_period_and_words(planner: Client) -> None:
    text = planner.get("/plans/?kind=country+plan&unit=M-KIL&period=2026&words=kilimeru").content.decode()
    assert 'href="/plans/CP-KIL-2026/"' in text
    assert 'href="/plans/CP-ARV-2026/"' not in text
    assert "No plan matches" in planner.get("/plans/?words=zzzz").content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_a_plan_that_may_not_be_seen_has_no_page(anyone: Client, reporter: Client, page: str) -> None:
    assert anyone.get(f"/plans/GR-LUMEN/{page}").status_code == 404
    assert reporter.get(f"/plans/GR-LUMEN/{page}").status_code == 200
    assert anyone.get(f"/plans/NO-SUCH/{page}").status_code == 404


@pytest.mark.usefixtures("rows_may_change")
def test_a_hidden_plan_stands_in_no_list_and_behind_no_link(anyone: Client) -> None:
    Plan.objects.filter(plan="CP-KIL-2026").update(visibility="unit")
    assert "Kilimeru: Country plan" not in anyone.get("/plans/").content.decode()
    assert "Kilimeru: Country plan" not in anyone.get("/plans/S2030/elements/P1/").content.decode()


def test_the_tree_stands_in_the_printed_order_with_who_answers(planner: Client) -> None:
    tree = tree_of(head("SEC-2026"))
    assert [line.element for line in tree.lines][:4] == ["OB1", "O1.1", "A1.1.1", "A1.1.2"]
    assert [line.depth for line in tree.lines][:4] == [0, 1, 2, 2]
    assert tree.by_code["O1.1"].chips[0].leads
    assert tree.by_code["A1.1.2"].years == (("2026", True), ("2027", False))
    assert tree.by_code["A1.1.2"].due == date(2026, 11, 30)


def test_a_line_says_whose_it_is_where_that_is_not_the_plans_unit(anyone: Client) -> None:
    tree = anyone.get("/plans/CP-ARV-2026/").content.decode()
    assert tree.count("line of Secretariat") == 1
    assert tree.count("line of Alpenza Relief Society") == tree.count("line of Svealta Relief Society") == 1
    assert "line of Arvenia Relief Society" not in tree
    element = anyone.get("/plans/CP-ARV-2026/elements/O2.2/").content.decode()
    assert "line of Secretariat" in element and "line of Svealta Relief Society" in element
    assert "line of" not in anyone.get("/plans/CP-ARV-2026/elements/O1.1/").content.decode()
    chapters = anyone.get("/plans/CP-ARV-2026/chapters/").content.decode()
    assert chapters.count("chapter of Alpenza Relief Society") == chapters.count("chapter of") == 1
    items = anyone.get("/api/v1/elements", {"plan": "CP-ARV-2026"}).json()["items"]
    assert {row["element"]: row["unit"] for row in items if row["unit"]} == {
        "A1.2.1": "M-ALP",
        "O2.2": "SEC",
        "A2.2.1": "M-SVE",
    }


@pytest.mark.usefixtures("rows_may_change")
def test_what_stands_below_another_units_line_is_that_units_in_the_tree_too(anyone: Client) -> None:
    Element.objects.filter(plan="CP-ARV-2026", element="A2.2.1").update(unit=None)
    lines = tree_of(replace(head("CP-ARV-2026"), unit="M-ARV")).by_code
    assert [lines[element].unit for element in ("OC2", "O2.1", "O2.2", "A2.2.1")] == ["M-ARV", "M-ARV", "SEC", "SEC"]
    assert [lines[element].written_by for element in ("O2.1", "A2.2.1")] == ["", "Secretariat"]


def test_only_what_is_behind_stands_with_all_above_it(planner: Client) -> None:
    text = planner.get("/plans/SEC-2026/?behind=yes").content.decode()
    assert "Members run home care programmes" in text
    assert "Members care for health close to home" in text
    assert "Experts reach an emergency within two days" not in text


def test_of_a_large_plan_the_upper_levels_are_shown_and_the_rest_is_a_click_away(planner: Client) -> None:
    large_plan(40, 50)
    lines = tree_of(head("BIG")).shown(Asked())
    assert len(lines) == 40 <= AT_ONCE
    assert lines[0].hidden == 50
    assert "50 below" in planner.get("/plans/BIG/").content.decode()
    assert len(tree_of(head("BIG")).shown(Asked(under="o7"))) == 51


def test_an_element_shows_the_first_target_the_decision_and_its_reason(planner: Client) -> None:
    text = planner.get("/plans/SEC-2026/elements/O1.1/").content.decode()
    assert "first set at 24" in text
    assert "After Cyclone Amara the need grew" in text
    assert "People come through disasters and crises" in text
    assert "Visas for experts are given within a day" in text


def test_what_a_plan_serves_adds_up_on_its_page(planner: Client) -> None:
    facts = Answer.objects.get(kind="linkage", audience="whole", key="SEC-2026").facts
    text = planner.get("/plans/SEC-2026/line-of-sight/?money=requirement-CHF").content.decode()
    (total,) = [one for one in facts["totals"] if one["stage"] == "requirement"]
    assert f"{int(total['amount']):,}".replace(",", "\u202f") in text
    assert "<svg" in text


def test_a_framework_shows_what_every_plan_brings_to_it(planner: Client) -> None:
    facts = Answer.objects.get(kind="reaching", audience="whole", key="S2030").facts
    for role in ("need", "income", "use"):
        text = planner.get(f"/plans/S2030/line-of-sight/?role={role}").content.decode()
        for part in facts["elements"]["P1"][role]["plans"]:
            assert f"{part['amount'] // 10_000:,}".replace(",", "\u202f") in text


def test_chapters_say_what_is_not_stated(planner: Client) -> None:
    assert "Not stated" in planner.get("/plans/MC-2009-2010/chapters/").content.decode()


def test_what_people_wrote_is_shown_and_never_run() -> None:
    html = rendered(
        "# A\n<script>alert(1)</script>\n\n[x](javascript:alert(1)) ![p](http://elsewhere/p.png)\n\n|a|\n|-|\n|b|"
    )
    assert "<script" not in html
    assert 'href="javascript' not in html
    assert "<img" not in html
    assert "<h3>A</h3>" in html
    assert "<td>b</td>" in html


@pytest.mark.parametrize("plan", ["S2030", "HWO-2013", "GS-2008-2011", "STRATEGY-2010", "CS-2003"])
@pytest.mark.parametrize("page", PAGES)
def test_plans_that_state_little_say_so(planner: Client, plan: str, page: str) -> None:
    response = planner.get(f"/plans/{plan}/{page}")
    assert response.status_code == 200
    title = "Strategy 2010" if plan == "STRATEGY-2010" else None
    assert title is None or escape(title) in response.content.decode()


def test_the_number_of_queries_does_not_grow(
    planner: Client, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    large_plan(10, 30)
    for page in ("/plans/", "/plans/STRATEGY-2010/", "/plans/S2030/", "/plans/BIG/", "/plans/S2030/indicators/"):
        with django_assert_max_num_queries(25):
            assert planner.get(page).status_code == 200
    for page in ("/plans/S2030/line-of-sight/", "/plans/SEC-2026/line-of-sight/", "/plans/SEC-2026/elements/O1.1/"):
        with django_assert_max_num_queries(45):
            assert planner.get(page).status_code == 200


def test_a_priority_shows_the_money_that_plans_bring_to_it(planner: Client) -> None:
    facts = Answer.objects.get(kind="reaching", audience="whole", key="S2030").facts
    text = planner.get("/plans/S2030/elements/P1/").content.decode()
    assert f"{facts['elements']['P1']['need']['amount'] // 10_000:,}".replace(",", "\u202f") in text


@pytest.mark.parametrize("plan", ["SEC-2026", "CP-KIL-2026", "GS-2008-2011", "MC-2009-2010"])
def test_a_flow_ends_in_the_money_itself_which_is_all_that_is_shown(plan: str) -> None:
    linkage = Answer.objects.get(kind="linkage", audience="whole", key=plan).facts
    for sort in sight.sorts(linkage):
        for via in sight.paths(linkage):
            flow = sight_pictures.flow_of_plan(linkage, via, sort)
            if flow is None:
                continue
            (money,) = [stop for stop in flow.stops if stop.stage == max(one.stage for one in flow.stops)]
            tops = {stop.key for stop in flow.stops} - {stream.target for stream in flow.streams}
            reached = sum(stream.number for stream in flow.streams if stream.source in tops)
            assert money.name == "Money"
            assert sum(stream.number for stream in flow.streams if stream.target == money.key) == reached
