"""How figures are rounded for display: each from its exact value, and a plain list so that it adds up."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from remit.exact import PLACES, divided

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal


def in_units(number: Fraction, unit: Fraction | int, like: Fraction | int = 0) -> Decimal:
    """Return a number in units (thousands), rounded half to even to as many decimal places as `like` has.

    >>> in_units(Fraction(29_579_183), 1000), in_units(Fraction(1_250_000), 1_000_000, like=Fraction(13, 10))
    (Decimal('29579'), Decimal('1.2'))
    """
    places = 0
    while Fraction(like) * 10**places % 1 and places < PLACES:
        places += 1
    return divided(number, unit, places)


def listed(parts: Sequence[Fraction], unit: Fraction | int = 1) -> list[int]:
    """Return a plain list in whole units, which adds up to its rounded total.

    Largest remainder: each part is rounded down, and the units left go to the largest remainders; of equal
    ones the first.

    >>> listed([Fraction(1, 3), Fraction(1, 3), Fraction(1, 3)])
    [1, 0, 0]
    """
    exact = [part / Fraction(unit) for part in parts]
    down = [part.numerator // part.denominator for part in exact]
    order = sorted(range(len(exact)), key=lambda index: (down[index] - exact[index], index))
    for index in order[: round(sum(exact, Fraction(0))) - sum(down)]:
        down[index] += 1
    return down
