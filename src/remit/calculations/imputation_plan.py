"""Imputation as a plan: which earlier values fill which gaps (the plain form is in `engines.reference.imputation`)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pyarrow as pa

from remit.calculations.cube.coding import coded
from remit.calculations.imputation import LOOK_BACK, Source, submissions
from remit.engines import duck
from remit.engines.plan import Plan, Step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from remit.calculations.imputation import Gap
    from remit.calculations.question import Question

PLAN = Plan(
    (
        Step(
            "open_gaps",
            "SELECT g.* FROM gaps AS g LEFT JOIN answered AS a ON a.unit = g.unit AND a.target = g.period "
            "WHERE a.unit IS NULL",
        ),
        Step(
            "sources",
            "SELECT g.gap, e.years, e.period, f.row, f.value FROM open_gaps AS g JOIN earlier AS e ON e.target = g.period "
            "JOIN facts AS f ON f.indicator = g.indicator AND f.unit = g.unit AND f.period = e.period "
            "WHERE f.plan = 0 AND f.cell = 0 AND f.status < 2 AND f.value IS NOT NULL",
        ),
    )
)


def sources(question: Question, gaps: list[Gap]) -> list[tuple[Gap, list[Source]]]:
    """Return, for each gap of a unit that submitted nothing at all, the earlier values that fill it, nearest first."""
    observed = coded(question.federation)
    facts = observed.facts.append_column("row", pa.array(range(observed.facts.num_rows), pa.int64()))
    names = observed.period_names.numbers
    targets = {period: number for number, period in enumerate(sorted({gap.period for gap in gaps}))}
    earlier = [
        (number, years, names[period.years_earlier(years).name])
        for period, number in targets.items()
        for years in range(1, LOOK_BACK + 1)
        if period.years_earlier(years).name in names
    ]
    answered = [
        (observed.units.numbers[unit], number)
        for unit, periods in submissions(question.federation).items()
        for target, number in targets.items()
        if any(period.overlaps(target) for period in periods)
    ]
    units, indicators = observed.units.numbers, observed.indicators.numbers
    inputs = {
        "gaps": _table(
            [(n, indicators[gap.indicator], units[gap.unit], targets[gap.period]) for n, gap in enumerate(gaps)],
            "gap indicator unit period",
        ),
        "earlier": _table(earlier, "target years period"),
        "answered": _table(answered, "unit target"),
        "facts": facts,
    }
    ids = question.federation.table("observations")["id"]
    found: dict[int, list[Source]] = {}
    rows = duck.run(PLAN, inputs).sort_by([("gap", "ascending"), ("years", "ascending")])
    moments = facts["recorded"]
    for row in rows.to_pylist():
        recorded = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=moments[row["row"]].as_py())
        source = Source(observed.period_names.words[row["period"]], row["value"], ids[row["row"]].as_py(), recorded)
        found.setdefault(row["gap"], []).append(source)
    return [(gaps[number], values) for number, values in found.items()]


def _table(rows: Sequence[tuple[int, ...]], names: str) -> pa.Table:
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(names.split())
    return pa.table({name: pa.array(column, pa.int64()) for name, column in zip(names.split(), columns, strict=True)})
