"""Money: exact amounts, dated rates, and splitting that adds up.

Rates say which way they are quoted. `direct`: one unit of the currency costs `rate` of the base (1 EUR = 1.2077 CHF);
`indirect`: one unit of the base buys `rate` of the currency (1 CHF = 0.828 EUR). The rate used is the latest valid on
or before the day; never a later one, and a missing one is an error.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple

from remit.errors import MissingRate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from decimal import Decimal

NONE_STATED = "XXX"
"""ISO 4217: no currency. An amount without a stated currency adds up with others like it and is never converted."""

CURRENCY = re.compile(r"[A-Z]{3}")
Quoted = Literal["direct", "indirect"]

# ISO 4217 minor units that are not two.
_DIGITS = {
    **dict.fromkeys(
        [
            "BIF",
            "CLP",
            "DJF",
            "GNF",
            "ISK",
            "JPY",
            "KMF",
            "KRW",
            "PYG",
            "RWF",
            "UGX",
            "UYI",
            "VND",
            "VUV",
            "XAF",
            "XOF",
            "XPF",
        ],
        0,
    ),
    **dict.fromkeys(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"], 3),
}


def minor_digits(currency: str) -> int:
    """Return the decimal places of a currency's smallest unit (ISO 4217): 2 for CHF, 0 for JPY."""
    return _DIGITS.get(currency, 2)


class Rate(NamedTuple):
    """One published rate; up to 18 significant digits."""

    series: str
    currency: str
    base: str
    valid_from: date
    rate: Decimal
    quoted: Quoted = "direct"

    @property
    def factor(self) -> Fraction:
        """How much of the base one unit of the currency is."""
        return Fraction(self.rate) if self.quoted == "direct" else 1 / Fraction(self.rate)


class Converted(NamedTuple):
    """An amount in another currency, exact, with the rates that it was made with: show both."""

    amount: Fraction
    currency: str
    rates: tuple[Rate, ...]


@dataclass(frozen=True)
class Rates:
    """Dated rates of one series (budget rates, UN operational rates, spot rates: never mixed)."""

    rates: tuple[Rate, ...]

    @classmethod
    def of(cls, rates: Iterable[Rate], series: str | None = None) -> Rates:
        kept = (rate for rate in rates if series is None or rate.series == series)
        return cls(tuple(sorted(kept, key=lambda rate: (rate.currency, rate.base, rate.valid_from))))

    def on(self, currency: str, base: str, day: date) -> Rate:
        """Return the latest rate of a currency that is valid on `day`, or raise `MissingRate`."""
        pair = [rate for rate in self.rates if rate.currency == currency and rate.base == base]
        index = bisect_right([rate.valid_from for rate in pair], day)
        if not index:
            raise MissingRate(f"no rate of {currency} in {base} on or before {day}")
        return pair[index - 1]

    def convert(self, amount: Decimal | Fraction, currency: str, to: str, day: date) -> Converted:
        """Return `amount` in another currency, exactly; across the base where neither currency is the base.

        Raises `MissingRate` where a rate is missing, and always for amounts without a stated currency.
        """
        exact = Fraction(amount)
        if currency == to:
            return Converted(exact, to, ())
        if NONE_STATED in (currency, to):
            raise MissingRate(f"no currency is stated, so nothing can be converted ({currency} to {to})")
        bases = sorted({rate.base for rate in self.rates})
        for base in sorted(bases, key=lambda base: (base != to, base != currency, base)):
            try:
                into = None if currency == base else self.on(currency, base, day)
                out = None if to == base else self.on(to, base, day)
            except MissingRate:
                continue
            exact *= into.factor if into else 1
            exact /= out.factor if out else 1
            return Converted(exact, to, tuple(rate for rate in (into, out) if rate))
        raise MissingRate(f"no rate of {currency} in {to} on or before {day}")


def parse_share(text: str) -> Fraction:
    """Return a share as an exact fraction: `1/3`, `25 %`, `0.25`.

    >>> parse_share("25 %"), parse_share("1/3")
    (Fraction(1, 4), Fraction(1, 3))
    """
    text = text.strip()
    if text.endswith("%"):
        return Fraction(text[:-1].strip()) / 100
    return Fraction(text.replace(" ", ""))


def split(whole: int, shares: Sequence[Fraction | int]) -> list[int]:
    """Split whole units (cents, people) in proportion to `shares`, so that the parts add up to the whole.

    Largest remainder (Hamilton): each part is rounded down, and the units left go to the largest remainders; of equal
    remainders the first in order. Shares need not add up to one.

    >>> split(100, [Fraction(1, 3)] * 3)
    [34, 33, 33]
    """
    total = sum((Fraction(share) for share in shares), Fraction(0))
    if total <= 0 or any(share < 0 for share in shares):
        raise ValueError("shares must be at least 0, and not all 0")
    exact = [whole * Fraction(share) / total for share in shares]
    parts = [part.numerator // part.denominator for part in exact]
    order = sorted(range(len(parts)), key=lambda index: (parts[index] - exact[index], index))
    for index in order[: whole - sum(parts)]:
        parts[index] += 1
    return parts
