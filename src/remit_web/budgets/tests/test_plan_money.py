"""Money of plans: every amount is the engine's, and opens rows that add up to it."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

from remit import Federation, exact
from remit.calculations.funding import funding
from remit.calculations.standing import KINDS, Line
from remit_web.budgets import fundings
from remit_web.budgets.fundings import Asked
from remit_web.budgets.models import Money
from remit_web.figures.models import Answer
from remit_web.plans.models import Plan
from remit_web.store import DatabaseStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client

pytestmark = pytest.mark.django_db
SUMS = ("required", "available", "earmarked", "unearmarked", "spent")


@pytest.fixture(scope="module")
def federation(django_db_setup: None, django_db_blocker: Any) -> Federation:
    with django_db_blocker.unblock():
        return DatabaseStore().read()


def kept() -> dict[str, dict[str, Any]]:
    return {row.key: {**fundings.EMPTY, **row.facts} for row in Answer.objects.filter(kind="funding", audience="whole")}


def asked_of(facts: dict[str, Any]) -> Iterator[Asked]:
    """Yield every figure that a page can ask for."""
    for measure in KINDS:
        yield Asked(measure)
        yield from (Asked(measure, element=element) for element in facts["elements"])
        yield from (Asked(measure, *_line(line), is_line=True) for line in facts["lines"])
        yield from (Asked(measure, kept_by=holder) for holder in facts["holders"])
    for source in facts["sources"]:
        for measure in ("earmarked", "unearmarked", "available"):
            yield Asked(measure, fund=source["fund"], contribution=source["contribution"])
    yield from (Asked("spent", quarter=quarter) for quarter in facts["periods"])


def _line(line: dict[str, Any]) -> tuple[str, str, str]:
    return line["element"], line["holder"], line["category"]


def test_the_rows_behind_every_sum_add_up_to_it() -> None:
    many = 0
    for plan, facts in kept().items():
        for asked in asked_of(facts):
            sums = fundings.figure(facts, asked)
            assert sums is not None, (plan, asked)
            stated = [row["amount"] for row in fundings.rows_of(facts, asked) if row["amount"] is not None]
            if asked.measure in SUMS:
                many += 1
                assert (sum(stated) if stated else None) == sums[0], (plan, asked)
            else:
                lines = [line[asked.measure][0] for line in fundings.lines_of(facts, asked)]
                assert sum(one or 0 for one in lines) == (sums[0] or 0), (plan, asked)
    assert many > 500


def test_the_rows_behind_a_figure_are_the_engines(federation: Federation) -> None:
    for plan, facts in kept().items():
        if facts["refused"]:
            continue
        engine = funding(federation, plan, need=facts["need"], engine="reference")
        for measure in KINDS:
            for element in ("", *engine.elements):
                rows = {row["id"] for row in fundings.rows_of(facts, Asked(measure, element=element))}
                assert rows == {row["id"] for row in engine.made_of(measure, element)}, (plan, measure, element)
            for line in engine.lines:
                rows = {row["id"] for row in fundings.rows_of(facts, Asked(measure, *line, is_line=True))}
                assert rows == {row["id"] for row in engine.made_of(measure, Line(*line))}, (plan, measure, line)


def test_the_page_shows_what_the_engine_says(federation: Federation, planner: Client) -> None:
    found = funding(federation, "CP-PAD-2026")
    text = planner.get("/plans/CP-PAD-2026/money/").content.decode()
    for amount in (found.whole.required, found.whole.available, found.whole.spent, found.whole.gap):
        assert amount.value is not None
        assert f"{int(exact.to_decimal(amount.value)):,}".replace(",", "\u202f") in text


def test_what_passes_between_units_is_left_out_and_said(planner: Client) -> None:
    text = planner.get("/plans/CP-PAD-2026/money/").content.decode()
    assert "passes between units of this plan" in text
    assert "200\u202f000" in planner.get("/plans/CP-PAD-2026/money/explained/?measure=between").content.decode()


def test_every_amount_on_the_page_opens(planner: Client) -> None:
    text = planner.get("/plans/SEC-2026/money/").content.decode()
    addresses = {unescape(to) for to in re.findall(r'class="fig" href="([^"]+)"', text)}
    assert len(addresses) > 100
    for to in sorted(addresses)[::9]:
        assert planner.get(to).status_code == 200, to


@pytest.mark.parametrize("query", ["measure=nothing", "element=NO", "kept_by=NOBODY", "measure=spent&quarter=1999Q1"])
def test_a_figure_of_nothing_has_no_page(planner: Client, query: str) -> None:
    assert planner.get(f"/plans/SEC-2026/money/explained/?{query}").status_code == 404


@pytest.mark.usefixtures("rows_may_change")
def test_a_hidden_plans_money_is_not_there(anyone: Client, planner: Client) -> None:
    Plan.objects.filter(plan="CP-PAD-2026").update(visibility="unit")
    assert anyone.get("/plans/CP-PAD-2026/money/").status_code == 404
    assert anyone.get("/plans/CP-PAD-2026/money/explained/?measure=gap").status_code == 404
    assert planner.get("/plans/CP-PAD-2026/money/").status_code == 200


def test_what_stops_a_calculation_is_said_and_no_amount_is_shown(planner: Client) -> None:
    refused = {"need": "requirement", "refused": {"code": "Refused", "says": "No rate of USD on 2026-01-01."}}
    Answer.objects.filter(kind__in=("funding", "plan"), key="CP-KIL-2026").update(facts=refused)
    for page in ("/plans/", "/plans/CP-KIL-2026/", "/plans/CP-KIL-2026/money/", "/plans/CP-KIL-2026/elements/O1.1/"):
        assert "No rate of USD" in planner.get(page).content.decode(), page


@pytest.mark.usefixtures("rows_may_change")
def test_a_corrected_amount_shows_what_it_was(planner: Client) -> None:
    of = Money.objects.filter(plan="SEC-2026", stage="expenditure", element="O1.1").order_by("number")
    before, after = of.values_list("id", flat=True)[:2]
    Money.objects.filter(id=after).update(supersedes=before, reason="Booked twice")
    text = planner.get("/plans/SEC-2026/money/explained/?measure=spent&element=O1.1").content.decode()
    assert "Booked twice" in text


def test_the_number_of_queries_does_not_grow(
    planner: Client, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for plan in ("CP-MEN-2026", "SEC-2026"):
        with django_assert_max_num_queries(25):
            planner.get(f"/plans/{plan}/money/")
        with django_assert_max_num_queries(25):
            planner.get(f"/plans/{plan}/money/explained/?measure=gap")


def test_an_amount_shows_what_the_source_prints_it_as(planner: Client) -> None:
    text = planner.get("/plans/MC-2009-2010/money/explained/?measure=required").content.decode()
    assert "1\u202f131\u202f915 USD" in text
    assert "788\u202f736 EUR" in text
