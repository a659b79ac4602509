"""Results of a plan: every target in force beside what was reached, the first target kept, and states by indicator."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from remit.calculations.plan_results import plan_results
from remit.calculations.results import Results
from remit.errors import WrongUse

from .conftest import given

if TYPE_CHECKING:
    from remit.engines import Engine
    from remit.federation import Federation

DAY = date(2010, 9, 30)
PLAN = """
units
unit | kind       | parent
F    | federation |
A    | member     | F

plans
plan | unit | kind         | period    | visibility
P    | A    | country plan | 2009/2011 | unit

levels
plan | level  | name   | is
P    | output | Output | output

elements
plan | element | level  | order
P    | wells   | output | 1

indicators
indicator | over_time
dug       | sum

plan_indicators
plan | element | indicator
P    | wells   | dug

targets
plan | element | indicator | unit | period | kind     | value | status            | decision | recorded_at
P    | wells   | dug       | A    | 2009   | target   | 10    |                   |          | 2009-01-01T00:00:00Z
P    | wells   | dug       | A    | 2010   | target   | 20    |                   |          | 2009-01-01T00:00:00Z
P    | wells   | dug       | A    | 2010   | target   | 40    | revised           |          | 2010-06-01T00:00:00Z
P    | wells   | dug       | A    | 2011   | target   | 30    |                   |          | 2009-01-01T00:00:00Z
P    | wells   | dug       | A    | 2012   | baseline |       | to be established |          | 2009-01-01T00:00:00Z

observations
indicator | unit | period | value
dug       | A    | 2009   | 12
dug       | A    | 2010   | 15
"""


@pytest.fixture
def federation() -> Federation:
    return given(PLAN)


def test_a_revised_target_is_in_force_and_the_first_stands_beside(federation: Federation, engine: Engine) -> None:
    aims = {(one.period, one.kind): one for one in plan_results(federation, "P", DAY, engine=engine).aims()}
    assert (aims["2010", "target"].value, aims["2010", "target"].first) == (40, 20)
    assert (aims["2009", "target"].value, aims["2009", "target"].first) == (10, None)
    assert aims["2012", "baseline"].value is None


def test_each_target_has_a_state_in_its_own_period(federation: Federation, engine: Engine) -> None:
    aims = [one for one in plan_results(federation, "P", DAY, engine=engine).aims() if one.state]
    states = {one.period: (one.state.word.value, one.share) for one in aims if one.state}
    assert states == {
        "2009": ("done", Decimal("1.2")),
        "2010": ("behind", Decimal("0.375")),
        "2011": ("not known", None),
    }


def test_a_headline_is_what_results_say_of_the_indicator(federation: Federation, engine: Engine) -> None:
    (headline,) = plan_results(federation, "P", DAY, engine=engine).headlines()
    assert (headline.aim, headline.reached, headline.state) == Results(
        federation, "P", DAY, engine=engine
    ).by_indicator("wells", "dug")


def test_what_was_reached_is_the_figure_of_the_plans_unit(federation: Federation, engine: Engine) -> None:
    from remit import rollup

    (headline,) = plan_results(federation, "P", DAY, engine=engine).headlines()
    figures = rollup(federation, ["dug"], by=["year"], unit=headline.aim.unit, engine=engine)
    assert headline.reached.value == next(one.value for one in figures if one.keys == (headline.aim.period,))


def test_a_plan_that_the_audience_may_not_see_is_none(federation: Federation) -> None:
    with pytest.raises(WrongUse):
        plan_results(federation, "P", DAY, audience="federation")
