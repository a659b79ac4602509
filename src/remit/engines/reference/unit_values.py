"""What one unit has of an indicator in a period, before units are joined: the first half of the roll-up in plain Python.

Order: time within one series; the cells of a report; then programmes and parts in the unit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from itertools import groupby
from typing import TYPE_CHECKING

from remit.calculations.question import axes_of, cell_of
from remit.exact import SCALE
from remit.observations import increments, values_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from remit.calculations.question import Bucket, Question
    from remit.indicators import Indicator
    from remit.observations import Value
    from remit.periods import Period


@dataclass(frozen=True)
class Piece:
    """What is known of one unit in one slot and cell. `n` is None where a part of a ratio is missing."""

    n: int | None
    d: int | None
    k: int | None
    imputed: int
    real: bool
    recorded_at: datetime
    ids: tuple[str, ...] = ()
    stated: int | None = None
    computed: int | None = None


Cells = dict[str, Piece]
UnitValues = dict[str, dict["Period", Cells]]
"""By unit, slot and cell."""


def values_by_indicator(question: Question, imputed: Sequence[Value] = ()) -> dict[str, list[Value]]:
    """Return what is to be joined: increments of running totals, and what is imputed for want of a value."""
    found: dict[str, list[Value]] = {}
    for code, rule in question.rules.items():
        seen = [value for value in values_of(question.federation, [code]) if value.status != "imputed"]
        kept = increments(seen, rule, question.first_month)
        kept += [value for value in imputed if value.indicator == code]
        found[code] = [value for value in kept if question.within is None or question.within.contains(value.period)]
    return found


# Time, then cells, then programmes, then parts


def piece_of(value: Value, rule: Indicator) -> Piece:
    """Return how one value enters the sums."""
    n, d, k = value.value, value.denominator, value.denominator
    if rule.form == "number":
        d = k = None
    elif n is None or d is None:
        n = d = None
    elif rule.form == "product":
        n *= d
    not_real = value.status in {"imputed", "estimated"}
    return Piece(
        n,
        d,
        k,
        n or 0 if not_real else 0,
        value.status != "imputed" and n is not None,
        value.recorded_at,
        value.ids,
    )


def _plus(one: int | None, other: int | None) -> int | None:
    return one if other is None else other if one is None else one + other


def _added(one: Piece, other: Piece) -> Piece:
    return Piece(
        _plus(one.n, other.n),
        _plus(one.d, other.d),
        _plus(one.k, other.k),
        one.imputed + other.imputed,
        one.real or other.real,
        max(one.recorded_at, other.recorded_at),
        (*one.ids, *other.ids),
    )


def _largest(one: Piece, other: Piece) -> Piece:
    if one.n is None or other.n is None:
        return other if one.n is None else one
    larger = other if other.n > one.n else one
    return replace(larger, real=one.real or other.real, recorded_at=max(one.recorded_at, other.recorded_at))


def _sum(pieces: Iterable[Piece]) -> Piece:
    return reduce(_added, pieces)


def _over_time(rule: Indicator, values: Sequence[Value]) -> Piece:
    pieces = [piece_of(value, rule) for value in values]
    if rule.over_time == "last":
        known = [(value.period, piece) for value, piece in zip(values, pieces, strict=True) if piece.n is not None]
        if not known:
            return _sum(pieces)
        return max(known, key=lambda pair: (pair[0].last, pair[0].first))[1]
    if rule.over_time == "max":
        return reduce(_largest, pieces)
    if rule.over_time == "mean" and rule.form == "number":
        pieces = [replace(piece, d=SCALE, k=SCALE) for piece in pieces]
    return _sum(pieces)


def _whole(values: Sequence[Value], rule: Indicator) -> list[Value]:
    """Of values whose periods lie in one another, keep the stated whole, or the parts where they are to be computed."""
    if rule.over_time in {"last", "max", "none"}:
        return list(values)

    def loses(value: Value) -> bool:
        others = [other for other in values if other.period != value.period]
        if rule.total == "stated":
            return any(other.period.contains(value.period) for other in others)
        return any(value.period.contains(other.period) for other in others)

    return [value for value in values if not loses(value)]


def _reading(question: Question, rule: Indicator, cells: Cells) -> Cells:
    """Return the cells that are wanted: as stated, or added up from finer ones where those are all there."""
    if not rule.adds_over_cells:
        return {target: cells[target] for target in question.targets if target in cells}
    cells = _with_coarser(question, cells)
    found = {}
    for target in question.targets:
        piece = _read(question, rule, cells, target)
        if piece is not None:
            found[target] = piece
    return found


def _with_coarser(question: Question, cells: Cells) -> Cells:
    """Add the coarser categories that are not stated but whose finer ones are all there."""
    filled, grew = dict(cells), True
    while grew:
        grew = False
        for (axis, parent), children in question.children.items():
            for cell in list(filled):
                rest = axes_of(cell)
                if rest.pop(axis, None) not in children:
                    continue
                target = cell_of({**rest, axis: parent})
                sources = [cell_of({**rest, axis: child}) for child in children]
                if target not in filled and all(source in filled for source in sources):
                    filled[target] = _sum(filled[source] for source in sources)
                    grew = True
    return filled


def _read(question: Question, rule: Indicator, cells: Cells, target: str) -> Piece | None:
    if target in cells:
        return cells[target]
    wanted = axes_of(target)
    more_axes = {tuple(sorted(set(axes_of(cell)) - set(wanted))) for cell in cells if set(wanted) <= set(axes_of(cell))}
    for extra in sorted(more_axes - {()}, key=lambda axes: (len(axes), axes)):
        if not all(rule.axes.get(axis, True) for axis in extra):
            continue
        sources = [cell for cell in cells if _breaks_down(question, cell, wanted, extra)]
        given = {tuple(axes_of(cell)[axis] for axis in extra) for cell in sources}
        if _required(question, extra) <= given:
            return _sum(cells[cell] for cell in sources)
    return None


def _breaks_down(question: Question, cell: str, wanted: Mapping[str, str], extra: Sequence[str]) -> bool:
    categories = axes_of(cell)
    return (
        set(categories) == {*wanted, *extra}
        and all(categories[axis] == category for axis, category in wanted.items())
        and not any((axis, categories[axis]) in question.finer for axis in extra)
    )


def _required(question: Question, axes: Sequence[str]) -> set[tuple[str, ...]]:
    combinations: set[tuple[str, ...]] = {()}
    for axis in axes:
        combinations = {(*done, category) for done in combinations for category in question.required[axis]}
    return combinations


def _over_plans(rule: Indicator, by_plan: Mapping[str, Piece]) -> Piece | None:
    parts = [piece for plan, piece in sorted(by_plan.items()) if plan]
    if rule.over_plans == "none":
        return by_plan.get("")
    join = _largest if rule.over_plans == "max" and rule.form == "number" else _added
    return _stated_or_computed(rule, by_plan.get(""), reduce(join, parts) if parts else None)


def _stated_or_computed(rule: Indicator, stated: Piece | None, computed: Piece | None) -> Piece | None:
    if stated is None or computed is None:
        return stated or computed
    counts = stated if rule.total == "stated" else computed
    return replace(counts, stated=stated.n, computed=computed.n)


def unit_values(question: Question, values: Mapping[str, Sequence[Value]], code: str, bucket: Bucket) -> UnitValues:
    """Return what each unit has of one indicator in a bucket, before units are joined."""
    rule = question.rules[code]
    joined = _over_another(question, values, rule, bucket, own_values(question, values, code, bucket))
    return _counted(rule, bucket, joined)


def own_values(question: Question, values: Mapping[str, Sequence[Value]], code: str, bucket: Bucket) -> UnitValues:
    """Return the same before another indicator is brought in as denominator or weight, and before units are counted."""
    rule = question.rules[code]
    joined: UnitValues = {}
    for (unit, slot, cell), by_plan in by_programme(question, values, code, bucket).items():
        whole = _over_plans(rule, by_plan)
        if whole is not None:
            joined.setdefault(unit, {}).setdefault(slot, {})[cell] = whole
    return _made_of(question, values, rule, bucket, joined)


def by_programme(
    question: Question, values: Mapping[str, Sequence[Value]], code: str, bucket: Bucket
) -> dict[tuple[str, Period, str], dict[str, Piece]]:
    """Return what each unit has in each programme, by unit, slot and cell."""
    found: dict[tuple[str, Period, str], dict[str, Piece]] = {}
    for (unit, slot, plan), cells in over_time(question, values, code, bucket).items():
        for cell, piece in _reading(question, question.rules[code], cells).items():
            found.setdefault((unit, slot, cell), {})[plan] = piece
    return found


def over_time(
    question: Question, values: Mapping[str, Sequence[Value]], code: str, bucket: Bucket
) -> dict[tuple[str, Period, str], Cells]:
    """Return each report as it was given, its series joined over time: by unit, slot and programme."""
    rule, fitting = question.rules[code], fitting_values(question, values, code, bucket)

    def key(value: Value) -> tuple[str, Period, str]:
        return value.unit, question.slot(value.period, bucket, rule), value.plan

    return {
        place: {
            cell: _over_time(rule, _whole(list(series), rule))
            for cell, series in groupby(sorted(report, key=_cell), key=_cell)
        }
        for place, report in groupby(sorted(fitting, key=key), key=key)
    }


def fitting_values(question: Question, values: Mapping[str, Sequence[Value]], code: str, bucket: Bucket) -> list[Value]:
    """Return the values of one indicator that count in a bucket."""
    rule = question.rules[code]
    exists = question.tree_at(bucket).valid if rule.keeps_looking() else frozenset()
    return [
        value
        for value in values[code]
        if question.counts_in(value.period, bucket, rule)
        and (bucket.period.contains(value.period) or value.unit in exists)
    ]


def _cell(value: Value) -> str:
    return value.cell


def _made_of(
    question: Question,
    values: Mapping[str, Sequence[Value]],
    rule: Indicator,
    bucket: Bucket,
    own: UnitValues,
) -> UnitValues:
    if not rule.parts:
        return own
    parts: dict[tuple[str, Period, str], list[Piece]] = {}
    for part in rule.parts:
        for unit, slots in unit_values(question, values, part, bucket).items():
            for slot, cells in slots.items():
                for cell, piece in cells.items():
                    bare = replace(piece, stated=None, computed=None)
                    parts.setdefault((unit, slot, cell), []).append(bare)
    join = _largest if rule.join_parts == "max" else _added
    for (unit, slot, cell), pieces in parts.items():
        cells = own.setdefault(unit, {}).setdefault(slot, {})
        joined = _stated_or_computed(rule, cells.get(cell), reduce(join, pieces))
        if joined is not None:
            cells[cell] = joined
    return own


def _over_another(
    question: Question,
    values: Mapping[str, Sequence[Value]],
    rule: Indicator,
    bucket: Bucket,
    own: UnitValues,
) -> UnitValues:
    """Bring in a denominator or a weight that is an indicator of its own."""
    other = rule.denominator or rule.weight
    if not other:
        return own
    below = unit_values(question, values, other, bucket)
    found: UnitValues = {}
    for unit, slots in own.items():
        for slot, cells in slots.items():
            for cell, piece in cells.items():
                found.setdefault(unit, {}).setdefault(slot, {})[cell] = _over(
                    piece, _single(below, unit, bucket, cell), rule
                )
    for unit in below:
        for cell in question.targets:
            divisor = _single(below, unit, bucket, cell)
            if divisor is not None and not any(cell in cells for cells in found.get(unit, {}).values()):
                bare = Piece(None, None, divisor.n, 0, False, divisor.recorded_at, divisor.ids)
                found.setdefault(unit, {}).setdefault(bucket.period, {})[cell] = bare
    return found


def _single(values: UnitValues, unit: str, bucket: Bucket, cell: str) -> Piece | None:
    return values.get(unit, {}).get(bucket.period, {}).get(cell)


def _over(piece: Piece, divisor: Piece | None, rule: Indicator) -> Piece:
    if divisor is None or divisor.n is None or piece.n is None:
        return replace(piece, n=None, d=None, k=divisor.n if divisor else None, imputed=0, real=False)
    times = divisor.n if rule.weight else 1
    recorded_at = max(piece.recorded_at, divisor.recorded_at)
    return replace(
        piece, n=piece.n * times, d=divisor.n, k=divisor.n, imputed=piece.imputed * times, recorded_at=recorded_at,
        ids=(*piece.ids, *divisor.ids),
    )  # fmt: skip


def _counted(rule: Indicator, bucket: Bucket, values: UnitValues) -> UnitValues:
    """Count units (that meet a condition): 1 or 0 for each year; over years once, or once each year."""
    if rule.over_units != "count":
        if rule.over_units == "mean":
            return _each(values, lambda piece: piece if piece.d is not None else replace(piece, d=SCALE, k=SCALE))
        return values
    condition = rule.condition

    def meets(piece: Piece) -> Piece:
        one = SCALE if piece.n is not None and (condition is None or condition.holds(piece.n)) else 0
        made = 0 if piece.real else one
        return Piece(one, None, None, made, piece.real, piece.recorded_at, piece.ids)

    counted = _each(values, meets)
    join = _largest if rule.once == "ever" else _added
    found: UnitValues = {}
    for unit, slots in counted.items():
        for slot in sorted(slots):
            for cell, piece in slots[slot].items():
                cells = found.setdefault(unit, {}).setdefault(bucket.period, {})
                cells[cell] = join(cells[cell], piece) if cell in cells else piece
    return found


def _each(values: UnitValues, change: Callable[[Piece], Piece]) -> UnitValues:
    return {
        unit: {slot: {cell: change(piece) for cell, piece in cells.items()} for slot, cells in slots.items()}
        for unit, slots in values.items()
    }
