"""Completeness: who reported an indicator, who is missing, and to whom it does not apply.

The names behind a figure's *reported* and *expected* (docs/explanation/how-figures-add-up.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from remit.calculations.question import ask
from remit.calculations.rollup import rollup
from remit.periods import Period

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from remit.calculations.figures import Figure
    from remit.engines import Engine
    from remit.federation import Federation
    from remit.observations import Audience
    from remit.periods import Grain

COUNTS = ("reported", "expected", "unexpected", "not_applicable")


@dataclass(frozen=True)
class Completeness:
    """One period: the codes of units, in order. `unexpected` reported though nobody expected them."""

    period: str
    reported: tuple[str, ...]
    missing: tuple[str, ...]
    not_applicable: tuple[str, ...]
    unexpected: tuple[str, ...]

    @property
    def expected(self) -> int:
        return len(self.reported) + len(self.missing)


def completeness(
    federation: Federation,
    indicator: str,
    *,
    grain: Grain = "year",
    tree: str | None = None,
    as_of: datetime | date | None = None,
    audience: Audience = "whole",
    engine: Engine = "duckdb",
) -> list[Completeness]:
    """Return who reported an indicator and who is missing, period by period.

    From the top of the tree down: a unit that speaks for itself is named, and not those below it that explain it. One that a
    round lists together with those below it, and that is silent, is missing beside them.
    """
    by = ("unit", grain)
    question = ask(federation, [indicator], by=by, tree=tree, as_of=as_of, audience=audience)
    by_period: dict[str, dict[str, Figure]] = {}
    for figure in rollup(federation, [indicator], by=by, tree=tree, as_of=as_of, audience=audience, engine=engine):
        by_period.setdefault(figure.keys[1], {})[figure.keys[0]] = figure
    stood = {period: question.trees.at(Period.parse(period)).children() for period in by_period}
    return [named(period, figures, stood[period]) for period, figures in by_period.items()]


def named(period: str, figures: Mapping[str, Figure], below: Mapping[str | None, list[str]]) -> Completeness:
    """Return the names behind the figures of one period, by unit; `below`: the units under each, the tops under None."""
    found: dict[str, list[str]] = {"reported": [], "missing": [], "not_applicable": [], "unexpected": []}

    def walk(unit: str) -> None:
        figure = figures.get(unit)
        under = [figures[child] for child in below.get(unit, ()) if child in figures]
        kind, is_alone = _named_as(figure, under) if figure is not None else (None, False)
        if kind is not None:
            found[kind].append(unit)
        for child in () if is_alone else below.get(unit, ()):
            walk(child)

    for top in below.get(None, ()):
        walk(top)
    return Completeness(period, **{kind: tuple(sorted(units)) for kind, units in found.items()})


def _named_as(figure: Figure, under: list[Figure]) -> tuple[str | None, bool]:
    """Return as what a unit is named, None where only those below it are; and whether it is named in their place."""
    counts = {count: getattr(figure, count) for count in COUNTS}
    if not any(counts.values()):
        return None, False
    more = {count: number - sum(getattr(one, count) for one in under) for count, number in counts.items()}
    besides = {count: number for count, number in more.items() if number}
    counted = figure.value if figure.numerator is None else figure.numerator
    states_it = figure.stated is not None and figure.stated == counted
    if besides == {"unexpected": 1} or (not states_it and besides in ({"expected": 1}, {"not_applicable": 1})):
        return _kind(more), False
    return (_kind(counts), True) if states_it or besides else (None, False)


def _kind(counts: Mapping[str, int]) -> str:
    if counts["unexpected"]:
        return "unexpected"
    if counts["not_applicable"]:
        return "not_applicable"
    return "reported" if counts["reported"] else "missing"
