"""Indicators: what is measured, and the rules by which its values add up.

In words: docs/explanation/how-figures-add-up.md.
"""

from __future__ import annotations

import operator
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from remit import exact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from remit.federation import Federation

Form = Literal["number", "ratio", "product"]
RESIDUAL = frozenset({"other", "not-stated", "unknown"})
"""Categories without which a breakdown can still make up its total."""
SENSITIVE_AXES = frozenset({"disability", "protection", "safeguarding"})
"""The axes by which counts are rounded outside the unit where the indicator does not say whether they are."""

_COMPARE: dict[str, Callable[[int, int], bool]] = {
    ">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt, "=": operator.eq,
}  # fmt: skip
_CONDITION = re.compile(r"(>=|<=|>|<|=)\s*(\S+)")


@dataclass(frozen=True)
class Condition:
    """What a unit's value must meet to be counted: `>= 3`."""

    sign: str
    limit: int
    """In ten-thousandths."""

    @staticmethod
    def parse(text: str) -> Condition:
        """Return the condition that `text` states; raises `ValueError`."""
        match = _CONDITION.fullmatch(text.strip())
        if match is None:
            raise ValueError(text)
        return Condition(match[1], exact.parse(match[2])[0])

    def holds(self, value: int) -> bool:
        return _COMPARE[self.sign](value, self.limit)


@dataclass(frozen=True)
class Indicator:
    """One indicator, with its rules. Field for field what the table `indicators` says, and its axes."""

    code: str
    measure: str = "count"
    over_units: str = "sum"
    over_time: str = "sum"
    over_plans: str = "sum"
    reported_as: str = "period"
    direction: str = "up"
    parts: tuple[str, ...] = ()
    join_parts: str = ""
    weight: str | None = None
    denominator: str | None = None
    condition: Condition | None = None
    once: str = "ever"
    last_for: int | None = None
    total: str = "stated"
    collected_at: tuple[str, ...] = ()
    imputation: str = "none"
    decimals: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    axes: Mapping[str, bool] = field(default_factory=dict)
    """Axis by axis, whether its categories make up the total."""
    rounded: Mapping[str, bool] = field(default_factory=dict)
    """Axis by axis, where that is said: whether counts by it are shown rounded to 5 outside the unit."""

    @staticmethod
    def of(row: Mapping[str, Any], axes: Iterable[Mapping[str, Any]]) -> Indicator:
        """Return the indicator that a row of the table describes, with the rows of its axes."""
        of_axes = {one["axis"]: one for one in axes}
        join, _, parts = (row["made_of"] or "").partition(":")
        same = {name: row[name] for name in _SAME}
        return Indicator(
            code=row["indicator"],
            parts=tuple(parts.split()),
            join_parts=join.strip() if parts else "",
            condition=Condition.parse(row["condition"]) if row["condition"] else None,
            collected_at=tuple((row["collected_at"] or "").split()),
            axes={axis: bool(one["whole"]) for axis, one in of_axes.items()},
            rounded={axis: one["rounded"] for axis, one in of_axes.items() if one["rounded"] is not None},
            **same,
        )

    @cached_property
    def form(self) -> Form:
        """How one observation enters the sums.

        number: its value. ratio: its value over its denominator. product: its value times its denominator over its
        denominator (a mean of known size). A unit without either part leaves both sums.
        """
        if self.denominator:
            return "number"
        if self.over_units == "ratio" or self.measure == "ratio":
            return "ratio"
        return "product" if self.over_units == "weighted mean" and not self.weight else "number"

    @cached_property
    def is_pair(self) -> bool:
        """Whether a figure is a quotient of two sums."""
        quotients = {"ratio", "mean", "weighted mean"}
        return self.form != "number" or self.over_units in quotients or self.over_time == "mean"

    @cached_property
    def adds_over_cells(self) -> bool:
        """Whether the cells of a breakdown add up to a total."""
        return self.form != "number" or (self.measure in {"count", "amount"} and self.over_units in {"sum", "count"})

    @cached_property
    def is_mean(self) -> bool:
        """Whether a figure is a mean of what was measured, over how many (or how much) stands behind each value."""
        return self.over_units == "weighted mean"

    @property
    def needs(self) -> tuple[str, ...]:
        """The other indicators that its figures are made from."""
        return (*self.parts, *(code for code in (self.denominator, self.weight) if code))

    def keeps_looking(self) -> int:
        """For how many months before a period's end a last value counts; 0: only inside the period."""
        return (self.last_for or 0) if self.over_time == "last" else 0

    def rounds(self, axis: str) -> bool:
        """Whether counts by an axis are shown rounded to 5 outside the unit."""
        return self.rounded.get(axis, axis in SENSITIVE_AXES)


_SAME = [
    "measure",
    "over_units",
    "over_time",
    "over_plans",
    "reported_as",
    "direction",
    "weight",
    "denominator",
    "once",
    "last_for",
    "total",
    "imputation",
    "decimals",
    "valid_from",
    "valid_to",
]


def indicators_of(federation: Federation) -> dict[str, Indicator]:
    """Return the federation's indicators by code. Made once: do not change it."""

    def make() -> dict[str, Indicator]:
        axes: dict[str, list[dict[str, Any]]] = {}
        for row in federation.rows("indicator_axes"):
            axes.setdefault(row["indicator"], []).append(row)
        return {
            row["indicator"]: Indicator.of(row, axes.get(row["indicator"], ())) for row in federation.rows("indicators")
        }

    return federation.once("indicators", make, of=("indicators", "indicator_axes"))


def made_of(code: str, rules: Mapping[str, Indicator]) -> list[str]:
    """Return an indicator and all that its figures are made from."""
    found = [code]
    for one in found:
        found += [need for need in rules[one].needs if need in rules and need not in found]
    return found
