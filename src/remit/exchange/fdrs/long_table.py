"""The long table: one line for each society, year and indicator; an empty value is a missing one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from remit.exchange.fdrs import values
from remit.exchange.fdrs.values import NEGATIVE
from remit.language import N_
from remit.problems import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from remit.exchange.fdrs.cells import Cells
    from remit.exchange.fdrs.directory import Directory, Measured
    from remit.exchange.fdrs.sheets import Line, Sheet

TWICE = Kind(
    "databank-cell-twice",
    N_("{unit}, {indicator}, {year} stands in {file}, line {first}, already: {other} there, {value} here."),
    N_("Remove one of the two lines."),
)
STEP = 5_000


def read_long_table(sheet: Sheet, directory: Directory, cells: Cells, progress: Callable[..., None]) -> None:
    """Read every cell, also the empty ones, which are missing and never 0."""
    for count, line in enumerate(sheet.lines(), 1):
        _read_cell(line, directory, cells)
        if count % STEP == 0:
            progress(sheet.rows.file, count, None)


def _read_cell(line: Line, directory: Directory, cells: Cells) -> None:
    rows = line.rows
    unit, indicator = directory.society(line, "doncode"), directory.indicator(line, "kpi")
    year = line.read("year", values.year)
    value = read_value(line, "value", indicator)
    rows.seen["cells"] += 1
    if not line.sound:
        return
    there = cells.add((unit, indicator.code, str(year)), value, rows.file, line.at)
    if there:
        facts = {
            "unit": unit,
            "indicator": indicator.code,
            "year": year,
            "file": there.file,
            "first": there.at,
        }
        line.problem(TWICE, "value", other=there.shown, value=line.text("value") or "-", **facts)
        return
    rows.seen["missing" if value is None else "values"] += 1
    status = "missing" if value is None else "reported"
    facts = {"indicator": indicator.code, "unit": unit, "period": str(year), "value": value, "status": status}
    rows.add("observations", line.at, source=rows.file, **facts)


def read_value(line: Line, name: str, indicator: Measured) -> int | None:
    """Return a value, which of a count may not be below 0. Texts have none."""
    if indicator.measure == "text":
        return None
    value = line.number(name, values.yes_no if indicator.measure == "yes/no" else values.number)
    if value is not None and value < 0 and indicator.measure == "count":
        line.problem(NEGATIVE, name, value=line.text(name), indicator=indicator.code)
    return value
