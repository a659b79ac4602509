"""Totals by region and year are the plain sums of the published file, and say who reported of those expected."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

import pytest

from .conftest import LONG, SOCIETIES, WIDE, plain

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Loaded, Remit, Row

pytestmark = pytest.mark.data
Cell = tuple[str, str, str]
LOCAL_UNITS = "KPI_noLocalUnits"


class Files(NamedTuple):
    """The long table and the societies, as they are published."""

    cells: dict[Cell, Decimal | None]
    region: dict[str, str]
    admitted: dict[str, date]

    @property
    def indicators(self) -> list[str]:
        return sorted({indicator for indicator, _, _ in self.cells})


@pytest.fixture(scope="module")
def files(fdrs: Path) -> Files:
    """The one other year of an indicator of the long table is 2009, of the wide download: local units."""
    societies = plain(fdrs / SOCIETIES)
    cells = {(row["kpi"], row["doncode"], row["year"]): _value(row["value"]) for row in plain(fdrs / LONG)}
    codes = {row["NSO_DON_name"]: row["KPI_DON_code"] for row in societies}
    codes |= {code: code for code in codes.values()}
    for row in plain(fdrs / WIDE):
        if row["KPI_Year"] == "2009":  # one society bears a former code there; its name tells which it is
            code = codes.get(row["KPI_DON_Code"]) or codes[row["NSO_DON_name"]]
            cells[LOCAL_UNITS, code, "2009"] = _value(row[LOCAL_UNITS])
    return Files(
        cells,
        {row["KPI_DON_code"]: row["ZON_Code"] for row in societies},
        {row["KPI_DON_code"]: _day(row["admission_date"]) for row in societies},
    )


@pytest.fixture(scope="module")
def figures(remit: Remit, databank: Loaded, files: Files) -> dict[Cell, Row]:
    said = remit(
        "rollup", "--federation", databank.folder, "--indicator", ",".join(files.indicators),
        "--by", "region,year", "--format", "csv",
    )  # fmt: skip
    rows = {(row["indicator"], row["region"], row["year"]): row for row in said.csv}
    assert len(rows) == len(said.csv)
    return rows


def test_every_indicator_region_and_year_has_one_figure(files: Files, figures: dict[Cell, Row]) -> None:
    assert len(files.indicators) == 22
    cells = {(indicator, files.region[society], year) for indicator, society, year in files.cells}
    assert len(cells) == 22 * 5 * 10 + 5
    assert set(figures) == cells


def test_each_figure_is_the_plain_sum_to_the_last_digit(files: Files, figures: dict[Cell, Row]) -> None:
    sums: dict[Cell, Decimal] = {}
    for (indicator, society, year), value in files.cells.items():
        if value is not None:
            cell = indicator, files.region[society], year
            sums[cell] = sums.get(cell, Decimal(0)) + value
    found = {cell: Decimal(row["value"]) for cell, row in figures.items() if row["value"]}
    assert found == sums
    assert sum(map(Decimal, (row["value"] for cell, row in figures.items() if _volunteers(cell, "2010")))) == 6_703_998
    assert sum(map(Decimal, (row["value"] for cell, row in figures.items() if _volunteers(cell, "2011")))) == 3_923_554


def test_each_figure_says_who_reported_of_those_expected(files: Files, figures: dict[Cell, Row]) -> None:
    """A society counts from its admission on, an indicator from the first year in which anyone reported it."""
    first: dict[str, str] = {}
    for (indicator, _, year), value in files.cells.items():
        if value is not None:
            first[indicator] = min(year, first.get(indicator, year))
    reported, expected, unexpected = (dict.fromkeys(figures, 0) for _ in range(3))
    for (indicator, society, year), value in files.cells.items():
        cell = indicator, files.region[society], year
        member = files.admitted[society] <= date(int(year), 12, 31)
        asked = indicator in first and year >= first[indicator]
        reported[cell] += value is not None and member
        unexpected[cell] += value is not None and not member
        expected[cell] += asked and member
    for cell in figures:  # 2009 is in the wide download, which lists only those that reported
        if cell[2] == "2009":
            days = (files.admitted[society] for society, region in files.region.items() if region == cell[1])
            expected[cell] = sum(day.year <= 2009 for day in days)
    assert _numbers(figures, "reported") == reported
    assert _numbers(figures, "expected") == expected
    assert _numbers(figures, "unexpected") == unexpected
    assert sum(unexpected.values()) > 0


def test_a_region_in_which_nobody_reported_is_missing_and_not_zero(figures: dict[Cell, Row]) -> None:
    silent = {cell for cell, row in figures.items() if row["reported"] == row["unexpected"] == "0"}
    assert silent
    assert {(figures[cell]["status"], figures[cell]["value"]) for cell in silent} == {("missing", "")}
    assert all(row["status"] in {"complete", "partial"} for cell, row in figures.items() if cell not in silent)


def test_an_empty_cell_stays_missing_and_a_reported_zero_stays_zero(
    remit: Remit, databank: Loaded, files: Files
) -> None:
    indicator = "KPI_DonBlood_Tot"
    said = remit(
        "rollup", "--federation", databank.folder, "--indicator", indicator, "--by", "member,year", "--format", "csv"
    )
    found = {(row["member"], row["year"]): _value(row["value"]) for row in said.csv}
    for (code, society, year), value in files.cells.items():
        if code == indicator and (value is not None or files.admitted[society].year <= int(year)):
            assert found.pop((society, year)) == value
    assert found == {}  # a society that was not yet admitted and gave nothing has no figure
    values = [value for (code, _, _), value in files.cells.items() if code == indicator]
    assert values.count(None) > 0
    assert values.count(Decimal(0)) > 0
    assert {row["status"] for row in said.csv if not row["value"]} == {"missing"}


def test_the_load_says_what_it_saw(databank: Loaded) -> None:
    assert databank.said["loaded"] is True
    seen = databank.said["seen"]
    assert (seen["cells"], seen["societies"], seen["definitions"]) == (42_680, 194, 1_844)


def _value(text: str) -> Decimal | None:
    return Decimal(text) if text not in {"", "#N/A"} else None


def _day(text: str) -> date:
    day, month, year = map(int, text.split("."))
    return date(year, month, day)


def _volunteers(cell: Cell, year: str) -> bool:
    return (cell[0], cell[2]) == ("KPI_PeopleVol_Tot", year)


def _numbers(figures: dict[Cell, Row], column: str) -> dict[Cell, int]:
    return {cell: int(row[column]) for cell, row in figures.items()}
