"""Every code that a row names must be known; a code like it is suggested."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from remit.exchange.base import Rows
from remit.intake import take_in
from remit.intake.references import UNKNOWN
from remit.schema import TABLES

if TYPE_CHECKING:
    from remit.federation import Federation

OBSERVATION = {"indicator": "V", "unit": "KEN", "period": "2008", "value": 1, "status": "reported"}
MONEY = {"plan": "P", "element": "E", "stage": "approved", "amount": 1, "currency": "CHF"}
LINK = {"from_plan": "P", "from_element": "E", "to_plan": "P", "to_element": "E", "kind": "serves"}


@pytest.mark.parametrize(
    ("table", "row", "field", "code"),
    [
        ("observations", {**OBSERVATION, "unit": "KEM"}, "unit", "unknown-unit"),
        ("observations", {**OBSERVATION, "indicator": "W"}, "indicator", "unknown-indicator"),
        ("observations", {**OBSERVATION, "plan": "Q"}, "plan", "unknown-plan"),
        ("money", {**MONEY, "element": "F"}, "element", "unknown-element"),
        ("money", {**MONEY, "plan": None}, "element", "element-without-plan"),
        ("money", {**MONEY, "fund": "F"}, "fund", "unknown-fund"),
        ("money", {**MONEY, "contribution": "C"}, "contribution", "unknown-contribution"),
        ("links", {**LINK, "to_plan": "Q"}, "to_plan", "unknown-plan"),
        ("links", {**LINK, "to_element": "F"}, "to_element", "unknown-element"),
        ("elements", {"plan": "P", "element": "F", "level": "M"}, "level", "unknown-level"),
        ("elements", {"plan": "P", "element": "F", "level": "L", "parent": "G"}, "parent", "unknown-element"),
        ("elements", {"plan": "P", "element": "F", "level": "L", "unit": "KEM"}, "unit", "unknown-unit"),
        ("sections", {"plan": "P", "section": "S", "order": 1, "title": "T", "unit": "KEM"}, "unit", "unknown-unit"),
        ("mandates", {"plan": "P", "element": "E", "decision": "D"}, "decision", "unknown-decision"),
        ("expected", {"round": "R", "unit": "KEN", "indicator": "V"}, "round", "unknown-round"),
        ("equivalents", {"money": "m-1", "currency": "USD", "amount": 1}, "money", "unknown-money"),
        (
            "responsibilities",
            {"plan": "P", "no": 1, "elements": "E F", "unit": "KEN", "role": "lead"},
            "elements",
            "unknown-element",
        ),
    ],
)
def test_a_code_that_is_not_known_is_a_problem_at_its_field(
    ground: Federation, table: str, row: dict[str, Any], field: str, code: str
) -> None:
    rows = Rows("new.csv")
    rows.add(table, "7", **row)
    assert (code, f"new.csv:7:{field}") in [
        (problem.code, str(problem.where)) for problem in take_in(ground, rows.reading()).problems
    ]


def test_a_code_like_it_is_suggested(ground: Federation) -> None:
    rows = Rows("new.csv")
    rows.add("observations", "7", **{**OBSERVATION, "unit": "ken"})
    [problem] = take_in(ground, rows.reading()).problems
    assert "Perhaps KEN?" in problem.mend


def test_what_comes_with_it_is_known(ground: Federation) -> None:
    rows = Rows("new.csv")
    rows.add("observations", "2", **{**OBSERVATION, "unit": "TZA"})
    rows.add("units", "3", unit="TZA", kind="member")
    assert take_in(ground, rows.reading()).problems == []


def test_every_table_that_is_named_by_a_column_has_its_problem() -> None:
    named = {column.to for table in TABLES.values() for column in table.columns if column.to}
    assert named == set(UNKNOWN)
