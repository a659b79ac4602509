"""Amounts on display: each list and its total in one unit, with the same decimal places.

Each figure is rounded from its exact value; a plain list is then adjusted to add up to its rounded total.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from remit.calculations.rounding import listed
from remit.exact import EXACT, SCALE, divided
from remit.language import gettext
from remit.money import NONE_STATED, minor_digits

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from fractions import Fraction


def places_of(amounts: Iterable[Fraction], currency: str, printed_in: int = 1) -> int:
    """Return the decimal places of a list of ten-thousandths: the currency's where any amount is not whole.

    Amounts that are printed in thousands are shown in whole thousands.
    """
    whole = all(amount % SCALE == 0 for amount in amounts)
    return 0 if whole or printed_in > 1 else minor_digits(currency)


def rounded(ten_thousandths: Fraction, places: int, printed_in: int = 1) -> Decimal:
    """Return an amount in its unit, with so many decimal places.

    >>> from fractions import Fraction
    >>> rounded(Fraction(12_505_000), 2), rounded(Fraction(29_579_500 * SCALE), 0, 1000)
    (Decimal('1250.50'), Decimal('29580'))
    """
    return divided(ten_thousandths, printed_in * SCALE, places).quantize(Decimal(1).scaleb(-places), context=EXACT)


def listed_in(parts: Sequence[Fraction], places: int, printed_in: int = 1) -> list[Decimal]:
    """Return a plain list in its unit, which adds up to its rounded total.

    >>> from fractions import Fraction
    >>> listed_in([Fraction(5_000_000, 3), Fraction(10_000_000, 3)], 2)
    [Decimal('166.67'), Decimal('333.33')]
    """
    smallest = listed([part * 10**places for part in parts], printed_in * SCALE)
    return [Decimal(number).scaleb(-places, EXACT) for number in smallest]


def unit_of(currency: str, printed_in: int = 1) -> str:
    """Return the unit of amounts, in words.

    >>> unit_of("CHF", 1000), unit_of("CHF"), unit_of("XXX")
    ('thousands of CHF', 'CHF', 'no currency stated')
    """
    name = gettext("no currency stated") if currency == NONE_STATED else currency
    if printed_in == 1:
        return name
    many = {1000: gettext("thousands"), 1_000_000: gettext("millions")}.get(printed_in, f"{printed_in:,}")
    return gettext("{many} of {currency}").format(many=many, currency=name)
