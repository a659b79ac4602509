"""The federation-wide databank: what national societies report every year, as its files hold it.

Read are the long table of values, the wide download of earlier years with local amounts, the codebook of
indicators, the list of societies, and the published imputations. All files of a load are read together, in
whatever order they come.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from remit.errors import WrongUse
from remit.exchange.base import Reading
from remit.exchange.fdrs.cells import Cells
from remit.exchange.fdrs.directory import Directory
from remit.exchange.fdrs.imputations import read_imputations
from remit.exchange.fdrs.indicators import define, read_codebook
from remit.exchange.fdrs.long_table import read_long_table
from remit.exchange.fdrs.sheets import Holds, sheet_of
from remit.exchange.fdrs.societies import read_societies
from remit.exchange.fdrs.wide import Download
from remit.exchange.sources import BadSource
from remit.language import N_
from remit.problems import Kind, Place, blocking

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from remit.exchange.fdrs.sheets import Sheet
    from remit.exchange.sources import Source
    from remit.federation import Federation
    from remit.problems import Problem

__all__ = ["Databank"]

LEFT_OUT = Kind(
    "databank-left-out",
    N_("The file is none of the databank's tables, by its header; it was left out."),
    N_("Nothing to do, if it holds no data."),
    blocks=False,
)
NOTHING = Kind(
    "databank-nothing",
    N_("None of the files is one of the databank's tables."),
    N_("Choose another format, or look at the first line of each file: it must name the databank's columns."),
)
ORDER = tuple(Holds)
"""What is looked up is read first; the long table before the files that repeat some of its cells."""
VALUES = {Holds.LONG, Holds.IMPUTED, Holds.WIDE}


class Databank:
    """The format `fdrs`. It is only read."""

    key = "fdrs"
    title = N_("Federation-wide databank (long table, wide download, codebook, societies)")

    def recognises(self, source: Source) -> bool:
        """Whether a file's header is that of one of the databank's tables."""
        try:
            return sheet_of(source) is not None
        except BadSource:
            return False

    def read(self, sources: Sequence[Source], known: Federation, progress: Callable[..., None]) -> Reading:
        """Read all files together. Files of other kinds are left out, with a notice."""
        reading = Reading()
        sheets = sorted(_sheets(sources, reading.problems), key=lambda sheet: ORDER.index(sheet.holds))
        directory, cells = Directory.of(known), Cells(known)
        whole = not blocking(reading.problems)
        for sheet in sheets:
            progress(sheet.rows.file, 0, None)
            whole &= _read_sheet(sheet, directory, cells, progress)
        _define(sheets, directory)
        for sheet in sheets:
            reading.extend(sheet.rows.reading())
        if whole:  # what is not known may stand in a file that cannot be read
            reading.problems += directory.problems()
        if not sheets:
            reading.problems.append(NOTHING.at(Place()))
        return reading

    def write(self, federation: Federation, target: Path) -> None:  # noqa: ARG002 - every format has it
        """Raise `WrongUse`: the databank's files are only read."""
        raise WrongUse("the databank's files are only read, never written")


def _sheets(sources: Sequence[Source], problems: list[Problem]) -> list[Sheet]:
    sheets = []
    for source in sources:
        try:
            sheet = sheet_of(source)
        except BadSource as bad:
            problems.append(bad.problem)
            continue
        if sheet:
            sheets.append(sheet)
        else:
            problems.append(LEFT_OUT.at(source.place))
    return sheets


def _define(sheets: Sequence[Sheet], directory: Directory) -> None:
    """Add the indicators that the values use; of a codebook that comes without values, all."""
    with_values = any(sheet.holds in VALUES for sheet in sheets)
    entries = directory.used if with_values else directory.codebook
    for sheet in sheets:
        if sheet.holds is Holds.CODEBOOK:
            define(sheet.rows, (entry for entry in entries.values() if entry.file == sheet.rows.file))


def _read_sheet(sheet: Sheet, directory: Directory, cells: Cells, progress: Callable[..., None]) -> bool:
    """Read one sheet; return whether it could be read to its end."""
    try:
        match sheet.holds:
            case Holds.SOCIETIES:
                read_societies(sheet, directory)
            case Holds.CODEBOOK:
                directory.add_codebook(read_codebook(sheet, directory))
            case Holds.LONG:
                read_long_table(sheet, directory, cells, progress)
            case Holds.IMPUTED:
                read_imputations(sheet, directory, cells)
            case Holds.WIDE:
                Download(sheet, directory, cells).read(progress)
    except BadSource as bad:
        sheet.rows.problems.append(bad.problem)
        return False
    return True
