"""A linkage as tables to read: what each element has, what it serves, and what is published."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from remit.cli.amounts import listed_in, places_of, rounded, unit_of
from remit.cli.tables import Column, number, shortened, table, without_empty
from remit.exact import divided
from remit.language import gettext

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from remit.calculations.line_of_sight import Amount, Linkage, Linked, Part, Stated, Total
    from remit.federation import Federation


def heading_lines(federation: Federation, linkage: Linkage) -> Iterator[str]:
    """Yield the plan's title and code."""
    title = federation.name_of("plans", linkage.plan, "title")
    yield f"{title} ({linkage.plan})" if title else linkage.plan
    yield ""


def table_lines(linkage: Linkage, width: int | None, *, everything: bool = False) -> Iterator[str]:
    """Yield a table for each stage of money and each path of plans; of long lists only the elements that hold others."""
    if not linkage.totals:
        yield gettext("No money is stated.")
    for total in linkage.totals:
        shown = _Shown(linkage, total)
        for via in dict.fromkeys(one.via for one in linkage.elements):
            yield from shown.table(via, width, everything=everything)
            yield ""
        yield from shown.closing()


class _Shown:
    """One stage of money in one currency, in the unit that its source prints it in."""

    def __init__(self, linkage: Linkage, total: Total) -> None:
        self.linkage, self.total = linkage, total
        self.stage, self.currency = total.amount.stage, total.amount.currency
        stated = [self.stated_of(one.stated) for one in linkage.elements] + [self.stated_of(total.stated)]
        self.printed_in = max((one.printed_in for one in stated if one), default=1)
        own = (one for element in linkage.elements for one in element.own if one.amount is not None)
        here = [one.exact for one in own if (one.stage, one.currency) == (self.stage, self.currency)]
        self.places = places_of([*here, total.amount.exact], self.currency, self.printed_in)
        self.codes = {(one.plan, one.element): one.code or one.element for one in linkage.elements}

    def stated_of(self, stated: Sequence[Stated]) -> Stated | None:
        return next((one for one in stated if (one.stage, one.currency) == (self.stage, self.currency)), None)

    def _rounded(self, exact: Fraction) -> str:
        return number(rounded(exact, self.places, self.printed_in))

    @property
    def heading(self) -> str:
        """The stage and its unit: requirement, thousands of CHF."""
        return f"{self.stage.capitalize()}, {unit_of(self.currency, self.printed_in)}"

    def table(self, via: tuple[str, ...], width: int | None, *, everything: bool) -> Iterator[str]:
        some = [one for one in self.linkage.elements if one.via == via]
        shown, left = (some, 0) if everything else shortened(some, some)
        yield self.heading if len(via) <= 1 else f"{self.heading}: {' > '.join(via)}"
        columns = [
            Column(""),
            Column(gettext("Title"), wraps=True),
            Column(gettext("Amount"), right=True),
            Column("%", right=True),
            Column(gettext("Published"), right=True),
            Column(gettext("Difference"), right=True),
            Column(gettext("Serves"), wraps=True),
        ]
        row_of = {one.element: row for level in {one.level for one in some} for one, row in self._level(some, level)}
        depths = _depths(some)
        rows = [_indented(row_of[one.element], depths[one.element]) for one in shown]
        yield from table(*without_empty(columns, rows, keep=3), width=width)
        if left:
            yield gettext("and {count} more: --all shows them.").format(count=f"{left:,}")

    def _level(self, some: Sequence[Linked], level: str) -> Iterator[tuple[Linked, list[str]]]:
        """Yield the elements of one level with their rows, a list that adds up on display."""
        members = [one for one in some if one.level == level]
        amounts = [one.amount(self.stage, self.currency) for one in members]
        stated = [amount.exact for amount in amounts if amount and amount.amount is not None]
        numbers = iter(listed_in(stated, self.places, self.printed_in))
        for one, amount in zip(members, amounts, strict=True):
            shown = next(numbers) if amount and amount.amount is not None else None
            yield one, self._row(one, amount, shown)

    def _row(self, one: Linked, amount: Amount | None, shown: Decimal | None) -> list[str]:
        published = self.stated_of(one.stated)
        return [
            one.code or one.element,
            one.title,
            number(shown, gettext("not stated")),
            self._percent(amount),
            number(published.printed if published else None),
            number((published.difference if published else None) or None),
            self._serves(one.to),
        ]

    def _percent(self, amount: Amount | None) -> str:
        whole = self.total.amount.exact
        if amount is None or amount.amount is None or not whole:
            return ""
        return f"{divided(100 * amount.exact, whole, places=1):.1f}"

    def _serves(self, parts: Sequence[Part]) -> str:
        """Return the codes of what an element serves; shares once where all are the same."""
        shared = [part for part in parts if part.share is not None]
        shares = {part.share for part in shared}
        if len(shared) > 1 and len(shares) == 1:
            codes = " ".join(self._code(part) for part in shared)
            return gettext("{codes} ({share} each)").format(codes=codes, share=shares.pop())
        return ", ".join(f"{self._code(part)} {percent(part.share or Fraction(0))}" for part in shared)

    def _code(self, part: Part) -> str:
        return self.codes.get((part.plan, part.element), part.element)

    def closing(self) -> Iterator[str]:
        """Yield the total, what is published as the total, and what is not linked."""
        unit = unit_of(self.currency, self.printed_in)
        amount = self.total.amount
        total = gettext("not stated") if amount.amount is None else f"{self._rounded(amount.exact)} {unit}"
        line = gettext("Total {stage}: {total}").format(stage=self.stage, total=total)
        if published := self.stated_of(self.total.stated):
            line += gettext("; published: {printed}").format(printed=number(published.printed))
        yield line
        if amount.incomplete:
            yield gettext("Some lines state no amount; they are in no total.")
        if self.total.between_units:
            between = self._rounded(Fraction(self.total.between_units))
            yield gettext("Between units of the plan, left out: {amount} {unit}").format(amount=between, unit=unit)
        for served in self.total.serves:
            if served.linked and served.not_linked:
                rest = self._rounded(Fraction(served.not_linked))
                yield gettext("Not linked: {amount} {unit}").format(amount=rest, unit=unit)


def _depths(some: Sequence[Linked]) -> dict[str, int]:
    """Return how deep each element of a plan stands; each stands behind the one above it."""
    found: dict[str, int] = {}
    for one in some:
        found[one.element] = found[one.parent] + 1 if one.parent in found else 0
    return found


def _indented(row: list[str], depth: int) -> list[str]:
    return ["  " * depth + row[0], *row[1:]]


def percent(share: Fraction) -> str:
    """Return a share as a percentage where that is short, else as a fraction.

    >>> percent(Fraction(1, 4)), percent(Fraction(1, 3))
    ('25 %', '1/3')
    """
    hundredths = share * 100
    return f"{hundredths.numerator} %" if hundredths.denominator == 1 else str(share)
