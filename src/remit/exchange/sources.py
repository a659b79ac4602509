"""Files from outside, opened with care: sizes are limited, archives are never unpacked blindly, text must be UTF-8."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from remit.language import N_
from remit.problems import Kind, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LIMIT = 1 << 30
"""The most bytes that a file may hold once unpacked: 1 GiB."""

EMPTY_FILE = Kind("empty-file", N_("The file is empty (0 bytes)."), N_("Export it again, or leave it out."))
WRONG_ENCODING = Kind(
    "wrong-encoding",
    N_("The text is not UTF-8: byte {byte} of the file cannot be read."),
    N_("Save the file as “CSV UTF-8”, or convert it to UTF-8."),
)
TRUNCATED = Kind(
    "truncated", N_("The compressed file breaks off or is damaged: {reason}."), N_("Download or export it again.")
)
TOO_BIG = Kind(
    "too-big",
    N_("The file holds more than {limit} bytes once unpacked; it was not read."),
    N_("Split it into smaller files."),
)
NOT_READABLE = Kind("not-readable", N_("The file cannot be opened: {reason}."), N_("Check its name and who may read it."))


class BadSource(Exception):  # noqa: N818
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
        """The bytes, unpacked where the file is gzip."""
        try:
            raw = self.path.read_bytes()
        except OSError as error:
            raise BadSource(NOT_READABLE.at(self.place, reason=error.strerror)) from error
        if not raw:
            raise BadSource(EMPTY_FILE.at(self.place))
        if raw[:2] == b"\x1f\x8b":
            raw = self._unpacked(raw)
        if len(raw) > self.limit:
            raise BadSource(TOO_BIG.at(self.place, limit=self.limit))
        return raw

    def _unpacked(self, raw: bytes) -> bytes:
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(raw)) as file:
                return file.read(self.limit + 1)
        except (EOFError, OSError, zlib.error) as error:
            raise BadSource(TRUNCATED.at(self.place, reason=error)) from error

    @cached_property
    def text(self) -> str:
        """The text, which must be UTF-8; a byte order mark is left out."""
        try:
            return self.data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise BadSource(WRONG_ENCODING.at(self.place, byte=error.start + 1)) from error

    @cached_property
    def header(self) -> tuple[str, ...]:
        """The first line of a CSV file, as fields."""
        return tuple(next(csv.reader(io.StringIO(self.text)), []))

    def rows(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Yield each row of a CSV file with its line number, as texts by column name."""
        reader = csv.DictReader(io.StringIO(self.text), restval="")
        for row in reader:
            yield str(reader.line_num), {key: value for key, value in row.items() if key is not None}
