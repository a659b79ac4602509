"""Indicators add up by rules that fit them; amounts in another currency have a rate."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from remit.checks import CHECKS

if TYPE_CHECKING:
    from collections.abc import Callable

    from remit.problems import Problem

    Codes = Callable[..., list[str]]
    Found = Callable[..., list[Problem]]

RATE = {"currency": "USD", "valid_from": date(2008, 1, 1), "rate": "1.094"}


def rule(measure: str, over_units: str, over_time: str = "none", **more: Any) -> dict[str, Any]:
    return {"indicator": "V", "measure": measure, "over_units": over_units, "over_time": over_time, **more}


@pytest.mark.parametrize(
    ("indicator", "expected", "field"),
    [
        (rule("ratio", "sum"), "measure-is-not-added", "over_units"),
        (rule("ratio", "ratio", "mean"), "measure-is-not-added", "over_time"),
        (rule("mean", "sum"), "measure-is-not-added", "over_units"),
        (rule("count", "ratio"), "rule-needs-ratio", "over_units"),
        (rule("count", "weighted mean"), "no-weight", "weight"),
        (rule("count", "count"), "no-condition", "condition"),
        (rule("count", "count", condition="three"), "bad-condition", "condition"),
        (rule("amount", "sum"), "no-currency", "currency"),
        (rule("count", "sum", made_of="A and B"), "bad-made-of", "made_of"),
        (rule("count", "sum", made_of="sum: A B"), "unknown-part", "made_of"),
        (rule("count", "sum", made_of="sum: V"), "made-of-itself", "made_of"),
        (rule("ratio", "ratio", denominator="V"), "made-of-itself", "denominator"),
    ],
)
def test_a_rule_that_does_not_fit_is_refused(
    found: Found, indicator: dict[str, Any], expected: str, field: str
) -> None:
    observations = [{"value": 1, "denominator": None}]
    problems = [problem for problem in found(indicators=[indicator], observations=observations) if problem.blocks]
    assert [(problem.code, problem.where.field) for problem in problems] == [(expected, field)]
    assert all(str(problem) for problem in problems)


@pytest.mark.parametrize(
    "indicator",
    [
        rule("ratio", "ratio", "ratio"),
        rule("mean", "weighted mean"),
        rule("yes/no", "count"),
        rule("count", "count", condition=">= 3"),
        rule("amount", "sum", currency="XXX"),
    ],
)
def test_a_rule_that_fits_is_accepted(codes: Codes, indicator: dict[str, Any]) -> None:
    assert codes(indicators=[indicator]) == []


def test_indicators_made_of_each_other_are_found(codes: Codes) -> None:
    one, other = {"indicator": "V", "made_of": "sum: W"}, {"indicator": "W", "made_of": "max: V"}
    assert codes(indicators=[one, other]) == ["made-of-itself"]


def money(currency: str, **more: Any) -> list[dict[str, Any]]:
    return [{"amount": 5, "currency": currency, "on": date(2008, 6, 1), **more}]


def plan(currency: str) -> list[dict[str, Any]]:
    return [{"plan": "P", "currency": currency}]


def test_an_amount_in_another_currency_needs_a_rate_on_or_before_its_day(found: Found, codes: Codes) -> None:
    [problem] = found(plans=plan("CHF"), money=money("USD"))
    assert (problem.code, str(problem.where), problem.blocks) == (
        "missing-rate",
        "money.csv:2:currency",
        True,
    )
    assert "5 USD" in problem.says
    assert codes(plans=plan("CHF"), money=money("USD"), rates=[RATE]) == []


def test_a_later_rate_is_never_used(codes: Codes) -> None:
    later = [{**RATE, "valid_from": date(2008, 6, 2)}]
    assert codes(plans=plan("CHF"), money=money("USD"), rates=later) == ["missing-rate"]


def test_a_rate_may_lead_over_a_third_currency(codes: Codes) -> None:
    rates = [RATE, {**RATE, "currency": "EUR"}]
    assert codes(plans=plan("EUR"), money=money("USD"), rates=rates) == []


@pytest.mark.parametrize(("of_plan", "of_money"), [("CHF", "CHF"), ("CHF", "XXX"), ("XXX", "USD"), ("XXX", "XXX")])
def test_what_is_never_converted_needs_no_rate(codes: Codes, of_plan: str, of_money: str) -> None:
    assert codes(plans=plan(of_plan), money=money(of_money)) == []


def test_an_amount_that_is_not_stated_needs_no_rate(codes: Codes) -> None:
    assert codes(plans=plan("CHF"), money=money("USD", amount=None)) == []


def test_every_check_is_a_module_of_its_own_that_says_what_it_holds() -> None:
    modules = [check.__module__ for check in CHECKS]
    assert len(set(modules)) == len(modules)
    assert {check.__name__ for check in CHECKS} == {"check"}
