"""Ratios and means are made again from their parts, never averaged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .conftest import given

if TYPE_CHECKING:
    from .conftest import Holds

THREE = """
    units
    unit | kind   | parent
    All  | region |
    A    | member | All
    B    | member | All
    C    | member | All
"""


def test_a_child_that_reports_none_of_a_hundred_stays_in_the_denominator(holds: Holds) -> None:
    """50 of 100, 0 of 100 and 40 of 50: 90 of 250 is 36 %, not 60 %."""
    case = given(
        THREE
        + """
    indicators
    indicator | measure | over_units | over_time
    covered   | ratio   | ratio      | ratio

    observations
    indicator | unit | period | value
    covered   | A    | 2009   | 50/100
    covered   | B    | 2009   | 0/100
    covered   | C    | 2009   | 40/50
    """
    )
    holds(case, "covered", "region,year", """
        region | year | value | numerator | denominator | of
        All    | 2009 | 0.36  | 90        | 250         | 3/3
    """)  # fmt: skip


def test_a_unit_without_either_part_leaves_both_sums(holds: Holds) -> None:
    """A 50 of 100, B missing of 900, C 30 of an unknown number: 50 %, over 100 of a known 1,000, 1 of 3 units."""
    case = given(
        THREE
        + """
    indicators
    indicator | measure | over_units | over_time
    covered   | ratio   | ratio      | ratio

    observations
    indicator | unit | period | value
    covered   | A    | 2009   | 50/100
    covered   | B    | 2009   | /900
    covered   | C    | 2009   | 30/?
    """
    )
    holds(case, "covered", "region,year", """
        region | year | value | denominator | known_denominator | covered | of  | status
        All    | 2009 | 0.5   | 100         | 1000              | 0.1     | 1/3 | partial
    """)  # fmt: skip


def test_a_denominator_may_be_another_indicator(holds: Holds) -> None:
    """Volunteers per head: A has both parts; B's population is known, its volunteers are not."""
    case = given(
        THREE
        + """
    indicators
    indicator  | measure | over_units | over_time | denominator
    per-head   | ratio   | ratio      | last      | population
    population | count   | sum        | last      |

    observations
    indicator  | unit | period | value
    per-head   | A    | 2009   | 30
    population | A    | 2009   | 1000
    population | B    | 2009   | 3000
    """
    )
    holds(case, "per-head", "region,year", """
        region | year | value | numerator | denominator | covered | of
        All    | 2009 | 0.03  | 30        | 1000        | 0.25    | 1/3
    """)  # fmt: skip


def test_a_mean_is_weighted_by_what_it_was_taken_over(holds: Holds) -> None:
    """10 over 100 people and 20 over 300: 17.5, not 15."""
    case = given(
        THREE
        + """
    indicators
    indicator | measure | over_units    | over_time
    score     | mean    | weighted mean | mean

    observations
    indicator | unit | period | value
    score     | A    | 2009   | 10/100
    score     | B    | 2009   | 20/300
    """
    )
    holds(case, "score", "region,year", """
        region | year | value | denominator | of
        All    | 2009 | 17.5  | 400         | 2/3
    """)  # fmt: skip


def test_a_mean_may_be_weighted_by_another_indicator(holds: Holds) -> None:
    """Satisfaction 4 with 10 staff and 2 with 30: 2.5. C has no staff figure and leaves both sums."""
    case = given(
        THREE
        + """
    indicators
    indicator    | measure | over_units    | over_time | weight
    satisfaction | score   | weighted mean | last      | staff
    staff        | count   | sum           | last      |

    observations
    indicator    | unit | period | value
    satisfaction | A    | 2009   | 4
    satisfaction | B    | 2009   | 2
    satisfaction | C    | 2009   | 5
    staff        | A    | 2009   | 10
    staff        | B    | 2009   | 30
    """
    )
    holds(case, "satisfaction", "region,year", """
        region | year | value | of
        All    | 2009 | 2.5   | 2/3
    """)  # fmt: skip


def test_a_plain_mean_counts_each_unit_once(holds: Holds) -> None:
    """3, 4 and 8: 5; at the lowest unit it is the value itself."""
    case = given(
        THREE
        + """
    indicators
    indicator | measure | over_units | over_time
    maturity  | score   | mean       | last

    observations
    indicator | unit | period | value
    maturity  | A    | 2009   | 3
    maturity  | B    | 2009   | 4
    maturity  | C    | 2009   | 8
    """
    )
    holds(case, "maturity", "unit,year", """
        unit | year | value | of
        A    | 2009 | 3     | 1/1
        B    | 2009 | 4     | 1/1
        C    | 2009 | 8     | 1/1
        All  | 2009 | 5     | 3/3
    """)  # fmt: skip


def test_a_ratio_over_quarters_is_made_again_from_its_parts(holds: Holds) -> None:
    """1 of 10 in one quarter and 9 of 30 in the next: 10 of 40, not the mean of 10 % and 30 %."""
    case = given(
        THREE
        + """
    indicators
    indicator | measure | over_units | over_time
    covered   | ratio   | ratio      | ratio

    observations
    indicator | unit | period | value
    covered   | A    | 2009Q1 | 1/10
    covered   | A    | 2009Q2 | 9/30
    """
    )
    holds(case, "covered", "year", """
        year | value | numerator | denominator
        2009 | 0.25  | 10        | 40
    """)  # fmt: skip
