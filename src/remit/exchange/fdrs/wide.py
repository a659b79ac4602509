"""The wide download: a line for each society and year, a column for each figure, cell and amount of money."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from remit import exact
from remit.exchange.fdrs import columns, values
from remit.exchange.fdrs.amounts import Amounts
from remit.exchange.fdrs.columns import columns_of
from remit.exchange.fdrs.dates import covered
from remit.exchange.fdrs.directory import Society
from remit.exchange.fdrs.indicators import define
from remit.exchange.fdrs.long_table import read_value
from remit.exchange.fdrs.societies import country, place_society
from remit.language import N_
from remit.problems import Kind, Place

if TYPE_CHECKING:
    from collections.abc import Callable

    from remit.exchange.fdrs.cells import Cells
    from remit.exchange.fdrs.columns import Figure
    from remit.exchange.fdrs.directory import Directory
    from remit.exchange.fdrs.sheets import Line, Sheet

ANOTHER_CODE = Kind(
    "databank-another-code",
    N_("“{code}” is not in the list of societies; {name} has the code {known} there, and is read as it."),
    N_("Nothing to do, if it is the same society."),
    blocks=False,
)
NEW_SOCIETY = Kind(
    "databank-new-society",
    N_("“{code}” is not in the list of societies; {name} is added, in {zone}, with no day of admission."),
    N_("Add it to the list of societies, with its day of admission."),
    blocks=False,
)
UNKNOWN_ZONE = Kind(
    "databank-unknown-zone",
    N_("“{code}” is not in the list of societies, and no region is called “{zone}”."),
    N_("Correct the code or the region, or load the list of societies with this file."),
)
COLUMN_LEFT_OUT = Kind(
    "databank-column-left-out",
    N_("The column {column} is not known and was left out."),
    N_("Nothing to do, if it holds nothing that is needed."),
    blocks=False,
)
DELETED = Kind(
    "databank-deleted",
    N_("The row was deleted in the databank on {on}, and was left out."),
    N_("Nothing to do."),
    blocks=False,
)
TWICE = Kind(
    "databank-row-twice",
    N_("{unit} stands for {year} in line {first} of {file} already."),
    N_("Remove one of the two rows."),
)
LONG_TABLE_COUNTS = Kind(
    "databank-long-table-counts",
    N_("{unit}, {indicator}, {year} is {value} here and {other} in {file}, which counts."),
    N_("Nothing to do, unless the other one is wrong."),
    blocks=False,
)
STEP = 100


@dataclass
class Download:
    """Reads one wide download."""

    sheet: Sheet
    directory: Directory
    cells: Cells
    _lines: dict[tuple[str, int], str] = field(default_factory=dict)
    _unknown_zones: set[str] = field(default_factory=set)

    def read(self, progress: Callable[..., None]) -> None:
        """Read every figure and amount; empty figures are missing."""
        rows, found = self.sheet.rows, columns_of(self.sheet.header)
        for name in found.left_out:
            rows.problems.append(COLUMN_LEFT_OUT.at(Place(rows.file, "1", name), column=name))
        self._define(found)
        amounts = Amounts(rows, found.amounts)
        for count, line in enumerate(self.sheet.lines(), 1):
            self._read_line(line, found, amounts)
            if count % STEP == 0:
                progress(rows.file, count, None)
        amounts.convert()

    def _define(self, found: columns.Columns) -> None:
        """Add the indicators of the columns, as the codebook or their names say, with their axes."""
        entries = {figure.entry.code: figure.entry for figure in found.figures}
        for code, entry in entries.items():
            if in_codebook := self.directory.in_codebook(code):
                self.directory.use(in_codebook)
            elif not self.directory.knows_indicator(code):
                define(self.sheet.rows, [entry])
        for (code, axis), whole in found.axes.items():
            self.sheet.rows.add("indicator_axes", "1", indicator=code, axis=axis, whole=whole)
        for axis, category in sorted({pair for each in found.figures for pair in columns.categories(each.cell)}):
            self.sheet.rows.add("categories", "1", axis=axis, category=category)

    def _read_line(self, line: Line, found: columns.Columns, amounts: Amounts) -> None:
        rows = self.sheet.rows
        rows.seen["download rows"] += 1
        if line.text(columns.DELETED):
            line.problem(DELETED, columns.DELETED, on=line.text(columns.DELETED))
            return
        unit, year = self._society(line), line.read(columns.YEAR, values.year)
        if not line.sound or year is None:
            return
        first = self._lines.setdefault((unit, year), line.at)
        if first != line.at:
            line.problem(TWICE, columns.SOCIETY, unit=unit, year=year, first=first, file=rows.file)
            return
        covers = covered(line, year)
        for figure in found.figures:
            self._read_figure(line, figure, unit, year, covers)
        amounts.read(line, unit, year)

    def _read_figure(self, line: Line, figure: Figure, unit: str, year: int, covers: str | None) -> None:
        value = read_value(line, figure.column, figure.entry.measured)
        if not line.sound or self._stands_elsewhere(line, figure, unit, year, value):
            return
        code, status = figure.entry.code, "missing" if value is None else "reported"
        what = {"indicator": code, "unit": unit, "period": str(year), "covers": covers, "cell": figure.cell}
        line.rows.add("observations", line.at, **what, value=value, status=status, source=line.rows.file)
        line.rows.seen["download values" if status == "reported" else "download missing"] += 1

    def _stands_elsewhere(self, line: Line, figure: Figure, unit: str, year: int, value: int | None) -> bool:
        """Whether another file holds this very cell, which then counts; a notice says where it differs."""
        code, file = figure.entry.code, line.rows.file
        there = None if figure.cell else self.cells.elsewhere((unit, code, str(year)), file)
        if there and value is not None and there.value != value:
            facts = {"unit": unit, "indicator": code, "year": year, "file": there.file, "other": there.shown}
            line.problem(LONG_TABLE_COUNTS, figure.column, value=exact.text(value), **facts)
        return there is not None

    def _society(self, line: Line) -> str:
        """Return the row's society; one that is not in the list is found by name and country, or added."""
        code = line.text(columns.SOCIETY)
        if known := self.directory.societies.get(code.casefold()):
            return known.code
        if self.directory.was_left_out(code):
            line.sound = False
            return ""
        own = line.read(columns.SOCIETY, values.code) or ""
        society = Society(own, line.name(columns.NAME), line.read(columns.COUNTRY, country) or "")
        if not line.sound:
            return ""
        if namesake := self.directory.namesake(society):
            line.problem(ANOTHER_CODE, columns.SOCIETY, code=code, name=society.name, known=namesake.code)
            self.directory.add_alias(code, namesake)
            return namesake.code
        return self._add(line, society)

    def _add(self, line: Line, society: Society) -> str:
        zone = line.text(columns.ZONE)
        region = self.directory.region(zone)
        if region is None:
            line.sound = False
            if society.code not in self._unknown_zones:
                self._unknown_zones.add(society.code)
                line.problem(UNKNOWN_ZONE, columns.ZONE, code=society.code, zone=zone)
            return ""
        line.problem(NEW_SOCIETY, columns.SOCIETY, code=society.code, name=society.name, zone=zone)
        line.rows.add("units", line.at, unit=society.code, kind="member")
        place_society(line.rows, line.at, society, region)
        self.directory.add_society(society)
        return society.code
