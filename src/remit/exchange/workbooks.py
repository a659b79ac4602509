"""Workbooks (XLSX), opened with care: parts are looked at first, no formula is run, no link is followed.

The reader makes room for every cell between the first and the last, so a sheet of two cells far apart would
take all memory there is, and end the program. Therefore every part is scanned first (`sheet_scan`), and the
reader is given an archive of those parts only: it sees what was scanned, and nothing else.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import python_calamine as calamine

from remit.exchange.archives import BadArchive, looked_at, unpacked
from remit.exchange.sheet_scan import Scan, Strings, column_name, scanned
from remit.exchange.sources import NOT_A_WORKBOOK, BadSource
from remit.language import N_
from remit.problems import Kind
from remit.schema import FORMULA

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from remit.exchange.sources import Source
    from remit.problems import Place, Problem

LIMIT = 1 << 28
"""The most bytes that the parts of a workbook may hold once unpacked: 256 MiB."""

ERROR_CELL = Kind(
    "error-cell",
    N_("The cell holds an error of a formula ({value}); it was read as empty."),
    N_("Write the value, or leave the cell empty."),
    blocks=False,
)
MORE_FORMULAS = Kind(
    "more-formulas",
    N_("More cells of the sheet that hold formulas: {count}."),
    N_("Replace them all by their values."),
)
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SHARED = "xl/sharedStrings.xml"


@dataclass(frozen=True)
class Workbook:
    """The sheets of one workbook, as texts. `problems` say which cells hold formulas or errors."""

    source: Source
    names: tuple[str, ...]
    problems: tuple[Problem, ...]
    _book: calamine.CalamineWorkbook

    @classmethod
    def open(cls, source: Source) -> Workbook:
        """Open a workbook; raises `BadSource`."""
        try:
            archive = looked_at(source.data, min(source.limit, LIMIT))
            parts = dict(unpacked(archive, (".xml", ".rels")))
            strings = Strings(parts[_SHARED]) if _SHARED in parts else Strings(b"")
            scans = {name: scanned(data, strings) for name, data in parts.items()}
            parts = {name: data for name, data in parts.items() if scans[name]}
            book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(_packed(parts)))
            names = tuple(book.sheet_names)
            problems = tuple(_problems(source.place, _sheets(parts), scans))
        except BadArchive as bad:
            raise BadSource(bad.kind.at(source.place, **bad.facts)) from bad
        except (calamine.CalamineError, ET.ParseError, KeyError) as error:
            raise BadSource(NOT_A_WORKBOOK.at(source.place)) from error
        return cls(source, names, problems, book)

    def rows(self, sheet: str) -> Iterator[tuple[int, list[str]]]:
        """Yield each row of a sheet that holds anything, with its number, as texts from column A on."""
        try:
            read = self._book.get_sheet_by_name(sheet)
        except calamine.CalamineError as error:
            raise BadSource(NOT_A_WORKBOOK.at(self.source.place._replace(at=sheet))) from error
        if read.start is None:
            return
        top, left = read.start
        for number, row in enumerate(read.to_python(skip_empty_area=True), top + 1):
            texts = [""] * left + [text_of(value) for value in row]
            if any(texts):
                yield number, texts

    def place(self, sheet: str, row: int, column: int) -> Place:
        """Return the place of a cell; rows and columns count from 1."""
        return self.source.place._replace(at=f"{sheet}!{column_name(column)}{row}")


def text_of(value: object) -> str:
    """Return a cell's value as text; numbers to the 15 digits that spreadsheets keep."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _packed(parts: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return packed.getvalue()


def _sheets(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Return the part of each sheet by its name."""
    relations = ET.fromstring(parts["xl/_rels/workbook.xml.rels"])  # noqa: S314 - scanned before
    targets = {one.get("Id"): posixpath.join("/xl", one.get("Target", ""))[1:] for one in relations}
    book = ET.fromstring(parts["xl/workbook.xml"])  # noqa: S314
    sheets = (one for one in book.iter() if one.tag.endswith("}sheet"))
    return {one.get("name", ""): targets.get(one.get(_RELATION), "") for one in sheets}


def _problems(place: Place, sheets: Mapping[str, str], scans: Mapping[str, Scan | None]) -> Iterator[Problem]:
    for sheet, part in sheets.items():
        scan = scans.get(posixpath.normpath(part))
        if scan is None:
            continue
        for cell, formula in scan.formulas.items():
            yield FORMULA.at(place._replace(at=f"{sheet}!{cell}"), value=f"={formula}")
        if scan.more_formulas:
            yield MORE_FORMULAS.at(place._replace(at=sheet), count=scan.more_formulas)
        for cell, value in scan.errors.items():
            yield ERROR_CELL.at(place._replace(at=f"{sheet}!{cell}"), value=value)
