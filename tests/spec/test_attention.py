"""Attention: what someone should look at, each with the row to open. Each case runs on both engines."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

from remit.calculations.attention import Attention, attention
from remit.calculations.incomplete import incomplete
from remit.periods import Period

from .conftest import given

if TYPE_CHECKING:
    from remit.engines import Engine
    from remit.observations import Audience

DAY = date(2010, 9, 30)

UNITS = """
units
unit | kind   | parent
All  | region |
A    | member | All
B    | member | All

indicators
indicator | over_time
wells     | sum
trust     | last

plans
plan | unit | kind         | currency | period
P    | A    | country plan | CHF      | 2010
OLD  | A    | country plan | CHF      | 2008

elements
plan | element | parent | level  | order
P    | water   |        | output | 1
P    | pumps   |        | output | 2
P    | care    |        | output | 3
OLD  | water   |        | output | 1

"""


def look(text: str, engine: Engine, audience: Audience = "whole") -> list[Attention]:
    return attention(given(UNITS + text), DAY, audience=audience, engine=engine)


def codes(found: list[Attention]) -> list[tuple[str, str, str]]:
    return [(one.code, one.table, one.key) for one in found]


def test_a_result_that_is_behind_is_named_with_its_state(engine: Engine) -> None:
    """20 of 100 wells with three quarters of the year gone; the old plan is over, and nobody need look at it."""
    (found, *rest) = look(
        """
        plan_indicators
        plan | element | indicator
        P    | water   | wells
        OLD  | water   | wells

        targets
        plan | element | indicator | period | kind     | value
        P    | water   | wells     | 2009   | baseline | 0
        P    | water   | wells     | 2010   | target   | 100
        OLD  | water   | wells     | 2008   | target   | 100

        observations
        indicator | unit | period | value
        wells     | A    | 2010Q1 | 20
        """,
        engine,
    )
    assert (found.code, found.table, found.key, rest) == ("behind", "elements", "P/water", [])
    assert found.says == "water of P is behind by wells."
    assert found.state and found.state.reason.facts == {"reached": "20", "gone": "75"}


def test_a_line_with_too_much_beside_one_with_too_little(engine: Engine) -> None:
    """A has 30 more than it requires for water; B, for the same output, lacks 60. Each alone would be no news."""
    (found,) = look(
        """
        money
        plan | element | holder | stage       | amount | currency
        P    | water   | A      | requirement | 100    | CHF
        P    | water   | A      | received    | 130    | CHF
        P    | water   | B      | requirement | 100    | CHF
        P    | water   | B      | received    | 40     | CHF
        P    | care    | B      | requirement | 500    | CHF
        """,
        engine,
    )
    assert codes([found]) == [("over-and-under", "elements", "P/water")]
    assert found.says == "water of P: the line of A has 30 CHF more than it requires; that of B lacks 60."


def test_a_target_without_a_baseline_and_a_baseline_past_its_day(engine: Engine) -> None:
    """Water has no baseline at all; that of the pumps was due in June; that of care has until December."""
    found = look(
        """
        targets
        plan | element | indicator | period | kind     | value | status
        P    | water   | wells     | 2010   | target   | 100   | stated
        P    | pumps   | wells     | 2010   | target   | 50    | stated
        P    | pumps   | wells     | 2010Q2 | baseline |       | to be established
        P    | care    | trust     | 2010   | target   | 80    | stated
        P    | care    | trust     | 2010   | baseline |       | to be established
        """,
        engine,
    )
    assert codes(found) == [("no-baseline", "elements", "P/water"), ("baseline-late", "elements", "P/pumps")]
    assert found[1].facts["day"] == "2010-06-30"


ROUNDS = """
rounds
round | period | due
R9    | 2009   | 2010-03-31
R10   | 2010   | 2011-03-31

expected
round | unit | indicator
R9    | A    | wells
R9    | A    | trust
R9    | B    | wells
R10   | A    | wells
R10   | B    | wells

observations
id | indicator | unit | period | value | supersedes | visibility | reason         | recorded_at
o1 | wells     | A    | 2009Q4 | 7     |            | public     |                | 2010-02-01
o2 | wells     | A    | 2009Q4 | 9     | o1         | public     | Counted again  | 2010-05-01
o3 | wells     | B    | 2009   |       |            | public     |                | 2010-02-01
o4 | trust     | A    | 2008   | 60    |            | public     |                | 2009-02-01
o5 | trust     | A    | 2008   | 70    | o4         | unit       | Typing mistake | 2010-05-01
"""


def test_who_reported_nothing_that_was_due_is_late(engine: Engine) -> None:
    """B was asked for its wells of 2009 by 31 March and sent an empty cell. The round of 2010 is not yet due."""
    found = [one for one in look(ROUNDS, engine) if one.code == "late"]
    assert codes(found) == [("late", "units", "B")]
    assert found[0].says == "B has reported nothing for 2009, which was due on 2010-03-31."


HIDDEN = """
rounds
round | period | due
R9    | 2009   | 2010-03-31

expected
round | unit | indicator
R9    | A    | wells
R9    | A    | trust
R9    | B    | trust

observations
indicator | unit | period | value | visibility
trust     | A    | 2009   | 60    | federation
trust     | B    | 2009   | 70    | federation
"""


def test_a_unit_whose_answers_are_hidden_is_not_said_to_be_late(engine: Engine) -> None:
    """B reported its trust, for the federation alone: nothing is said of it to the public. Of what the public may see, wells,
    A has reported nothing."""
    (found,) = look(HIDDEN, engine, "public")
    assert (found.code, found.facts["unit"]) == ("late-in-sight", "A")
    assert found.says == "A has reported nothing that you may see for 2009, which was due on 2010-03-31."
    assert look(HIDDEN, engine, "federation") == []


def test_a_restated_value_shows_both_and_why(engine: Engine) -> None:
    """A's wells were 7 and are 9. The other correction may be seen by its unit alone, so others are not told of it."""
    whole = [one.facts for one in look(ROUNDS, engine) if one.code == "restated"]
    assert [(one["before"], one["after"], one["reason"]) for one in whole] == [
        ("7", "9", "Counted again"),
        ("60", "70", "Typing mistake"),
    ]
    public = [one for one in look(ROUNDS, engine, "public") if one.code == "restated"]
    assert codes(public) == [("restated", "observations", "o2")]


def test_a_changed_target_shows_both_and_the_decision(engine: Engine) -> None:
    """The review of June lowered 100 wells to 80."""
    found = look(
        """
        targets
        plan | element | indicator | period | kind     | value | status  | decision | reason     | recorded_at
        P    | water   | wells     | 2009   | baseline | 0     | stated  |          |            | 2010-01-01
        P    | water   | wells     | 2010   | target   | 100   | stated  |          |            | 2010-01-01
        P    | water   | wells     | 2010   | target   | 80    | revised | review   | Less money | 2010-06-30
        """,
        engine,
    )
    assert codes(found) == [("revised-target", "targets", "targets3")]
    assert found[0].says == "The target of wells for water of P in 2010 was changed from 100 to 80."
    assert json.loads(json.dumps(asdict(found[0])))["facts"]["decision"] == "review"


def test_what_is_incomplete_by_unit_the_least_complete_first(engine: Engine) -> None:
    """Of 2009, A answered one of two and B none of one; by region, one of three."""
    case = given(UNITS + ROUNDS)
    year = Period.parse("2009")
    found = incomplete(case, "member", year, engine=engine)
    assert [(one.unit, one.reported, one.expected, one.share) for one in found] == [("B", 0, 1, 0), ("A", 1, 2, 0.5)]
    assert [one.indicator for one in found[1].lacking] == ["trust"]
    (region,) = incomplete(case, "region", year, engine=engine)
    assert (region.unit, region.reported, region.expected) == ("All", 1, 3)


def test_answers_of_what_is_hidden_are_neither_reported_nor_expected(engine: Engine) -> None:
    """Both have reported their trust, for the federation alone. To the public, one answer was asked for, and none came."""
    case, year = given(UNITS + HIDDEN), Period.parse("2009")
    (seen,) = incomplete(case, "region", year, audience="federation", engine=engine)
    assert (seen.reported, seen.expected) == (2, 3)
    (public,) = incomplete(case, "region", year, audience="public", engine=engine)
    assert (public.reported, public.expected, [one.indicator for one in public.lacking]) == (0, 1, ["wells"])
    assert incomplete(case, "region", year, indicators=["trust"], audience="public", engine=engine) == []
