"""Imputation in plain Python: what is right (docs/explanation/imputation.md)."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from remit.calculations.imputation import LOOK_BACK, Source, submissions

if TYPE_CHECKING:
    from remit.calculations.imputation import Gap
    from remit.calculations.question import Question


def sources(question: Question, gaps: list[Gap]) -> list[tuple[Gap, list[Source]]]:
    """Return, for each gap of a unit that submitted nothing at all, the earlier values that fill it, nearest first."""
    answered = submissions(question.federation)
    known: dict[tuple[str, str], list[Source]] = defaultdict(list)
    for row in question.federation.rows("observations"):
        if (
            row["status"] in {"reported", "estimated"}
            and not row["plan"]
            and not row["cell"]
            and row["value"] is not None
        ):
            known[row["indicator"], row["unit"]].append(
                Source(row["period"], row["value"], row["id"], row["recorded_at"])
            )
    found = []
    for gap in gaps:
        if any(period.overlaps(gap.period) for period in answered.get(gap.unit, ())):
            continue
        earlier = [gap.period.years_earlier(years).name for years in range(1, LOOK_BACK + 1)]
        mine = [source for name in earlier for source in known[gap.indicator, gap.unit] if source.period == name]
        if mine:
            found.append((gap, mine))
    return found
