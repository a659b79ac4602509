"""Priorities: one row for each top element of a strategy. Each case runs on both engines."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from remit import exact
from remit.calculations.priorities import Priority, priorities
from remit.errors import WrongUse

from .conftest import given

if TYPE_CHECKING:
    from remit.calculations.money_reaching import Reaching
    from remit.engines import Engine

DAY = date(2010, 9, 30)

STRATEGY = """
units
unit | kind       | parent
F    | federation |
A    | member     | F
B    | member     | F

plans
plan | unit | kind         | currency | period    | visibility
S    | F    | strategy     | CHF      | 2010/2012 | public
PA   | A    | country plan | CHF      | 2010      | federation
PB   | B    | country plan | EUR      | 2010      | federation
PC   | B    | country plan | CHF      | 2010      | unit

levels
plan | level    | name     | is
S    | part     | Part     | heading
S    | priority | Priority | goal
S    | result   | Result   | outcome

elements
plan | element | parent | level    | order | code
S    | what    |        | part     | 1     |
S    | health  | what   | priority | 1     | 1
S    | less    | health | result   | 1     | 1.1
S    | trust   | what   | priority | 2     | 2
PA   | water   |        | output   | 1     |
PB   | clinic  |        | output   | 1     |
PC   | draft   |        | output   | 1     |

indicators
indicator | over_time
reached   | sum
trust     | last

plan_indicators
plan | element | indicator
S    | less    | reached
S    | trust   | trust

"""

VALUES = """
decisions
decision | on
review   | 2010-06-30

targets
plan | element | indicator | period | kind     | value | status  | decision | reason
S    | less    | reached   | 2010   | target   | 1000  | stated  |          |
S    | less    | reached   | 2010   | target   | 800   | revised | review   | Less money than hoped
S    | less    | reached   | 2011   | target   | 2000  | stated  |          |
S    | trust   | trust     | 2009   | baseline | 40    | stated  |          |
S    | trust   | trust     | 2012   | target   | 80    | stated  |          |

observations
indicator | unit | period | value
reached   | A    | 2010Q1 | 150
reached   | A    | 2010Q2 | 150
trust     | A    | 2010   | 50

texts
of       | key      | field | language | text
elements | S/health | title | en       | Health for all
"""


def francs(one: Reaching) -> object:
    return None if one.amount is None else exact.to_decimal(one.amount)


def rows(text: str, engine: Engine, **more: object) -> list[Priority]:
    return priorities(given(text), "S", DAY, engine=engine, **more)  # type: ignore[arg-type] # passed on


def test_a_priority_stands_by_its_headline_indicator(engine: Engine) -> None:
    """800 aimed at in 2010, three quarters of the year gone: 598 by now, 300 reached by one of two members: behind."""
    health, _ = rows(STRATEGY + VALUES, engine)
    assert (health.element, health.code, health.title) == ("health", "1", "Health for all")
    assert health.aim and health.reached
    assert (health.aim.element, health.aim.indicator, health.aim.period) == ("less", "reached", "2010")
    assert (health.aim.target, health.aim.by_now) == (800, Decimal("598.3562"))
    assert (health.reached.value, health.reached.share) == (300, Decimal("0.375"))
    assert (health.reached.status, health.reached.reported, health.reached.expected) == ("partial", 1, 2)
    assert health.state.word == "behind"
    assert health.state.reason.says == "Reached 38 % of the year's target with 75 % of the year gone."


def test_a_target_that_was_changed_keeps_what_it_was_and_says_why(engine: Engine) -> None:
    """The review lowered 1,000 to 800."""
    health, _ = rows(STRATEGY + VALUES, engine)
    assert health.aim
    assert (health.aim.first_target, health.aim.decision, health.aim.reason) == (
        1000,
        "review",
        "Less money than hoped",
    )


def test_a_target_that_lies_ahead_is_held_against_the_time_of_the_plan(engine: Engine) -> None:
    """From 40 in 2009 to 80 in 2012: 50 this year is 25 % of the way, and 25 % of the three years is gone."""
    _, trust = rows(STRATEGY + VALUES, engine)
    assert trust.aim and trust.reached
    assert (trust.aim.target, trust.aim.baseline, trust.aim.by_now) == (80, 40, 80)
    assert (trust.reached.value, trust.reached.share) == (50, Decimal("0.25"))
    assert (round(trust.aim.gone, 2), trust.state.word) == (Decimal("0.25"), "on course")


MONEY = """
links
from_plan | from_element | to_plan | to_element | share
PA        | water        | S       | less       | 1/2
PA        | water        | S       | trust      | 1/2
PB        | clinic       | S       | health     | 1
PC        | draft        | S       | health     | 1

rates
series | currency | base | valid_from | rate
PB     | EUR      | CHF  | 2010-01-01 | 1.5
other  | USD      | CHF  | 2010-01-01 | 1.1

money
plan | element | holder | counterpart | stage       | amount | currency
PA   | water   |        |             | requirement | 100    | CHF
PA   | water   |        |             | confirmed   | 30     | CHF
PA   | water   |        |             | received    | 10     | CHF
PA   | water   |        |             | expenditure | 8      | CHF
PB   | clinic  |        |             | requirement | 20     | EUR
PB   | clinic  |        |             | requirement | 7      | USD
PB   | clinic  |        |             | expenditure |        | EUR
PC   | draft   |        |             | requirement | 500    | CHF
"""


def test_money_comes_from_all_plans_that_serve_a_priority(engine: Engine) -> None:
    """Half of A's 100 francs, and B's 20 euros at its own rate of 1.5; the draft is for its unit only."""
    health, trust = rows(STRATEGY + MONEY, engine, audience="federation")
    assert (health.currency, francs(health.budget), francs(health.funded), francs(health.spent)) == ("CHF", 80, 20, 4)
    assert [(part.plan, part.amount) for part in health.budget.plans] == [("PA", 500_000), ("PB", 300_000)]
    assert (francs(trust.budget), francs(trust.spent)) == (50, 4)
    whole, _ = rows(STRATEGY + MONEY, engine)
    assert francs(whole.budget) == 580


def test_the_money_is_of_whole_plans_and_their_time_is_said(engine: Engine) -> None:
    """A plans for two years: what it needs is for both, beside what should be reached in one."""
    text = STRATEGY.replace("CHF      | 2010      | federation", "CHF      | 2010/2011 | federation") + MONEY
    health, trust = rows(text, engine, audience="federation")
    assert health.aim and health.aim.period == "2010"
    assert (health.periods, trust.periods) == ({"PA": "2010/2011", "PB": "2010"}, {"PA": "2010/2011"})


def test_what_cannot_be_converted_or_is_not_stated_is_said(engine: Engine) -> None:
    """B's budget rates have no dollars: its 7 stand beside, with the reason. What B spent is not stated, so 4 is not all."""
    health, _ = rows(STRATEGY + MONEY, engine, audience="federation")
    assert [(one.plan, one.currency, one.amount) for one in health.budget.not_converted] == [("PB", "USD", 70_000)]
    assert "no rate of USD" in health.not_converted[0].why
    assert (health.budget.incomplete, health.spent.incomplete) == (False, True)


def test_money_between_units_of_two_plans_is_counted_once_and_said(engine: Engine) -> None:
    """F needs 40 for A, and A's own line holds what it costs: 100 and not 140; 40 stands beside."""
    text = STRATEGY + MONEY.replace(
        "PC   | draft   |        |             | requirement | 500    | CHF",
        "S    | health  | F      | A           | requirement | 40     | CHF",
    )
    health, _ = rows(text, engine, audience="federation")
    assert francs(health.budget) == 80
    assert [(part.plan, part.amount) for part in health.budget.between] == [("S", 400_000)]


def test_nothing_known_is_said_and_is_not_0(engine: Engine) -> None:
    """A strategy without targets, values and money."""
    health, _ = rows(STRATEGY, engine)
    assert (health.budget.amount, health.spent.amount) == (None, None)
    assert (health.state.word, health.state.reason.code) == ("not known", "no-target")
    assert health.gone == Decimal("0.2490875912")


def test_a_row_is_plain_data(engine: Engine) -> None:
    """Texts, numbers and lists: ready to be written as JSON."""
    (health, _) = rows(STRATEGY + VALUES, engine)
    assert json.loads(json.dumps(asdict(health), default=str))["state"]["word"] == "behind"


def test_a_plan_that_the_audience_may_not_see_is_not_there(engine: Engine) -> None:
    """Asked for by the public, a country plan for the federation is a plan that nobody knows."""
    with pytest.raises(WrongUse, match="no plan PA"):
        priorities(given(STRATEGY), "PA", DAY, audience="public", engine=engine)
