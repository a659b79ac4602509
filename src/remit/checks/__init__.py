"""What must hold for a federation as a whole: one module for each check, named by the sentence that it holds.

A check is a function from facts to problems. It sees the current rows and says where each wrong one stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from remit.checks import (
    cells_use_known_categories,
    days_are_in_order,
    indicator_rules_fit,
    links_lead_on,
    parts_form_trees,
    parts_within_total,
    periods_agree,
    rates_are_there,
    shares_within_one_plan,
    successions_add_up,
    tree_has_no_cycle,
    values_fit_their_measure,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from remit.checks.facts import Facts
    from remit.problems import Problem

    Check = Callable[[Facts], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (
    days_are_in_order.check,
    tree_has_no_cycle.check,
    successions_add_up.check,
    parts_form_trees.check,
    shares_within_one_plan.check,
    links_lead_on.check,
    rates_are_there.check,
    indicator_rules_fit.check,
    cells_use_known_categories.check,
    values_fit_their_measure.check,
    parts_within_total.check,
    periods_agree.check,
)
"""Every check, in the order in which problems are shown."""
