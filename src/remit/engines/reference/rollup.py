"""The roll-up in plain Python: what is right (docs/explanation/how-figures-add-up.md).

What each unit has (`unit_values`) is joined here, from the lowest units up the tree.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from remit.calculations.totals import Key, Total
from remit.engines.reference.unit_values import Piece, unit_values, values_by_indicator
from remit.observations import values_of
from remit.periods import Period

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from remit.calculations.question import Bucket, Question
    from remit.observations import Value
    from remit.units import Tree


def totals(question: Question, imputed: Iterable[Value], only: Period | None = None) -> dict[Key, Total]:
    """Return every total that a question asks for; `only` of one period.

    `imputed` are the values that fill in where a unit submitted nothing.
    """
    values = values_by_indicator(question, list(imputed))
    found: dict[Key, Total] = {}
    buckets = {code: question.buckets(periods) for code, periods in _periods(question, values).items()}
    for code in question.indicators:
        for bucket in buckets[code]:
            if only in {None, bucket.period}:
                found.update(_Cascade(question, values, code, bucket).totals())
    return found


def _periods(question: Question, values: Mapping[str, Sequence[Value]]) -> dict[str, list[Period]]:
    """The periods that each indicator has; without a period among the columns, those of all of them."""
    found = {}
    for code in question.indicators:
        rule = question.rules[code]
        own = [value.period for part in (code, *rule.parts) for value in values[part]]
        found[code] = own + _asked(question, code)
    if question.grains:
        return found
    together = [period for periods in found.values() for period in periods]
    return dict.fromkeys(found, together)


def _asked(question: Question, code: str) -> list[Period]:
    """The periods of an indicator in which something stands, be it only that a value is missing."""
    asked = [value.period for value in values_of(question.federation, [code])]
    rule = question.rules[code]
    parts = [period for part in rule.parts for period in _asked(question, part)]
    kept = [period for period in asked + parts if question.within is None or question.within.contains(period)]
    return kept if rule.reported_as in {"period", "on a day"} else []


# Units


class _Cascade:
    """The totals of one indicator and period, from the lowest units up its tree."""

    def __init__(self, question: Question, values: Mapping[str, Sequence[Value]], code: str, bucket: Bucket) -> None:
        self.question, self.code, self.bucket = question, code, bucket
        self.rule = question.rules[code]
        self.tree: Tree = question.tree_at(bucket)
        self.below = self.tree.children()
        own = unit_values(question, values, code, bucket)
        self.own = {unit: slots for unit, slots in own.items() if unit in self.tree.parents}
        reporters = {value.unit for value in values[code] if _is_reported(value) and value.unit in self.tree.parents}
        self.kinds = question.collected(self.rule, reporters)
        self.not_applicable = self._marked_not_applicable()
        self.listed = self._listed()
        first = min((value.period.first for value in self._all_real(values, code)), default=None)
        self.is_asked = question.is_asked(code, first, bucket)
        self.slots = sorted({slot for slots in self.own.values() for slot in slots})

    def _all_real(self, values: Mapping[str, Sequence[Value]], code: str) -> list[Value]:
        own = [value for value in values[code] if _is_reported(value)]
        return own + [value for part in self.question.rules[code].parts for value in self._all_real(values, part)]

    def _marked_not_applicable(self) -> set[str]:
        marks = values_of(self.question.federation, [self.code])
        marked = {
            value.unit
            for value in marks
            if value.status == "not applicable" and self.bucket.period.contains(value.period)
        }
        return (marked & set(self.tree.parents)) - set(self.own)

    def _listed(self) -> set[str] | None:
        """Who the rounds of this period list; None where there is no round."""
        federation = self.question.federation
        rounds = {row["round"] for row in federation.rows("rounds") if _within(row["period"], self.bucket.period)}
        listed = [row for row in federation.rows("expected") if row["round"] in rounds]
        mine = {row["unit"] for row in listed if row["indicator"] == self.code}
        return mine or None

    def totals(self) -> dict[Key, Total]:
        found = {}
        for target in self.question.targets:
            expected = self._expected_of(target)
            for unit, total in self._figures(target).items():
                count, not_applicable = expected[unit] if self.is_asked or self.listed is not None else (0, 0)
                whole = replace(total, expected=count, not_applicable=not_applicable)
                found[Key(self.code, unit, self.bucket.period, target)] = whole
        return found

    # What is known

    def _figures(self, target: str) -> dict[str | None, Total]:
        """The figure of every unit, and of the whole (None), for one cell. Of slots side by side the largest shows."""
        by_slot = [self._slot_figures(slot, target) for slot in self.slots or [self.bucket.period]]
        found = {}
        for unit in by_slot[0]:
            sides = [figures[unit] for figures in by_slot]
            with_value = [total for total in sides if total.numerator is not None]
            largest = max(with_value or sides, key=lambda total: total.numerator or 0)
            latest = _latest(total.recorded_at for total in sides)
            found[unit] = replace(largest, slots=max(len(with_value), 1), recorded_at=latest)
        return found

    def _slot_figures(self, slot: Period, target: str) -> dict[str | None, Total]:
        found: dict[str | None, Total] = {}

        def walk(unit: str) -> Total:
            below = self._over_units([walk(child) for child in self.below.get(unit, ())])
            own = self.own.get(unit, {}).get(slot, {}).get(target)
            found[unit] = below if own is None else self._joined(unit, own, below)
            return found[unit]

        found[None] = self._over_units([walk(top) for top in self.below.get(None, ())])
        return found

    def _joined(self, unit: str, own: Piece, below: Total) -> Total:
        """Of a unit's own value and what the units below it give, the one that counts; the other is shown beside."""
        stated, computed = (own.n, below.numerator) if below.recorded_at is not None else (own.stated, own.computed)
        if not self._counts(unit) and below.recorded_at is not None:
            return replace(below, stated=stated, computed=computed)
        is_expected = self.is_expected(unit)
        return replace(
            _NOTHING,
            numerator=own.n, denominator=own.d, known=own.k,
            reported=int(own.real and is_expected), unexpected=int(own.real and not is_expected),
            imputed=own.imputed, recorded_at=own.recorded_at, stated=stated, computed=computed, ids=own.ids,
        )  # fmt: skip

    def _counts(self, unit: str) -> bool:
        """Whether a unit's own value counts over what the units below it give."""
        is_collected = not self.rule.collected_at or self.tree.kinds[unit] in self.rule.collected_at
        return self.rule.total == "stated" and is_collected

    # Who was expected

    def is_expected(self, unit: str) -> bool:
        if self.listed is not None:
            return unit in self.listed
        return unit in self.tree.valid and (self.tree.kinds[unit] in self.kinds)

    def _expected_of(self, target: str) -> dict[str | None, tuple[int, int]]:
        """How many units were expected, and how many said that it does not apply, under each unit."""
        found: dict[str | None, tuple[int, int]] = {}

        def walk(unit: str) -> bool:
            """Fill in a unit; return whether anything is known of it or below it."""
            children = self.below.get(unit, ())
            answers = [walk(child) for child in children]
            below = self._added(found[child] for child in children)
            has_own = any(target in cells for cells in self.own.get(unit, {}).values())
            found[unit] = self._expected_at(unit, below, has_own=has_own, below_answered=any(answers))
            return has_own or unit in self.not_applicable or any(answers)

        for top in self.below.get(None, ()):
            walk(top)
        found[None] = self._added(found[top] for top in self.below.get(None, ()))
        return found

    def _expected_at(
        self, unit: str, below: tuple[int, int], *, has_own: bool, below_answered: bool
    ) -> tuple[int, int]:
        speaks_for_itself = has_own and (self._counts(unit) or not below_answered)
        gone = unit in self.not_applicable
        not_applicable = 1 if gone and not below_answered else 0 if speaks_for_itself else below[1]
        if self.listed is not None:
            if speaks_for_itself and unit in self.listed:
                return 1, not_applicable
            return below[0] + (unit in self.listed and not gone and not has_own), not_applicable
        if gone and not below_answered:
            return 0, not_applicable
        if speaks_for_itself:
            return (1 if self.is_expected(unit) else self._by_default(unit)), not_applicable
        by_itself = not below_answered and self.is_expected(unit)
        return (1 if by_itself else below[0]), not_applicable

    def _by_default(self, unit: str) -> int:
        """How many units would be expected below a unit if nobody had reported anything."""
        return sum(1 if self.is_expected(child) else self._by_default(child) for child in self.below.get(unit, ()))

    @staticmethod
    def _added(counts: Iterable[tuple[int, int]]) -> tuple[int, int]:
        pairs = list(counts)
        return sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)

    def _over_units(self, kids: list[Total]) -> Total:
        with_value = [kid for kid in kids if kid.numerator is not None]
        numerators = [kid.numerator for kid in with_value if kid.numerator is not None]
        rule = self.rule.over_units
        numerator = None
        if rule != "none" and numerators:
            numerator = {"max": max, "min": min}.get(rule, sum)(numerators)
        return Total(
            numerator,
            _total([kid.denominator for kid in with_value]) if numerator is not None else None,
            _total([kid.known for kid in kids]),
            reported=sum(kid.reported for kid in kids),
            unexpected=sum(kid.unexpected for kid in kids),
            expected=0,
            not_applicable=0,
            imputed=sum(kid.imputed for kid in kids),
            recorded_at=_latest(kid.recorded_at for kid in kids),
            ids=tuple(one for kid in _behind(rule, numerator, kids) for one in kid.ids),
        )


_NOTHING = Total(None, None, None, 0, 0, 0, 0, 0, None)


def _behind(rule: str, numerator: int | None, kids: list[Total]) -> list[Total]:
    """The figures that a joined one was made from: of a largest or smallest, the first that has it."""
    if rule in {"max", "min"}:
        return [kid for kid in kids if kid.numerator == numerator][:1]
    return kids


def _is_reported(value: Value) -> bool:
    return value.value is not None and value.status != "imputed"


def _total(numbers: Iterable[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None


def _latest(moments: Iterable[datetime | None]) -> datetime | None:
    return max((moment for moment in moments if moment is not None), default=None)


def _within(text: str, period: Period) -> bool:
    return period.contains(Period.parse(text))
