"""What charts show: values with their standing, how they are written, and the table beside the picture."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from remit.exact import EXACT
from remit.language import N_, gettext

THIN = "\u202f"
MINUS = "\u2212"
MISSING = N_("missing")
IMPUTED = N_("of it imputed")
LETTER = 6.6
"""About as wide as a letter, in pixels: the server has no fonts to measure with."""
_NOT_IN_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Mark:
    """One value of a chart: an exact number, or None where it is missing, and how much of it is imputed."""

    number: Decimal | None
    imputed: Decimal = Decimal(0)
    note: str = ""
    """A sentence for the reader, such as how many units reported."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """How numbers are written: places after the decimal mark, the mark, and what stands between thousands."""

    places: int = 0
    mark: str = "."
    thousands: str = THIN

    def shown(self, number: Decimal | None) -> str:
        """Return a number as text, rounded half to even for display; a missing one in words.

        >>> Numbers(1).shown(Decimal("-1234.56")) == "\u22121\u202f234.6"
        True
        """
        if number is None:
            return gettext(MISSING)
        rounded = number.quantize(Decimal(1).scaleb(-self.places), ROUND_HALF_EVEN, EXACT)
        whole, _point, part = f"{abs(rounded):f}".partition(".")
        sign = MINUS if rounded < 0 else ""
        return sign + f"{int(whole):,}".replace(",", self.thousands) + (self.mark + part if part else "")


@dataclass(frozen=True, slots=True)
class Table:
    """The same as the picture, in rows: all text, ready to be shown."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[bool, ...]
    """For each column, whether it holds numbers, which are aligned at their end."""


def pixels(number: Decimal) -> float:
    """Return a number for drawing alone, where a screen has fewer places than a float."""
    return float(number)


def plain(text: str) -> str:
    """Return a label that is drawn as it is written: `{b}` would be filled in, and `@ink` painted.

    Characters that no SVG may hold are left out.
    """
    text = _NOT_IN_XML.sub("", text).replace("{", "{\u2060")
    return "\u2060" + text if text.startswith("@") else text


def shortened(text: str, room: float) -> str:
    """Return a text that fits into so many pixels, cut with an ellipsis where it must be."""
    fitting = max(int(room / LETTER), 3)
    return text if len(text) <= fitting else text[: fitting - 1].rstrip(" ,;") + "\u2026"
