"""How far each unit is with a round: who has answered, who is late, who never did."""

from __future__ import annotations

from datetime import date

from remit.calculations.answering import answering

from .conftest import given

CASE = """
    units
    unit | kind   | parent
    F    | top    |
    R    | region | F
    A    | member | R
    B    | member | R
    C    | member | R
    D    | member | R

    indicators
    indicator | made_of
    staff     |
    reached   | max: health
    health    |

    rounds
    round | period | due        | closes
    one   | 2020   | 2021-03-31 | 2021-06-30

    expected
    round | unit | indicator
    one   | A    | staff
    one   | A    | reached
    one   | B    | staff
    one   | C    | staff
    one   | C    | reached
    one   | D    | staff

    observations
    indicator | unit | period | value | recorded_at          | visibility
    staff     | A    | 2020   | 10    | 2021-02-01T00:00:00Z | public
    health    | A    | 2020Q4 | 20    | 2021-03-01T00:00:00Z | public
    staff     | B    | 2020   | 10    | 2021-05-01T00:00:00Z | public
    health    | C    | 2020   | 20    | 2021-03-01T00:00:00Z | public
"""


def states(on: date, text: str = CASE, **more: object) -> dict[str, tuple[str, int, int]]:
    found = answering(given(text), on, **more)["one"]  # type: ignore[arg-type]  # passed on
    return {one.unit: (one.state, one.answered, one.of) for one in found}


def test_after_the_close_each_unit_has_answered_or_not() -> None:
    """An indicator that is made of others is answered by its parts; what came after the due day was late."""
    assert states(date(2021, 7, 1)) == {
        "A": ("reported", 2, 2),
        "B": ("reported late", 1, 1),
        "C": ("partly", 1, 2),
        "D": ("missing", 0, 1),
    }


def test_before_the_due_day_nobody_is_late() -> None:
    found = states(date(2021, 3, 31))
    assert (found["C"][0], found["D"][0]) == ("partly", "not started")


def test_between_due_day_and_close_who_gave_nothing_is_late() -> None:
    assert states(date(2021, 4, 1))["D"] == ("late", 0, 1)


def test_of_an_indicator_that_is_hidden_in_part_nothing_is_said() -> None:
    """Staff of B is for the federation alone: the public is not told that anybody lacks it."""
    text = CASE.replace("2021-05-01T00:00:00Z | public", "2021-05-01T00:00:00Z | federation")
    assert states(date(2021, 7, 1), text, audience="public") == {"A": ("reported", 1, 1), "C": ("reported", 1, 1)}


def test_units_stand_under_the_unit_below_the_top() -> None:
    assert {one.region for one in answering(given(CASE), date(2021, 7, 1))["one"]} == {"R"}


SEVERAL_TOPS = """
    units
    unit | kind   | parent | valid_to
    R    | zone   |        |
    Z    | zone   |        |
    OLD  | zone   |        | 1999-12-31
    A    | member | R      |
    B    | member | R      |
    C    | member | R      |
    D    | member | Z      |
    GONE | member | OLD    | 1999-12-31
"""


def test_under_several_tops_units_stand_under_their_own() -> None:
    """Two zones, and nothing above them: A to C are told of under R, D under Z. A third has ended."""
    text = SEVERAL_TOPS + CASE[CASE.index("\n    indicators") :]
    found = answering(given(text), date(2021, 7, 1))["one"]
    assert [(one.unit, one.region) for one in found] == [("A", "R"), ("B", "R"), ("C", "R"), ("D", "Z")]
