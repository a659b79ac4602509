"""Achievement: actual against target, over the same units, in whichever direction the aim lies."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from remit.calculations.achievement import achieved, achievement

from .conftest import given

if TYPE_CHECKING:
    from remit.engines import Engine


@pytest.mark.parametrize(("actual", "share"), [(180, "0.4"), (210, "-0.2"), (150, "1"), (140, "1.2")])
def test_a_falling_aim_is_measured_from_its_baseline(actual: int, share: str) -> None:
    """Baseline 200, target 150: 180 is 40 %, 210 is -20 %, and beyond the target stays over 100 %."""
    assert achieved(Decimal(actual), Decimal(150), Decimal(200)) == Decimal(share)


def test_a_target_without_a_baseline_is_a_plain_part() -> None:
    """90 of 120 is 75 %; of a target of 0, or of no target, there is no part."""
    assert achieved(Decimal(90), Decimal(120)) == Decimal("0.75")
    assert achieved(Decimal(0), Decimal(0)) is None
    assert achieved(Decimal(5), None) is None
    assert achieved(Decimal(7), Decimal(7), Decimal(7)) is None


def test_no_cases_where_none_was_the_target_is_reached(engine: Engine) -> None:
    """Target 0 cases, actual 0: there is no percentage, and it is reached. One case is not."""
    case = """
        units
        unit | kind   | parent
        A    | member |

        indicators
        indicator | direction
        cases     | down

        targets
        indicator | unit | period | kind   | value
        cases     | A    | 2009   | target | 0

        observations
        indicator | unit | period | value
        cases     | A    | 2009   | {actual}
    """
    for actual, is_reached in ((0, True), (1, False)):
        (found,) = achievement(given(case.format(actual=actual)), "cases", by=["year"], engine=engine)
        assert (found.share, found.is_reached) == (None, is_reached)


def test_those_that_reported_are_measured_against_their_own_targets(engine: Engine) -> None:
    """Five members with 1,000 each, three reported 900 each: 90 % of their 3,000 and 54 % of 5,000, both shown."""
    members = "\n".join(f"{one} | member | All" for one in "ABCDE")
    targets = "\n".join(f"reached | {one} | 2009 | target | 1000" for one in "ABCDE")
    reports = "\n".join(f"reached | {one} | 2009 | 900" for one in "ABC")
    case = given(f"""
        units
        unit | kind   | parent
        All  | region |
        {members}

        indicators
        indicator
        reached

        targets
        indicator | unit | period | kind | value
        {targets}

        observations
        indicator | unit | period | value
        {reports}
    """)
    (found,) = achievement(case, "reached", by=["region", "year"], engine=engine)
    assert (found.actual.value, found.target, found.whole_target) == (2700, 3000, 5000)
    assert (found.share, found.share_of_whole) == (Decimal("0.9"), Decimal("0.54"))
    assert (found.actual.reported, found.actual.expected) == (3, 5)


def test_the_revised_target_counts_and_the_first_one_is_kept(engine: Engine) -> None:
    """The mid-term review lowered 1,000 to 800: 600 is 75 %. Before the decision it was 60 %."""
    case = given("""
        units
        unit | kind   | parent
        A    | member |

        indicators
        indicator
        reached

        decisions
        decision | on
        review   | 2009-06-30

        targets
        indicator | unit | period | kind   | value | status  | decision | recorded_at
        reached   | A    | 2009   | target | 1000  | stated  |          | 2009-01-01
        reached   | A    | 2009   | target | 800   | revised | review   | 2009-07-01

        observations
        indicator | unit | period | value | recorded_at
        reached   | A    | 2009   | 600   | 2009-03-01
    """)

    (now,) = achievement(case, "reached", by=["year"], engine=engine)
    (then,) = achievement(case, "reached", by=["year"], as_of=date(2009, 6, 1), engine=engine)
    assert (now.share, then.share) == (Decimal("0.75"), Decimal("0.6"))


def test_a_baseline_of_the_same_units_is_where_the_way_begins(engine: Engine) -> None:
    """A goes from 200 to 150 by 2010, B from 100 to 50; only A reported, 180: 40 % of its own way."""
    case = given("""
        units
        unit | kind   | parent
        All  | region |
        A    | member | All
        B    | member | All

        indicators
        indicator | over_time | direction
        cases     | last      | down

        targets
        indicator | unit | period | kind     | value
        cases     | A    | 2008   | baseline | 200
        cases     | A    | 2010   | target   | 150
        cases     | B    | 2008   | baseline | 100
        cases     | B    | 2010   | target   | 50

        observations
        indicator | unit | period | value
        cases     | A    | 2010   | 180
    """)
    (found,) = achievement(case, "cases", by=["region", "year"], engine=engine)
    assert (found.baseline, found.target, found.whole_target) == (200, 150, 200)
    assert (found.share, found.is_reached) == (Decimal("0.4"), False)


@pytest.mark.parametrize(
    ("over_time", "direction", "target", "share"),
    [
        ("sum", "up", 5000, "0.48"),
        ("last", "up", 5000, "-1.6"),
        ("sum", "down", 2000, "0.8"),
    ],
)
def test_what_builds_up_over_a_year_begins_at_nothing(
    engine: Engine, over_time: str, direction: str, target: int, share: str
) -> None:
    """After 4,000 in 2008, 2,400 of 5,000: 48 % where they are reached anew each year; 160 % back where they stand.

    Where less is better the way begins at the baseline: from 4,000 to 2,000, 2,400 is 80 %.
    """
    case = given(f"""
        units
        unit | kind   | parent
        A    | member |

        indicators
        indicator | over_time   | direction
        reached   | {over_time} | {direction}

        targets
        indicator | unit | period | kind     | value
        reached   | A    | 2008   | baseline | 4000
        reached   | A    | 2009   | target   | {target}

        observations
        indicator | unit | period | value
        reached   | A    | 2009   | 2400
    """)
    (found,) = achievement(case, "reached", by=["year"], engine=engine)
    assert (found.baseline, found.share, found.share_of_whole) == (4000, Decimal(share), Decimal(share))
