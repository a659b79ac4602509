"""The published imputations: read for the reported values that they were made from.

The imputed values themselves are not loaded: they are what Remit computes. A society's value of one to three
years before (`y_1`, `y_2`, `y_3`) is loaded where the long table lacks it; where it does not, the two must
agree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from remit import exact
from remit.exchange.fdrs import values
from remit.exchange.fdrs.long_table import read_value
from remit.language import N_
from remit.problems import Kind

if TYPE_CHECKING:
    from remit.exchange.fdrs.cells import Cells, Key
    from remit.exchange.fdrs.directory import Directory
    from remit.exchange.fdrs.sheets import Line, Sheet

DISAGREES = Kind(
    "databank-source-disagrees",
    N_("{unit}, {indicator}, {year} is {value} here, and {other} in {file}, line {at}."),
    N_("Find out which is right, and correct the other file."),
)
LOOK_BACK = {"y_1": 1, "y_2": 2, "y_3": 3}
"""How many years before the imputed one each column is."""


def read_imputations(sheet: Sheet, directory: Directory, cells: Cells) -> None:
    """Read the values that published imputations were made from."""
    for line in sheet.lines():
        unit, indicator = directory.society(line, "doncode"), directory.indicator(line, "kpi")
        year = line.read("year", values.year)
        sheet.rows.seen["published imputations"] += 1
        if not line.sound or year is None:
            continue
        for name, back in LOOK_BACK.items():
            value = read_value(line, name, indicator)
            if value is not None:
                _add(line, name, (unit, indicator.code, str(year - back)), value, cells)


def _add(line: Line, name: str, key: Key, value: int, cells: Cells) -> None:
    unit, indicator, year = key
    file = line.rows.file
    there = cells.elsewhere(key, file) or cells.add(key, value, file, line.at)
    facts = {"unit": unit, "indicator": indicator}
    if there is None:
        line.rows.add("observations", line.at, period=year, value=value, source=file, **facts)
        line.rows.seen["sources of imputations"] += 1
    elif there.value != value:
        line.problem(
            DISAGREES,
            name,
            **facts,
            year=year,
            value=exact.text(value),
            other=there.shown,
            file=there.file,
            at=there.at,
        )
