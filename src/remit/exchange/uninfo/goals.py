"""Links of sub-outputs to the Sustainable Development Goals that they name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from remit.exchange.uninfo.names import GOALS
from remit.exchange.uninfo.texts import add_text
from remit.language import N_
from remit.problems import Kind, Place

if TYPE_CHECKING:
    from remit.exchange.base import Rows
    from remit.exchange.uninfo.content import SubOutput

UNKNOWN_GOAL = Kind(
    "unknown-goal",
    N_("“{goal}” is not the number of a Sustainable Development Goal."),
    N_("Write 1 to 17."),
    blocks=False,
)
PLAN, UNIT, PERIOD = "SDG", "UN", "2016/2030"


class Goals:
    """The goals as a plan, added once, and only where a sub-output names one."""

    def __init__(self, *, known: bool) -> None:
        self._known = known

    def add(self, rows: Rows, sub: SubOutput, plan: str, code: str) -> None:
        """Link a sub-output to its goal, without a share: none is stated."""
        number = sub.goal.removesuffix(".0")
        if number not in {str(goal) for goal in range(1, len(GOALS) + 1)}:
            rows.problems.append(UNKNOWN_GOAL.at(Place(rows.file, sub.at, "sdg"), goal=sub.goal[:60]))
            return
        if not self._known:
            self._known = True
            _add_plan(rows)
        link = {"from_plan": plan, "from_element": code, "to_plan": PLAN, "to_element": f"SDG{number}"}
        rows.add("links", sub.at, kind="serves", **link)


def _add_plan(rows: Rows) -> None:
    rows.add("units", "", unit=UNIT, kind="partner")
    add_text(rows, "", ("units", UNIT, "name"), "United Nations", "en")
    rows.add("plans", "", plan=PLAN, unit=UNIT, kind="results framework", period=PERIOD, language="en")
    add_text(rows, "", ("plans", PLAN, "title"), "Sustainable Development Goals", "en")
    rows.add("levels", "", plan=PLAN, level="goal", name="Goal", **{"is": "goal"})
    for number, title in enumerate(GOALS, 1):
        element = f"SDG{number}"
        rows.add("elements", "", plan=PLAN, element=element, level="goal", code=str(number), order=number)
        add_text(rows, "", ("elements", f"{PLAN}/{element}", "title"), title, "en")
