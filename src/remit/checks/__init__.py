"""What must hold for a federation as a whole: one module for each check, named by the sentence that it holds.

A check is a function from facts to problems. It sees the current rows and says where each wrong one stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from remit.checks import (
    links_lead_on,
    parts_form_trees,
    shares_within_one_plan,
    successions_add_up,
    tree_has_no_cycle,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from remit.checks.facts import Facts
    from remit.problems import Problem

    Check = Callable[[Facts], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (
    tree_has_no_cycle.check,
    successions_add_up.check,
    parts_form_trees.check,
    shares_within_one_plan.check,
    links_lead_on.check,
)
"""Every check, in the order in which problems are shown."""
