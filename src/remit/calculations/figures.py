"""Figures: what a roll-up gives. Each says how complete it is, and can list the rows that it was made from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime
    from decimal import Decimal

    from remit.federation import Row


class Status(StrEnum):
    """What a figure is."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    AT_LEAST = "at least"
    MISSING = "missing"
    NOT_APPLICABLE = "not applicable"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure.

    `keys`: its place, one for each column of `Figures.keys` (a unit by its code, a period by its name, a category).
    `value`: exact; of a ratio or mean, the quotient at ten decimal places; None where it is missing or refused.
    `reported`, `expected`: units; `unexpected`: units that reported though nobody expected them, in the sum all the same.
    `imputed`: the part of the value (of a ratio: of the numerator) that is imputed or estimated; None where nothing is.
    `covered`: of a ratio, the part of the known denominator that stands behind it, from 0 to 1.
    `stated`: what a unit states itself, where its parts give another total that counts, or the other way round `computed`.
    `as_of`: the moment asked for, or when the latest of its values was recorded.
    """

    indicator: str
    keys: tuple[str, ...]
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    status: Status
    stated: Decimal | None
    computed: Decimal | None
    reported: int
    expected: int
    unexpected: int
    not_applicable: int
    imputed: Decimal | None
    covered: Decimal | None
    known_denominator: Decimal | None
    as_of: datetime | None
    notes: tuple[str, ...]
    """Codes of what a reader must know (`remit.calculations.notes`); their sentences are made when shown."""

    @property
    def note(self) -> str:
        """The notes as sentences, in the reader's language."""
        from remit.calculations.notes import sentence  # noqa: PLC0415 - only where it is shown

        return " ".join(sentence(code) for code in self.notes)


@dataclass(frozen=True)
class Figures:
    """The figures of one question, in order of their keys."""

    keys: tuple[str, ...]
    figures: Sequence[Figure]
    explain: Callable[[Figure], list[Row]]
    """Return the observations that a figure was made from, as rows of the table."""

    def __iter__(self) -> Iterator[Figure]:
        return iter(self.figures)

    def __len__(self) -> int:
        return len(self.figures)

    def only(self) -> Figure:
        """Return the one figure that there is."""
        (figure,) = self.figures
        return figure
