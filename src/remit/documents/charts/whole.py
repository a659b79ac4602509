"""A whole in its parts, as one bar: each part's amount and share, which add up to the whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from remit.calculations.rounding import listed
from remit.documents.charts.frame import Chart, framed, key, letters, silent_axis, tip
from remit.documents.charts.look import PARTS, Look, Option
from remit.documents.charts.values import THIN, Numbers, Table, pixels, plain
from remit.errors import WrongUse
from remit.language import N_, gettext

BAR = 26
ROW = 22


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the whole."""

    name: str
    number: Decimal


@dataclass(frozen=True)
class Whole(Chart):
    """Parts of one whole, at most six that can be told apart; none below zero."""

    title: str
    summary: str
    parts: tuple[Part, ...]
    of: str = N_("Part")
    unit: str = ""
    numbers: Numbers = field(default_factory=Numbers)

    def __post_init__(self) -> None:
        """Refuse parts that a bar cannot show."""
        if len(self.parts) > len(PARTS) or any(part.number < 0 for part in self.parts):
            raise WrongUse(f"a whole has at most {len(PARTS)} parts, none of them below zero")

    def shares(self) -> list[str]:
        """Return each part in whole percent, by largest remainder, so that they add up to 100."""
        total = sum((Fraction(part.number) for part in self.parts), Fraction(0))
        if not total:
            return ["" for _ in self.parts]
        return [f"{share}{THIN}%" for share in listed([Fraction(part.number) / total * 100 for part in self.parts])]

    def table(self) -> Table:
        """Return name, amount and share of each part."""
        headers = (gettext(self.of), self.unit or gettext(N_("Amount")), gettext(N_("Share")))
        rows = tuple(
            (part.name, self.numbers.shown(part.number), share)
            for part, share in zip(self.parts, self.shares(), strict=True)
        )
        return Table(headers, rows, (False, True, True))

    def height(self, look: Look) -> int:
        """Return the bar's height and a line below it for each part, or one for all where there is room."""
        return BAR + 18 + self._lines(look) * ROW

    def option(self, look: Look) -> Option:
        """Return the bar, with a gap of paper between parts, and the names below."""
        total = sum((part.number for part in self.parts), Decimal(0))
        return framed(
            grid={"top": 2, "height": BAR, "left": 2, "right": 2},
            legend=self._legend(look),
            xAxis=silent_axis(min=0, max=pixels(total) or 1.0, inverse=look.rtl),
            yAxis={"type": "category", "show": False, "data": [""]},
            series=[self._part(place, total, look) for place in range(len(self.parts))],
        )

    def _said(self, place: int) -> str:
        part = self.parts[place]
        return plain(f"{part.name}  {self.numbers.shown(part.number)} · {self.shares()[place]}")

    def _lines(self, look: Look) -> int:
        return len(self.parts) if self._stacked(look) else 1

    def _stacked(self, look: Look) -> bool:
        return sum(len(self._said(place)) * 7 + 40 for place in range(len(self.parts))) > look.width

    def _legend(self, look: Look) -> Option:
        return key(look) | {
            "orient": "vertical" if self._stacked(look) else "horizontal",
            "top": BAR + 12,
            "itemWidth": 12,
            "itemHeight": 12,
            "itemGap": 8 if self._stacked(look) else 18,
            "icon": "rect",
        }

    def _part(self, place: int, total: Decimal, look: Look) -> Option:
        share = self.shares()[place]
        wide = bool(total) and self.parts[place].number / total * look.width > 44  # noqa: PLR2004 - fits "100 %"
        return {
            "type": "bar",
            "name": self._said(place),
            "stack": "all",
            "barWidth": BAR,
            "itemStyle": {"color": PARTS[place], "borderColor": "@paper", "borderWidth": 1},
            "emphasis": {"disabled": True},
            "label": letters("@paper", show=wide, formatter=plain(share), position="inside"),
            "data": [
                {"value": pixels(self.parts[place].number), "tooltip": tip(self.parts[place].name, self._said(place))}
            ],
        }
