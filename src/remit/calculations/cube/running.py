"""Running totals as a plan: values that are *so far* become what each period added.

The plain form is `remit.observations.increments`.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from remit.calculations.cube.coding import FACTS, STORED_IMPUTED
from remit.engines import duck
from remit.engines.plan import Plan, Step
from remit.periods import Period

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from remit.calculations.question import Question
    from remit.indicators import Indicator

DAY_ONE = date(1970, 1, 1)

_SERIES = "f.indicator, f.unit, f.plan, f.cell, CASE WHEN r.yearly = 1 THEN p.year ELSE 0 END"
_BEFORE = ", ".join(
    f"LAG({column}) OVER (PARTITION BY {_SERIES} ORDER BY p.last) AS {name}"
    for column, name in (
        ("p.last", "last_before"),
        ("f.value", "value_before"),
        ("f.denominator", "denominator_before"),
        ("f.recorded", "recorded_before"),
    )
)
_START = "CASE WHEN yearly = 1 THEN year ELSE first END"

PLAN = Plan(
    (
        Step(
            "ordered",
            "SELECT f.indicator, f.unit, f.plan, f.cell, f.value, f.denominator, f.status, f.recorded, "
            f"p.first, p.last, p.year, r.yearly, {_BEFORE} FROM facts AS f "
            "JOIN running AS r ON r.indicator = f.indicator JOIN days AS p ON p.period = f.period",
        ),
        Step(
            "increments",
            "SELECT indicator, unit, plan, cell, status, "
            f"CASE WHEN last_before IS NULL THEN {_START} ELSE last_before + 1 END AS first, last, "
            "CASE WHEN last_before IS NULL THEN value ELSE value - value_before END AS value, "
            "CASE WHEN last_before IS NULL THEN denominator ELSE denominator - denominator_before END AS denominator, "
            "CASE WHEN recorded_before > recorded THEN recorded_before ELSE recorded END AS recorded FROM ordered",
        ),
    )
)


def with_increments(
    facts: pa.Table, periods: Sequence[Period], running: Mapping[int, Indicator], question: Question
) -> tuple[pa.Table, list[Period]]:
    """Return facts with the running ones replaced by their increments, and the periods with the spans that those have."""
    is_running = pc.is_in(facts["indicator"], pa.array(list(running), facts.schema.field("indicator").type))
    found = duck.run(PLAN, _inputs(facts.filter(is_running), periods, running, question))
    numbers = {period: number for number, period in enumerate(periods)}
    spans = []
    for first, last in zip(found["first"].to_pylist(), found["last"].to_pylist(), strict=True):
        period = Period(DAY_ONE + timedelta(days=first), DAY_ONE + timedelta(days=last))
        spans.append(numbers.setdefault(period, len(numbers)))
    increments = found.append_column("period", pa.array(spans, pa.int32())).select(FACTS).cast(facts.schema)
    others = facts.filter(pc.invert(is_running))
    return pa.concat_tables([others, increments]), list(numbers)


def _inputs(
    facts: pa.Table, periods: Sequence[Period], running: Mapping[int, Indicator], question: Question
) -> dict[str, pa.Table]:
    pairs = pa.array(
        [number for number, rule in running.items() if rule.form != "number"], facts.schema.field("indicator").type
    )
    is_half = pc.and_(pc.is_valid(facts["denominator"]), pc.is_in(facts["indicator"], pairs))
    has_value = pc.and_(pc.is_valid(facts["value"]), pc.not_equal(facts["status"], STORED_IMPUTED))
    kept = facts.filter(pc.or_(has_value, is_half))

    def day(of: date) -> int:
        return (of - DAY_ONE).days

    years = [Period.around(period.last, "year", question.first_month).first for period in periods]
    days = pa.table(
        {
            "period": pa.array(range(len(periods)), pa.int32()),
            "first": [day(period.first) for period in periods],
            "last": [day(period.last) for period in periods],
            "year": [day(year) for year in years],
        }
    )
    rules = pa.table(
        {
            "indicator": pa.array(list(running), facts.schema.field("indicator").type),
            "yearly": [int(rule.reported_as == "so far this year") for rule in running.values()],
        }
    )
    return {"facts": kept, "days": days, "running": rules}
