"""Lines over periods: a gap where a value is missing, a dashed stretch and hollow point where one is imputed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from remit.documents.charts.frame import (
    SIZE,
    Chart,
    framed,
    key,
    letters,
    places_needed,
    ruled,
    silent_axis,
    ticks,
    tip,
)
from remit.documents.charts.look import FONT, PARTS, Look, Option
from remit.documents.charts.values import IMPUTED, Mark, Numbers, Table, pixels, plain
from remit.language import N_, gettext

if TYPE_CHECKING:
    from decimal import Decimal

LABELLED = 9
"""At most so many points of a single line carry their number."""
DIGIT = 7
UNDER = 10
"""A point in the lowest of so many parts of the picture has no room for its number below."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its name and a value for each period. A target is drawn dashed, in a colour of its own."""

    name: str
    marks: tuple[Mark, ...]
    is_target: bool = False


@dataclass(frozen=True)
class Lines(Chart):
    """One or more lines over the same periods."""

    title: str
    summary: str
    periods: tuple[str, ...]
    lines: tuple[Line, ...]
    unit: str = ""
    numbers: Numbers = field(default_factory=Numbers)

    def table(self) -> Table:
        """Return a row for each period and a column for each line; what is wholly or partly imputed says so."""
        rows = tuple(
            (period, *(self._said(line.marks[place]) for line in self.lines))
            for place, period in enumerate(self.periods)
        )
        headers = (gettext(N_("Period")), *(line.name for line in self.lines))
        return Table(headers, rows, (False, *[True] * len(self.lines)))

    def _said(self, mark: Mark) -> str:
        shown = self.numbers.shown(mark.number)
        return f"{shown} ({self.numbers.shown(mark.imputed)} {gettext(IMPUTED)})" if mark.imputed else shown

    def height(self, look: Look) -> int:
        """Return a height that keeps the slope of lines readable, with room for their names above."""
        return (260 if look.narrow else 300) + self._legend_height(look)

    def option(self, look: Look) -> Option:
        """Return the lines, over ruled lines with their numbers."""
        steps = self._steps
        written = replace(self.numbers, places=max(places_needed(steps), 0))
        series = [one for place, line in enumerate(self.lines) for one in self._drawn(line, place, look)]
        if series:
            series[0]["markLine"] = ruled(steps, written)
        return framed(
            grid={"top": self._legend_height(look) + 14, "bottom": 26, "left": 4, "right": 4},
            legend=self._legend(look),
            xAxis=self._periods(look),
            yAxis=silent_axis(min=pixels(steps[0]), max=pixels(steps[-1])),
            series=series,
        )

    @cached_property
    def _steps(self) -> list[Decimal]:
        return ticks([mark.number for line in self.lines for mark in line.marks if mark.number is not None])

    def _legend_height(self, look: Look) -> int:
        return len(self.lines) * 20 if look.narrow else 24

    def _legend(self, look: Look) -> Option:
        return key(look) | {
            "orient": "vertical" if look.narrow else "horizontal",
            "top": 0,
            "itemWidth": 22,
            "itemGap": 6 if look.narrow else 16,
            "data": [plain(line.name) for line in self.lines],
        }

    def _periods(self, look: Look) -> Option:
        return {
            "type": "category",
            "inverse": look.rtl,
            "data": [plain(period) for period in self.periods],
            "axisTick": {"show": False},
            "axisLine": {"show": False},
            "axisLabel": {"color": "@soft", "fontSize": SIZE, "fontFamily": FONT, "hideOverlap": True},
        }

    def _drawn(self, line: Line, place: int, look: Look) -> list[Option]:
        """Return the line through what was reported and, over it, the dashed stretches to what was imputed."""
        colour = "@target" if line.is_target else "@accent" if self._single() else PARTS[place % len(PARTS)]
        whole = self._series(line, colour, look, [None if mark.imputed else mark.number for mark in line.marks])
        if line.is_target:
            whole["lineStyle"] |= {"type": "dashed", "width": 1.5}
            whole["symbol"] = "diamond"
        if not any(mark.imputed for mark in line.marks):
            return [whole]
        dashed = self._series(line, colour, look, _beside_imputed(line.marks))
        dashed["lineStyle"] |= {"type": "dotted"}
        for mark, point in zip(line.marks, dashed["data"], strict=True):
            point["symbol"] = "circle" if mark.imputed else "none"
            point["itemStyle"] = {"color": "@paper", "borderColor": colour, "borderWidth": 2}
            point["label"]["show"] = point["label"]["show"] and bool(mark.imputed)
        return [whole, dashed]

    def _series(self, line: Line, colour: str, look: Look, numbers: list[Decimal | None]) -> Option:
        return {
            "type": "line",
            "name": plain(line.name),
            "symbol": "circle",
            "symbolSize": 7,
            "showAllSymbol": True,
            "connectNulls": False,
            "lineStyle": {"color": colour, "width": 2.5},
            "itemStyle": {"color": colour},
            "emphasis": {"disabled": True},
            "data": [
                {
                    "value": None if number is None else pixels(number),
                    "label": self._label(line, place, look),
                    "tooltip": tip(f"{line.name}, {period}", f"{self._said(mark)} {self.unit}".strip(), mark.note),
                }
                for place, (number, mark, period) in enumerate(zip(numbers, line.marks, self.periods, strict=True))
            ],
        }

    def _label(self, line: Line, place: int, look: Look) -> Option:
        """Return a point's number, on the side away from the target and its own line; where not all fit, only the last."""
        number = line.marks[place].number
        last = not any(mark.number is not None for mark in line.marks[place + 1 :])
        all_fit = self._all_fit(look)
        edge = {} if all_fit else {"align": look.end}
        return letters(
            show=self._single() and not line.is_target and (all_fit or last),
            position="bottom" if number is not None and self._stands_below(line, place, number) else "top",
            distance=6,
            formatter=plain(self.numbers.shown(number)),
            textBorderWidth=3,
            textBorderColor="@paper",
            **edge,
        )

    def _stands_below(self, line: Line, place: int, number: Decimal) -> bool:
        """Whether a point's number stands under it: the target is above, or the line comes from above and goes there."""
        targets = [one.marks[place].number for one in self.lines if one.is_target]
        if any(target is not None and target >= number for target in targets):
            return True
        before = [mark.number for mark in line.marks[max(place - 1, 0) : place]]
        around = [
            one for one in (*before, *(mark.number for mark in line.marks[place + 1 : place + 2])) if one is not None
        ]
        floor, *_, top = self._steps
        is_lowest = (
            bool(before) and min(around, default=number) > number
        )  # the first has the numbers of the axis beside it
        return is_lowest and number - floor > (top - floor) / UNDER

    def _all_fit(self, look: Look) -> bool:
        longest = max((len(self.numbers.shown(mark.number)) for line in self.lines for mark in line.marks), default=0)
        return len(self.periods) <= LABELLED and len(self.periods) * (longest * DIGIT + 10) < look.width

    def _single(self) -> bool:
        return sum(not line.is_target for line in self.lines) == 1


def _beside_imputed(marks: tuple[Mark, ...]) -> list[Decimal | None]:
    """Return the imputed values and their neighbours, between which the line is dotted."""
    around = (marks[max(place - 1, 0) : place + 2] for place in range(len(marks)))
    return [mark.number if any(one.imputed for one in near) else None for mark, near in zip(marks, around, strict=True)]
