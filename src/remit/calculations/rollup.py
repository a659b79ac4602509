"""Roll-up: values of many units, periods and cells as figures (docs/explanation/how-figures-add-up.md).

    figures = rollup(federation, ["KPI_PeopleVol_Tot"], by=["region", "year"])

The exact sums come from an engine; here they get their one division, their status and their notes.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from remit import exact
from remit.calculations.explanation import explain
from remit.calculations.figures import Figure, Figures, Status
from remit.calculations.imputation import impute
from remit.calculations.question import Bucket, Question, ask, axes_of
from remit.calculations.to_five import ROUNDED, figure_to_five, is_sensitive, what_remains
from remit.observations import increments, values_of
from remit.periods import Grain, Period

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date, datetime
    from decimal import Decimal

    from remit.calculations.totals import Key, Total
    from remit.engines import Engine
    from remit.federation import Federation
    from remit.indicators import Indicator
    from remit.observations import Audience, Value
    from remit.units import Tree

NOT_STATED = "not-stated"
NONE = exact.to_decimal(0)


def rollup(
    federation: Federation,
    indicators: Sequence[str],
    *,
    by: Sequence[str] = (),
    unit: str | None = None,
    tree: str | None = None,
    tree_on: date | None = None,
    as_of: datetime | date | None = None,
    imputed: bool = False,
    audience: Audience = "whole",
    within: Period | None = None,
    units: Collection[str] | None = None,
    engine: Engine = "duckdb",
) -> Figures:
    """Return the figures of some indicators.

    `by`: the columns, in order: kinds of unit or `unit` (all of them), one of `year`, `quarter`, `month`, axes of a
    breakdown or `cell`. `unit`: only that unit and those below it. `units`: only these in the column `unit`. `tree_on`:
    regroup every period by one day's tree.
    `as_of`: as it was known then; a date means its end. `imputed`: fill in, by each indicator's rule, for units that
    submitted nothing at all. Raises `WrongUse` for what nobody knows.
    """
    question = ask(
        federation, indicators, by=by, unit=unit, tree=tree, tree_on=tree_on, as_of=as_of, imputed=imputed,
        audience=audience, within=within, units=units,
    )  # fmt: skip
    return figures_of(question, engine)


def figures_of(question: Question, engine: Engine = "duckdb") -> Figures:
    """Return the figures of a question."""
    filled = impute(question, engine) if question.imputed else []
    figures = _Finish(question, totals_of(question, engine, filled), filled).figures()
    return Figures(question.by, figures, lambda figure: explain(question, figure))


def totals_of(question: Question, engine: Engine, filled: Sequence[Value] = ()) -> Mapping[Key, Total]:
    """Return the exact totals of a question, from an engine; `filled` are the imputed values."""
    if engine == "reference":
        from remit.engines.reference import rollup as reference  # noqa: PLC0415 - one engine or the other

        return reference.totals(question, filled)
    from remit.calculations import cube  # noqa: PLC0415

    return cube.totals(question, filled)


@dataclass
class _Finish:
    """From exact sums to figures: rows, the one division, status, notes."""

    question: Question
    totals: Mapping[Key, Total]
    filled: Sequence[Value]
    _rounded: dict[tuple[str, ...], bool] = field(default_factory=dict)

    def figures(self) -> list[Figure]:
        found: list[Figure] = []
        wholes: list[Figure] = []
        for bucket, keys in self._buckets().items():
            tree = self.question.tree_at(bucket)
            filled, fallen = self._counted_in(self.filled, bucket, tree), self._counted_in(self._fallen, bucket, tree)
            places = {unit: self._places(unit, tree) for unit in {key.unit for key in keys}}
            for key in keys:
                row = self._row(key, bucket, tree, places[key.unit])
                if row is not None:
                    at = key.indicator, key.unit
                    more = [*_methods(filled.get(at, ())), *(["fallen"] if at in fallen else [])]
                    figure = self._figure(key, row, bucket, more)
                    if self._is_rounded(key.indicator, axes_of(key.cell)):
                        figure = figure_to_five(figure, self.question.rules[key.indicator])
                    (found if self._is_shown(key) else wholes).append(figure)
        found = self._with_remainders(found, wholes)
        order = {code: index for index, code in enumerate(self.question.indicators)}
        return sorted(found, key=lambda figure: (order[figure.indicator], figure.keys))

    @cached_property
    def _fallen(self) -> list[Value]:
        """The increments of running totals that fell; of a number that is rounded it is not told that it fell."""
        question, found = self.question, []
        for code, rule in question.rules.items():
            if rule.reported_as.startswith("so far"):
                steps = increments(values_of(question.federation, [code]), rule, question.first_month)
                fallen = [step for step in steps if step.value is not None and step.value < 0]
                found += [step for step in fallen if not self._is_rounded(code, axes_of(step.cell))]
        return found

    def _is_rounded(self, code: str, axes: Collection[str]) -> bool:
        """Whether who asks is shown counts by some axes rounded to 5."""
        if not axes or self.question.audience == "whole":
            return False
        place = code, *axes
        if place not in self._rounded:
            self._rounded[place] = is_sensitive(code, place[1:], self.question.rules)
        return self._rounded[place]

    def _counted_in(
        self, values: Sequence[Value], bucket: Bucket, tree: Tree
    ) -> dict[tuple[str, str | None], list[Value]]:
        """The values of a bucket, by indicator and by every unit that they count for."""
        found: dict[tuple[str, str | None], list[Value]] = {}
        for value in values:
            rule = self.question.rules[value.indicator]
            if not self.question.counts_in(value.period, bucket, rule):
                continue
            if bucket.period.contains(value.period) or value.unit in tree.valid:
                for unit in (None, *tree.above(value.unit)):
                    found.setdefault((value.indicator, unit), []).append(value)
        return found

    def _is_shown(self, key: Key) -> bool:
        """Whether a total is a row of its own: beside the categories of an axis, the whole is not."""
        return bool(key.cell) or self.question.by_cell or not self.question.axes

    def _buckets(self) -> dict[Bucket, list[Key]]:
        grains = self.question.grains
        by_period: dict[Period, list[Key]] = {}
        for key in self.totals:
            by_period.setdefault(key.period, []).append(key)
        return {
            Bucket(period, bool(grains) and not any(self._is_of(grain, period) for grain in grains)): keys
            for period, keys in by_period.items()
        }

    def _is_of(self, grain: Grain, period: Period) -> bool:
        return Period.around(period.last, grain, self.question.first_month) == period

    def _row(self, key: Key, bucket: Bucket, tree: Tree, places: Mapping[str, str] | None) -> tuple[str, ...] | None:
        """Return the row's keys; None where this total is not one of the rows asked for."""
        question = self.question
        if places is None:
            return None
        total = self.totals[key]
        if not question.with_missing and total.recorded_at is None:
            return None
        is_known = total.recorded_at is not None or total.expected or total.not_applicable
        if key.unit is not None and key.unit not in tree.valid and not is_known:
            return None
        categories = axes_of(key.cell)
        keys = {**dict.fromkeys(question.axes, ""), **places, **categories, "cell": key.cell}
        keys.update(dict.fromkeys(("year", "quarter", "month"), bucket.period.name))
        return tuple(keys[column] for column in question.by)

    def _places(self, unit: str | None, tree: Tree) -> dict[str, str] | None:
        question = self.question
        if not question.unit_keys:
            return {} if unit == question.unit else None
        if unit is None or (question.unit and question.unit not in tree.above(unit)):
            return None
        if "unit" in question.unit_keys and question.units is not None and unit not in question.units:
            return None
        kinds = [key for key in question.unit_keys if key != "unit"]
        above = {kind: tree.ancestor_of_kind(unit, kind) for kind in kinds}
        if "unit" not in question.unit_keys and unit not in above.values():
            return None
        if "unit" not in question.unit_keys and None in above.values():
            return None
        return {"unit": unit, **{kind: found or "" for kind, found in above.items()}}

    def _figure(self, key: Key, row: tuple[str, ...], bucket: Bucket, more: Sequence[str]) -> Figure:
        rule, total = self.question.rules[key.indicator], self.totals[key]
        scale = exact.SCALE * exact.SCALE if rule.is_mean else exact.SCALE
        numerator, denominator = _number(total.numerator, scale), _number(total.denominator, exact.SCALE)
        status, notes = _status(rule, total, bucket)
        value = None if status is Status.REFUSED else _value(rule, total, scale)
        return Figure(
            indicator=key.indicator,
            keys=row,
            value=value,
            numerator=numerator if rule.is_pair else None,
            denominator=denominator if rule.is_pair else None,
            status=status,
            stated=_number(total.stated, scale),
            computed=_number(total.computed, scale),
            reported=total.reported,
            expected=total.expected,
            unexpected=total.unexpected,
            not_applicable=total.not_applicable,
            imputed=_number(total.imputed, scale) if total.imputed else None,
            covered=_covered(rule, total),
            known_denominator=_number(total.known, exact.SCALE) if rule.is_pair else None,
            as_of=self.question.as_of or total.recorded_at,
            notes=(*notes, *self._also(key), *more),
        )

    def _also(self, key: Key) -> list[str]:
        found = []
        if any((axis, category) in self.question.finer for axis, category in axes_of(key.cell).items()):
            found.append("part-of")
        if key.indicator in self.question.left_out:
            found.append("left-out")
        return found

    def _with_remainders(self, figures: list[Figure], wholes: Iterable[Figure]) -> list[Figure]:
        """Add what no category shown accounts for: *not stated*."""
        axes = [self.question.by.index(axis) for axis in self.question.axes]

        def place(figure: Figure, category: str) -> tuple[str, tuple[str, ...]]:
            keys = [category if index in axes else key for index, key in enumerate(figure.keys)]
            return figure.indicator, tuple(keys)

        shown: dict[tuple[str, tuple[str, ...]], list[Decimal]] = {}
        for figure in figures:
            if figure.value is not None and "part-of" not in figure.notes:
                shown.setdefault(place(figure, ""), []).append(figure.value)
        by_place = {(figure.indicator, figure.keys): figure for figure in figures}
        for whole in wholes:
            rule = self.question.rules[whole.indicator]
            if not rule.adds_over_cells or rule.is_pair or whole.value is None:
                continue
            key = place(whole, NOT_STATED)
            stated = by_place[key].value if key in by_place else None
            categories = shown.get(place(whole, ""), [])
            value, notes = self._remains(whole, whole.value - sum(categories, NONE), stated or NONE, len(categories))
            if value is not None:
                by_place[key] = replace(whole, keys=key[1], value=value, imputed=None, notes=notes)
        return list(by_place.values())

    def _remains(
        self, whole: Figure, rest: Decimal, stated: Decimal, categories: int
    ) -> tuple[Decimal | None, tuple[str, ...]]:
        """Return what is not stated: the rest, and what is stated as such; None where there is no rest."""
        notes = (*whole.notes, "remainder")
        is_count = self.question.rules[whole.indicator].measure == "count"
        if is_count and self._is_rounded(whole.indicator, self.question.axes):
            return what_remains(rest, stated, categories), (*notes, ROUNDED)
        return (rest + stated if rest else None), notes


def _methods(filled: Sequence[Value]) -> list[str]:
    """How a figure's imputed part was made: of one unit by its method, of several by their number."""
    if len({value.unit for value in filled}) > 1:
        return [f"imputed-units|units={len({value.unit for value in filled})}"]
    found = []
    for value in filled:
        rule, _, periods = value.method.partition(":")
        found.append(f"imputed-{rule}|periods={', '.join(periods.split())}")
    return found


def _number(number: int | None, scale: int) -> Decimal | None:
    if number is None:
        return None
    return exact.to_decimal(number) if scale == exact.SCALE else exact.divided(number, scale)


def _value(rule: Indicator, total: Total, scale: int) -> Decimal | None:
    if total.numerator is None:
        return None
    if not rule.is_pair:
        return _number(total.numerator, scale)
    if not total.denominator:
        return None
    return exact.divided(Fraction(total.numerator, scale), Fraction(total.denominator, exact.SCALE))


def _covered(rule: Indicator, total: Total) -> Decimal | None:
    if not rule.is_pair or not total.known or rule.over_units == "mean":
        return None
    return exact.divided(total.denominator or 0, total.known)


def _status(rule: Indicator, total: Total, bucket: Bucket) -> tuple[Status, list[str]]:
    notes = ["own-period"] if bucket.own else []
    if rule.measure in {"text", "milestone"}:
        return Status.REFUSED, ["no-number"]
    if total.recorded_at is None:
        if total.not_applicable and not total.expected:
            return Status.NOT_APPLICABLE, notes
        return Status.MISSING, [*notes, *(() if total.expected else ("not-asked",))]
    if total.stated is not None and total.computed is not None and total.stated != total.computed:
        counts = "stated-counts" if total.numerator == total.stated else "computed-counts"
        notes.append(f"{counts}|stated={exact.text(total.stated)}|computed={exact.text(total.computed)}")
    if total.numerator is None:
        if rule.over_units == "none":
            return Status.REFUSED, [*notes, "units-not-added"]
        return Status.MISSING, notes
    if total.slots > 1:
        return Status.AT_LEAST, [*notes, "periods-not-added"]
    return (Status.PARTIAL if total.reported < total.expected else Status.COMPLETE), notes
