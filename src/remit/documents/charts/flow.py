"""A flow: how much goes from where to where, over two or more stages (goals, objectives, outputs, money)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from remit.documents.charts.frame import SIZE, Chart, framed, letters, tip
from remit.documents.charts.look import PARTS, Look, Option
from remit.documents.charts.values import LETTER, Numbers, Table, pixels, plain, shortened
from remit.errors import WrongUse
from remit.language import N_, gettext

NODE = 10
ROW, ROW_NARROW = 30, 44


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
        return max(240, most * (ROW_NARROW if look.narrow else ROW) + 40)

    def option(self, look: Look) -> Option:
        """Return the flow; read from right to left its stages are turned round, since ECharts knows only one way."""
        last = max(self._stages(), default=0)
        return framed(
            series=[
                {
                    "type": "sankey",
                    "left": 2,
                    "right": 2,
                    "top": 18 if look.narrow else 10,
                    "bottom": 18 if look.narrow else 10,
                    "nodeWidth": NODE,
                    "nodeGap": 22 if look.narrow else 14,
                    "layoutIterations": 0,
                    "draggable": False,
                    "emphasis": {"disabled": True},
                    "itemStyle": {"borderWidth": 0},
                    "lineStyle": {"color": "target" if look.rtl else "source", "opacity": 0.28, "curveness": 0.5},
                    "data": [self._node(stop, place, last, look) for place, stop in enumerate(self._drawn())],
                    "links": [self._link(stream, look) for stream in self.streams if stream.number],
                }
            ]
        )

    def amount(self, key: str) -> Decimal:
        """Return what a stop holds: what reaches it or what leaves it, whichever is more."""
        reaching, leaving = self._sums
        return max(reaching[key], leaving[key])

    @property
    def _sums(self) -> tuple[defaultdict[str, Decimal], defaultdict[str, Decimal]]:
        reaching: defaultdict[str, Decimal] = defaultdict(Decimal)
        leaving: defaultdict[str, Decimal] = defaultdict(Decimal)
        for stream in self.streams:
            leaving[stream.source] += stream.number
            reaching[stream.target] += stream.number
        return reaching, leaving

    def _drawn(self) -> list[Stop]:
        """Return the stops that something leaves or reaches; one with nothing stands in no picture."""
        return [stop for stop in self.stops if self.amount(stop.key)]

    def _stages(self) -> dict[int, list[Stop]]:
        stages: dict[int, list[Stop]] = {}
        for stop in self.stops:
            stages.setdefault(stop.stage, []).append(stop)
        return stages

    def _node(self, stop: Stop, place: int, last: int, look: Look) -> Option:
        depth = last - stop.stage if look.rtl else stop.stage
        amount = f"{self.numbers.shown(self.amount(stop.key))} {self.unit}".strip()
        return {
            "name": stop.key,
            "depth": depth,
            "itemStyle": {"color": PARTS[place % len(PARTS)] if stop.stage == 0 else "@accent"},
            "label": self._label(stop, depth, last, look),
            "tooltip": tip(stop.name, amount),
        }

    def _label(self, stop: Stop, depth: int, last: int, look: Look) -> Option:
        """Return name and amount, on the inner side of the last stage so that nothing is cut."""
        room = (look.width - NODE) / (last if last > 1 else 2) - NODE - 12
        if last > 1:
            room *= 0.5 if depth >= last - 1 else 0.95
        amount = self.numbers.shown(self.amount(stop.key))
        name = stop.name if not look.narrow or not stop.short or last == 1 else stop.short
        apart = "\n" if look.narrow or (len(name) + len(amount)) * LETTER > room else "  "
        short = shortened(name, room if apart == "\n" else room - len(amount) * LETTER)
        return letters(
            position="left" if depth == last else "right",
            align="right" if depth == last else "left",
            distance=6,
            lineHeight=SIZE + 3,
            textBorderColor="@paper",
            textBorderWidth=3,
            formatter=plain(f"{short}{apart}{amount}"),
        )

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
