"""Breakdowns: cells are readings of one total; bands nest, and add only where all of them are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .conftest import given

if TYPE_CHECKING:
    from .conftest import Holds

TWO = """
    units
    unit | kind   | parent
    All  | region |
    A    | member | All
    B    | member | All

    indicators
    indicator
    reached
"""

BANDS = """
    indicator_axes
    indicator | axis | whole
    reached   | age  | yes

    categories
    axis | category | parent
    age  | 0-17     |
    age  | 18-49    |
    age  | 50-99    |
    age  | 18-29    | 18-49
    age  | 30-39    | 18-49
    age  | 40-49    | 18-49
"""


def test_finer_bands_add_up_to_the_coarser_one_that_all_have(holds: Holds) -> None:
    """A gives 18-49: 90. B gives 18-29: 40, 30-39: 30, 40-49: 20. 18-49 is 180; 18-29 is 40, from 1 of 2 units."""
    case = given(
        TWO
        + BANDS
        + """
    observations
    indicator | unit | period | cell      | value
    reached   | A    | 2009   | age=18-49 | 90
    reached   | B    | 2009   | age=18-29 | 40
    reached   | B    | 2009   | age=30-39 | 30
    reached   | B    | 2009   | age=40-49 | 20
    """
    )
    holds(case, "reached", "region,year,age", """
        region | year | age   | value | of  | notes
        All    | 2009 | 18-49 | 180   | 2/2 |
        All    | 2009 | 18-29 | 40    | 1/2 | part-of
        All    | 2009 | 30-39 | 30    | 1/2 | part-of
        All    | 2009 | 40-49 | 20    | 1/2 | part-of
    """)  # fmt: skip


def test_bands_that_are_not_all_there_make_no_coarser_one(holds: Holds) -> None:
    """B lacks 40-49: its 18-49 is missing, not 70; and no total is made of it."""
    case = given(
        TWO
        + BANDS
        + """
    observations
    indicator | unit | period | cell      | value
    reached   | A    | 2009   | age=18-49 | 90
    reached   | B    | 2009   | age=18-29 | 40
    reached   | B    | 2009   | age=30-39 | 30
    """
    )
    holds(case, "reached", "region,year,age", """
        region | year | age   | value | of
        All    | 2009 | 18-49 | 90    | 1/2
        All    | 2009 | 18-29 | 40    | 1/2
        All    | 2009 | 30-39 | 30    | 1/2
    """)  # fmt: skip
    holds(case, "reached", "region,year", """
        region | year | value | of
        All    | 2009 |       | 0/2
    """)  # fmt: skip


def test_a_total_is_read_from_whichever_breakdown_makes_it_up(holds: Holds) -> None:
    """A states 100; B gives sex only, and B's sex by age is another reading of the same people."""
    case = given(
        TWO
        + """
    indicator_axes
    indicator | axis | whole
    reached   | sex  | yes
    reached   | age  | yes

    categories
    axis | category   | parent
    sex  | female     |
    sex  | male       |
    sex  | other      |
    sex  | not-stated |

    observations
    indicator | unit | period | cell                  | value
    reached   | A    | 2009   |                       | 100
    reached   | B    | 2009   | sex=female            | 30
    reached   | B    | 2009   | sex=male              | 20
    reached   | B    | 2009   | age=adult;sex=female  | 25
    reached   | B    | 2009   | age=child;sex=female  | 5
    reached   | B    | 2009   | age=adult;sex=male    | 15
    reached   | B    | 2009   | age=child;sex=male    | 5
    """
    )
    holds(case, "reached", "region,year", """
        region | year | value | of
        All    | 2009 | 150   | 2/2
    """)  # fmt: skip
    holds(case, "reached", "region,year,sex", """
        region | year | sex        | value | of  | notes
        All    | 2009 | female     | 30    | 1/2 |
        All    | 2009 | male       | 20    | 1/2 |
        All    | 2009 | not-stated | 100   | 2/2 | remainder
    """)  # fmt: skip
    holds(case, "reached", "region,year,age", """
        region | year | age        | value | of
        All    | 2009 | adult      | 40    | 1/2
        All    | 2009 | child      | 10    | 1/2
        All    | 2009 | not-stated | 100   | 2/2
    """)  # fmt: skip


def test_a_breakdown_that_is_only_part_of_its_total_makes_no_total(holds: Holds) -> None:
    """Of 100 people 30 live with a disability: the rest is not stated. B gives only that part, so its total is missing."""
    case = given(
        TWO
        + """
    indicator_axes
    indicator | axis       | whole
    reached   | disability | no

    observations
    indicator | unit | period | cell           | value
    reached   | A    | 2009   |                | 100
    reached   | A    | 2009   | disability=yes | 30
    reached   | B    | 2009   | disability=yes | 8
    """
    )
    holds(case, "reached", "region,year", """
        region | year | value | of
        All    | 2009 | 100   | 1/2
    """)  # fmt: skip
    holds(case, "reached", "region,year,disability", """
        region | year | disability | value | of
        All    | 2009 | yes        | 38    | 2/2
        All    | 2009 | not-stated | 62    | 1/2
    """)  # fmt: skip


def test_every_cell_can_be_asked_for_at_once(holds: Holds) -> None:
    """By cell: each as it is given or made up from finer ones, and the total as the empty cell."""
    case = given(
        TWO
        + """
    observations
    indicator | unit | period | cell       | value
    reached   | A    | 2009   | sex=female | 3
    reached   | A    | 2009   | sex=male   | 4
    reached   | B    | 2009   |            | 5
    """
    )
    holds(case, "reached", "region,year,cell", """
        region | year | cell       | value | of
        All    | 2009 |            | 12    | 2/2
        All    | 2009 | sex=female | 3     | 1/2
        All    | 2009 | sex=male   | 4     | 1/2
    """)  # fmt: skip
