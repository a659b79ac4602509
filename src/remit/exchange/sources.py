"""Files from outside, opened with care: sizes are limited, archives looked at first, text must be UTF-8."""

from __future__ import annotations

import gzip
import io
import stat
import zlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from remit.exchange.archives import TOO_BIG, ZIP, BadArchive, looked_at
from remit.language import N_
from remit.problems import Kind, Place, Problem

if TYPE_CHECKING:
    from pathlib import Path

LIMIT = 1 << 30
"""The most bytes that a file may hold once unpacked: 1 GiB."""

GZIP = b"\x1f\x8b"
WORKBOOK = (".xlsx", ".xlsm")
ARCHIVE = (*WORKBOOK, ".zip")
_CHUNK = 1 << 20

EMPTY_FILE = Kind("empty-file", N_("The file is empty (0 bytes)."), N_("Export it again, or leave it out."))
WRONG_ENCODING = Kind(
    "wrong-encoding",
    N_("The text is not UTF-8: byte {byte} of the file cannot be read."),
    N_("Save the file as “CSV UTF-8”, or convert it to UTF-8."),
)
NOT_TEXT = Kind(
    "not-text",
    N_("The file is not text: byte {byte} is zero, as in UTF-16 or in a damaged file."),
    N_("Save the file as “CSV UTF-8”, or convert it to UTF-8."),
)
TRUNCATED = Kind(
    "truncated",
    N_("The compressed file breaks off or is damaged: {reason}."),
    N_("Download or export it again."),
)
NOT_READABLE = Kind(
    "not-readable", N_("The file cannot be opened: {reason}."), N_("Check its name and who may read it.")
)
NOT_A_WORKBOOK = Kind(
    "not-a-workbook",
    N_("The file is called a workbook, and is none."),
    N_("Open it in a spreadsheet and save it as XLSX, without a password."),
)


class BadSource(Exception):
    """A source that cannot be read at all; carries its problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))


@dataclass(frozen=True)
class Source:
    """One file. Reading it raises `BadSource`, whose problem says what is wrong with it as a file."""

    path: Path
    limit: int = LIMIT

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def place(self) -> Place:
        return Place(self.name)

    @property
    def bare_name(self) -> str:
        """The name without `.gz`."""
        return self.name.removesuffix(".gz")

    @cached_property
    def data(self) -> bytes:
        """The bytes, unpacked where the file is gzip. An archive was looked at, and is not unpacked."""
        raw = self._read()
        if not raw:
            raise BadSource(EMPTY_FILE.at(self.place))
        if raw.startswith(GZIP):
            raw = self._unpacked(raw)
        if len(raw) > self.limit:
            raise BadSource(TOO_BIG.at(self.place, limit=self.limit))
        self._look_at(raw)
        return raw

    def _read(self) -> bytes:
        """Return the bytes as they are, at most one more than the limit; never of a device or a pipe."""
        try:
            if not stat.S_ISREG(self.path.stat().st_mode):
                raise BadSource(NOT_READABLE.at(self.place, reason=N_("it is not a file")))
            with self.path.open("rb") as file:
                return file.read(self.limit + 1)
        except (OSError, ValueError) as error:  # ValueError: a name with a NUL in it
            reason = error.strerror if isinstance(error, OSError) else error
            raise BadSource(NOT_READABLE.at(self.place, reason=reason)) from error

    def _unpacked(self, raw: bytes) -> bytes:
        """Return what gzip holds, piece by piece, so that no more than the limit is ever in memory."""
        whole = io.BytesIO()
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(raw)) as file:
                while whole.tell() <= self.limit and (piece := file.read(_CHUNK)):
                    whole.write(piece)
        except (EOFError, OSError, zlib.error) as error:
            raise BadSource(TRUNCATED.at(self.place, reason=error)) from error
        return whole.getvalue()

    def _look_at(self, raw: bytes) -> None:
        """Refuse an archive that claims too much, and a workbook that is none."""
        if not self.bare_name.lower().endswith(ARCHIVE):
            return
        is_workbook = self.bare_name.lower().endswith(WORKBOOK)
        if not raw.startswith(ZIP):
            if is_workbook:
                raise BadSource(NOT_A_WORKBOOK.at(self.place))
            return
        try:
            names = looked_at(raw, self.limit).namelist()
        except BadArchive as bad:
            raise BadSource(bad.kind.at(self.place, **bad.facts)) from bad
        if is_workbook and "xl/workbook.xml" not in names:
            raise BadSource(NOT_A_WORKBOOK.at(self.place))

    @cached_property
    def text(self) -> str:
        """The text, which must be UTF-8 without NUL; a byte order mark is left out."""
        try:
            text = self.data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise BadSource(WRONG_ENCODING.at(self.place, byte=error.start + 1)) from error
        if "\0" in text:
            raise BadSource(NOT_TEXT.at(self.place, byte=self.data.index(0) + 1))
        return text
