"""States: how a result stands, in one word with its reason."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given as given_any
from hypothesis import strategies as st

from remit.calculations.achievement import achievement
from remit.calculations.states import LIMITS, Limits, Word, state_of, state_of_achievement, time_gone
from remit.indicators import indicators_of
from remit.periods import Period

from .conftest import given

if TYPE_CHECKING:
    from remit.calculations.states import State
    from remit.engines import Engine


def state(actual: int | None, target: int | None, **more: Any) -> State:
    """A state from whole numbers; 88 % of the time is gone unless a case says otherwise."""
    numbers: dict[str, Any] = {
        name: Decimal(more.pop(name)) for name in ("gone", "baseline", "milestone") if name in more
    }
    numbers.setdefault("gone", Decimal("0.88"))
    numbers["actual"] = None if actual is None else Decimal(actual)
    numbers["target"] = None if target is None else Decimal(target)
    return state_of(**numbers, **more)


@pytest.mark.parametrize(
    ("actual", "word"), [(45, "behind"), (62, "at risk"), (80, "on course"), (97, "ahead"), (100, "done")]
)
def test_what_was_reached_is_held_against_the_time_gone(actual: int, word: str) -> None:
    """Of a target of 100 with 88 % of the year gone, 88 should be reached: 45 is behind, 62 at risk, 80 on course."""
    assert state(actual, 100).word == word


def test_the_reason_is_a_code_with_its_facts_and_a_sentence() -> None:
    """45 of 100 with 88 % of the year gone."""
    reason = state(45, 100).reason
    assert (reason.code, reason.facts) == ("of-year", {"reached": "45", "gone": "88"})
    assert reason.says == "Reached 45 % of the year's target with 88 % of the year gone."


def test_a_way_from_a_baseline_is_said_to_begin_there() -> None:
    """9 of 20 members, after 4 before: 5 of the 16 steps from the baseline, not 45 % of the target."""
    reason = state(9, 20, baseline=4, builds=False).reason
    assert reason.says == "Reached 31 % of the way from the baseline to the year's target with 88 % of the year gone."
    assert state(9, 20, baseline=4).reason.says.startswith("Reached 45 % of the year's target")


@pytest.mark.parametrize(
    ("case", "way"),
    [
        ({"of_year": False}, "the target with 88 % of the time gone."),
        ({"gone": 1}, "the target."),
        ({"milestone": 20}, "the milestone that is due."),
    ],
)
def test_every_reason_names_where_the_way_begins(case: dict[str, Any], way: str) -> None:
    """5 of 16 steps, whatever they are held against."""
    said = state(9, 20, baseline=4, builds=False, **case).reason.says
    assert said == f"Reached 31 % of the way from the baseline to {way}"


def test_a_milestone_that_is_due_goes_before_the_time_gone() -> None:
    """The milestone of 40 asks for less than the time gone does: 45 is ahead of it."""
    found = state(45, 100, milestone=40)
    assert (found.word, found.reason.facts["reached"]) == ("ahead", "112")


def test_a_falling_result_is_measured_from_its_baseline() -> None:
    """From 200 down to 100: 110 is 90 % of the way, 160 is 40 %, 210 goes the wrong way."""
    found = [state(actual, 100, baseline=200, direction="down", builds=False) for actual in (110, 160, 210, 99)]
    assert [one.word for one in found] == ["on course", "behind", "behind", "done"]
    assert found[2].reason.facts["reached"] == "-10"


def test_what_builds_up_and_should_stay_small_is_held_against_its_pace() -> None:
    """At most 150 accidents, after 200 the year before. By mid-year 70 is on course, 90 goes 40 % of the way to the target;
    it is done when the year is over."""
    found = [state(actual, 150, gone="0.5", baseline=200, direction="down") for actual in (70, 90)]
    assert [one.word for one in found] == ["on course", "behind"]
    assert found[1].reason.says == "At this pace, 40 % of the way from the baseline to the target is reached."
    assert state(140, 150, gone=1, baseline=200, direction="down").word == "done"


def test_a_sum_begins_at_nothing_whatever_the_year_before_was() -> None:
    """4,000 reached last year, 5,000 aimed at: by mid-year 2,400 is 48 % of the target."""
    assert state(2400, 5000, gone="0.5", baseline=4000).word == "on course"


def test_what_stands_on_a_day_and_has_no_baseline_is_held_against_the_target() -> None:
    """A rate of 76 where 80 is the target is 95 % of it in March as in November; never ahead before it is reached."""
    assert state(76, 80, gone="0.2", builds=False).word == "on course"
    assert state(50, 80, gone="0.2", builds=False).word == "behind"


@pytest.mark.parametrize(
    ("case", "code"),
    [
        ({"actual": 5, "target": None}, "no-target"),
        ({"actual": None, "target": 5}, "no-value"),
        ({"actual": None, "target": 5, "in_full": False}, "no-value-in-sight"),
        ({"actual": 9, "target": 5, "direction": "down", "builds": False}, "no-baseline"),
        ({"actual": -1, "target": 0}, "no-way"),
        ({"actual": 1, "target": 5, "gone": 0}, "not-begun"),
    ],
)
def test_what_cannot_be_said_is_not_known_and_says_why(case: dict[str, Any], code: str) -> None:
    """No target, no value, none that may be seen, nothing to come down from, no way to go, or not begun."""
    found = state(**case)
    assert (found.word, found.reason.code) == ("not known", code)


def test_when_the_time_is_over_nothing_is_at_risk() -> None:
    """75 of 100 in December is behind; 95 is on course, by the same limit as before."""
    assert [state(actual, 100, gone=1).word for actual in (75, 95)] == ["behind", "on course"]


def test_limits_are_data() -> None:
    """A federation that calls half of what is due at risk gives its own limits."""
    mild = Limits(at_risk=Decimal("0.5"))
    assert (state(45, 100).word, state(45, 100, limits=mild).word) == ("behind", "at risk")


def test_an_achievement_has_a_state_over_the_units_that_reported(engine: Engine) -> None:
    """A and B aim at 100 each; A alone reported, 90, with three quarters of the year gone: A is ahead."""
    case = given("""
        units
        unit | kind   | parent
        All  | region |
        A    | member | All
        B    | member | All

        indicators
        indicator
        reached

        targets
        indicator | unit | period | kind   | value
        reached   | A    | 2009   | target | 100
        reached   | B    | 2009   | target | 100

        observations
        indicator | unit | period | value
        reached   | A    | 2009   | 90
    """)
    (found,) = achievement(case, "reached", by=["region", "year"], engine=engine)
    rule, year = indicators_of(case)["reached"], Period.parse("2009")
    assert state_of_achievement(found, rule, year, date(2009, 9, 30)).word == "ahead"


def test_the_share_of_time_gone_counts_days() -> None:
    """On 20 November 324 days of 365 are gone; of a year that ends on 31 March, 234."""
    day = date(2026, 11, 20)
    assert time_gone(Period.parse("2026"), day) * 365 == pytest.approx(Decimal(324))
    assert time_gone(Period.parse("2026-04-01/2027-03-31"), day) * 365 == pytest.approx(Decimal(234))
    assert (time_gone(Period.parse("2027"), day), time_gone(Period.parse("2025"), day)) == (0, 1)


ORDER = [Word.BEHIND, Word.AT_RISK, Word.ON_COURSE, Word.AHEAD, Word.DONE]
shares = st.decimals(0, 200, places=2)


@given_any(shares, shares, st.decimals("0.01", 1, places=2))
def test_more_is_never_a_worse_state(one: Decimal, other: Decimal, gone: Decimal) -> None:
    """Of two values the larger has the better word, or the same."""
    low, high = (
        ORDER.index(state_of(actual=actual, target=Decimal(100), gone=gone, limits=LIMITS).word)
        for actual in sorted((one, other))
    )
    assert low <= high
