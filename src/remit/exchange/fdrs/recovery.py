"""Rates recovered from amounts that are published in two currencies.

For each pair, the rates that reproduce the published amount within half of its last printed digit are an
interval. The rate is the decimal with the fewest digits in the interval that all pairs of a currency and
year share. Where they share none because local amounts were cut to six digits, a cut amount stands for all
that it may have been; where that does not help, the rate is the one with which most pairs agree, uncut ones
first.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, NamedTuple

from remit.exact import EXACT, shortest

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_DIGITS = 18
"""How many significant digits a rate may have."""
DIGITS = 6
"""How many digits are left of an amount that was cut."""


class Interval(NamedTuple):
    low: Fraction
    high: Fraction

    @property
    def is_empty(self) -> bool:
        return self.low > self.high


class Pair(NamedTuple):
    """A local amount, and the same as it is published in the base currency."""

    local: Decimal
    published: Decimal

    @property
    def half(self) -> Fraction:
        """Half of the last printed digit of the published amount."""
        exponent = self.published.as_tuple().exponent
        assert isinstance(exponent, int)  # noqa: S101 - only finite numbers come here
        return Fraction(10) ** exponent / 2

    @property
    def cut_by(self) -> Fraction:
        """By how much the local amount may differ where it was cut to six digits; 0 where it was not."""
        exponent = self.local.adjusted() - DIGITS + 1
        step = Fraction(10) ** exponent
        return step / 2 if exponent > 0 and Fraction(self.local) % step == 0 else Fraction(0)

    def agrees(self, rate: Decimal) -> bool:
        """Whether a rate reproduces the published amount."""
        return abs(Fraction(self.local) * Fraction(rate) - Fraction(self.published)) <= self.half

    def rates(self, *, uncut: bool = False) -> Interval:
        """Return the rates that reproduce the published amount, or would reproduce it before the cut."""
        local, published = abs(Fraction(self.local)), abs(Fraction(self.published))
        by = self.cut_by if uncut else Fraction(0)
        return Interval(max(published - self.half, Fraction(0)) / (local + by), (published + self.half) / (local - by))


def recovered(pairs: Sequence[Pair]) -> Decimal | None:
    """Return the rate from the local to the published currency; None where no pair tells it."""
    telling = [pair for pair in pairs if pair.local * pair.published > 0]
    if not telling:
        return None
    shared = _shared([pair.rates() for pair in telling])
    if shared.is_empty:
        shared = _shared([pair.rates(uncut=True) for pair in telling])
    return simplest(_shared_by_most(telling) if shared.is_empty else shared)


def simplest(interval: Interval) -> Decimal:
    """Return the decimal with the fewest places in an interval; of several, the one nearest to its middle.

    >>> simplest(Interval(Fraction("1.2077294690"), Fraction("1.2077294690100204")))
    Decimal('1.207729469')
    """
    low, high = interval
    middle = (low + high) / 2
    for places in range(-MOST_DIGITS, 2 * MOST_DIGITS):
        scale = Fraction(10) ** places
        first, last = max(ceil(low * scale), 1), floor(high * scale)
        nearest = min(max(round(middle * scale), first), last)
        if first <= last or nearest >= 10 ** (MOST_DIGITS - 1):
            return shortest(Decimal(max(nearest, 1)).scaleb(-places, EXACT))
    return shortest(Decimal(1).scaleb(-2 * MOST_DIGITS, EXACT))


def _shared(intervals: Sequence[Interval]) -> Interval:
    return Interval(max(each.low for each in intervals), min(each.high for each in intervals))


def _shared_by_most(pairs: Sequence[Pair]) -> Interval:
    """Return the rates with which most pairs agree; of equally many, most uncut ones, then the first."""
    groups = [[other for other in pairs if _meets(pair, other)] for pair in pairs]
    best = max(groups, key=lambda group: (len(group), sum(not pair.cut_by for pair in group)))
    return _shared([pair.rates() for pair in best])


def _meets(pair: Pair, other: Pair) -> bool:
    """Whether the lowest rate of one pair suits another one."""
    rates = other.rates()
    return rates.low <= pair.rates().low <= rates.high
