"""A flow: how much goes from where to where, over two or more stages (goals, objectives, outputs, money)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from remit.documents.charts.frame import SIZE, Chart, framed, letters, tip
from remit.documents.charts.look import PARTS, Look, Option
from remit.documents.charts.values import LETTER, Numbers, Table, pixels, plain, shortened
from remit.errors import WrongUse
from remit.language import N_, gettext

NODE = 10
LINE = SIZE + 3
"""The height of one line of a label."""
MANY = 3
"""From so many stages after the first on, letters are smaller where there is little room."""
THICK = 16
"""So much room a stop has for itself on average, beside that of its label."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One place that streams leave or reach: a code of its own, its stage (0 is first), and its name, whole and short."""

    key: str
    stage: int
    name: str
    short: str = ""


@dataclass(frozen=True, slots=True)
class Stream:
    """How much goes from one stop to another of a later stage."""

    source: str
    target: str
    number: Decimal
    note: str = ""


@dataclass(frozen=True)
class Flow(Chart):
    """Streams between stops. Stops stand in the order given, so that objective 1 is above objective 2."""

    title: str
    summary: str
    stops: tuple[Stop, ...]
    streams: tuple[Stream, ...]
    unit: str = ""
    numbers: Numbers = field(default_factory=Numbers)

    def __post_init__(self) -> None:
        """Refuse a stream to nowhere or backwards, of which no picture can be drawn."""
        stage = {stop.key: stop.stage for stop in self.stops}
        for stream in self.streams:
            if not {stream.source, stream.target} <= stage.keys() or stage[stream.source] >= stage[stream.target]:
                raise WrongUse(f"the stream {stream.source} to {stream.target} does not lead to a later stage")
            if stream.number < 0:
                raise WrongUse(f"the stream {stream.source} to {stream.target} is below zero")

    def table(self) -> Table:
        """Return a row for each stream: from, to, how much."""
        names = {stop.key: stop.name for stop in self.stops}
        rows = tuple((names[one.source], names[one.target], self.numbers.shown(one.number)) for one in self.streams)
        return Table(
            (gettext(N_("From")), gettext(N_("To")), self.unit or gettext(N_("Amount"))), rows, (False, False, True)
        )

    def height(self, look: Look) -> int:
        """Return room for the stage with most stops, each with its label."""
        most = max((len(stops) for stops in self._stages().values()), default=0)
        return max(240, most * (self._gap(look) + THICK) + 40)

    def option(self, look: Look) -> Option:
        """Return the flow; read from right to left its stages are turned round, since ECharts knows only one way."""
        return framed(
            series=[
                {
                    "type": "sankey",
                    "left": 2,
                    "right": 2 + self._beside(look),
                    "top": 18 if look.narrow else 10,
                    "bottom": 18 if look.narrow else 10,
                    "nodeWidth": NODE,
                    "nodeGap": self._gap(look),
                    "layoutIterations": 0,
                    "draggable": False,
                    "emphasis": {"disabled": True},
                    "itemStyle": {"borderWidth": 0},
                    "lineStyle": {"color": "target" if look.rtl else "source", "opacity": 0.28, "curveness": 0.5},
                    "data": [self._node(stop, place, look) for place, stop in enumerate(self._drawn)],
                    "links": [self._link(stream, look) for stream in self.streams if stream.number],
                }
            ]
        )

    def amount(self, key: str) -> Decimal:
        """Return what a stop holds: what reaches it or what leaves it, whichever is more."""
        reaching, leaving = self._sums
        return max(reaching[key], leaving[key])

    @cached_property
    def _sums(self) -> tuple[defaultdict[str, Decimal], defaultdict[str, Decimal]]:
        reaching: defaultdict[str, Decimal] = defaultdict(Decimal)
        leaving: defaultdict[str, Decimal] = defaultdict(Decimal)
        for stream in self.streams:
            leaving[stream.source] += stream.number
            reaching[stream.target] += stream.number
        return reaching, leaving

    @cached_property
    def _drawn(self) -> list[Stop]:
        """Return the stops that something leaves or reaches; one with nothing stands in no picture."""
        return [stop for stop in self.stops if self.amount(stop.key)]

    def _stages(self) -> dict[int, list[Stop]]:
        stages: dict[int, list[Stop]] = {}
        for stop in self.stops:
            stages.setdefault(stop.stage, []).append(stop)
        return stages

    @cached_property
    def _last(self) -> int:
        return max((stop.stage for stop in self.stops), default=0)

    def _depth(self, stop: Stop, look: Look) -> int:
        return self._last - stop.stage if look.rtl else stop.stage

    def _gap(self, look: Look) -> int:
        """Return the room between two stops: however thin these are, the label of one does not reach that of the next."""
        lines = max((self._label(stop, look).count("\n") + 1 for stop in self._drawn), default=1)
        return lines * LINE

    def _node(self, stop: Stop, place: int, look: Look) -> Option:
        amount = f"{self.numbers.shown(self.amount(stop.key))} {self.unit}".strip()
        at_end = self._depth(stop, look) == self._last and not self._beside(look)
        return {
            "name": stop.key,
            "depth": self._depth(stop, look),
            "itemStyle": {"color": PARTS[place % len(PARTS)] if stop.stage == 0 else "@accent"},
            "label": letters(
                position="left" if at_end else "right",
                align="right" if at_end else "left",
                distance=6,
                fontSize=self._size(look),
                lineHeight=LINE,
                textBorderColor="@paper",
                textBorderWidth=3,
                formatter=plain(self._label(stop, look)),
            ),
            "tooltip": tip(stop.name, amount),
        }

    def _label(self, stop: Stop, look: Look) -> str:
        """Return name and amount, on one line or two; it stands on the inner side of the last stage, so that nothing is cut."""
        room, amount = self._room(stop, look), self.numbers.shown(self.amount(stop.key))
        name = self._name(stop, look)
        letter = self._letter(look)
        apart = "\n" if look.narrow or (len(name) + len(amount)) * letter > room else "  "
        short = shortened(name, (room if apart == "\n" else room - len(amount) * letter) * LETTER / letter)
        return f"{short}{apart}{amount}"

    def _name(self, stop: Stop, look: Look) -> str:
        return stop.name if not look.narrow or not stop.short or self._last == 1 else stop.short

    def _size(self, look: Look) -> int:
        """Return the size of letters; smaller where many stages stand in little room."""
        return SIZE if not look.narrow or self._last < MANY else SIZE - 2

    def _letter(self, look: Look) -> float:
        return LETTER * self._size(look) / SIZE

    def _beside(self, look: Look) -> int:
        """Return the room beside the last stage for its labels: where it is little, they do not fit between two stages."""
        if not look.narrow or self._last <= 1:
            return 0
        amounts = [self.amount(stop.key) for stop in self._drawn if self._depth(stop, look) == self._last]
        return int(max((len(self.numbers.shown(one)) for one in amounts), default=0) * self._letter(look)) + 8

    def _room(self, stop: Stop, look: Look) -> float:
        """Return how long a label may be. Those of the last stage and of the one before stand in the same room."""
        last, depth = self._last, self._depth(stop, look)
        if beside := self._beside(look):
            return beside if depth == last else (look.width - beside - NODE) / last - NODE - 6
        room = (look.width - NODE) / (last if last > 1 else 2) - NODE - 12
        if last <= 1 or depth < last - 1:
            return room if last <= 1 else 0.95 * room
        at_end = (len(self._name(one, look)) for one in self._drawn if self._depth(one, look) == last)
        taken = min(max(at_end, default=0) * LETTER, 0.5 * room)
        return 0.95 * room - taken if depth < last else 0.5 * room

    def _link(self, stream: Stream, look: Look) -> Option:
        names = {stop.key: stop.name for stop in self.stops}
        ends = (stream.target, stream.source) if look.rtl else (stream.source, stream.target)
        return {
            "source": ends[0],
            "target": ends[1],
            "value": pixels(stream.number),
            "tooltip": tip(
                f"{names[stream.source]} \u2192 {names[stream.target]}",
                f"{self.numbers.shown(stream.number)} {self.unit}".strip(),
                stream.note,
            ),
        }
