"""How the money of a plan stands, for its lines, its elements and the whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from remit.federation import Row
    from remit.money import Rate

Measure = Literal["required", "earmarked", "unearmarked", "available", "spent", "gap", "beyond"]
Kind = Literal["need", "earmarked", "unearmarked", "use"]
KINDS: dict[Measure, tuple[Kind, ...]] = {
    "required": ("need",),
    "earmarked": ("earmarked",),
    "unearmarked": ("unearmarked",),
    "available": ("earmarked", "unearmarked"),
    "spent": ("use",),
    "gap": ("need", "earmarked"),
    "beyond": ("need", "earmarked"),
}
"""The kinds of money that each measure is made from."""


class Sum(NamedTuple):
    """A sum in ten-thousandths, and how many of its lines state their amount.

    None: no line states it, which is not 0. A line of several rows counts as reported where all of them do.
    """

    value: int | None
    reported: int
    expected: int

    def plus(self, other: Sum) -> Sum:
        """Return both together; what is not stated adds nothing, and counts as not reported."""
        stated = [one.value for one in (self, other) if one.value is not None]
        return Sum(sum(stated) if stated else None, self.reported + other.reported, self.expected + other.expected)


@dataclass(frozen=True)
class Standing:
    """The money of one line or element, in ten-thousandths of one currency.

    `earmarked`: income for a line. `unearmarked`: income that stands here or below without being for a line.
    `gap`: the sum of the lines' gaps, each less its earmarked money and what unearmarked money covers of it.
    `beyond`: earmarked money above what its line requires; it covers nothing else.
    `covered`: what unearmarked money, from here or from above, covers of the lines. `left`: unearmarked money
    of here and below that no gap took.
    """

    required: Sum
    earmarked: Sum
    unearmarked: Sum
    spent: Sum
    gap: Sum
    beyond: Sum
    covered: int = 0
    left: int = 0

    @property
    def available(self) -> Sum:
        """All money at hand, earmarked or not; reported and expected count the lines."""
        return self.earmarked.plus(self.unearmarked)._replace(
            reported=self.earmarked.reported, expected=self.earmarked.expected
        )

    @property
    def net(self) -> int | None:
        """Required less available: the gap if money could move. None: one is not stated."""
        required, available = self.required.value, self.available.value
        return None if required is None or available is None else required - available


class Line(NamedTuple):
    """One line of a plan: what one holder keeps for one element, by category. Empty: not stated."""

    element: str
    holder: str
    category: str


class Entry(NamedTuple):
    """One row of money that counts: what it is here, the line that it stands in, and the row.

    `amount`: the row's in the currency of the funding, in ten-thousandths; None where it is not stated.
    """

    kind: Kind
    line: Line
    row: Row
    amount: int | None


class OfElement(NamedTuple):
    """The money of an element: of its own lines, and with those of all elements below it."""

    own: Standing
    rolled: Standing


@dataclass(frozen=True)
class Funding:
    """The funding of one plan, in one currency.

    `elements`: by code, in the plan's order. `lines`: in the order of their elements. `between`: money
    between two units of the plan, left out of everything else because it is counted where it is kept, by kind
    (need, income, use). `rates`: those that amounts were converted at. `recorded_at`: when its latest amount
    was recorded.
    """

    plan: str
    currency: str
    as_of: datetime | None
    whole: Standing
    elements: Mapping[str, OfElement]
    lines: Mapping[Line, Standing]
    between: Mapping[str, Sum]
    rates: tuple[Rate, ...]
    recorded_at: datetime | None
    above: Mapping[str, tuple[str, ...]] = field(repr=False)
    """Of each element: itself, those above it, and the plan (the empty code)."""
    money: tuple[Entry, ...] = field(repr=False)

    def made_of(self, measure: Measure, of: str | Line = "") -> Iterator[Row]:
        """Yield the rows of money that a figure of an element, a line or (empty) the plan was made from.

        A gap that unearmarked money covers is made from that money too, which may stand above.
        """
        element = of.element if isinstance(of, Line) else of
        covered = measure == "gap" and self._standing(of).covered > 0
        for entry in self.money:
            inside = entry.line == of if isinstance(of, Line) else element in self.above[entry.line.element]
            covers = covered and entry.kind == "unearmarked" and self._reach(entry.line.element, element)
            if covers or (inside and entry.kind in KINDS[measure]):
                yield entry.row

    def _standing(self, of: str | Line) -> Standing:
        if isinstance(of, Line):
            return self.lines[of]
        return self.elements[of].rolled if of else self.whole

    def _reach(self, one: str, other: str) -> bool:
        return one in self.above[other] or other in self.above[one]
