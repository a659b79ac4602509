"""Over units: what may be added is, what may not is refused; each value counts once on its way up."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from .conftest import given

if TYPE_CHECKING:
    from .conftest import Holds


def test_an_indicator_that_may_not_be_added_is_refused_with_the_reason(holds: Holds) -> None:
    """A legal status has no sum; each member's own value stands."""
    case = given("""
        units
        unit | kind   | parent
        All  | region |
        A    | member | All
        B    | member | All

        indicators
        indicator | measure | over_units | over_time
        index     | score   | none       | last

        observations
        indicator | unit | period | value
        index     | A    | 2009   | 3
        index     | B    | 2009   | 4
    """)
    holds(case, "index", "unit,year", """
        unit | year | value | status   | notes
        All  | 2009 |       | refused  | units-not-added
        A    | 2009 | 3     | complete |
        B    | 2009 | 4     | complete |
    """)  # fmt: skip


def test_the_largest_and_the_smallest_go_up_as_they_are(holds: Holds) -> None:
    """The longest response time of 3, 9 and 4 days is 9; the shortest is 3."""
    case = given("""
        units
        unit | kind   | parent
        All  | region |
        A    | member | All
        B    | member | All
        C    | member | All

        indicators
        indicator | over_units | over_time
        longest   | max        | max
        shortest  | min        | last

        observations
        indicator | unit | period | value
        longest   | A    | 2009   | 3
        longest   | B    | 2009   | 9
        longest   | C    | 2009   | 4
        shortest  | A    | 2009   | 3
        shortest  | B    | 2009   | 9
        shortest  | C    | 2009   | 4
    """)
    holds(case, "longest shortest", "region,year", """
        indicator | region | year | value
        longest   | All    | 2009 | 9
        shortest  | All    | 2009 | 3
    """)  # fmt: skip


COUNTRIES = """
    units
    unit | kind    | parent
    All  | region  |
    A    | country | All
    B    | country | All

    indicators
    indicator | over_units | over_time | condition | once
    countries | count      | sum       | >= 3      | {once}

    observations
    indicator | unit | period | value
    countries | A    | 2004   | 3
    countries | A    | 2005   | 3
    countries | B    | 2004   | 2
    countries | B    | 2005   | 3
"""


def test_a_count_with_a_condition_counts_each_country_once(holds: Holds) -> None:
    """A has three new services in 2004 and in 2005, B three in 2005: one and two a year; by 2005 two, not three."""
    case = given(COUNTRIES.format(once="ever"))
    holds(case, "countries", "region,year", """
        region | year | value | of
        All    | 2004 | 1     | 2/2
        All    | 2005 | 2     | 2/2
    """)  # fmt: skip
    holds(case, "countries", "region", """
        region | value
        All    | 2
    """)  # fmt: skip


def test_a_count_may_be_of_each_year(holds: Holds) -> None:
    """Where the indicator says so, a country counts again in each year."""
    holds(given(COUNTRIES.format(once="each year")), "countries", "region", """
        region | value
        All    | 3
    """)  # fmt: skip


def test_in_each_branch_the_highest_kind_that_reports_counts(holds: Holds) -> None:
    """Kenya states 90 and its branches explain it; Uganda says nothing, but one of its two branches reports 20."""
    case = given("""
        units
        unit   | kind   | parent
        Africa | region |
        Kenya  | member | Africa
        Uganda | member | Africa
        K1     | branch | Kenya
        K2     | branch | Kenya
        U1     | branch | Uganda
        U2     | branch | Uganda

        indicators
        indicator | collected_at
        trained   | member branch

        observations
        indicator | unit  | period | value
        trained   | Kenya | 2009   | 90
        trained   | K1    | 2009   | 40
        trained   | K2    | 2009   | 45
        trained   | U1    | 2009   | 20
    """)
    holds(case, "trained", "unit,year", """
        unit   | year | value | of  | stated | computed | status
        Africa | 2009 | 110   | 2/3 |        |          | partial
        Kenya  | 2009 | 90    | 1/1 | 90     | 85       | complete
        K1     | 2009 | 40    | 1/1 |        |          | complete
        K2     | 2009 | 45    | 1/1 |        |          | complete
        Uganda | 2009 | 20    | 1/2 |        |          | partial
        U1     | 2009 | 20    | 1/1 |        |          | complete
        U2     | 2009 |       | 0/1 |        |          | missing
    """)  # fmt: skip


def test_a_stated_total_stands_beside_what_its_parts_give(holds: Holds) -> None:
    """The region states 100, its members give 60 and 50. Which one counts is the indicator's; both are shown."""
    case = """
        units
        unit | kind   | parent
        WA   | region |
        A    | member | WA
        B    | member | WA

        indicators
        indicator | total
        trained   | {total}

        observations
        indicator | unit | period | value
        trained   | WA   | 2009   | 100
        trained   | A    | 2009   | 60
        trained   | B    | 2009   | 50
    """
    figures = holds(given(case.format(total="stated")), "trained", "region,year", """
        region | value | stated | computed | of
        WA     | 100   | 100    | 110      | 1/1
    """)  # fmt: skip
    assert "its parts give 110" in figures.only().note
    figures = holds(given(case.format(total="computed")), "trained", "region,year", """
        region | value | stated | computed | of
        WA     | 110   | 100    | 110      | 2/2
    """)  # fmt: skip
    assert "the unit states 100" in figures.only().note


def test_a_reporter_who_is_replaced_counts_once(holds: Holds) -> None:
    """What the first officer reported is corrected by the second: the series is the unit's, not the officer's."""
    case = given("""
        units
        unit | kind   | parent
        A    | member |

        indicators
        indicator | reported_as
        trained   | so far this year

        observations
        id | indicator | unit | period | value | by    | supersedes
        a1 | trained   | A    | 2009Q1 | 40    | Amina |
        a2 | trained   | A    | 2009Q2 | 60    | Amina |
        b2 | trained   | A    | 2009Q2 | 65    | Bakari | a2
        b3 | trained   | A    | 2009Q3 | 90    | Bakari |
    """)
    holds(case, "trained", "year", """
        year | value
        2009 | 90
    """)  # fmt: skip
    holds(case, "trained", "quarter", """
        quarter | value
        2009Q1  | 40
        2009Q2  | 25
        2009Q3  | 25
    """)  # fmt: skip


def test_a_unit_that_moves_is_counted_where_it_stood_last_in_each_period(holds: Holds) -> None:
    """B moves from West to East on 1 July 2009; one day's tree may regroup every year."""
    case = given("""
        units
        unit | kind
        West | region
        East | region
        A    | member
        B    | member

        trees
        unit | parent | from       | to
        West |        |            |
        East |        |            |
        A    | West   |            |
        B    | West   |            | 2009-06-30
        B    | East   | 2009-07-01 |

        indicators
        indicator
        trained

        observations
        indicator | unit | period | value
        trained   | A    | 2008   | 1
        trained   | B    | 2008   | 2
        trained   | A    | 2009   | 10
        trained   | B    | 2009   | 20
    """)
    holds(case, "trained", "region,year", """
        region | year | value | of
        West   | 2008 | 3     | 2/2
        West   | 2009 | 10    | 1/1
        East   | 2009 | 20    | 1/1
        East   | 2008 |       | 0/0
    """)  # fmt: skip
    holds(case, "trained", "region,year", """
        region | year | value
        West   | 2008 | 1
        East   | 2008 | 2
        West   | 2009 | 10
        East   | 2009 | 20
    """, tree_on=date(2010, 1, 1))  # fmt: skip


def test_a_unit_that_splits_keeps_its_old_values(holds: Holds) -> None:
    """Sudan ends on 31 December 2009 and Sudan and South go on from it; a roll-up never carries its values over."""
    case = given("""
        units
        unit  | kind   | parent | valid_from | valid_to
        All   | region |        |            |
        Old   | member | All    |            | 2009-12-31
        North | member | All    | 2010-01-01 |
        South | member | All    | 2010-01-01 |

        successions
        tree      | from_unit | to_unit | on         | share
        structure | Old       | North   | 2010-01-01 | 2/3
        structure | Old       | South   | 2010-01-01 | 1/3

        indicators
        indicator
        trained

        observations
        indicator | unit  | period | value
        trained   | Old   | 2009   | 100
        trained   | North | 2010   | 70
        trained   | South | 2010   | 40
    """)
    holds(case, "trained", "region,year", """
        region | year | value | of
        All    | 2009 | 100   | 1/1
        All    | 2010 | 110   | 2/2
    """)  # fmt: skip
