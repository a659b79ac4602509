"""Imputation: only where a unit submitted nothing at all, by the indicator's own rule, and always shown as such."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .conftest import given

if TYPE_CHECKING:
    from .conftest import Holds

CASE = """
    units
    unit | kind   | parent
    All  | region |
    A    | member | All
    B    | member | All

    indicators
    indicator | over_time | imputation
    staff     | last      | last
    reached   | none      | mean
    boats     | last      | none

    observations
    indicator | unit | period | value
    staff     | A    | 2019   | 10
    reached   | A    | 2019   | 100
    boats     | A    | 2019   | 1
"""


def test_governance_carries_forward_the_nearest_of_three_years(holds: Holds) -> None:
    """B submitted nothing for 2019; its last staff figure is of 2017, two years back: 7. The year before that is not used."""
    case = given(
        CASE
        + """    staff     | B    | 2016   | 5
    staff     | B    | 2017   | 7
    boats     | B    | 2017   | 3
"""
    )
    holds(case, "staff", "region,year", """
        region | year | value | of  | imputed | status
        All    | 2016 | 5     | 1/2 |         | partial
        All    | 2017 | 7     | 1/2 |         | partial
        All    | 2019 | 17    | 1/2 | 7       | partial
    """, imputed=True)  # fmt: skip
    figures = holds(case, "staff", "member,year", """
        member | year | value | of  | imputed
        A      | 2016 |       | 0/1 |
        B      | 2016 | 5     | 1/1 |
        A      | 2017 |       | 0/1 |
        B      | 2017 | 7     | 1/1 |
        A      | 2019 | 10    | 1/1 |
        B      | 2019 | 7     | 0/1 | 7
    """, imputed=True)  # fmt: skip
    (carried,) = [figure for figure in figures if figure.keys == ("B", "2019")]
    assert carried.note == "Imputed: carried forward from 2017."
    holds(case, "boats", "region,year", """
        region | year | value | of
        All    | 2017 | 3     | 1/2
        All    | 2019 | 1     | 1/2
    """, imputed=True)  # fmt: skip


def test_a_look_back_of_three_years_reaches_and_one_of_four_does_not(holds: Holds) -> None:
    """B's value of 2016 serves 2019; the same value does not serve 2020."""
    case = given(
        CASE
        + """    staff     | A    | 2020   | 11
    staff     | B    | 2016   | 5
"""
    )
    holds(case, "staff", "region,year", """
        region | year | value | imputed
        All    | 2016 | 5     |
        All    | 2019 | 15    | 5
        All    | 2020 | 11    |
    """, imputed=True)  # fmt: skip


def test_people_reached_take_the_mean_of_those_of_three_years_that_are_there(holds: Holds) -> None:
    """B reached 40 in 2016 and 80 in 2018: 60 for 2019, the mean of two of three."""
    case = given(
        CASE
        + """    reached   | B    | 2016   | 40
    reached   | B    | 2018   | 80
"""
    )
    holds(case, "reached", "region,year", """
        region | year | value | imputed
        All    | 2016 | 40    |
        All    | 2018 | 80    |
        All    | 2019 | 160   | 60
    """, imputed=True)  # fmt: skip


def test_a_unit_that_submitted_anything_is_not_imputed(holds: Holds) -> None:
    """B reported its boats for 2019, so its missing staff stays missing; without being asked, nothing is imputed."""
    case = given(
        CASE
        + """    staff     | B    | 2018   | 5
    boats     | B    | 2019   | 2
"""
    )
    holds(case, "staff", "region,year", """
        region | year | value | of  | imputed
        All    | 2018 | 5     | 1/2 |
        All    | 2019 | 10    | 1/2 |
    """, imputed=True)  # fmt: skip


def test_nothing_is_ever_made_from_an_imputed_value(holds: Holds) -> None:
    """B's only value is of 2016. It serves 2017 to 2019, always as that value; 2020 is out of reach."""
    case = given(
        CASE
        + """    staff     | A    | 2017   | 1
    staff     | A    | 2018   | 1
    staff     | A    | 2020   | 1
    staff     | B    | 2016   | 5
"""
    )
    figures = holds(case, "staff", "region,year", """
        region | year | value | imputed
        All    | 2016 | 5     |
        All    | 2017 | 6     | 5
        All    | 2018 | 6     | 5
        All    | 2019 | 15    | 5
        All    | 2020 | 1     |
    """, imputed=True)  # fmt: skip
    made_from = [row["period"] for row in figures.explain(figures.figures[3])]
    assert made_from == ["2019", "2016"]
