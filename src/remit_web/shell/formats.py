"""How numbers, amounts, days and periods are written on pages, in the reader's language.

Thousands are set apart by a narrow no-break space, which no language takes for a decimal point. On a page that reads from
right to left, what is made of several parts stands apart from what is around it, and keeps their order.
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING

from django.utils.dateformat import format as format_day
from django.utils.formats import get_format
from django.utils.translation import get_language_bidi, pgettext
from django.utils.translation import gettext as _

from remit import exact
from remit.money import NONE_STATED, minor_digits
from remit.periods import Period

if TYPE_CHECKING:
    from datetime import date, datetime

THIN = "\u202f"
MINUS = "\u2212"
NOTHING = "\u2013"


def number(value: Decimal | int | str | None, decimals: int | None = None) -> str:
    """Return a number as people read it; a dash where there is none. Rounded half to even for display only.

    >>> number("-1234567.5")
    '\u22121\u202f234\u202f567.5'
    """
    if value is None or value == "":
        return NOTHING
    amount = Decimal(value)
    if decimals is not None:
        amount = amount.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_EVEN, exact.EXACT)
    whole, _point, part = f"{abs(amount):f}".partition(".")
    groups = f"{int(whole):,}".replace(",", THIN)
    sign = MINUS if amount < 0 else ""
    text = sign + groups + (get_format("DECIMAL_SEPARATOR") + part if part else "")
    return from_left(text) if sign else text


def amount(ten_thousandths: int | str | None, currency: str = "", *, in_: int = 1) -> str:
    """Return an amount of money kept in ten-thousandths, without its currency, which stands beside it once."""
    if ten_thousandths is None or ten_thousandths == "":
        return NOTHING
    value = Decimal(ten_thousandths) / exact.SCALE / in_
    whole = value == value.to_integral_value()
    digits = 0 if whole or in_ > 1 or not currency or currency == NONE_STATED else minor_digits(currency)
    return number(value, digits)


def percent(share: Decimal | str | None, decimals: int = 0) -> str:
    """Return a share of 1 as a percentage: 0.845 is 84 %."""
    if share is None or share == "":
        return NOTHING
    return from_left(number(Decimal(share) * 100, decimals) + "\u202f%")


def from_left(text: str) -> str:
    """Return a text that reads from left to right, as numbers with signs do, also on a page that reads from the right."""
    return f"\u2066{text}\u2069" if get_language_bidi() else text


def apart(text: str) -> str:
    """Return a text that reads as it begins, whatever stands around it on a page that reads from the right."""
    return f"\u2068{text}\u2069" if get_language_bidi() else text


def day(value: date | None) -> str:
    """Return a day, spelled out."""
    return apart(format_day(value, pgettext("a day, in Django's letters", "j F Y"))) if value else NOTHING


def moment(value: datetime | None) -> str:
    """Return a day and a time, which is UTC."""
    return f"{day(value)}, {value:%H:%M}" if value else NOTHING


def period(name: str | None) -> str:
    """Return a period as people say it: 2026, first quarter of 2026, March 2026, 2025 to 2026, or its two days."""
    if not name:
        return NOTHING
    one = Period.parse(name)
    if "Q" in name:
        return apart(_("quarter {number} of {year}").format(number=name[-1], year=name[:4]))
    if name.count("-") == 1 and "/" not in name:
        return apart(format_day(one.first, "F Y"))
    if "/" not in name:
        return name
    first, last = name.split("/")
    if len(first) == 4 == len(last):  # noqa: PLR2004 - two years
        return f"{first}\u2013{last}"
    return apart(_("{first} to {last}").format(first=day(one.first), last=day(one.last)))
