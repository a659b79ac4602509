"""Whose line it is: an element of a plan is its own unit's, else that of the element above it, else the plan's."""

from __future__ import annotations

from remit.elements import Elements

from .conftest import given

PLAN = """
    units
    unit | kind        | parent
    HOST | member      |
    NEAR | member      |
    SEC  | secretariat |

    plans
    plan | unit | kind
    P    | HOST | country plan

    levels
    plan | level | name | is
    P    | l     | Line | activity
"""


def test_a_line_that_says_nothing_is_that_of_the_nearest_line_above_that_does() -> None:
    """Outcome 1 says nothing; output 1.2 is the secretariat's, and so is what stands below it, but for one line."""
    elements = Elements(
        given(
            PLAN
            + """
    elements
    plan | element | parent | level | unit
    P    | 1       |        | l     |
    P    | 1.1     | 1      | l     |
    P    | 1.2     | 1      | l     | SEC
    P    | 1.2.1   | 1.2    | l     |
    P    | 1.2.2   | 1.2    | l     | NEAR
    P    | 1.2.2.1 | 1.2.2  | l     |
    P    | 1.2.3   | 1.2    | l     | HOST
    """
        )
    )
    assert {element: elements.unit_of("P", element) for element in elements.rows["P"]} == {
        "1": "HOST",
        "1.1": "HOST",
        "1.2": "SEC",
        "1.2.1": "SEC",
        "1.2.2": "NEAR",
        "1.2.2.1": "NEAR",
        "1.2.3": "HOST",
    }


def test_a_line_below_one_that_is_not_there_or_in_a_circle_is_the_plans() -> None:
    """1 stands below a line that is missing; 2 and 3 below each other, and neither says whose it is."""
    elements = Elements(
        given(
            PLAN
            + """
    elements
    plan | element | parent | level | unit
    P    | 1       | gone   | l     |
    P    | 2       | 3      | l     |
    P    | 3       | 2      | l     |
    """
        )
    )
    assert {elements.unit_of("P", element) for element in ("1", "2", "3")} == {"HOST"}
    assert elements.unit_of("P", "nothing") == "HOST"
    assert elements.unit_of("Q", "1") == ""
