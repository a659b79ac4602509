"""What all charts share: the frame of an option, tooltips, and the ticks of an axis of numbers."""

from __future__ import annotations

import html
from abc import ABC, abstractmethod
from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING, ClassVar

from remit.documents.charts.look import FONT, Look, Option
from remit.documents.charts.values import Numbers, Table, pixels, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

SIZE = 12
"""Of letters, in pixels."""
HATCH: Option = {
    "symbol": "rect",
    "color": "@hatch",
    "dashArrayX": [1, 0],
    "dashArrayY": [3, 4],
    "rotation": -0.785,
}
"""What is imputed is striped, as on the thin bars of pages."""


class Chart(ABC):
    """A chart as data: one definition for pages, documents and paper, with the table that says the same."""

    title: str
    summary: str
    uses_world: ClassVar[bool] = False
    """Whether it needs the shapes of countries."""

    @abstractmethod
    def table(self) -> Table:
        """Return every value of the picture, in rows."""

    @abstractmethod
    def height(self, look: Look) -> int:
        """Return the height, in pixels, in which nothing is cut."""

    @abstractmethod
    def option(self, look: Look) -> Option:
        """Return what ECharts draws, its colours by name."""


def framed(**parts: object) -> Option:
    """Return an option with what every chart has: no animation, one font, tooltips of our own text."""
    return {
        "animation": False,
        "textStyle": {"fontFamily": FONT, "fontSize": SIZE, "color": "@ink"},
        "tooltip": {
            "trigger": "item",
            "confine": True,
            "backgroundColor": "@paper",
            "borderColor": "@edge",
            "textStyle": {"color": "@ink", "fontSize": SIZE + 1},
        },
        **parts,
    }


def letters(colour: str = "@ink", **more: object) -> Option:
    """Return the style of a label. Without a halo unless asked for."""
    return {"show": True, "fontFamily": FONT, "fontSize": SIZE, "color": colour, "textBorderWidth": 0, **more}


def tip(*lines: str) -> Option:
    """Return a tooltip that shows these lines as they are: it is HTML in the browser, so each is escaped."""
    return {"formatter": "<br>".join(html.escape(plain(line)) for line in lines if line)}


def key(look: Look, **more: object) -> Option:
    """Return the key of a chart, where reading begins. It tells and does not switch."""
    return {
        "show": True,
        look.start: 0,
        "align": look.start,
        "selectedMode": False,
        "backgroundColor": "none",
        "borderColor": "none",
        "textStyle": {"color": "@ink", "fontSize": SIZE, "fontFamily": FONT},
        **more,
    }


def silent_axis(**more: object) -> Option:
    """Return an axis of numbers that draws nothing itself."""
    nothing = {"show": False}
    return {
        "type": "value",
        "axisLabel": nothing,
        "axisLine": nothing,
        "axisTick": nothing,
        "splitLine": nothing,
        **more,
    }


def ticks(numbers: Sequence[Decimal], *, wanted: int = 4) -> list[Decimal]:
    """Return round steps from 0, or from below it, to at least the largest number.

    >>> [int(tick) for tick in ticks([Decimal(0), Decimal(318_460)])]
    [0, 100000, 200000, 300000, 400000]
    """
    low, high = min([Decimal(0), *numbers]), max([Decimal(0), *numbers])
    high = high if high > low else Decimal(1)
    rough = (high - low) / wanted
    size = Decimal(1).scaleb(rough.adjusted())
    step = next(size * factor for factor in (1, 2, 5, 10) if size * factor >= rough)
    first = (low / step).to_integral_value(ROUND_CEILING) * step
    first = first - step if first > low else first
    count = int(((high - first) / step).to_integral_value(ROUND_CEILING))
    return [first + step * place for place in range(count + 1)]


def ruled(steps: Sequence[Decimal], written: Numbers) -> Option:
    """Return the lines behind a chart, each with its number above it where reading begins."""
    label = letters("@soft", position="insideStartTop", distance=1)
    return {
        "silent": True,
        "z": 1,
        "symbol": "none",
        "animation": False,
        "lineStyle": {"color": "@rule", "width": 1, "type": "solid"},
        "data": [
            {
                "yAxis": pixels(step),
                "label": {**label, "formatter": plain(written.shown(step))},
                "lineStyle": {"color": "@edge" if step == 0 else "@rule"},
            }
            for step in steps
        ],
    }


def places_needed(steps: Sequence[Decimal]) -> int:
    """Return how many places after the decimal mark the steps have."""
    return max(-int(step.normalize().as_tuple().exponent) if step % 1 else 0 for step in steps)
