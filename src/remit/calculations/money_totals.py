"""What a total of money says: what counts, what is left out, and the rows that it was made from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

from remit.calculations.standing import Sum

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from remit.federation import Row
    from remit.periods import Period

What = Literal["counted", "between", "outside"]


class Kept(NamedTuple):
    """A row of money as engines take it. `inside`: its period lies in the one asked for."""

    holder: str
    counterpart: str
    stage: str
    currency: str
    inside: bool
    amount: int | None


class Added(NamedTuple):
    """What engines give of one stage and currency: rows, those that state an amount, and units that do."""

    what: What
    stage: str
    currency: str
    amount: int
    rows: int
    stated: int
    units: int


class MoneyTotal(NamedTuple):
    """Money of one stage and currency, in ten-thousandths; reported and expected count rows.

    `between`: passed between two of the units, and left out. `outside`: of a period that only overlaps the
    one asked for, or is not stated; left out. `units`: how many of the units state any amount.
    """

    stage: str
    currency: str
    amount: Sum
    between: Sum
    outside: Sum
    units: int


@dataclass(frozen=True)
class MoneyTotals:
    """The money of some units, by stage and currency."""

    units: frozenset[str]
    period: Period | None
    as_of: datetime | None
    totals: tuple[MoneyTotal, ...]
    rows: tuple[tuple[Kept, Row], ...] = field(repr=False)

    def total(self, stage: str, currency: str) -> MoneyTotal:
        """Return the money of one stage and currency; nothing stated where there is none."""
        nothing = Sum(None, 0, 0)
        empty = MoneyTotal(stage, currency, nothing, nothing, nothing, 0)
        return next((one for one in self.totals if (one.stage, one.currency) == (stage, currency)), empty)

    def made_of(self, stage: str, currency: str, what: What = "counted") -> Iterator[Row]:
        """Yield the rows that a total was made from, or those that it leaves out."""
        for kept, row in self.rows:
            if (kept.stage, kept.currency) == (stage, currency) and what_of(kept, self.units) == what:
                yield row


def what_of(kept: Kept, units: Collection[str]) -> What | None:
    """Return how a row counts in a total of units; None: not at all."""
    if kept.holder not in units:
        return None
    if kept.counterpart in units and kept.counterpart != kept.holder:
        return "between" if kept.inside else None
    return "counted" if kept.inside else "outside"
