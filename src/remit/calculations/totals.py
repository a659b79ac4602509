"""A total: the exact whole numbers of one figure, as every engine gives them, before the one division."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

    from remit.periods import Period


class Key(NamedTuple):
    """Of which figure: `unit` is None for the whole tree."""

    indicator: str
    unit: str | None
    period: Period
    cell: str


@dataclass(frozen=True, slots=True)
class Total:
    """Sums of ten-thousandths; `numerator` of a product of two values is scaled twice (see `Rollup`)."""

    numerator: int | None
    denominator: int | None
    known: int | None
    """The denominators that are known, also where the numerator is missing."""
    reported: int
    unexpected: int
    expected: int
    not_applicable: int
    imputed: int
    """The part of the numerator that is imputed or estimated."""
    recorded_at: datetime | None
    """When the latest of its values was recorded."""
    slots: int = 1
    """How many periods stand side by side that may not be added; the largest is the numerator."""
    stated: int | None = None
    computed: int | None = None
    """Where a unit states a total and gives parts: both."""
    ids: tuple[str, ...] = ()
    """The observations that it was made from; the reference engine alone keeps them."""
