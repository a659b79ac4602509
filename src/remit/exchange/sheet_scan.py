"""A first look at one part of a workbook: how far its cells reach, how much they hold, where formulas are."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers import expat

from remit.exchange.archives import TOO_BIG, BadArchive
from remit.language import N_
from remit.problems import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

CELLS = 10_000_000
"""The most cells between the first and the last of a sheet, empty ones too."""

TEXT = 1 << 28
"""The most characters that the cells of a sheet may show; one text may stand in many cells."""

LISTED = 100

TOO_WIDE = Kind(
    "too-many-cells",
    N_("The cells of a sheet lie so far apart that they span {cells} cells; at most {limit} are read."),
    N_("Delete the empty rows and columns up to the last cell (Ctrl+End), and save it again."),
)
_CELL = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")


@dataclass
class Scan:
    """What one part holds."""

    top: int = 0
    left: int = 0
    bottom: int = 0
    right: int = 0
    formulas: dict[str, str] = field(default_factory=dict)
    more_formulas: int = 0
    errors: dict[str, str] = field(default_factory=dict)

    def add(self, row: int, column: int) -> None:
        """Note a cell, and stop where the sheet spans too much."""
        self.top, self.left = min(self.top or row, row), min(self.left or column, column)
        self.bottom, self.right = max(self.bottom, row), max(self.right, column)
        cells = (self.bottom - self.top + 1) * (self.right - self.left + 1)
        if cells > CELLS:
            raise BadArchive(TOO_WIDE, cells=cells, limit=CELLS)


class Strings:
    """How long each of the texts is that the cells share."""

    def __init__(self, data: bytes) -> None:
        self.lengths: list[int] = []
        parser = _parser()
        parser.StartElementHandler = lambda name, _: self.lengths.append(0) if _local(name) == "si" else None
        parser.CharacterDataHandler = self._count
        if data:
            _parsed(parser, data)

    def _count(self, text: str) -> None:
        if self.lengths:
            self.lengths[-1] += len(text)


def scanned(data: bytes, strings: Strings) -> Scan | None:
    """Return what a part holds; None where it is not XML. Raises `BadArchive`."""
    scanner = _Scanner(strings.lengths)
    parser = _parser()
    parser.StartElementHandler = scanner.start
    parser.EndElementHandler = scanner.end
    parser.CharacterDataHandler = scanner.text
    return scanner.scan if _parsed(parser, data) else None


def column_name(number: int) -> str:
    """Return the letters of a column: 1 is A, 28 is AB."""
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


class _Scanner:
    """Follows the cells of a sheet; a cell or row without its number comes after the one before."""

    def __init__(self, lengths: Sequence[int]) -> None:
        self.scan = Scan()
        self.lengths = lengths
        self.row = self.column = self.shown = 0
        self.kind = self.inside = ""
        self.held: list[str] = []

    @property
    def cell(self) -> str:
        return f"{column_name(self.column)}{self.row}"

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = _local(name)
        if name == "row":
            self.row, self.column = _number(attributes.get("r"), self.row + 1), 0
        elif name == "c":
            self._enter(attributes)
        elif name in {"f", "v", "t"}:
            self.inside, self.held = name, []

    def _enter(self, attributes: dict[str, str]) -> None:
        match = _CELL.fullmatch(attributes.get("r", ""))
        if match:
            self.column = 0
            for letter in match[1].upper():
                self.column = self.column * 26 + ord(letter) - ord("A") + 1
            self.row = int(match[2])
        else:
            self.column += 1
        self.kind = attributes.get("t", "")
        self.scan.add(self.row, self.column)

    def text(self, text: str) -> None:
        if self.inside:
            self.held.append(text)

    def end(self, name: str) -> None:
        if _local(name) != self.inside:
            return
        what, text, self.inside = self.inside, "".join(self.held), ""
        if what == "f":
            self._formula(text)
        elif self.kind == "e":
            if len(self.scan.errors) < LISTED:
                self.scan.errors[self.cell] = text
        else:
            self._show(text)

    def _formula(self, text: str) -> None:
        if len(self.scan.formulas) < LISTED:
            self.scan.formulas[self.cell] = text[:80]
        else:
            self.scan.more_formulas += 1

    def _show(self, text: str) -> None:
        shared = self.kind == "s" and text.isdecimal() and int(text) < len(self.lengths)
        self.shown += self.lengths[int(text)] if shared else len(text)
        if self.shown > TEXT:
            raise BadArchive(TOO_BIG, limit=TEXT)


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) <= 7 else otherwise  # noqa: PLR2004 - Excel's rows


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _no_doctype
    return parser


def _no_doctype(*_: object) -> None:
    """Workbooks have no document type, and so no entities that could grow."""
    raise _NotXml


class _NotXml(Exception):
    pass


def _parsed(parser: expat.XMLParserType, data: bytes) -> bool:
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, _NotXml, ValueError):
        return False
    return True
