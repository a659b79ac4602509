"""A plan's funding as a table to read: what it requires, has and has spent, and what is missing."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from remit.calculations.funding import AVAILABLE, funding
from remit.cli.amounts import listed_in, places_of, rounded, unit_of
from remit.cli.tables import Column, number, shortened, table, without_empty
from remit.errors import Refused
from remit.exact import text
from remit.language import gettext
from remit.schema import NEED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from remit.calculations.line_of_sight import Linkage, Linked
    from remit.calculations.standing import Funding, Standing
    from remit.engines import Engine
    from remit.federation import Federation


def funding_of(federation: Federation, plan: str, as_of: datetime | None, engine: Engine) -> Funding | Refused | None:
    """Return how a plan is funded; None where it does not state both a need and income at hand.

    Where its currencies cannot be made one, return why.
    """
    stages = {row["stage"] for row in federation.current(as_of).rows("money") if row["plan"] == plan}
    need = next((stage for stage in NEED if stage in stages), None)
    if need is None or stages.isdisjoint(AVAILABLE):
        return None
    try:
        return funding(federation, plan, need=need, as_of=as_of, engine=engine)
    except Refused as refused:
        return refused


def as_json(found: Funding | Refused | None) -> dict[str, Any] | None:
    """Return the funding for a program, amounts as exact texts; or the reason why there is none."""
    if found is None:
        return None
    if isinstance(found, Refused):
        return {"refused": str(found)}
    stated = {code: both.rolled for code, both in found.elements.items() if _stated(both.rolled)}
    return {
        "currency": found.currency,
        "whole": _standing(found.whole),
        "elements": {code: _standing(one) for code, one in stated.items()},
    }


def _standing(one: Standing) -> dict[str, Any]:
    amounts = {name: None if value is None else text(value) for name, value in _amounts(one).items()}
    return {**amounts, "lines": {"reported": one.gap.reported, "expected": one.gap.expected}}


def _amounts(one: Standing) -> dict[str, int | None]:
    return {
        "required": one.required.value,
        "available": one.available.value,
        "spent": one.spent.value,
        "gap": one.gap.value,
        "net": one.net,
        "beyond": one.beyond.value,
    }


def _stated(one: Standing) -> bool:
    return any(value is not None for value in _amounts(one).values())


def lines(found: Funding | Refused, linkage: Linkage, width: int | None, *, everything: bool) -> Iterator[str]:
    """Yield the table of a plan's funding: its elements by level, then the whole."""
    if isinstance(found, Refused):
        yield gettext("Funding is not computed: {reason}.").format(reason=str(found).rstrip("."))
        return
    yield gettext("Funding, {unit}").format(unit=unit_of(found.currency))
    elements = {one.element: one for one in linkage.elements if one.plan == found.plan}
    having = [one for one in elements.values() if one.element in found.elements and _stated(_of(found, one))]
    shown, left = (having, 0) if everything else shortened(having, elements.values())
    amounts = (
        gettext("Required"),
        gettext("Available"),
        gettext("Spent"),
        gettext("Gap by line"),
        gettext("Net gap"),
        gettext("Beyond"),
    )
    titles = [Column(""), Column(gettext("Title"), wraps=True)]
    columns = [*titles, *(Column(name, right=True) for name in amounts)]
    rows = list(_rows(found, having, {one.element for one in shown}))
    yield from table(*without_empty(columns, rows, keep=2), width=width)
    if left:
        yield gettext("and {count} more: --all shows them.").format(count=f"{left:,}")
    gap = found.whole.gap
    if gap.reported < gap.expected:
        told = gettext("Lines whose gap can be told: {count} of {all}")
        yield told.format(count=f"{gap.reported:,}", all=f"{gap.expected:,}")


def _of(found: Funding, one: Linked) -> Standing:
    return found.elements[one.element].rolled


def _rows(found: Funding, having: Sequence[Linked], shown: set[str]) -> Iterator[list[str]]:
    every = [_amounts(found.whole), *(_amounts(_of(found, one)) for one in having)]
    places = places_of(
        [Fraction(value) for one in every for value in one.values() if value is not None], found.currency
    )
    for level in dict.fromkeys(one.level for one in having):
        members = [one for one in having if one.level == level]
        cells = _level([_amounts(_of(found, one)) for one in members], places)
        for one, row in zip(members, cells, strict=True):
            if one.element in shown:
                yield [one.code or one.element, one.title, *row]
    whole = (None if value is None else rounded(Fraction(value), places) for value in every[0].values())
    yield ["", gettext("Whole plan"), *map(number, whole)]


def _level(amounts: Sequence[Mapping[str, int | None]], places: int) -> Iterator[list[str]]:
    """Yield the cells of a level's elements; each column is a list that adds up on display."""
    columns = []
    for name in amounts[0]:
        parts = iter(listed_in([Fraction(value) for one in amounts if (value := one[name]) is not None], places))
        columns.append([number(None if one[name] is None else next(parts)) for one in amounts])
    yield from map(list, zip(*columns, strict=True))
