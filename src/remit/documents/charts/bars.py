"""Bars: one for each name, with what is imputed striped, a tick for its target, and a word where it is missing."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from remit.documents.charts.frame import HATCH, SIZE, Chart, framed, letters, silent_axis, tip
from remit.documents.charts.look import FONT, Look, Option
from remit.documents.charts.values import IMPUTED, LETTER, Mark, Numbers, Table, pixels, plain, shortened
from remit.language import N_, gettext

ROW, ROW_NARROW = 34, 46
"""Pixels for each bar; on a narrow one the name stands above."""
NAMES = 0.34
"""Of the width, at most, for names beside the bars."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, its value, and the target that it is held against."""

    name: str
    mark: Mark
    target: Decimal | None = None


@dataclass(frozen=True)
class Bars(Chart):
    """Lying bars, in the order given."""

    title: str
    summary: str
    bars: tuple[Bar, ...]
    of: str = N_("Name")
    """What the names are: regions, priorities ..."""
    unit: str = ""
    numbers: Numbers = field(default_factory=Numbers)

    def table(self) -> Table:
        """Return name, value, how much of it is imputed and the target; the last two where there are any."""
        imputed = any(bar.mark.imputed for bar in self.bars)
        target = any(bar.target is not None for bar in self.bars)
        headers = [gettext(self.of), self.unit or gettext(N_("Value"))]
        headers += [gettext(IMPUTED)] * imputed + [gettext(N_("target"))] * target
        shown = self.numbers.shown
        rows = tuple(
            (
                bar.name,
                shown(bar.mark.number),
                *["" if bar.mark.number is None else shown(bar.mark.imputed)] * imputed,
                *["" if bar.target is None else shown(bar.target)] * target,
            )
            for bar in self.bars
        )
        return Table(tuple(headers), rows, (False, *[True] * (len(headers) - 1)))

    def height(self, look: Look) -> int:
        """Return the room that all bars need."""
        return len(self.bars) * (ROW_NARROW if look.narrow else ROW) + 8

    def option(self, look: Look) -> Option:
        """Return the bars: what was reported, what was imputed, then a bar of no length that carries the number."""
        room = self._room(look)
        longest, least = (
            self._longest(look.width - room),
            min((pixels(self._end(bar)) for bar in self.bars), default=0.0),
        )
        return framed(
            grid={"top": 4, "bottom": 4, look.start: room, look.end: 4, "containLabel": False},
            xAxis=silent_axis(min=min(0, least), max=longest, inverse=look.rtl),
            yAxis=self._names(look, room),
            series=[
                self._lengths("reported", [self._reported(bar) for bar in self.bars], {"color": "@accent"}),
                self._lengths(
                    "imputed", [self._imputed(bar) for bar in self.bars], {"color": "@paper", "decal": HATCH}
                ),
                self._written(look, (look.width - room) / longest),
                self._targets(look),
            ],
        )

    def _room(self, look: Look) -> int:
        longest = max((len(bar.name) for bar in self.bars), default=0) * LETTER + 16
        return 0 if look.narrow else int(min(longest, look.width * NAMES))

    def _end(self, bar: Bar) -> Decimal:
        return max(bar.mark.number or Decimal(0), bar.target or Decimal(0), key=abs)

    def _words(self) -> float:
        """Return the room that the longest number takes, in pixels."""
        return max((len(self.numbers.shown(bar.mark.number)) for bar in self.bars), default=0) * LETTER + 16

    def _longest(self, width: int) -> float:
        """Return where the axis ends: far enough that a number behind the longest bar, or its target, is not cut."""
        reach = max((pixels(self._end(bar)) for bar in self.bars), default=0.0)
        return max(reach, 0.0) * width / max(width - self._words(), width / 3) or 1.0

    def _names(self, look: Look, room: int) -> Option:
        above = {"inside": True, "verticalAlign": "bottom", "padding": [0, 0, 9, 0], "margin": 0}
        fits = look.width - 16 if look.narrow else room - 8
        return {
            "type": "category",
            "inverse": True,
            "position": look.start,
            "data": [plain(shortened(bar.name, fits)) for bar in self.bars],
            "axisTick": {"show": False},
            "axisLine": {"show": not look.narrow, "lineStyle": {"color": "@edge"}},
            "axisLabel": {
                "color": "@ink",
                "fontSize": SIZE,
                "fontFamily": FONT,
                "interval": 0,
                **(above if look.narrow else {"margin": 8}),
            },
            "z": 5,
        }

    def _lengths(self, name: str, data: list[Option], style: Option) -> Option:
        return {
            "type": "bar",
            "name": name,
            "stack": "all",
            "barWidth": 14,
            "itemStyle": style,
            "emphasis": {"disabled": True},
            "data": data,
        }

    def _reported(self, bar: Bar) -> Option:
        number = bar.mark.number
        return {"value": None if number is None else pixels(number - bar.mark.imputed), "tooltip": self._tip(bar)}

    def _imputed(self, bar: Bar) -> Option:
        there = bar.mark.number is not None and bar.mark.imputed
        edge = {"borderColor": "@hatch", "borderWidth": 1, "color": "@paper", "decal": HATCH}
        return {"value": pixels(bar.mark.imputed) if there else None, "itemStyle": edge, "tooltip": self._tip(bar)}

    def _tip(self, bar: Bar) -> Option:
        imputed = f"{self.numbers.shown(bar.mark.imputed)} {gettext(IMPUTED)}" if bar.mark.imputed else ""
        return tip(bar.name, f"{self.numbers.shown(bar.mark.number)} {self.unit}".strip(), imputed, bar.mark.note)

    def _written(self, look: Look, scale: float) -> Option:
        """Return a bar of no length behind each, whose label is the number or says that it is missing."""
        data = [
            {
                "value": 0,
                "label": letters(
                    "@soft" if bar.mark.number is None else "@ink",
                    formatter=plain(self.numbers.shown(bar.mark.number)),
                    position=look.end,
                    distance=self._past_target(bar, scale),
                ),
            }
            for bar in self.bars
        ]
        return self._lengths("numbers", data, {"color": "transparent"}) | {"silent": True}

    def _past_target(self, bar: Bar, scale: float) -> float:
        """Return how far from its bar a number stands, so that the target's tick does not run through it."""
        if bar.target is None:
            return 6
        ahead = pixels(bar.target - max(bar.mark.number or Decimal(0), Decimal(0))) * scale
        return ahead + 8 if -6 < ahead < self._words() else 6  # noqa: PLR2004 - the tick itself

    def _targets(self, look: Look) -> Option:
        """Return a tick across each bar at its target."""
        data = [
            {
                "value": [pixels(bar.target), place],
                "tooltip": tip(bar.name, f"{self._target()} {self.numbers.shown(bar.target)}"),
            }
            for place, bar in enumerate(self.bars)
            if bar.target is not None
        ]
        return {
            "type": "scatter",
            "name": "target",
            "symbol": "rect",
            "symbolSize": [3, 18 if look.narrow else 22],
            "itemStyle": {"color": "@target"},
            "emphasis": {"disabled": True},
            "data": data,
            "z": 4,
        }

    def _target(self) -> str:
        return gettext(N_("target"))
