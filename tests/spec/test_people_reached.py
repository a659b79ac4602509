"""People reached: programmes overlap, units do not, and years are never added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .conftest import given

if TYPE_CHECKING:
    from .conftest import Holds

REACHED = """
    units
    unit   | kind   | parent
    Kenya  | member |
    North  | branch | Kenya
    South  | branch | Kenya

    indicators
    indicator | over_plans | over_time
    reached   | max        | none

    plans
    plan   | unit  | kind
    health | Kenya | programme
    water  | Kenya | programme

    observations
    indicator | unit  | plan   | period | value
    reached   | North | health | 2009   | 800
    reached   | North | water  | 2009   | 600
    reached   | South | health | 2009   | 300
    reached   | South | water  | 2009   | 500
"""


def test_the_same_people_in_two_programmes_count_once_where_they_were_reached(holds: Holds) -> None:
    """In each branch the larger programme counts: 800 and 500. Not 2,200, and not the larger programme's 1,100."""
    holds(given(REACHED), "reached", "member,year", """
        member | year | value | of
        Kenya  | 2009 | 1300  | 2/2
    """)  # fmt: skip


def test_years_of_people_reached_are_not_added(holds: Holds) -> None:
    """1,000 in 2009 and 1,200 in 2010: both years together are at least 1,200."""
    case = given("""
        units
        unit  | kind   | parent
        Kenya | member |

        indicators
        indicator | over_plans | over_time
        reached   | max        | none

        observations
        indicator | unit  | period | value
        reached   | Kenya | 2009   | 1000
        reached   | Kenya | 2010   | 1200
    """)
    holds(case, "reached", "year", """
        year | value | status
        2009 | 1000  | complete
        2010 | 1200  | complete
    """)  # fmt: skip
    holds(case, "reached", "", """
        value | status   | notes
        1200  | at least | periods-not-added
    """)  # fmt: skip
