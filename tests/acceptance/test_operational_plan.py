"""`remit link` of the operational plan gives the Union's published table, and its parts add up exactly."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .conftest import Remit

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
PLAN = EXAMPLES / "operational-plan" / "plans" / "GS-2008-2011.yaml"
# Document WG-SP-FP-06/29, thousands of Swiss francs
COSTS = {
    "Plenipotentiary Conference": (11_804, "1234"),
    "Council & Working groups": (28_195, "123"),
    "Budget, Corporate Governance and Comm": (67_677, "1235"),
    "WSIS-General": (5_680, "2345"),
    "ITU TELECOM": (17_708, "345"),
    "Intersectoral Coordination": (1_553, "12345"),
}
OBJECTIVES = {"1": 29_579, "2": 30_999, "3": 36_902, "4": 10_584, "5": 24_553}


@pytest.fixture(scope="module")
def link(remit: Remit) -> Any:
    return remit("link", PLAN, "--format", "json").json


def test_each_output_costs_what_is_published_and_serves_what_it_serves(link: Any) -> None:
    outputs = {one["title"]: one for one in link["elements"] if one["level"] == "output"}
    codes = {one["element"]: one["code"] for one in link["elements"]}
    assert {title: _amount(one) for title, one in outputs.items()} == {
        title: Decimal(cost) * 1000 for title, (cost, _) in COSTS.items()
    }
    for title, (_, serves) in COSTS.items():
        assert sorted(codes[to["element"]] for to in outputs[title]["to"]) == list(serves)
        assert {to["share"] for to in outputs[title]["to"]} == {f"1/{len(serves)}"}


def test_each_objective_rounds_to_the_published_figure_which_is_shown(link: Any) -> None:
    objectives = {one["code"]: one for one in link["elements"] if one["level"] == "objective"}
    assert {code: round(_amount(one) / 1000) for code, one in objectives.items()} == OBJECTIVES
    for code, one in objectives.items():
        (stated,) = one["stated"]
        assert (stated["printed"], stated["printed_in"]) == (str(OBJECTIVES[code]), 1000)
        assert "WG-SP-FP-06/29" in stated["source"]


def test_parts_add_up_to_the_whole_to_the_cent(link: Any) -> None:
    parts: dict[str, Decimal] = {}
    for one in link["elements"]:
        if one["level"] == "output":
            amounts = {to["element"]: Decimal(to["amounts"][0]["amount"]) for to in one["to"]}
            assert sum(amounts.values()) == _amount(one)
            for objective, amount in amounts.items():
                parts[objective] = parts.get(objective, Decimal(0)) + amount
    objectives = {one["element"]: _amount(one) for one in link["elements"] if one["level"] == "objective"}
    assert parts == objectives
    (total,) = link["totals"]
    assert sum(objectives.values()) == Decimal(total["amount"]) == Decimal(132_617_000)


def test_the_table_shows_computed_and_published_figures_in_thousands(remit: Remit) -> None:
    lines = remit("link", PLAN).output.splitlines()
    assert any("thousands of CHF" in line for line in lines)
    for code, figure in OBJECTIVES.items():
        (line,) = [line for line in lines if line.split()[:3] == [code, "Objective", code]]
        assert line.count(f"{figure:,}") == 2
    for title, (cost, serves) in COSTS.items():
        (line,) = [line for line in lines if title in line]
        assert f"{cost:,}" in line
        assert " ".join(serves) in line
    assert any("132,617" in line and "total" in line.lower() for line in lines)


def test_the_programme_shows_printed_equivalents_beside_what_the_implied_rates_give(remit: Remit) -> None:
    said = remit("walk", EXAMPLES / "movement-cooperation").output
    for fact in ("1,238,316 CHF", "1,131,915 USD", "788,736 EUR", "1.094 CHF", "1.57 CHF"):
        assert fact in said
    cent = Decimal("0.01")
    for rate in ("1.094", "1.57"):
        assert f"{(Decimal(1_238_316) / Decimal(rate)).quantize(cent):,}" in said


def test_the_common_services_budget_is_the_sum_of_its_six_lines_in_no_stated_currency(remit: Remit) -> None:
    link = remit("link", EXAMPLES / "common-services" / "plans" / "CS-2003.yaml", "--format", "json").json
    (total,) = link["totals"]
    assert (total["amount"], total["currency"]) == ("1632000", "XXX")
    lines = [one for one in link["elements"] if one["parent"] == "budget"]
    assert len(lines) == 6
    assert sum(map(_amount, lines)) == Decimal(total["amount"])
    said = remit("walk", EXAMPLES / "common-services").output
    assert "1,632,000" in said
    assert "no currency stated" in said


def _amount(element: Any) -> Decimal:
    (amount,) = element["amounts"]
    return Decimal(amount["amount"])
