"""Missing is not zero: what is not known is said, and never becomes 0."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .conftest import given

if TYPE_CHECKING:
    from .conftest import Holds


def test_a_reported_zero_counts_and_a_missing_value_does_not(holds: Holds) -> None:
    """Ghana says 0, Togo says nothing: the sum of the region is 30, from 2 of 3."""
    case = given("""
        units
        unit  | kind   | parent
        WA    | region |
        Ghana | member | WA
        Mali  | member | WA
        Togo  | member | WA

        indicators
        indicator
        trained

        observations
        indicator | unit  | period | value
        trained   | Ghana | 2009   | 0
        trained   | Mali  | 2009   | 30
        trained   | Togo  | 2009   |
    """)
    holds(case, "trained", "region,year", """
        region | year | value | status  | of
        WA     | 2009 | 30    | partial | 2/3
    """)  # fmt: skip
    holds(case, "trained", "member,year", """
        member | year | value | status   | of
        Ghana  | 2009 | 0     | complete | 1/1
        Mali   | 2009 | 30    | complete | 1/1
        Togo   | 2009 |       | missing  | 0/1
    """)  # fmt: skip


def test_nobody_reported_is_missing_and_not_zero(holds: Holds) -> None:
    """An empty year has no value, and says that one was expected."""
    case = given("""
        units
        unit  | kind   | parent
        WA    | region |
        Ghana | member | WA

        indicators
        indicator
        trained

        observations
        indicator | unit  | period | value
        trained   | Ghana | 2008   |
        trained   | Ghana | 2009   | 5
        trained   | Ghana | 2010   |
    """)
    holds(case, "trained", "region,year", """
        region | year | value | status   | of  | notes
        WA     | 2008 |       | missing  | 0/0 | not-asked
        WA     | 2009 | 5     | complete | 1/1 |
        WA     | 2010 |       | missing  | 0/1 |
    """)  # fmt: skip


def test_not_applicable_leaves_the_expected(holds: Holds) -> None:
    """Ten listed, two not applicable, five reported (one of them 0), three missing: 5 of 8."""
    units = "\n".join(f"M{number} | member | All" for number in range(1, 11))
    listed = "\n".join(f"R09 | M{number} | trained" for number in range(1, 11))
    values = ["n/a", "n/a", "0", "1", "2", "3", "4", "", "", ""]
    reports = "\n".join(f"trained | M{number} | 2009 | {value}" for number, value in enumerate(values, 1))
    case = given(f"""
        units
        unit | kind | parent
        All | region |
        {units}

        indicators
        indicator
        trained

        rounds
        round | period
        R09 | 2009

        expected
        round | unit | indicator
        {listed}

        observations
        indicator | unit | period | value
        {reports}
    """)
    holds(case, "trained", "region,year", """
        region | year | value | of  | not_applicable
        All    | 2009 | 10    | 5/8 | 2
    """)  # fmt: skip


def test_a_unit_that_is_not_applicable_has_no_value_and_nothing_is_expected(holds: Holds) -> None:
    """It is told apart from one that is missing, with and without a round."""
    case = given("""
        units
        unit | kind   | parent
        All  | region |
        A    | member | All
        B    | member | All

        indicators
        indicator
        boats

        observations
        indicator | unit | period | value
        boats     | A    | 2009   | 4
        boats     | B    | 2009   | n/a
    """)
    holds(case, "boats", "member,year", """
        member | year | value | status         | of
        A      | 2009 | 4     | complete       | 1/1
        B      | 2009 |       | not applicable | 0/0
    """)  # fmt: skip
    holds(case, "boats", "region,year", """
        region | year | value | status   | of
        All    | 2009 | 4     | complete | 1/1
    """)  # fmt: skip


def test_a_value_from_before_admission_is_in_the_sum_and_not_in_reported(holds: Holds) -> None:
    """South Sudan reported for 2012 and was admitted in 2013: 12, from 1 of 1, and one more that nobody expected."""
    case = given("""
        units
        unit  | kind   | parent | valid_from
        All   | region |        |
        Sudan | member | All    |
        South | member | All    | 2013-11-12

        indicators
        indicator
        staff

        observations
        indicator | unit  | period | value
        staff     | Sudan | 2012   | 5
        staff     | South | 2012   | 7
        staff     | South | 2013   | 8
    """)
    holds(case, "staff", "region,year", """
        region | year | value | of  | unexpected | status
        All    | 2012 | 12    | 1/1 | 1          | complete
        All    | 2013 | 8     | 1/2 | 0          | partial
    """)  # fmt: skip


def test_an_indicator_is_asked_only_while_it_is_valid(holds: Holds) -> None:
    """Dropped at the end of 2009: nobody is expected to report it for 2010."""
    case = given("""
        units
        unit  | kind   | parent
        WA    | region |
        Ghana | member | WA

        indicators
        indicator | valid_to
        trained   | 2009-12-31

        observations
        indicator | unit  | period | value
        trained   | Ghana | 2009   | 5
        trained   | Ghana | 2010   |
    """)
    holds(case, "trained", "region,year", """
        region | year | value | status   | of
        WA     | 2009 | 5     | complete | 1/1
        WA     | 2010 |       | missing  | 0/0
    """)  # fmt: skip
