"""Imputation: what fills in for a unit that submitted nothing at all for a period. Always shown as such.

The databank's published rule (docs/explanation/imputation.md): governance and finance carry forward the last of three
years before; people reached take the mean of those of the three that are there. Never from an imputed value.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from remit import exact
from remit.calculations.question import Bucket
from remit.observations import Value
from remit.periods import Period

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from remit.calculations.question import Question
    from remit.engines import Engine
    from remit.federation import Federation
    from remit.indicators import Indicator

LOOK_BACK = 3
"""How many years back a value may lie."""

A_YEAR = 12
ANSWERS = ("reported", "estimated", "not applicable")


class Gap(NamedTuple):
    """A value that a unit was expected to give for a period, and that an indicator's rule could fill."""

    indicator: str
    unit: str
    period: Period


class Source(NamedTuple):
    """An earlier value of the same unit and indicator."""

    period: str
    value: int
    id: str
    recorded_at: datetime


def impute(question: Question, engine: Engine) -> list[Value]:
    """Return the imputed values that a question needs, each with its method and the observations it comes from."""
    gaps = _gaps(question)
    if not gaps:
        return []
    if engine == "reference":
        from remit.engines.reference import imputation as reference  # noqa: PLC0415 - one engine or the other

        found = reference.sources(question, gaps)
    else:
        from remit.calculations.imputation_plan import sources  # noqa: PLC0415

        found = sources(question, gaps)
    return [_filled(question.rules[gap.indicator], gap, sources) for gap, sources in found]


def submissions(federation: Federation) -> dict[str, set[Period]]:
    """Return the periods for which each unit submitted anything: a value, or that it does not apply."""
    found: dict[str, set[Period]] = {}
    table = federation.table("observations").select(["unit", "period", "status"])
    for row in table.group_by(["unit", "period", "status"]).aggregate([]).to_pylist():
        if row["status"] in ANSWERS:
            found.setdefault(row["unit"], set()).add(Period.parse(row["period"]))
    return found


def _gaps(question: Question) -> list[Gap]:
    """Every value that could be filled: expected units, and years in which anyone submitted anything."""
    rules = [rule for rule in question.rules.values() if rule.imputation != "none"]
    if not rules:
        return []
    years = {period for periods in submissions(question.federation).values() for period in periods}
    years = {period for period in years if period.months == A_YEAR}
    found = []
    for period in sorted(years):
        tree = question.trees.at(period)
        for rule in rules:
            first, reporters = _first_reported(question, rule.code)
            if not question.is_asked(rule.code, first.first if first else None, Bucket(period)):
                continue
            kinds = question.collected(rule, (unit for unit in reporters if unit in tree.parents))
            found += [Gap(rule.code, unit, period) for unit in sorted(tree.valid) if tree.kinds[unit] in kinds]
    return found


def _first_reported(question: Question, code: str) -> tuple[Period | None, set[str]]:
    def first() -> tuple[Period | None, set[str]]:
        rows = [
            row
            for row in question.federation.rows("observations")
            if row["indicator"] == code and row["status"] in {"reported", "estimated"}
        ]
        return min((Period.parse(row["period"]) for row in rows), default=None), {row["unit"] for row in rows}

    return question.federation.once(("first reported", code), first)


def _filled(rule: Indicator, gap: Gap, sources: Sequence[Source]) -> Value:
    """Return the imputed value: the nearest of the sources, or their mean, rounded as the indicator is."""
    if rule.imputation == "last":
        sources = sources[:1]
    mean = Fraction(sum(source.value for source in sources), len(sources) * exact.SCALE)
    places = rule.decimals if rule.decimals is not None else 0 if rule.measure == "count" else exact.PLACES
    value, _ = exact.from_decimal(exact.divided(mean, 1, places))
    periods = " ".join(source.period for source in reversed(sources))
    return Value(
        gap.indicator, gap.unit, "", gap.period, "", value, None, "imputed",
        max(source.recorded_at for source in sources), tuple(source.id for source in sources), f"{rule.imputation}:{periods}",
    )  # fmt: skip
