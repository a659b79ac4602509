"""The rows behind a figure: found by the reference engine, which keeps them, for the one figure that is asked about."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from remit.calculations.imputation import impute
from remit.calculations.question import cell_of
from remit.calculations.to_five import value_shown
from remit.engines.reference import rollup as reference

if TYPE_CHECKING:
    from remit.calculations.figures import Figure
    from remit.calculations.question import Question
    from remit.federation import Row


def explain(question: Question, figure: Figure) -> list[Row]:
    """Return the observations that a figure was made from, as rows of the table, in order of unit and period.

    Of *not stated*: those of the whole that it remains of. Rounded to 5 as figures are, for whom does not see the whole.
    """
    one = replace(question, indicators=(figure.indicator,))
    place = dict(zip(question.by, figure.keys, strict=True))
    imputed = impute(one, "reference") if question.imputed else []
    totals = reference.totals(one, imputed)
    cell = place.get("cell", cell_of({axis: place[axis] for axis in question.axes}))
    if "remainder" in figure.notes:
        cell = ""
    units = [place[key] for key in question.unit_keys]
    unit = place.get("unit") or (_lowest(question, units) if units else question.unit)
    ids = {
        one_id
        for key, total in totals.items()
        if (key.unit, key.cell) == (unit, cell) and _is_period(question, place, key.period.name)
        for one_id in total.ids
    }
    rows = [row for row in question.federation.rows("observations") if row["id"] in ids]
    shown = [dict(value_shown(row, question.audience, question.rules)) for row in rows]
    return sorted(shown, key=lambda row: (row["unit"], row["period"], row["cell"] or "", row["plan"] or ""))


def _is_period(question: Question, place: dict[str, str], name: str) -> bool:
    return question.grain is None or place[question.grain] == name


def _lowest(question: Question, units: list[str]) -> str:
    """Of a region and a member of it, the member."""
    parents = {unit: rows[-1][2] for unit, rows in question.trees.places.items()}

    def depth(unit: str | None) -> int:
        steps = 0
        while unit is not None:
            unit, steps = parents.get(unit), steps + 1
        return steps

    return max(units, key=depth)
