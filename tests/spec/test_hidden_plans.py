"""Hidden plans: an audience sees nothing of a plan that is not for it."""

from __future__ import annotations

from datetime import date

import pytest

from remit.audiences import hidden_plans, seen_by
from remit.calculations.funding import funding
from remit.calculations.linkage import link
from remit.errors import WrongUse

from .conftest import given

PLANS = """
plans
plan  | unit | kind     | currency | part_of | visibility
S     | U    | strategy | CHF      |         | public
OPEN  | U    | appeal   | CHF      | DRAFT   | federation
DRAFT | U    | appeal   | CHF      |         | unit

elements
plan  | element | parent | level
S     | goal    |        | goal
OPEN  | water   |        | output
DRAFT | camp    |        | output

links
from_plan | from_element | to_plan | to_element | share
OPEN      | water        | S       | goal       | 1
DRAFT     | camp         | S       | goal       | 1
OPEN      | water        | DRAFT   | camp       | 1

money
id | plan  | element | stage       | amount | currency | supersedes
m1 | OPEN  | water   | requirement | 100    | CHF      |
m2 | OPEN  | water   | requirement | 30     | CHF      |
m3 | DRAFT | camp    | requirement | 900    | CHF      | m2

texts
of       | key        | field | language | text
elements | OPEN/water | title | en       | Water
elements | DRAFT/camp | title | en       | Camp

rates
series | currency | base | valid_from | rate
OPEN   | EUR      | CHF  | 2010-01-01 | 1.5
DRAFT  | EUR      | CHF  | 2010-01-01 | 1.2
"""


def test_a_plan_for_the_unit_is_hidden_from_the_federation() -> None:
    """The whole sees all three plans, the federation not the draft, the public the strategy alone."""
    case = given(PLANS)
    assert hidden_plans(case, "whole") == set()
    assert hidden_plans(case, "federation") == {"DRAFT"}
    assert hidden_plans(case, "public") == {"OPEN", "DRAFT"}


def test_nothing_that_belongs_to_a_hidden_plan_is_left() -> None:
    """Its elements, money, links in both directions, texts and rates go; nothing says that another plan is part of it."""
    seen = seen_by(given(PLANS), "federation")
    with pytest.raises(WrongUse, match="no plan DRAFT"):
        funding(seen, "DRAFT")
    assert [row["part_of"] for row in seen.rows("plans")] == [None, None]
    assert "DRAFT" not in str([seen.rows(name) for name in seen.tables])
    assert [part.plan for element in link(seen, "OPEN").elements for part in element.to] == ["S"]


def test_an_amount_that_moved_into_a_hidden_plan_does_not_come_back() -> None:
    """The 30 of the open appeal were moved into the draft: the open appeal requires 100, not 130."""
    assert funding(seen_by(given(PLANS), "federation"), "OPEN").whole.required.value == 1_000_000


def test_a_plan_that_is_hidden_now_is_hidden_as_of_every_day() -> None:
    """It was for the federation in January and for its unit since May: nobody else sees how it stood in March."""
    case = given("""
        plans
        plan | unit | kind   | visibility | recorded_at
        P    | U    | appeal | federation | 2010-01-10
        P    | U    | appeal | unit       | 2010-05-10
    """)
    seen = seen_by(case, "federation")
    assert seen.current(case.settings.end_of(date(2010, 3, 1))).rows("plans") == []
