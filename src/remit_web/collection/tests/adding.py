"""Whether the rows of an explanation add up to its figure: worked out here again, by nothing but the rule."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from remit.exact import SCALE, divided

if TYPE_CHECKING:
    from collections.abc import Sequence

    from remit.calculations.own_value import Step
    from remit_web.collection.explained import Explained, Part


def adds_up(explained: Explained) -> bool:
    facts = explained.shown.facts
    rule = explained.one.rule
    if explained.made == "own":
        return _of_steps(explained, explained.own[0]) and all(map(_joins, _all(explained.own[0])))
    counted = [part for part in explained.parts if part.counts]
    if explained.made == "remainder":
        return (
            sum((-_value(part) if part.less else _value(part) for part in counted), Decimal(0)) == explained.shown.value
        )
    if rule.is_pair:
        sides = [
            sum((Decimal(part.shown.facts[side]) for part in counted), Decimal(0))
            for side in ("numerator", "denominator")
        ]
        return sides == [Decimal(facts["numerator"]), Decimal(facts["denominator"])]
    join = {"max": max, "min": min}.get(rule.over_units, sum)
    return join(map(_value, counted)) == explained.shown.value


def _value(part: Part) -> Decimal:
    assert part.shown.value is not None
    return part.shown.value


def _of_steps(explained: Explained, top: Step) -> bool:
    """Whether the top step is the figure."""
    facts = explained.shown.facts
    scale = SCALE * SCALE if explained.one.rule.over_units == "weighted mean" else SCALE
    assert top.numerator is not None
    if not explained.one.rule.is_pair:
        return divided(top.numerator, scale) == explained.shown.value
    assert top.denominator is not None
    return (
        divided(top.numerator, scale) == Decimal(facts["numerator"])
        and divided(top.denominator, SCALE) == Decimal(facts["denominator"])
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
