"""Completeness: the names behind reported and expected."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from remit.calculations.completeness import completeness
from remit.calculations.rollup import rollup

from .conftest import given

if TYPE_CHECKING:
    from remit.engines import Engine

    from .conftest import Holds


def test_who_reported_who_is_missing_and_to_whom_it_does_not_apply(engine: Engine) -> None:
    """Ghana reported, Mali is missing, Niger has no coast; Benin was admitted later and reported all the same."""
    case = given("""
        units
        unit  | kind   | parent | valid_from
        WA    | region |        |
        Ghana | member | WA     |
        Mali  | member | WA     |
        Niger | member | WA     |
        Benin | member | WA     | 2011-01-01

        indicators
        indicator
        boats

        observations
        indicator | unit  | period | value
        boats     | Ghana | 2009   | 0
        boats     | Mali  | 2009   |
        boats     | Niger | 2009   | n/a
        boats     | Benin | 2009   | 3
    """)
    (found,) = completeness(case, "boats", engine=engine)
    assert (found.reported, found.missing) == (("Ghana",), ("Mali",))
    assert (found.not_applicable, found.unexpected, found.expected) == (("Niger",), ("Benin",), 2)


def test_a_member_that_states_its_total_is_named_and_not_its_branches(engine: Engine) -> None:
    """Kenya states 90 beside its branches; Uganda's one branch of two reported."""
    case = given("""
        units
        unit   | kind   | parent
        Kenya  | member |
        Uganda | member |
        K1     | branch | Kenya
        U1     | branch | Uganda
        U2     | branch | Uganda

        indicators
        indicator | collected_at
        trained   | member branch

        observations
        indicator | unit  | period | value
        trained   | Kenya | 2009   | 90
        trained   | K1    | 2009   | 40
        trained   | U1    | 2009   | 20
    """)
    (found,) = completeness(case, "trained", engine=engine)
    assert (found.reported, found.missing) == (("Kenya", "U1"), ("U2",))


IN_A_ROUND = """
    units
    unit   | kind   | parent
    All    | region |
    Kenya  | member | All
    Uganda | member | All
    K1     | branch | Kenya
    K2     | branch | Kenya
    U1     | branch | Uganda
    U2     | branch | Uganda

    indicators
    indicator | collected_at  | total
    trained   | member branch | {total}

    rounds
    round | period
    R09   | 2009

    expected
    round | unit   | indicator
    R09   | Kenya  | trained
    R09   | K1     | trained
    R09   | K2     | trained
    R09   | Uganda | trained
    R09   | U1     | trained
    R09   | U2     | trained

    observations
    indicator | unit  | period | value
    trained   | Kenya | 2009   | 90
    trained   | K1    | 2009   | 40
    trained   | U1    | 2009   | 20
"""


def test_in_a_round_a_unit_that_states_its_total_stands_for_those_below_it(holds: Holds) -> None:
    """The round asks members and branches. Kenya states 90: 1 of 1. Uganda states nothing: one of the three asked."""
    case = given(IN_A_ROUND.format(total="stated"))
    holds(case, "trained", "unit,year", """
        unit   | year | value | of
        All    | 2009 | 110   | 2/4
        Kenya  | 2009 | 90    | 1/1
        K1     | 2009 | 40    | 1/1
        K2     | 2009 |       | 0/1
        Uganda | 2009 | 20    | 1/3
        U1     | 2009 | 20    | 1/1
        U2     | 2009 |       | 0/1
    """)  # fmt: skip


def test_in_a_round_those_below_stand_for_a_unit_whose_total_is_computed(holds: Holds) -> None:
    """Kenya's 90 is shown beside what its branches give; nothing more is awaited from it. Uganda was asked and is silent."""
    case = given(IN_A_ROUND.format(total="computed"))
    holds(case, "trained", "member,year", """
        member | year | value | of  | stated
        Kenya  | 2009 | 40    | 1/2 | 90
        Uganda | 2009 | 20    | 1/3 |
    """)  # fmt: skip


@pytest.mark.parametrize(
    ("total", "reported", "missing"),
    [("stated", ("Kenya", "U1"), ("U2", "Uganda")), ("computed", ("K1", "U1"), ("K2", "U2", "Uganda"))],
)
def test_in_a_round_the_names_are_those_that_the_figure_counts(
    engine: Engine, total: str, reported: tuple[str, ...], missing: tuple[str, ...]
) -> None:
    """2 of 4, and 2 of 5."""
    case = given(IN_A_ROUND.format(total=total))
    (found,) = completeness(case, "trained", engine=engine)
    (figure,) = rollup(case, ["trained"], by=["year"], engine=engine)
    assert (found.reported, found.missing) == (reported, missing)
    assert (figure.reported, figure.expected) == (len(reported), found.expected)


def test_units_are_named_where_they_stood_in_the_period(engine: Engine) -> None:
    """Until 2010 Hargeisa stood by itself: Somalia's stated total of 2009 does not speak for it, that of 2010 does."""
    case = given("""
        units
        unit     | kind   | parent
        Somalia  | member |

        units
        unit     | kind
        Hargeisa | branch

        trees
        unit     | parent  | from       | to
        Hargeisa |         |            | 2010-01-01
        Hargeisa | Somalia | 2010-01-01 |

        indicators
        indicator | collected_at
        trained   | member branch

        observations
        indicator | unit     | period | value
        trained   | Somalia  | 2009   | 90
        trained   | Hargeisa | 2009   | 40
        trained   | Somalia  | 2010   | 95
        trained   | Hargeisa | 2010   | 45
    """)
    before, after = completeness(case, "trained", engine=engine)
    assert (before.reported, after.reported) == (("Hargeisa", "Somalia"), ("Somalia",))
