"""Remit: what a federation wants, does, pays and achieves, in figures that explain themselves.

>>> from pathlib import Path
>>> from remit import Federation, link
>>> federation = Federation.open(Path("examples/operational-plan"))
>>> linkage = link(federation, "GS-2008-2011")
>>> for objective in linkage.elements:
...     for total in objective.stated:
...         print(objective.code, total.printed, total.computed, total.difference)
1 29579 29579 0
2 30999 30999 0
3 36902 36902 0
4 10584 10584 0
5 24553 24553 0

Each name is imported when it is first used. `docs/reference/python.md` describes them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from remit.audiences import hidden_plans, seen_by
    from remit.calculations.achievement import Achievement, achievement
    from remit.calculations.attention import Attention, attention
    from remit.calculations.change import Change, change
    from remit.calculations.completeness import Completeness, completeness
    from remit.calculations.country import Country, country
    from remit.calculations.equivalents import equivalents
    from remit.calculations.figures import Figure, Figures, Status
    from remit.calculations.funding import funding
    from remit.calculations.incomplete import Incomplete, incomplete
    from remit.calculations.linkage import link
    from remit.calculations.priorities import Priority, priorities
    from remit.calculations.rollup import rollup
    from remit.calculations.spending import money_total
    from remit.calculations.states import Limits, State, state_of, time_gone
    from remit.errors import HasProblems, MissingRate, Refused, RemitError, WrongUse
    from remit.exchange import FORMATS
    from remit.federation import Federation, Settings, Store
    from remit.intake import Intake, take_in
    from remit.money import Rate, Rates, split
    from remit.periods import Period
    from remit.plans import Revision, package_of, roll_forward
    from remit.plans.difference import difference
    from remit.problems import Kind, Place, Problem

__all__ = [
    "FORMATS",
    "Achievement",
    "Attention",
    "Change",
    "Completeness",
    "Country",
    "Federation",
    "Figure",
    "Figures",
    "HasProblems",
    "Incomplete",
    "Intake",
    "Kind",
    "Limits",
    "MissingRate",
    "Period",
    "Place",
    "Priority",
    "Problem",
    "Rate",
    "Rates",
    "Refused",
    "RemitError",
    "Revision",
    "Settings",
    "State",
    "Status",
    "Store",
    "WrongUse",
    "achievement",
    "attention",
    "change",
    "completeness",
    "country",
    "difference",
    "equivalents",
    "funding",
    "hidden_plans",
    "incomplete",
    "link",
    "money_total",
    "package_of",
    "priorities",
    "roll_forward",
    "rollup",
    "seen_by",
    "split",
    "state_of",
    "take_in",
    "time_gone",
]

_NAMES = {
    "audiences": "hidden_plans seen_by",
    "calculations.achievement": "Achievement achievement",
    "calculations.attention": "Attention attention",
    "calculations.change": "Change change",
    "calculations.completeness": "Completeness completeness",
    "calculations.country": "Country country",
    "calculations.equivalents": "equivalents",
    "calculations.figures": "Figure Figures Status",
    "calculations.funding": "funding",
    "calculations.incomplete": "Incomplete incomplete",
    "calculations.linkage": "link",
    "calculations.priorities": "Priority priorities",
    "calculations.rollup": "rollup",
    "calculations.spending": "money_total",
    "calculations.states": "Limits State state_of time_gone",
    "errors": "HasProblems MissingRate Refused RemitError WrongUse",
    "exchange": "FORMATS",
    "federation": "Federation Settings Store",
    "intake": "Intake take_in",
    "money": "Rate Rates split",
    "periods": "Period",
    "plans": "Revision difference package_of roll_forward",
    "problems": "Kind Place Problem",
}
_HOMES = {name: module for module, names in _NAMES.items() for name in names.split()}
"""The module of each public name."""


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used: the command line needs few of them to show its help."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
