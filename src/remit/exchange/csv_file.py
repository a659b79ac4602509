"""A CSV file in columns, and the line of each of its rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, overload

import pyarrow as pa
import pyarrow.csv as pa_csv

from remit.exchange.distinct import MANY, MORE_BAD, Texts, encoded
from remit.exchange.sources import BadSource
from remit.language import N_
from remit.problems import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from remit.exchange.sources import Source
    from remit.problems import Problem

RAGGED = Kind(
    "ragged-row",
    N_("The row has {found} fields, and the first line {expected}."),
    N_("Look for a comma or a quotation mark too many or too few."),
)
NOT_CSV = Kind("not-csv", N_("This cannot be read as CSV: {reason}."), N_("Export it again as CSV, in UTF-8."))
_BLOCK = 1 << 24


class Lines(Sequence[str]):
    """The line on which each row of a CSV file begins; counted where rows and lines do not go together."""

    def __init__(self, text: str, rows: int, fields: int = 0) -> None:
        """`fields`: how many a row has; rows with more or fewer are not counted (0: all are)."""
        self.text, self.rows, self.fields = text, rows, fields

    def __len__(self) -> int:
        return self.rows

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        if isinstance(index, slice):
            return [self[row] for row in range(*index.indices(self.rows))]
        if self._counted is not None:
            return self._counted[index] if index < len(self._counted) else ""
        return str(index + 2 if index >= 0 else index + 2 + self.rows)

    @cached_property
    def _counted(self) -> list[str] | None:
        ends = self.text.count("\n") + (not self.text.endswith("\n"))
        if ends == self.rows + 1:
            return None
        rows = ((line, len(row)) for line, row in _csv_rows(self.text) if row)
        return [str(line) for line, found in rows if not self.fields or found == self.fields][1:]


def _csv_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with the line on which it begins; an empty line is an empty row."""
    limit = csv.field_size_limit(len(text) + 1)
    try:
        reader, line = csv.reader(io.StringIO(text, newline="")), 1
        for row in reader:
            yield line, row
            line = reader.line_num + 1
    finally:
        csv.field_size_limit(limit)


def csv_texts(source: Source) -> Texts:
    text = source.text
    try:
        names = next((row for _, row in _csv_rows(text) if row), [])
    except csv.Error as error:
        raise BadSource(NOT_CSV.at(source.place, reason=error)) from error
    names = [name.strip() for name in names]
    ragged = _Ragged()
    try:
        table = _read_csv(text.encode(), names, ragged)
    except pa.ArrowInvalid as error:
        raise BadSource(NOT_CSV.at(source.place, reason=error)) from error
    columns = {name: encoded(table.column(index)) for index, name in enumerate(names)}
    found = Texts(source, names, columns, table.num_rows, Lines(text, table.num_rows))
    if ragged.found:
        found.at = Lines(text, table.num_rows, len(names))
        found.ragged = [row for _, row in _csv_rows(text) if row and len(row) != len(names)]
        found.problems = list(_ragged_rows(source, len(names))) or [ragged.problem(source)]
    return found


class _Ragged:
    """Notes that rows have too many or too few fields; which they are is counted afterwards."""

    found: Any = None

    def __call__(self, row: Any) -> str:
        self.found = self.found or row
        return "skip"

    def problem(self, source: Source) -> Problem:
        return RAGGED.at(source.place, found=self.found.actual_columns, expected=self.found.expected_columns)


def _ragged_rows(source: Source, expected: int) -> Iterator[Problem]:
    ragged = ((line, row) for line, row in _csv_rows(source.text) if row and len(row) != expected)
    for line, row in islice(ragged, MANY):
        yield RAGGED.at(source.place._replace(at=str(line)), found=len(row), expected=expected)
    more = sum(1 for _ in ragged)
    if more:
        yield MORE_BAD.at(source.place, count=more)


def _read_csv(data: bytes, names: list[str], ragged: _Ragged) -> pa.Table:
    """Return every column as texts. A field may be larger than a block: then all is read as one."""
    keys = [str(index) for index in range(len(names))]  # names may stand twice
    for block in (_BLOCK, len(data) + 1):
        try:
            return pa_csv.read_csv(
                pa.BufferReader(data),
                pa_csv.ReadOptions(column_names=keys, skip_rows_after_names=1, block_size=block),
                pa_csv.ParseOptions(newlines_in_values=True, invalid_row_handler=ragged),
                pa_csv.ConvertOptions(
                    column_types=dict.fromkeys(keys, pa.string()),
                    null_values=[""],
                    strings_can_be_null=True,
                    quoted_strings_can_be_null=True,
                ),
            )
        except pa.ArrowInvalid as error:
            if "straddling" not in str(error) or block > len(data):
                raise
    raise AssertionError("the second block holds all of the data")
