"""As of a moment: nothing is changed in place, so every figure can be asked for as it was known then."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from remit.calculations.rollup import rollup

from .conftest import given

if TYPE_CHECKING:
    from remit.engines import Engine

    from .conftest import Holds

CORRECTED = """
    units
    unit | kind   | parent
    All  | region |
    A    | member | All
    B    | member | All

    indicators
    indicator
    trained

    observations
    id | indicator | unit | period | value | recorded_at          | supersedes | status
    a1 | trained   | A    | 2009   | 40    | 2010-02-01T08:00:00Z |            | reported
    b1 | trained   | B    | 2009   | 7     | 2010-03-01T08:00:00Z |            | reported
    a2 | trained   | A    | 2009   | 44    | 2010-04-01T08:00:00Z | a1         | reported
    b2 | trained   | B    | 2009   | 7     | 2010-05-01T08:00:00Z | b1         | withdrawn
"""


def test_a_correction_takes_the_place_of_the_value_that_it_names(holds: Holds) -> None:
    """A's 40 became 44 in April, B's 7 was withdrawn in May; as of March it was 47, as of April 51."""
    case = given(CORRECTED)
    holds(case, "trained", "region,year", """
        region | year | value | of
        All    | 2009 | 44    | 1/2
    """)  # fmt: skip
    holds(case, "trained", "region,year", """
        region | year | value | of
        All    | 2009 | 47    | 2/2
    """, as_of=date(2010, 3, 1))  # fmt: skip
    holds(case, "trained", "region,year", """
        region | year | value | of
        All    | 2009 | 51    | 2/2
    """, as_of=date(2010, 4, 1))  # fmt: skip


def test_a_day_means_its_end_where_the_federation_is(holds: Holds, engine: Engine) -> None:
    """Recorded at 22:00 UTC on 31 March, which in Nairobi is already 1 April."""
    case = """
        units
        unit | kind   | parent
        A    | member |

        indicators
        indicator
        trained

        observations
        indicator | unit | period | value | recorded_at
        trained   | A    | 2009   | 40    | 2010-03-31T22:00:00Z
    """
    holds(given(case, time_zone="UTC"), "trained", "year", """
        year | value
        2009 | 40
    """, as_of=date(2010, 3, 31))  # fmt: skip
    figures = holds(given(case, time_zone="UTC"), "trained", "year", """
        year | value
        2009 | 40
    """)  # fmt: skip
    assert figures.only().as_of is not None
    nairobi = given(case, time_zone="Africa/Nairobi")
    assert not rollup(nairobi, ["trained"], by=["year"], as_of=date(2010, 3, 31), engine=engine)
    assert rollup(nairobi, ["trained"], by=["year"], as_of=date(2010, 4, 1), engine=engine).only().value == 40


def test_a_figure_lists_the_rows_that_it_was_made_from(holds: Holds) -> None:
    """The region's 51 of April opens down to A's corrected value and B's."""
    figures = holds(given(CORRECTED), "trained", "region,year", """
        region | year | value
        All    | 2009 | 51
    """, as_of=date(2010, 4, 1))  # fmt: skip
    assert [row["id"] for row in figures.explain(figures.only())] == ["a2", "b1"]


def test_an_audience_sees_figures_made_only_of_what_it_may_see(holds: Holds) -> None:
    """Public 1, for the federation 2, for the unit and above 4, for named people 8: these enter no figure."""
    case = given("""
        units
        unit | kind   | parent
        All  | region |
        A    | member | All
        B    | member | All
        C    | member | All
        D    | member | All

        indicators
        indicator
        cases

        observations
        indicator | unit | period | value | visibility
        cases     | A    | 2009   | 1     | public
        cases     | B    | 2009   | 2     | federation
        cases     | C    | 2009   | 4     | unit
        cases     | D    | 2009   | 8     | named
    """)
    for audience, value, reported in (("public", 1, 1), ("federation", 3, 2), ("whole", 7, 3)):
        holds(case, "cases", "region,year", f"""
            region | year | value   | of
            All    | 2009 | {value} | {reported}/4
        """, audience=audience)  # fmt: skip
