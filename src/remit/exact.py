"""Exact numbers: amounts and values of at most four decimal places, as whole numbers of ten-thousandths.

A 64-bit integer of ten-thousandths is exact in every database and file; a float is in none. Sums and products are
made of these whole numbers; division and rounding happen once, at the end, on Python's `Decimal`.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

PLACES = 4
SCALE = 10**PLACES
LIMIT = 900_000_000_000_000
"""The largest value: 900 million million. Beyond it a value is a problem, not a rounding."""

EXACT = Context(prec=60, rounding=ROUND_HALF_EVEN)
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_SHORT = re.compile(r"([+-]?[0-9]{1,14})(?:\.([0-9]{1,4}))?")


class NotANumber(ValueError):
    """The text is not a number written with digits and at most one decimal point."""


class TooLarge(ValueError):
    """The number is beyond 900 million million."""


def parse(text: str) -> tuple[int, bool]:
    """Return the ten-thousandths that `text` stands for, and whether it had to be rounded (half to even).

    Digits 0 to 9 with a decimal point; no thousands separators, which mean different things in different countries,
    and no digits of another script, which other programs would not read.

    >>> parse("1200"), parse("0.12345")
    ((12000000, False), (1234, True))
    """
    text = text.strip()
    if short := _SHORT.fullmatch(text):  # nearly all numbers; ten times faster than by Decimal
        return int(short[1] + (short[2] or "").ljust(PLACES, "0")), False
    if not _NUMBER.fullmatch(text):
        raise NotANumber(text)
    return from_decimal(Decimal(text))


def from_decimal(number: Decimal | Fraction) -> tuple[int, bool]:
    """Return ten-thousandths of `number`, and whether rounding changed it."""
    if not -LIMIT <= number <= LIMIT:
        raise TooLarge(str(number))
    exact = Fraction(number) * SCALE
    rounded = round(exact)
    return rounded, rounded != exact


def to_decimal(ten_thousandths: int) -> Decimal:
    """Return the number as a `Decimal`, without trailing zeros.

    >>> to_decimal(12_345_000)
    Decimal('1234.5')
    """
    return shortest(Decimal(ten_thousandths).scaleb(-PLACES, EXACT))


def shortest(number: Decimal) -> Decimal:
    """Return the same number with no trailing zeros and no exponent."""
    number = number.normalize(EXACT)
    if number == 0:
        return Decimal(0)
    exponent = number.as_tuple().exponent
    return number.quantize(Decimal(1), context=EXACT) if isinstance(exponent, int) and exponent > 0 else number


def text(ten_thousandths: int) -> str:
    """Return the shortest way to write the number.

    >>> text(12_000_000), text(-5_000)
    ('1200', '-0.5')
    """
    whole, rest = divmod(ten_thousandths, SCALE)
    return str(whole) if not rest else f"{to_decimal(ten_thousandths):f}"


def divided(numerator: Fraction | int, denominator: Fraction | int, places: int = 10) -> Decimal:
    """Return a quotient rounded half to even at `places` decimal places: the one division of a figure."""
    quotient = Fraction(numerator) / Fraction(denominator)
    return shortest(Decimal(round(quotient * 10**places)).scaleb(-places, EXACT))


def fraction(number: Decimal) -> Fraction:
    """Return the same number as an exact fraction."""
    return Fraction(number)
