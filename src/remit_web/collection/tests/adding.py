"""Whether the rows of an explanation add up to its figure: worked out here again, by nothing but the rule.

Rows that are rounded to 5 outside the unit say so, and are no further off than rounding each of them can take them.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from remit.exact import SCALE, divided

if TYPE_CHECKING:
    from collections.abc import Sequence

    from remit.calculations.own_value import Step
    from remit_web.collection.explained import Explained, Part

HALF = Decimal("2.5")
"""How far rounding to 5 takes a number at most."""


def adds_up(explained: Explained) -> bool:
    facts = explained.shown.facts
    rule = explained.one.rule
    if explained.made == "own":
        return _of_steps(explained, explained.own[0]) and all(map(_joins, _all(explained.own[0])))
    counted = [part for part in explained.parts if part.counts]
    off = HALF * (len(counted) + 1) if explained.is_rounded else Decimal(0)
    if explained.made == "remainder":
        made = sum((-_value(part) if part.less else _value(part) for part in counted), Decimal(0))
        return abs(made - _number(explained.shown.value)) <= off
    if rule.is_pair:
        return all(
            abs(sum((Decimal(part.shown.facts[side]) for part in counted), Decimal(0)) - Decimal(facts[side])) <= off
            for side in ("numerator", "denominator")
        )
    join = {"max": max, "min": min}.get(rule.over_units, sum)
    return abs(join(map(_value, counted)) - _number(explained.shown.value)) <= off


def _value(part: Part) -> Decimal:
    return _number(part.shown.value)


def _number(value: Decimal | None) -> Decimal:
    assert value is not None
    return value


def _of_steps(explained: Explained, top: Step) -> bool:
    """Whether the top step is the figure."""
    facts = explained.shown.facts
    scale = SCALE * SCALE if explained.one.rule.over_units == "weighted mean" else SCALE
    assert top.numerator is not None
    off = HALF * (len(_all(top)) + 1) if explained.is_rounded else Decimal(0)
    if not explained.one.rule.is_pair:
        return abs(divided(top.numerator, scale) - _number(explained.shown.value)) <= off
    assert top.denominator is not None
    numerator, denominator = divided(top.numerator, scale), divided(top.denominator, SCALE)
    if explained.is_rounded:
        return (
            abs(numerator - Decimal(facts["numerator"])) <= off
            and abs(denominator - Decimal(facts["denominator"])) <= off
        )
    return (
        numerator == Decimal(facts["numerator"])
        and denominator == Decimal(facts["denominator"])
        and divided(Fraction(top.numerator, scale), Fraction(top.denominator, SCALE)) == explained.shown.value
    )


def _all(step: Step) -> list[Step]:
    return [step, *(one for part in step.parts for one in _all(part))]


def _joins(step: Step) -> bool:
    """Whether a step is what its counting parts make: their sum, or the one that counts."""
    counted = [part for part in step.parts if part.counts]
    if not step.parts:
        return step.how in {"observed", "increment"}
    if step.how == "counted":
        return step.numerator in {0, SCALE}
    if step.how in {"over", "weighted"}:
        own, other = counted
        times = other.numerator if step.how == "weighted" else 1
        return (step.numerator, step.denominator) == ((own.numerator or 0) * (times or 0), other.numerator)
    return step.numerator == _sum([part.numerator for part in counted])


def _sum(numbers: Sequence[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None
