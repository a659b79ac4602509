"""Over time: flows add up, stocks do not, and a longer period is never split."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .conftest import given

if TYPE_CHECKING:
    from .conftest import Holds

ONE_UNIT = """
    units
    unit | kind   | parent
    A    | member |
"""
TWO_UNITS = """
    units
    unit | kind   | parent
    All  | region |
    A    | member | All
    B    | member | All
"""


def test_so_far_values_become_what_each_period_added(holds: Holds) -> None:
    """So far this year 100, 250, missing, 400; next year 50, 120.

    The second quarter is 150; the third and fourth together 150, which is not split; the first year 400; both 520.
    """
    case = given(
        ONE_UNIT
        + """
    indicators
    indicator | reported_as
    trained   | so far this year

    observations
    indicator | unit | period | value
    trained   | A    | 2009Q1 | 100
    trained   | A    | 2009Q2 | 250
    trained   | A    | 2009Q3 |
    trained   | A    | 2009Q4 | 400
    trained   | A    | 2010Q1 | 50
    trained   | A    | 2010Q2 | 120
    """
    )
    holds(case, "trained", "quarter", """
        quarter       | value | notes
        2009Q1        | 100   |
        2009Q2        | 150   |
        2009Q3/2009Q4 | 150   | own-period
        2010Q1        | 50    |
        2010Q2        | 70    |
    """)  # fmt: skip
    holds(case, "trained", "year", """
        year | value
        2009 | 400
        2010 | 120
    """)  # fmt: skip
    holds(case, "trained", "", """
        value
        520
    """)  # fmt: skip


def test_a_running_total_since_the_start_does_not_begin_again_each_year(holds: Holds) -> None:
    """10 by the end of 2009 and 25 by the end of 2010: 15 in 2010. One that falls is a correction of what was said."""
    case = given(
        ONE_UNIT
        + """
    indicators
    indicator | reported_as
    built     | so far

    observations
    indicator | unit | period | value
    built     | A    | 2009   | 10
    built     | A    | 2010   | 25
    built     | A    | 2011   | 24
    """
    )
    holds(case, "built", "year", """
        year | value | notes
        2009 | 10    |
        2010 | 15    |
        2011 | -1    | fallen
    """)  # fmt: skip
    holds(case, "built", "", """
        value
        24
    """)  # fmt: skip


def test_a_stock_takes_the_last_value_and_a_flow_adds_up(holds: Holds) -> None:
    """Staff stand at 10, 12, 11 and 14 at the ends of four quarters; people trained are 10, 12, 11 and 14 in them."""
    case = given(
        ONE_UNIT
        + """
    indicators
    indicator | over_time | reported_as
    staff     | last      | on a day
    trained   | sum       | period

    observations
    indicator | unit | period     | value
    staff     | A    | 2009-03-31 | 10
    staff     | A    | 2009-06-30 | 12
    staff     | A    | 2009-09-30 | 11
    staff     | A    | 2009-12-31 | 14
    trained   | A    | 2009Q1     | 10
    trained   | A    | 2009Q2     | 12
    trained   | A    | 2009Q3     | 11
    trained   | A    | 2009Q4     | 14
    """
    )
    holds(case, "staff trained", "year", """
        indicator | year | value
        staff     | 2009 | 14
        trained   | 2009 | 47
    """)  # fmt: skip
    holds(case, "staff", "quarter", """
        quarter | value
        2009Q1  | 10
        2009Q2  | 12
        2009Q3  | 11
        2009Q4  | 14
    """)  # fmt: skip


def test_a_last_value_is_carried_no_longer_than_the_indicator_allows(holds: Holds) -> None:
    """12 at the end of 2008, allowed for 12 months: it stands for 2009; with B's 5 of 2010, 2010 has B alone."""
    case = given(
        TWO_UNITS
        + """
    indicators
    indicator | over_time | reported_as | last_for
    staff     | last      | on a day    | 12

    observations
    indicator | unit | period     | value
    staff     | A    | 2008-12-31 | 12
    staff     | B    | 2009-12-31 | 4
    staff     | B    | 2010-12-31 | 5
    """
    )
    holds(case, "staff", "region,year", """
        region | year | value | of
        All    | 2008 | 12    | 1/2
        All    | 2009 | 16    | 2/2
        All    | 2010 | 5     | 1/2
    """)  # fmt: skip


def test_a_unit_that_has_ended_carries_no_value_on(holds: Holds) -> None:
    """Old's 10 of 2008 went to North and South, which report 6 and 4 for 2009: together 10, not 20."""
    case = given("""
        units
        unit  | kind   | parent | valid_from | valid_to
        All   | member |        |            |
        Old   | branch | All    |            | 2008-12-31
        North | branch | All    | 2009-01-01 |
        South | branch | All    | 2009-01-01 |

        indicators
        indicator  | over_time | reported_as | last_for
        volunteers | last      | on a day    | 30

        observations
        indicator  | unit  | period     | value
        volunteers | Old   | 2008-12-31 | 10
        volunteers | North | 2009-12-31 | 6
        volunteers | South | 2009-12-31 | 4
        volunteers | South | 2010-12-31 | 5
    """)
    holds(case, "volunteers", "member,year", """
        member | year | value | of
        All    | 2008 | 10    | 1/1
        All    | 2009 | 10    | 2/2
        All    | 2010 | 11    | 2/2
    """)  # fmt: skip


def test_a_value_of_a_longer_period_stands_in_its_own_column(holds: Holds) -> None:
    """A reports 2009-2010 in one: it is not split over the years, and not lost."""
    case = given(
        TWO_UNITS
        + """
    indicators
    indicator
    trained

    observations
    indicator | unit | period    | value
    trained   | A    | 2009/2010 | 90
    trained   | B    | 2009      | 10
    trained   | B    | 2010      | 20
    """
    )
    holds(case, "trained", "region,year", """
        region | year      | value | of  | notes
        All    | 2009      | 10    | 1/2 |
        All    | 2009/2010 | 90    | 1/2 | own-period
        All    | 2010      | 20    | 1/2 |
    """)  # fmt: skip
    holds(case, "trained", "region", """
        region | value | of
        All    | 120   | 2/2
    """)  # fmt: skip


def test_a_stated_year_counts_once_beside_its_quarters(holds: Holds) -> None:
    """The year says 100 and two of its quarters 30 and 40: the year is 100, not 170."""
    case = given(
        ONE_UNIT
        + """
    indicators
    indicator
    trained

    observations
    indicator | unit | period | value
    trained   | A    | 2009   | 100
    trained   | A    | 2009Q1 | 30
    trained   | A    | 2009Q2 | 40
    """
    )
    holds(case, "trained", "year", """
        year | value
        2009 | 100
    """)  # fmt: skip


def test_a_year_that_ends_in_march_is_named_by_its_days(holds: Holds) -> None:
    """In a federation whose years begin in April, quarters add up to the year from April to March."""
    case = given(
        ONE_UNIT
        + """
    indicators
    indicator
    trained

    observations
    indicator | unit | period | value
    trained   | A    | 2009Q2 | 1
    trained   | A    | 2009Q4 | 2
    trained   | A    | 2010Q1 | 4
    """,
        first_month=4,
    )
    holds(case, "trained", "year", """
        year                  | value
        2009-04-01/2010-03-31 | 7
    """)  # fmt: skip
