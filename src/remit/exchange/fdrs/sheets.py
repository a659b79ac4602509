"""The databank's CSV files as sheets of lines. A sheet's header tells what it is, never its file's name."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, TypeVar

from remit.exchange.base import Rows
from remit.exchange.sources import BadSource
from remit.language import N_
from remit.problems import Kind, Place
from remit.schema import EMPTY_FIELD, FORMULA, ROUNDED, BadValue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from remit.exchange.sources import Source

T = TypeVar("T")

NOT_A_TABLE = Kind(
    "databank-not-a-table",
    N_("The file cannot be read as CSV: {reason}."),
    N_("Export it again as “CSV UTF-8”."),
)
OTHER_MARKS = Kind(
    "databank-other-marks",
    N_("The fields are separated by {mark}, not by commas."),
    N_("Export it again with commas between the fields."),
)
DOUBLE_COLUMN = Kind(
    "databank-double-column", N_("Two columns are called {column}."), N_("Rename or remove one of them.")
)
RAGGED = Kind(
    "databank-ragged-row",
    N_("The row has {fields} fields, and the header {columns}."),
    N_("Look for a comma or a quotation mark too many or too few."),
)

BINARY = (b"PK\x03\x04", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"\xd0\xcf\x11\xe0", b"PAR1")
"""How workbooks, pictures and other files begin that are not text at all."""


class Holds(Enum):
    """What a sheet holds, with the columns by which it is known and without which it cannot be read."""

    SOCIETIES = frozenset({"KPI_DON_code", "NSO_DON_name", "NSO_ZON_name", "ZON_Code"})
    CODEBOOK = frozenset({"KPI_Code", "KPI_Description", "UNIT_Code"})
    LONG = frozenset({"doncode", "year", "kpi", "value"})
    IMPUTED = frozenset({"doncode", "year", "kpi", "rule", "y_1", "imputed_by_ifrc"})
    WIDE = frozenset({"KPI_DON_Code", "KPI_Year"})


class Line:
    """One line of a sheet. Reading a field of it keeps what is wrong with the field."""

    __slots__ = ("at", "fields", "rows", "sound")

    def __init__(self, at: str, fields: dict[str, str], rows: Rows) -> None:
        self.at, self.fields, self.rows = at, fields, rows
        self.sound = True
        """Whether nothing that blocks was found in it so far."""

    def text(self, name: str) -> str:
        """Return a field's text; empty where there is no such column."""
        return self.fields.get(name, "").strip()

    def words(self, name: str) -> str:
        """Return a text for people, which must not be a formula."""
        text = self.text(name)
        if text.startswith(("=", "@")):
            self.problem(FORMULA, name, value=text)
        return text

    def name(self, name: str) -> str:
        """Return a text for people that must be there."""
        if not self.text(name):
            self.problem(EMPTY_FIELD, name, field=name, table=self.rows.file)
        return self.words(name)

    def read(self, name: str, parse: Callable[[str], T]) -> T | None:
        """Return what a field stands for; None, and a problem, where `parse` raises `BadValue`."""
        try:
            return parse(self.text(name))
        except BadValue as bad:
            self.problem(bad.kind, name, **bad.facts)
            return None

    def number(self, name: str, parse: Callable[[str], tuple[int | None, str]]) -> int | None:
        """Return a field's number; a notice says where it had to be rounded."""
        value, rounded = self.read(name, parse) or (None, "")
        if rounded:
            self.problem(ROUNDED, name, value=self.text(name), rounded=rounded)
        return value

    def problem(self, kind: Kind, name: str, /, **facts: object) -> None:
        self.rows.problems.append(kind.at(Place(self.rows.file, self.at, name), **facts))
        self.sound = self.sound and not kind.blocks


@dataclass(frozen=True)
class Sheet:
    """One file of the databank, and the rows and problems that are made from it."""

    holds: Holds
    header: tuple[str, ...]
    source: Source
    rows: Rows
    ragged: list[dict[str, str]] = field(default_factory=list)
    """What lines with too many or too few fields say, as far as it can be told."""

    def lines(self) -> Iterator[Line]:
        """Yield the lines that have as many fields as the header; the others are problems."""
        reader = csv.reader(io.StringIO(self.source.text, newline=""))
        next(reader, None)
        for values in _safely(reader, self.source.place):
            if not any(map(str.strip, values)):  # spreadsheets leave such lines behind
                continue
            at = str(reader.line_num)
            if len(values) == len(self.header):
                yield Line(at, dict(zip(self.header, values, strict=True)), self.rows)
            else:
                facts = {"fields": len(values), "columns": len(self.header)}
                self.ragged.append(dict(zip(self.header, values, strict=False)))
                self.rows.problems.append(RAGGED.at(Place(self.rows.file, at), **facts))


def sheet_of(source: Source) -> Sheet | None:
    """Return a source as a sheet, or None where it is no file of the databank. Raises `BadSource`."""
    if source.data.startswith(BINARY):
        return None
    header = _header(source)
    holds = _holds(header)
    if holds is None:
        _no_other_marks(header, source.place)
        return None
    double = next((name for index, name in enumerate(header) if name and name in header[:index]), None)
    if double:
        raise BadSource(DOUBLE_COLUMN.at(source.place, column=double))
    return Sheet(holds, header, source, Rows(source.name))


def _holds(header: tuple[str, ...]) -> Holds | None:
    return next((kind for kind in Holds if kind.value <= set(header)), None)


def _no_other_marks(header: tuple[str, ...], place: Place) -> None:
    """Raise `BadSource` for one of the databank's tables as it is exported where commas stand in numbers."""
    for mark, name in ((";", "semicolons"), ("\t", "tabs")):
        if _holds(tuple(each.strip(' "') for each in ",".join(header).split(mark))):
            raise BadSource(OTHER_MARKS.at(place, mark=name))


def _header(source: Source) -> tuple[str, ...]:
    reader = csv.reader(io.StringIO(source.text, newline=""))
    return tuple(name.strip() for name in next(_safely(reader, source.place), []))


def _safely(reader: Iterator[list[str]], place: Place) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error as error:
        raise BadSource(NOT_A_TABLE.at(place, reason=error)) from error
