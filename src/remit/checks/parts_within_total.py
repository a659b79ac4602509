"""Parts stay within the total that is stated beside them.

Both are kept as they are stated; each difference is a notice with both figures.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from remit import exact, keys
from remit.engines import duck
from remit.engines.plan import Plan, Step
from remit.language import N_
from remit.problems import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from remit.checks.facts import Facts
    from remit.problems import Problem

CELLS_BEYOND = Kind(
    "cells-beyond-total",
    N_("{series}: the cells by {parts} make {made}, more than the total {total}."),
    N_("Check the cells and the total; both were kept."),
    blocks=False,
)
CELLS_SHORT = Kind(
    "cells-short-of-total",
    N_("{series}: the cells by {parts} make {made} of the total {total}; the rest is not stated."),
    N_("Add the cells that are left out, or say that the axis is only a part of the total."),
    blocks=False,
)
PROGRAMMES_BEYOND = Kind(
    "programmes-beyond-total",
    N_("{series}: the programmes make {made}, more than the total {total}."),
    N_("Check the programmes' values and the total; both were kept."),
    blocks=False,
)

# A cell counts where no coarser one of the same axes is there: bands that nest are counted once.
_COUNTED = """
    SELECT part.* FROM value AS part WHERE part.form > 0 AND NOT EXISTS (
        SELECT 1 FROM nested JOIN value AS coarser ON coarser.cell = nested.coarser
        WHERE nested.cell = part.cell AND coarser.series = part.series)
"""
_MADE = """
    SELECT series, form, CASE WHEN whole THEN 0 ELSE line END AS apart, whole, max(line) AS line,
           CAST(sum(CAST(value AS DECIMAL(38, 0))) AS DECIMAL(38, 0)) AS made
    FROM counted GROUP BY series, form, apart, whole
"""
_DIFFERING = """
    SELECT made.line, stated.line AS total_line, made.form, made.made, stated.value AS total
    FROM made JOIN value AS stated ON stated.series = made.series AND stated.form = 0
    WHERE made.made > stated.value OR (made.whole AND made.made < stated.value AND {short})
    ORDER BY made.line
"""


def check(facts: Facts) -> Iterator[Problem]:
    measure = facts.looked_up("observations", "indicator", "indicators", "measure")
    added = pc.is_in(measure, value_set=pa.array(["count", "amount"]))
    valued = pc.and_(pc.fill_null(added, False), pc.is_valid(facts.column("observations", "value")))
    at = pc.indices_nonzero(valued)
    yield from _cells(facts, at)
    yield from _programmes(facts, at)


def _cells(facts: Facts, at: Any) -> Iterator[Problem]:
    rows = facts.table("observations").take(at)
    cells = rows["cell"].combine_chunks().dictionary_encode()
    names = cells.dictionary.to_pylist()
    if not names:
        return
    forms = list(dict.fromkeys(_axes(cell) for cell in names))
    form = pa.array([forms.index(_axes(cell)) + 1 for cell in names], pa.int64())
    values = {
        "line": at,
        "series": keys.joined(rows, ("indicator", "unit", "plan", "period")).dictionary_encode().indices,
        "cell": pc.fill_null(cells.indices, -1),
        "form": pc.fill_null(form.take(cells.indices), 0),
        "whole": _whole(facts, rows),
        "value": rows["value"],
    }
    for row in _differing(values, _nested(facts, names), short="true"):
        kind = CELLS_BEYOND if row["made"] > row["total"] else CELLS_SHORT
        if kind is CELLS_SHORT and "observations" in facts.partial:
            continue
        yield _problem(facts, kind, row, parts=" and ".join(forms[row["form"] - 1]))


def _programmes(facts: Facts, at: Any) -> Iterator[Problem]:
    rows = facts.table("observations").take(at)
    if rows["plan"].null_count in {0, rows.num_rows}:
        return
    rule = facts.looked_up("observations", "indicator", "indicators", "over_plans").take(at)
    values = {
        "line": at,
        "series": keys.joined(rows, ("indicator", "unit", "period", "cell")).dictionary_encode().indices,
        "cell": pa.repeat(pa.scalar(0), len(at)),
        "form": pc.if_else(pc.is_null(rows["plan"]), 0, 1),
        "whole": pc.equal(rule, "sum"),
        "value": rows["value"],
    }
    for row in _differing(values, [], short="false"):
        yield _problem(facts, PROGRAMMES_BEYOND, row)


def _differing(values: dict[str, Any], nested: list[tuple[int, int]], *, short: str) -> Iterator[dict[str, Any]]:
    steps = (
        Step("counted", _COUNTED),
        Step("made", _MADE),
        Step("differing", _DIFFERING.format(short=short)),
    )
    pairs = pa.table(
        {"cell": pa.array([cell for cell, _ in nested], pa.int64()),
         "coarser": pa.array([coarser for _, coarser in nested], pa.int64())}
    )  # fmt: skip
    yield from duck.run(Plan(steps), {"value": pa.table(values), "nested": pairs}).to_pylist()


def _axes(cell: str) -> tuple[str, ...]:
    return tuple(pair.partition("=")[0] for pair in cell.split(";"))


def _whole(facts: Facts, rows: pa.Table) -> Any:
    """Return, for each row, whether each axis of its cell makes up the total of its indicator."""
    whole = {(row["indicator"], row["axis"]): row["whole"] for row in facts.rows("indicator_axes")}
    both = keys.joined(rows, ("indicator", "cell")).dictionary_encode()
    first = pc.index_in(pa.array(range(len(both.dictionary)), pa.int32()), value_set=both.indices)
    pairs = rows.select(["indicator", "cell"]).take(first).to_pylist()
    known = [all(whole.get((pair["indicator"], axis)) for axis in _axes(pair["cell"] or "=")) for pair in pairs]
    return pa.array(known, pa.bool_()).take(both.indices)


def _nested(facts: Facts, cells: list[str]) -> list[tuple[int, int]]:
    """Return each cell with the coarser cells that hold it."""
    parents = {(row["axis"], row["category"]): row["parent"] for row in facts.rows("categories") if row["parent"]}
    number = {cell: index for index, cell in enumerate(cells)}
    pairs = []
    for cell, index in number.items():
        ways = [_upward(pair, parents) for pair in cell.split(";")]
        coarser = (number.get(";".join(way)) for way in product(*ways))
        pairs += [(index, other) for other in coarser if other not in {None, index}]
    return pairs


def _upward(pair: str, parents: Mapping[tuple[str, str], str]) -> list[str]:
    """Return an axis and category, then with each coarser category."""
    axis, _, category = pair.partition("=")
    way = [category]
    while (up := parents.get((axis, way[-1]))) and up not in way:
        way.append(up)
    return [f"{axis}={each}" for each in way]


def _problem(facts: Facts, kind: Kind, row: dict[str, Any], **more: object) -> Problem:
    stated = facts.table("observations").slice(row["total_line"], 1).to_pylist()[0]
    return kind.at(
        facts.place_among("observations", [row["total_line"], row["line"]]).of("value"),
        series=keys.shown(stated, ("indicator", "unit", "plan", "period", "cell"), "observations"),
        made=exact.text(int(row["made"])),
        total=exact.text(row["total"]),
        **more,
    )
