"""What a plan leaves open: who leads, how it is measured, what it costs, and where its text breaks off."""

from __future__ import annotations

import textwrap
from fractions import Fraction
from typing import TYPE_CHECKING

from remit.calculations.funding import AVAILABLE, funding
from remit.cli.amounts import places_of, rounded, unit_of
from remit.cli.tables import number
from remit.language import gettext

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from remit.federation import Federation, Row

RESULTS = {"goal", "objective", "outcome", "output"}


def gap_lines(federation: Federation, plan: str, width: int) -> Iterator[str]:
    """Yield what the plan does not state, each as a count of what there is."""
    found = [
        *_of_funding(federation, plan),
        *_of_elements(federation, plan),
        *_of_money(federation, plan),
        *_of_sections(federation, plan),
    ]
    if not found:
        yield gettext("Nothing is left open.")
    for line in found:
        yield from textwrap.wrap(f"- {line}", width, subsequent_indent="  ")


def _rows(federation: Federation, table: str, plan: str) -> list[Row]:
    return [row for row in federation.rows(table) if row["plan"] == plan]


def _of_elements(federation: Federation, plan: str) -> Iterator[str]:
    is_of = {row["level"]: row["is"] for row in _rows(federation, "levels", plan)}
    kinds = {row["element"]: is_of.get(row["level"], "") for row in _rows(federation, "elements", plan)}
    led = {
        element
        for row in _rows(federation, "responsibilities", plan)
        if row["role"] in {"lead", "joint lead"}
        for element in row["elements"].split()
    }
    measured = {row["element"] for row in _rows(federation, "plan_indicators", plan)}
    costed = {row["element"] for row in _rows(federation, "money", plan)}
    results = {element for element, kind in kinds.items() if kind in RESULTS}
    works = {element for element, kind in kinds.items() if kind in {"output", "activity"}}
    yield from _without(gettext("Outputs and activities that name no lead: {count} of {all}"), works, led)
    yield from _without(gettext("Results that have no indicator: {count} of {all}"), results, measured)
    yield from _without(
        gettext("Outputs and activities that have no money of their own: {count} of {all}"), works, costed
    )
    yield from _of_indicators(federation, plan)


def _of_indicators(federation: Federation, plan: str) -> Iterator[str]:
    asked = {(row["element"], row["indicator"]) for row in _rows(federation, "plan_indicators", plan)}
    stated = [row for row in _rows(federation, "targets", plan) if row["value"] is not None]
    for kinds, text in (
        ({"target", "milestone"}, gettext("Indicators that have no target in figures: {count} of {all}")),
        ({"baseline"}, gettext("Indicators that have no baseline: {count} of {all}")),
    ):
        having = {(row["element"], row["indicator"]) for row in stated if row["kind"] in kinds}
        yield from _without(text, asked, having)


def _without(text: str, those: AbstractSet[object], having: AbstractSet[object]) -> Iterator[str]:
    if lacking := those - having:
        yield text.format(count=len(lacking), all=len(those))


def _of_money(federation: Federation, plan: str) -> Iterator[str]:
    lines = _rows(federation, "money", plan)
    if lines and (unstated := [row for row in lines if row["amount"] is None]):
        yield gettext("Lines of money that state no amount: {count} of {all}").format(
            count=len(unstated), all=len(lines)
        )


def _of_sections(federation: Federation, plan: str) -> Iterator[str]:
    for state in ("not stated", "breaks off here"):
        titles = [row["title"] for row in _rows(federation, "sections", plan) if row["state"] == state]
        if titles:
            yield gettext("{state}: {titles}").format(state=gettext(state), titles="; ".join(titles))


def _of_funding(federation: Federation, plan: str) -> Iterator[str]:
    """Yield the gap between what is required and what is at hand, where the plan states income."""
    lines = _rows(federation, "money", plan)
    if not any(row["stage"] in AVAILABLE for row in lines):
        return
    found = funding(federation, plan)
    if found.whole.gap.value is None:
        return
    unit, gap = unit_of(found.currency), Fraction(found.whole.gap.value)
    net = None if found.whole.net is None else Fraction(found.whole.net)
    places = places_of([gap, net or gap], found.currency)
    text = gettext("{gap} {unit} are not funded: the sum of the gaps of all lines")
    yield text.format(gap=number(rounded(gap, places)), unit=unit)
    if net is not None and net != gap:
        text = gettext("{net} {unit} would be, if money could move from line to line")
        yield text.format(net=number(rounded(net, places)), unit=unit)
