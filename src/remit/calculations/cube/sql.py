"""Pieces of SQL that the steps of the roll-up share, for one `Shape`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from remit.schema import STATUSES

FORMS = {"number": 0, "ratio": 1, "product": 2}
OVER_TIME = {"sum": 0, "ratio": 0, "mean": 0, "none": 0, "last": 1, "max": 2}
"""0: adds up (periods that may not be added stay apart by slot); 1: the last; 2: the largest."""
OVER_UNITS = {"max": 1, "min": 2, "none": 3}
SIGNS = {">=": 1, ">": 2, "<=": 3, "<": 4, "=": 5}
FILLED = len(STATUSES)
"""The status of values that the indicator's own rule fills in."""


@dataclass(frozen=True)
class Shape:
    """What a roll-up needs. Everything that is False (or 0) is left out of the plan."""

    depth: int
    """Of the lowest unit that has a value; the top units have 0."""
    tree_depth: int
    own_depths: frozenset[int]
    times: frozenset[int]
    """Which of `OVER_TIME` there are."""
    pairs: bool = False
    incomplete: bool = False
    """Some ratio may lack a part."""
    estimates: bool = False
    imputed: bool = False
    """Some value is filled in, and so not reported."""
    standing_pairs: bool = False
    """Some ratio takes the last or the largest."""
    plans: bool = False
    slots: bool = False
    carried: bool = False
    """Some last value is of before its bucket."""
    many_readings: bool = False
    whole_cells: bool = False
    """Some reading needs every one of its cells."""
    cells_by_bit: bool = True
    """The cells in use are few enough for one bit each."""
    fills: int = 0
    """How many steps fill coarser categories from finer ones; then cells are kept apart until they are filled."""
    contained: bool = False
    """Some periods of one series lie in one another."""
    parts: int = 0
    over_another: bool = False
    counts: bool = False
    means: bool = False
    extremes: bool = False
    mixed: bool = False
    """Some unit with units below it has a value of its own."""
    unexpected: bool = True
    """Some unit may have reported though nobody expected it."""
    deltas: bool = False
    rounds: bool = False
    nested_rounds: bool = False
    """Some round lists a unit together with one below it."""
    eras: bool = False
    many_kindsets: bool = True
    whole: bool = True
    """Figures of the whole tree are wanted."""
    every_unit: bool = False
    nodes_are_units: bool = False
    """Every unit with a value is expected and stands at the lowest level, in a tree that does not change."""
    missing: bool = True
    wide: bool = True

    @property
    def by_atoms(self) -> bool:
        """Whether values can be added up before it is told which buckets and cells they count in."""
        return self.cells_by_bit and not self.contained and not self.fills


@dataclass(frozen=True)
class Sql:
    """What columns there are, and how they are written."""

    shape: Shape

    @property
    def number(self) -> str:
        """The type of sums: 64 bits where the largest possible sum fits, else 38 digits."""
        return "DECIMAL(38,0)" if self.shape.wide else "BIGINT"

    @cached_property
    def sums(self) -> list[str]:
        """Numerator; denominator; known denominator; imputed part: those that there are."""
        pairs = ["d", *(["k"] if self.keeps_known else [])] if self.shape.pairs else []
        return ["n", *pairs, *(["imp"] if self.shape.estimates else [])]

    @property
    def keeps_known(self) -> bool:
        """Whether known denominators can differ from those that count."""
        return self.shape.incomplete or self.shape.over_another

    @cached_property
    def columns(self) -> list[str]:
        return [*self.sums, *(["real"] if self.shape.imputed else []), "recorded"]

    @cached_property
    def slot(self) -> list[str]:
        return ["slot"] if self.shape.slots else []

    @cached_property
    def reporter(self) -> list[str]:
        """Who reports what: one unit's one programme."""
        return ["indicator", "unit", *(["plan"] if self.shape.plans else [])]

    @cached_property
    def series(self) -> list[str]:
        return [*self.reporter, "bucket", *self.slot]

    @cached_property
    def place(self) -> list[str]:
        return ["indicator", "unit", "bucket", *self.slot, "target"]

    @cached_property
    def at(self) -> list[str]:
        return ["indicator", "node", "bucket", *self.slot, "target"]

    @cached_property
    def carried(self) -> list[str]:
        """The columns that go up the tree."""
        unexpected = ["unexp"] if self.shape.unexpected else []
        return [*self.sums, "rep", *unexpected, "recorded", *self.both]

    @cached_property
    def both(self) -> list[str]:
        """What a unit states and what its parts give, where there can be both."""
        return ["stated", "computed"] if self.shape.mixed or self.shape.plans or self.shape.parts else []

    def listed(self, names: list[str], alias: str = "") -> str:
        return ", ".join(f"{alias}{name}" for name in names)

    def same(self, names: list[str], one: str, other: str) -> str:
        return " AND ".join(f"{one}.{name} = {other}.{name}" for name in names)

    def nothing(self, *names: str) -> str:
        return ", ".join(f"CAST(NULL AS {self.number}) AS {name}" for name in names)

    def added(self, alias: str, largest: str = "") -> str:
        """The sums of a group; where `largest` holds, its largest numerator instead."""
        parts = []
        for name in self.sums:
            whole = f"CAST(SUM({alias}{name}) AS {self.number})"
            if largest and name in {"n", "imp"}:
                top = f"MAX({alias}n)" if name == "n" else f"MAX_BY({alias}imp, {alias}n)"
                whole = f"CASE WHEN {largest} THEN {top} ELSE {whole} END"
            parts.append(f"{whole} AS {name}")
        return ", ".join(parts)

    def joined(self, alias: str, largest: str = "") -> str:
        """Every column of a group: the sums, whether any value is real, and when the latest was recorded."""
        real = f", MAX({alias}real) AS real" if self.shape.imputed else ""
        return f"{self.added(alias, largest)}{real}, MAX({alias}recorded) AS recorded"
