"""The API: every route answers and is described, errors have one shape, and nothing hidden comes out."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from remit import exact
from remit.observations import SEES
from remit_web.collection.models import Observation
from remit_web.figures.models import Answer, Figure
from remit_web.plans.models import Plan

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

ROUTES = (
    "/federation", "/units", "/units/{unit}", "/trees", "/indicators", "/indicators/{indicator}", "/rounds", "/figures",
    "/observations", "/plans", "/plans/{plan}", "/plans/{plan}/linkage", "/plans/{plan}/funding", "/elements", "/money",
)  # fmt: skip


def got(client: Client, path: str, status: int = 200, **query: Any) -> Any:
    response = client.get(f"/api/v1{path}", query)
    assert response.status_code == status, response.content[:300]
    return response.json()


def filled(path: str) -> str:
    plan = Plan.objects.filter(visibility="public", kind="country plan").values_list("plan", flat=True)[0]
    return path.format(unit="M-ARV", indicator="reached", plan=plan)


@pytest.mark.django_db
def test_the_routes_described_are_the_routes_there_are(anyone: Client) -> None:
    assert sorted(got(anyone, "/openapi.json")["paths"]) == sorted(f"/api/v1{path}" for path in ROUTES)


@pytest.mark.parametrize("path", ROUTES)
def test_every_route_answers(anyone: Client, path: str) -> None:
    answer = got(anyone, filled(path))
    assert answer
    if "items" in answer:
        assert answer["count"] >= len(answer["items"])


def test_the_page_for_people_names_every_route(anyone: Client) -> None:
    page = anyone.get("/api/v1/docs").content.decode()
    assert all(f"GET /api/v1{path}" in page for path in ROUTES)


def test_every_parameter_says_what_it_means(anyone: Client) -> None:
    asked = [
        (path, one) for path, of in got(anyone, "/openapi.json")["paths"].items() for one in of["get"]["parameters"]
    ]
    assert len(asked) >= 40
    dumb = [f"{path}: {one['name']}" for path, one in asked if not one["schema"].get("description")]
    assert not dumb, "\n".join(dumb)
    page = anyone.get("/api/v1/docs").content.decode()
    assert not re.findall(r"<code>\w+</code></th><td></td><td>", page)


def test_the_first_address_says_where_the_api_is_described(anyone: Client) -> None:
    for address in got(anyone, "/").values():
        assert anyone.get(address).status_code == 200


@pytest.mark.parametrize(
    ("path", "status"), [("/units/NOBODY", 404), ("/nowhere", 404), ("/units?page=0", 422), ("/money?limit=99999", 422)]
)
def test_errors_have_one_shape(anyone: Client, path: str, status: int) -> None:
    answer = anyone.get(f"/api/v1{path}")
    assert answer.status_code == status
    assert set(answer.json()) == {"error"} and set(answer.json()["error"]) == {"code", "message"}


def test_pages_of_a_list_hold_every_row_once(anyone: Client) -> None:
    address, found = "/api/v1/units?limit=70", []
    while address:
        page = anyone.get(address).json()
        found += [row["unit"] for row in page["items"]]
        address = page["next"]
    assert len(found) == len(set(found)) == page["count"]


def test_values_are_exact_texts(anyone: Client) -> None:
    row = got(anyone, "/observations", indicator="reached", unit="M-ARV", cell="", limit=1)["items"][0]
    assert row["value"] == exact.text(Observation.objects.values_list("value", flat=True).get(id=row["id"]) or 0)


def test_a_reader_gets_the_values_of_their_audience(anyone: Client, reporter: Client, planner: Client) -> None:
    counts = {
        name: got(client, "/observations", limit=1)["count"]
        for name, client in {"anyone": anyone, "reporter": reporter, "planner": planner}.items()
    }
    standing = Observation.objects.exclude(id__in=Observation.objects.exclude(supersedes=None).values("supersedes"))
    standing = standing.exclude(status="withdrawn")
    assert counts["anyone"] == standing.filter(visibility="public").count()
    assert counts["planner"] == standing.filter(visibility__in=SEES["whole"]).count()
    assert counts["anyone"] < counts["reporter"] < counts["planner"]


def test_a_unit_of_ones_own_shows_its_whole_figures_and_no_other_does(reporter: Client) -> None:
    def audience(unit: str) -> str:
        shown = {(row["indicator"], row["period"]): row["value"] for row in got(reporter, "/figures", unit=unit, cell="", limit=1000)["items"]}  # fmt: skip
        return next(
            of
            for of in ("federation", "whole")
            if shown == {
                (row.indicator, row.period): row.value for row in Figure.objects.filter(unit=unit, cell="", audience=of)
            }
        )  # fmt: skip

    other = (
        Observation.objects.filter(visibility="unit").exclude(unit__contains="ARV").values_list("unit", flat=True)[0]
    )
    assert audience(other) == "federation"
    shown = got(reporter, "/figures", unit="M-ARV", limit=1)["count"]
    assert shown == Figure.objects.filter(unit="M-ARV", audience="whole", seen_from="").count()


@pytest.mark.usefixtures("rows_may_change")
def test_a_hidden_plan_is_nowhere(anyone: Client, planner: Client) -> None:
    plan = Plan.objects.filter(visibility="public").values_list("plan", flat=True)[0]
    Plan.objects.filter(plan=plan).update(visibility="unit")
    for path in ("", "/linkage", "/funding"):
        got(anyone, f"/plans/{plan}{path}", 404)
    for path in ("/plans", "/elements", "/money", "/observations"):
        assert plan not in [row["plan"] for row in got(anyone, path, limit=1000)["items"]]
    assert got(planner, f"/plans/{plan}")["plan"] == plan


@pytest.mark.parametrize(
    "path", ["/units", "/plans", "/elements", "/money", "/observations", "/figures", "/indicators"]
)
def test_more_rows_need_no_more_queries(
    reporter: Client, django_assert_max_num_queries: DjangoAssertNumQueries, path: str
) -> None:
    counts = []
    for limit in (3, 300):
        with django_assert_max_num_queries(12) as asked:
            got(reporter, path, limit=limit)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_funding_of_a_plan_is_exact_and_adds_up(reporter: Client) -> None:
    kept = Answer.objects.get(kind="funding", key="CP-PAD-2026", audience="federation").facts
    found = got(reporter, "/plans/CP-PAD-2026/funding")
    assert found["refused"] is None and found["currency"] == kept["currency"]
    assert found["whole"]["required"]["amount"] == exact.text(kept["whole"]["required"][0])
    for kind, measure in (("need", "required"), ("use", "spent"), ("earmarked", "earmarked")):
        rows = [Decimal(row["amount"]) for row in found["rows"] if row["kind"] == kind]
        lines = [Decimal(line[measure]["amount"] or 0) for line in found["lines"]]
        assert sum(rows) == sum(lines) == Decimal(found["whole"][measure]["amount"])


def test_the_linkage_of_a_plan_is_the_engines(reporter: Client) -> None:
    kept = Answer.objects.get(kind="linkage", key="CP-PAD-2026", audience="federation").facts
    assert got(reporter, "/plans/CP-PAD-2026/linkage") == {**kept, "refused": None}


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        ("funding", {"need": "requirement", "refused": {"code": "MissingRate", "says": "No rate"}}),
        ("linkage", {"refused": "No rate"}),
    ],
)
def test_what_cannot_be_worked_out_says_why(reporter: Client, kind: str, facts: dict[str, Any]) -> None:
    Answer.objects.filter(kind=kind, key="CP-PAD-2026").update(facts=facts)
    refused = got(reporter, f"/plans/CP-PAD-2026/{kind}")["refused"]
    assert set(refused) == {"code", "says"} and refused["says"] == "No rate"
