"""The lines behind an amount along the line of sight: what part of each is in it. They add up to it, to the cent."""

from __future__ import annotations

from dataclasses import asdict
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from remit import exact
from remit.calculations.linkage import link
from remit.calculations.money_reaching import money_reaching
from remit.calculations.rows_behind import kept_once, rows_behind

from .test_linkage import Case, networks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from remit.calculations.rows_behind import RowBehind
    from remit.federation import Federation

FINEST = 6
"""So many units at most an amount was rounded by on its way here, at each of a few steps."""


def behind(
    federation: Federation, made_of: Mapping[str, Fraction], total: int | None, stage: str, currency: str
) -> list[RowBehind]:
    kept, _ = kept_once([row for row in federation.rows("money") if row["plan"] == "P"])
    elements = {row["element"] for row in federation.rows("elements") if row["plan"] == "P"}
    some = [row for row in kept if (row["stage"], row["currency"]) == (stage, currency)]
    return rows_behind(some, elements, made_of, total)


def said(rows: list[RowBehind]) -> list[tuple[str, str, str | None]]:
    """Return of each line its element, its share and its part, in francs."""
    return [
        (one.row["element"], str(one.share), exact.text(one.amount) if one.amount is not None else None) for one in rows
    ]


def test_an_objective_opens_the_lines_that_reach_it(shared_out: Case) -> None:
    """Of 100 a third reaches the objective, of 50 a half: 33.33 and 25 make up its 58.33."""
    linkage = link(shared_out.federation(), "P")
    one = linkage.element("a")
    assert one.amounts[0].amount is not None and exact.text(one.amounts[0].amount) == "58.33"
    rows = behind(shared_out.federation(), one.made_of, one.amounts[0].amount, "requirement", "CHF")
    assert said(rows) == [("o", "1/3", "33.33"), ("p", "1/2", "25")]


@pytest.fixture
def shared_out() -> Case:
    case = Case().elements("objective", "a", "b").elements("output", "o", "p").line("o", 100).line("p", 50)
    for output, first in (("o", Fraction(1, 3)), ("p", Fraction(1, 2))):
        case.link(output, "a", first).link(output, "b", 1 - first)
    return case


def test_a_share_of_a_share_is_one_share_of_the_line() -> None:
    """Half of the output goes to the objective, half of that to the goal: a quarter of its lines, 25 of 100 and 15 of 60."""
    case = (
        Case()
        .elements("goal", "g")
        .elements("objective", "a")
        .elements("output", "o")
        .elements("activity", "x", parent="o")
    )
    case.line("o", 100).line("x", 60).link("o", "a", "1/2").link("a", "g", "1/2")
    one = link(case.federation(), "P").element("g")
    rows = behind(case.federation(), one.made_of, one.amounts[0].amount, "requirement", "CHF")
    assert said(rows) == [("o", "1/4", "25"), ("x", "1/4", "15")]


def test_a_cent_that_cannot_be_split_goes_to_one_line() -> None:
    """Three lines of 1 with a third each to the objective: 0.34, 0.33 and 0.33 make up its 1."""
    case = Case().elements("objective", "a", "b").elements("output", "o").link("o", "a", "1/3").link("o", "b", "2/3")
    case.line("o", 1).line("o", 1).line("o", 1)
    one = link(case.federation(), "P").element("a")
    rows = behind(case.federation(), one.made_of, one.amounts[0].amount, "requirement", "CHF")
    assert [exact.text(row.amount or 0) for row in rows] == ["0.34", "0.33", "0.33"]


def test_a_line_that_states_no_amount_is_behind_it_and_adds_nothing() -> None:
    """One line of 100 and one not stated: both are named, and the amount is 100, incomplete."""
    case = Case().elements("objective", "a").elements("output", "o").link("o", "a", 1).line("o", 100).line("o", None)
    one = link(case.federation(), "P").element("a")
    rows = behind(case.federation(), one.made_of, one.amounts[0].amount, "requirement", "CHF")
    assert said(rows) == [("o", "1", "100"), ("o", "1", None)]


def test_money_between_units_is_behind_no_amount() -> None:
    """100 pass from the secretariat to the member, which spends 150: the 150 are behind what is spent."""
    case = Case().elements("output", "o").line("o", 100, holder="SEC", counterpart="KEN", stage="expenditure")
    case.line("o", 150, holder="KEN", stage="expenditure")
    one = link(case.federation(), "P").element("o")
    rows = behind(case.federation(), one.made_of, one.amounts[0].amount, "expenditure", "CHF")
    assert [(row.row["holder"], exact.text(row.amount or 0)) for row in rows] == [("KEN", "150")]


@settings(max_examples=40, deadline=None)
@given(networks())
def test_lines_always_add_up_to_the_amount_they_are_behind(case: Case) -> None:
    """To the smallest unit, whatever the shares; and none is further from its exact part than rounding on the way explains."""
    federation = case.federation()
    linkage = link(federation, "P")
    amounts = [(one.made_of, amount) for one in linkage.elements for amount in one.amounts]
    for made_of, amount in amounts:
        rows = behind(federation, made_of, amount.amount, amount.stage, amount.currency)
        stated = [row for row in rows if row.amount is not None]
        assert bool(stated) == (amount.amount is not None)
        assert sum(row.amount or 0 for row in stated) == (amount.amount or 0)
        unit = exact.SCALE if amount.currency == "JPY" else exact.SCALE // 100
        assert all(abs((row.amount or 0) - row.row["amount"] * row.share) <= FINEST * unit for row in stated)
    for total in linkage.totals:
        for served in total.serves:
            rows = behind(federation, served.made_of, served.linked, total.amount.stage, total.amount.currency)
            assert sum(row.amount or 0 for row in rows) == served.linked


def test_what_each_plan_brings_to_a_framework_opens_its_lines() -> None:
    """Half of the output's two lines of 60 and 30 reaches the goal of the strategy: 45, of which 30 and 15 are theirs."""
    case = Case().elements("goal", "s", plan="S").elements("output", "o").link("o", "s", "1/2", to_plan="S")
    case.line("o", 60, currency="CHF").line("o", 30, currency="CHF")
    found = money_reaching(case.federation(), "S", currency="CHF")
    (part,) = found.of("s", "need").plans
    lines = [asdict(line) for line in found.lines if (line.plan, line.role) == ("P", "need")]
    rows = rows_behind(lines, {"o"}, found.made_of["P", "s"], part.amount)
    assert exact.text(part.amount or 0) == "45"
    assert [(one.row["id"], str(one.share), exact.text(one.amount or 0)) for one in rows] == [
        ("m1", "1/2", "30"), ("m2", "1/2", "15"),
    ]  # fmt: skip
