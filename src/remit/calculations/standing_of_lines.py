"""From the engines' whole numbers to a plan's funding: here unearmarked money covers gaps, once for all."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from remit.calculations.standing import Entry, Funding, Line, OfElement, Standing, Sum
from remit.exact import PLACES
from remit.money import minor_digits, split

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from remit.calculations.plan_tree import PlanTree
    from remit.calculations.standing import Kind
    from remit.federation import Row
    from remit.money import Rate

MEASURES = ("required", "earmarked", "spent", "gap", "beyond")
COLUMNS = (
    "lines",
    *(f"{measure}{part}" for measure in MEASURES for part in ("", "_stated", "_reported")),
    *("unearmarked", "unearmarked_rows", "unearmarked_stated"),
)
"""Whole numbers of each row: how many lines; of each measure its sum in ten-thousandths, how many amounts are
stated, and how many lines state all of theirs. Unearmarked money stands in no line: its rows are counted."""


class Fact(NamedTuple):
    """One row of money as engines take it. `role`: need, income or use. `tied`: of an earmarked fund."""

    element: str
    holder: str
    category: str
    counterpart: str
    role: str
    stage: str
    currency: str
    tied: bool
    amount: int | None

    def passes_between(self, holders: Collection[tuple[str, str, str]]) -> bool:
        """Whether it passes between two `holders` (each with stage and currency): it counts at the other."""
        other = self.counterpart
        return bool(other) and other != self.holder and (other, self.stage, self.currency) in holders


class Counted(NamedTuple):
    """One row as engines give it.

    `what`: line, own (an element's own money), rolled (with all below it), or between (left out, as money
    between units; the line's holder is then the role).
    """

    what: str
    line: Line
    numbers: Mapping[str, int]


@dataclass(frozen=True)
class Asked:
    """What a funding is made from: the plan's rows of money, as facts and as they are, and its elements."""

    plan: str
    currency: str
    as_of: datetime | None
    tree: PlanTree
    facts: Sequence[Fact]
    rows: Sequence[Row]
    rates: tuple[Rate, ...]


def finished(asked: Asked, counted: Iterable[Counted]) -> Funding:
    """Return the funding: gaps less what unearmarked money covers, rolled up."""
    by_what: dict[str, dict[Line, Mapping[str, int]]] = defaultdict(dict)
    for row in counted:
        by_what[row.what][row.line] = row.numbers
    order = {element: index for index, element in enumerate(asked.tree.above)}
    lines = dict(sorted(by_what["line"].items(), key=lambda item: (order[item[0].element], *item[0][1:])))
    pots = {line.element: row["unearmarked"] for line, row in by_what["own"].items() if row["unearmarked_rows"]}
    fill = _Fill(asked.tree, asked.currency, {line: row["gap"] for line, row in lines.items()}, pots)
    own, rolled = fill.by_element()
    elements = {
        element: OfElement(
            _standing(by_what["own"].get(Line(element, "", ""), {}), *own[element]),
            _standing(by_what["rolled"].get(Line(element, "", ""), {}), *rolled[element]),
        )
        for element in asked.tree.above
    }
    return Funding(
        plan=asked.plan,
        currency=asked.currency,
        as_of=asked.as_of,
        whole=elements.pop("").rolled,
        elements=elements,
        lines={line: _standing(row, fill.covered[line], 0) for line, row in lines.items()},
        between={line.holder: _sum(row, "required") for line, row in by_what["between"].items()},
        rates=asked.rates,
        recorded_at=max((row["recorded_at"] for row in asked.rows if row["recorded_at"]), default=None),
        above=asked.tree.above,
        money=tuple(_entries(asked)),
    )


class _Fill:
    """Covers gaps with unearmarked money: what stands nearest above a line goes first."""

    def __init__(self, tree: PlanTree, currency: str, gaps: dict[Line, int], pots: Mapping[str, int]) -> None:
        self.tree, self.unit = tree, 10 ** (PLACES - minor_digits(currency))
        self.covered = dict.fromkeys(gaps, 0)
        self.left: dict[str, int] = {}
        for element in sorted(pots, key=lambda element: -tree.depth(element)):
            self.left[element] = pots[element] - self._cover(element, pots[element], gaps)

    def _cover(self, element: str, pot: int, gaps: dict[Line, int]) -> int:
        """Cover what is open below an element; return how much of its money that took."""
        reached = [line for line, gap in gaps.items() if gap > 0 and element in self.tree.above[line.element]]
        whole = min(pot, sum(gaps[line] for line in reached))
        if whole <= 0:
            return 0
        unit = 1 if any(amount % self.unit for amount in (whole, *(gaps[line] for line in reached))) else self.unit
        for line, part in zip(reached, split(whole // unit, [gaps[line] for line in reached]), strict=True):
            gaps[line] -= part * unit
            self.covered[line] += part * unit
        return whole

    def own(self) -> Iterator[tuple[str, int, int]]:
        """Yield elements with what is covered of their own lines, and what is left of their own money."""
        yield from ((line.element, part, 0) for line, part in self.covered.items())
        yield from ((element, 0, part) for element, part in self.left.items())

    def by_element(self) -> tuple[dict[str, tuple[int, int]], dict[str, tuple[int, int]]]:
        """Return what is covered and left of each element's own, and with all that is below it."""
        own = dict.fromkeys(self.tree.above, (0, 0))
        rolled = dict(own)
        for element, covered, left in self.own():
            own[element] = own[element][0] + covered, own[element][1] + left
            for above in self.tree.above[element]:
                rolled[above] = rolled[above][0] + covered, rolled[above][1] + left
        return own, rolled


def _standing(row: Mapping[str, int], covered: int, left: int) -> Standing:
    """Return the standing of a line or element; one without rows has nothing stated, of no line."""
    sums = {name: _sum(row, name) for name in MEASURES}
    gap = sums["gap"]
    sums["gap"] = gap._replace(value=None if gap.value is None else gap.value - covered)
    stated = row.get("unearmarked_stated", 0)
    unearmarked = Sum(row["unearmarked"] if stated else None, stated, row.get("unearmarked_rows", 0))
    return Standing(**sums, unearmarked=unearmarked, covered=covered, left=left)


def _sum(row: Mapping[str, int], name: str) -> Sum:
    value = row[name] if row.get(f"{name}_stated") else None
    return Sum(value, row.get(f"{name}_reported", 0), row.get("lines", 0))


def _entries(asked: Asked) -> Iterable[Entry]:
    """Yield the rows that count, each with what it is: income that is for no line is unearmarked."""
    holders = {(fact.holder, fact.stage, fact.currency) for fact in asked.facts}
    every = zip(asked.facts, asked.rows, strict=True)
    kept = [(fact, row) for fact, row in every if not fact.passes_between(holders)]
    needed = {Line(*fact[:3]) for fact, _ in kept if fact.role == "need"}
    for fact, row in kept:
        line = Line(*fact[:3])
        earmarked: Kind = "earmarked" if fact.tied or line in needed else "unearmarked"
        kinds: dict[str, Kind] = {"need": "need", "use": "use", "income": earmarked}
        yield Entry(kinds[fact.role], line, row, fact.amount)
