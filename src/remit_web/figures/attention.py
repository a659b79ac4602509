"""What needs attention and what is incomplete: kept ready for the first page."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from remit.calculations.attention import attention
from remit.calculations.incomplete import incomplete
from remit.units import Trees
from remit_web.figures.priorities import years

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from remit.federation import Federation
    from remit.observations import Audience
    from remit.periods import Period
    from remit.units import Tree

LISTED = 100
"""So many of each kind are kept to be listed; the number of all is kept beside."""
ALL = "all"


def needs_attention(federation: Federation, audience: Audience, today: date) -> Iterator[tuple[str, dict[str, Any]]]:
    """What needs attention today, by its code: how many, and the first of them."""
    found = attention(federation, today, audience=audience)
    counts = Counter(one.code for one in found)
    listed: dict[str, list[dict[str, Any]]] = {code: [] for code in counts}
    for one in found:
        if len(listed[one.code]) < LISTED:
            listed[one.code].append(asdict(one))
    yield ALL, {"groups": [{"code": code, "count": counts[code], "items": items} for code, items in listed.items()]}


def incomplete_by_year(federation: Federation, audience: Audience, today: date) -> Iterator[tuple[str, dict[str, Any]]]:
    """For each year, the answers that have come of those expected, by the parts of the whole (`Tree.parts`)."""
    for year, kind in _years_and_kinds(federation, today):
        rows = incomplete(federation, kind, year, audience=audience)
        short = [
            {"unit": row.unit, "reported": row.reported, "expected": row.expected, "lacking": len(row.lacking)}
            for row in rows[:LISTED]
        ]
        if short:
            yield year.name, {"kind": kind, "rows": short}


def answers_by_unit(federation: Federation, audience: Audience, today: date) -> Iterator[tuple[str, dict[str, Any]]]:
    """By year and unit, what the answers of `incomplete_by_year` are: of each indicator, those that have come and all."""
    for year, kind in _years_and_kinds(federation, today):
        for row in incomplete(federation, kind, year, audience=audience)[:LISTED]:
            asked = [[one.indicator, one.reported, one.expected] for one in row.asked if one.expected]
            yield f"{year.name}/{row.unit}", {"asked": asked}


def _years_and_kinds(federation: Federation, today: date) -> Iterator[tuple[Period, str]]:
    """Yield the years that are looked at, with the kind of unit that most parts of the whole are then."""
    known = federation.current()
    trees = Trees.of(known, known.settings.tree)
    for year in years(known, today):
        if kind := _kind_of_parts(trees.at(year)):
            yield year, kind


def _kind_of_parts(tree: Tree) -> str | None:
    """Return the kind of unit that most parts of the whole are."""
    kinds = Counter(tree.kinds.get(unit, "") for unit in tree.parts)
    return kinds.most_common(1)[0][0] or None if kinds else None
