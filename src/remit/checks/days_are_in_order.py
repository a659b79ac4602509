"""Nothing ends before it begins, and values lie in the life of what they measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow.compute as pc

from remit.language import N_
from remit.problems import Kind
from remit.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from remit.checks.facts import Facts
    from remit.problems import Problem

ENDS_BEFORE = Kind(
    "ends-before-it-begins",
    N_("{key} ends on {last}, before it begins on {first}."),
    N_("Correct one of the two days."),
)
OUTSIDE_LIFE = Kind(
    "outside-its-life",
    N_("{indicator} was not asked in {period}; the value was taken as it is."),
    N_("Check the period, or the indicator's first and last day."),
    blocks=False,
)
COVERS_OTHER_DAYS = Kind(
    "covers-other-days",
    N_("The value is for {period}, but covers none of its days: {covers}."),
    N_("Check the two; the value was taken for {period}."),
    blocks=False,
)
_PAIRS = (("valid_from", "valid_to"), ("from", "to"), ("opens", "closes"), ("opens", "due"))


def check(facts: Facts) -> Iterator[Problem]:
    for name, table in TABLES.items():
        for first, last in _PAIRS:
            if first in table.by_name and last in table.by_name:
                yield from _in_order(facts, name, first, last)
    yield from _in_life(facts)


def _in_order(facts: Facts, table: str, first: str, last: str) -> Iterator[Problem]:
    mask = pc.greater(facts.column(table, first), facts.column(table, last))
    yield from facts.listed(ENDS_BEFORE, table, mask, last, more=lambda row: {"first": row[first], "last": row[last]})


def _in_life(facts: Facts) -> Iterator[Problem]:
    first, last = facts.days("observations", "period")
    begins = facts.looked_up("observations", "indicator", "indicators", "valid_from")
    ends = facts.looked_up("observations", "indicator", "indicators", "valid_to")
    outside = pc.or_kleene(pc.less(last, begins), pc.greater(first, ends))
    yield from facts.listed(OUTSIDE_LIFE, "observations", outside, "period")
    covered, to = facts.days("observations", "covers")
    apart = pc.or_kleene(pc.less(to, first), pc.greater(covered, last))
    yield from facts.listed(COVERS_OTHER_DAYS, "observations", apart, "covers")
