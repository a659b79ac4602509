"""Who takes part in a plan: a plan may be written by several organisations, and a grant has a donor."""

from __future__ import annotations

from remit.plans.parties import parties

from .conftest import given

PLANS = """
    plans
    plan | unit | kind         | currency
    CP   | HOST | country plan | CHF
    GR   | SEC  | grant        | CHF

    units
    unit  | kind
    HOST  | member
    PART  | member
    SEC   | secretariat
    DONOR | donor

    levels
    plan | level  | name   | is
    CP   | output | Output | output
    GR   | result | Result | outcome

    elements
    plan | element | level
    CP   | O1      | output
    CP   | O2      | output
    GR   | G1      | result

    funds
    fund | kind
    F    | earmarked

    contributions
    contribution | partner | fund
    C            | DONOR   | F
"""


def test_a_unit_that_keeps_money_in_the_plan_of_another_writes_in_it() -> None:
    """The host's own lines are the plan's."""
    federation = given(
        PLANS
        + """
    money
    id | plan | element | holder | stage       | amount | currency
    m1 | CP   | O1      | HOST   | requirement | 100    | CHF
    m2 | CP   | O2      | PART   | requirement | 50     | CHF
    """
    )
    assert parties(federation.current()) == [("CP", "PART", "writes")]


def test_a_donor_gives_to_the_grant_that_its_money_serves() -> None:
    """The contribution pays for a line of a country plan that serves the grant."""
    federation = given(
        PLANS
        + """
    money
    id | plan | element | holder | stage     | contribution | amount | currency
    m1 | CP   | O1      | HOST   | confirmed | C            | 100    | CHF
    m2 | CP   | O2      | HOST   | confirmed |              | 50     | CHF

    links
    from_plan | from_element | to_plan | to_element | kind   | share
    CP        | O1           | GR      | G1         | shared | 1
    """
    )
    assert parties(federation.current()) == [("GR", "DONOR", "gives")]
