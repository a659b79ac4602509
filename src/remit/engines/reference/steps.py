"""How one unit's own value came about, step by step: each number, and the numbers that it was made from.

The same functions as the roll-up's, so that what is shown is what was done.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from remit.engines.reference.unit_values import (
    by_programme,
    fitting_values,
    over_time,
    own_values,
    piece_of,
    unit_values,
    values_by_indicator,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from remit.calculations.question import Bucket, Question
    from remit.engines.reference.unit_values import Piece
    from remit.observations import Value
    from remit.periods import Period

How = Literal["observed", "increment", "time", "cells", "programme", "unit", "parts", "over", "weighted", "counted"]
"""observed: one value as reported. increment: what a running total rose by. time: one series over its periods. cells: the
cells of a breakdown added up. programme: what one programme gives. unit: programmes, and what the unit states of all.
parts: the indicators that it is made from. over, weighted: with another indicator as denominator or weight. counted:
whether the unit counts."""


@dataclass(frozen=True)
class Step:
    """One number of a unit. Numbers are ten-thousandths (the numerator of a product is scaled twice).

    `parts`: what it was made from; one that does not count stands beside the others, and is no part of the number.
    """

    how: How
    indicator: str
    plan: str
    period: Period
    cell: str
    numerator: int | None
    denominator: int | None
    ids: tuple[str, ...]
    parts: tuple[Step, ...] = ()
    counts: bool = True


def steps(question: Question, code: str, unit: str, bucket: Bucket, cell: str) -> list[Step]:
    """Return how a unit's own value of an indicator came about: one for each period that may not be added to others.

    The first counts. `question` holds the values of this unit; nothing where it has none in this cell.
    """
    made = _Made(question, values_by_indicator(question), unit, bucket)
    slots = unit_values(question, made.values, code, bucket).get(unit, {})
    found = [made.whole(code, slot, cell, cells[cell]) for slot, cells in sorted(slots.items()) if cell in cells]
    ordered = sorted(found, key=lambda step: (step.numerator is None, -(step.numerator or 0)))
    return [replace(step, counts=place == 0) for place, step in enumerate(ordered)]


@dataclass(frozen=True)
class _Made:
    """One unit in one bucket."""

    question: Question
    values: Mapping[str, Sequence[Value]]
    unit: str
    bucket: Bucket

    def whole(self, code: str, slot: Period, cell: str, piece: Piece) -> Step:
        """The unit's value as it enters the sums of units: another indicator brought in, and counted."""
        rule = self.question.rules[code]
        base = self.own(code, slot, cell)
        parts = [base] if base else []
        another = rule.denominator or rule.weight
        if another:
            parts += self._other(another, self.bucket.period, cell)
            how: How = "weighted" if rule.weight else "over"
            base = self._step(how, code, slot, cell, piece, parts=parts, all_count=True)
        if rule.over_units == "count":
            base = self._step("counted", code, slot, cell, piece, parts=[base] if base else [])
        return base or self._step("unit", code, slot, cell, piece)

    def _other(self, code: str, slot: Period, cell: str) -> list[Step]:
        """Another indicator's value, where the unit has one."""
        cells = unit_values(self.question, self.values, code, self.bucket).get(self.unit, {}).get(slot, {})
        return [self.whole(code, slot, cell, cells[cell])] if cell in cells else []

    def own(self, code: str, slot: Period, cell: str) -> Step | None:
        """What the unit itself has: its programmes and its own total, or the indicators that it is made from."""
        slots = own_values(self.question, self.values, code, self.bucket).get(self.unit, {})
        piece = slots.get(slot, {}).get(cell)
        if piece is None:
            return None
        programmes = self._programmes(code, slot, cell)
        made = [step for part in self.question.rules[code].parts for step in self._other(part, slot, cell)]
        if made:
            return self._step("parts", code, slot, cell, piece, parts=[*programmes, *made])
        return self._step("unit", code, slot, cell, piece, parts=programmes)

    def _programmes(self, code: str, slot: Period, cell: str) -> list[Step]:
        found = by_programme(self.question, self.values, code, self.bucket)
        reports = over_time(self.question, self.values, code, self.bucket)
        given = sorted(found.get((self.unit, slot, cell), {}).items())
        made = []
        for plan, piece in given:
            cells = reports[self.unit, slot, plan]
            used = [name for name, one in cells.items() if one.ids and set(one.ids) <= set(piece.ids)]
            series = [self._series(code, slot, plan, name, cells[name]) for name in used]
            how: How = "programme" if used == [cell] else "cells"
            made.append(self._step(how, code, slot, cell, piece, parts=series, plan=plan))
        return made

    def _series(self, code: str, slot: Period, plan: str, cell: str, piece: Piece) -> Step:
        rule = self.question.rules[code]
        values = [
            value
            for value in fitting_values(self.question, self.values, code, self.bucket)
            if (value.unit, value.plan, value.cell) == (self.unit, plan, cell)
            and self.question.slot(value.period, self.bucket, rule) == slot
        ]
        observed = [self._observed(code, value) for value in sorted(values, key=lambda value: value.period)]
        return self._step("time", code, slot, cell, piece, parts=observed, plan=plan)

    def _observed(self, code: str, value: Value) -> Step:
        piece = piece_of(value, self.question.rules[code])
        how: How = "increment" if len(value.ids) > 1 else "observed"
        return Step(how, code, value.plan, value.period, value.cell, piece.n, piece.d, value.ids)

    def _step(
        self,
        how: How,
        code: str,
        slot: Period,
        cell: str,
        piece: Piece,
        *,
        parts: Iterable[Step] = (),
        plan: str = "",
        all_count: bool = False,
    ) -> Step:
        ids = set(piece.ids)
        marked = tuple(replace(part, counts=all_count or set(part.ids) <= ids) for part in parts)
        return Step(how, code, plan, slot, cell, piece.n, piece.d, piece.ids, marked)
