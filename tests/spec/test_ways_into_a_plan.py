"""Ways into a plan: money that can reach a plan by several ways arrives once. Each case runs on both engines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from remit import exact
from remit.calculations.linkage import link

from .conftest import given

if TYPE_CHECKING:
    from remit.engines import Engine

WAYS = """
plans
plan | unit | kind
P    | U    | country plan
Q    | U    | strategy
S    | U    | strategy

elements
plan | element | parent | level
P    | all     |        | heading
P    | direct  | all    | output
P    | byQ     | all    | output
P    | both    | all    | output
Q    | aim     |        | goal
S    | top     |        | goal
S    | under   | top    | outcome

links
from_plan | from_element | to_plan | to_element | share
P         | direct       | S       | under      | 1
P         | byQ          | Q       | aim        | 1
Q         | aim          | S       | top        | 1

"""


def test_money_that_has_several_ways_into_a_plan_arrives_once(engine: Engine) -> None:
    """100 goes straight into S, 10 by way of Q, and 5 has both ways: 115 reach S, where the two paths by themselves
    show 105 and 15."""
    case = given(
        WAYS
        + """
        links
        from_plan | from_element | to_plan | to_element | share
        P         | both         | S       | under      | 1
        P         | both         | Q       | aim        | 1

        money
        plan | element | stage       | amount | currency
        P    | direct  | requirement | 100    | CHF
        P    | byQ     | requirement | 10     | CHF
        P    | both    | requirement | 5      | CHF
        """
    )

    def at_top(into: str | None) -> list[str]:
        found = link(case, "P", into=into, engine=engine)
        amounts = [
            one.amount("requirement", "CHF") for one in found.elements if (one.plan, one.element) == ("S", "top")
        ]
        return sorted(exact.text(one.amount) for one in amounts if one is not None and one.amount is not None)

    assert at_top("S") == ["115"]
    assert at_top(None) == ["105", "15"]


def test_plans_that_serve_one_another_still_lead_on(engine: Engine) -> None:
    """P and Q serve one another and both serve S: what P keeps for itself reaches S, and nothing goes round."""
    case = given(
        WAYS
        + """
        links
        from_plan | from_element | to_plan | to_element | share
        Q         | aim          | P       | direct     | 1

        money
        plan | element | stage       | amount | currency
        P    | direct  | requirement | 100    | CHF
        """
    )
    found = link(case, "P", into="S", engine=engine)
    (top,) = [one for one in found.elements if one.element == "top"]
    assert [(one.stage, one.amount) for one in top.amounts] == [("requirement", 1_000_000)]
