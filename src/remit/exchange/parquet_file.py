"""A Parquet file in columns. Its values mean what they say (100 is one hundred) and are parsed like texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, overload

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from remit.exchange.archives import TOO_BIG
from remit.exchange.distinct import Texts, encoded
from remit.exchange.sources import NOT_READABLE, BadSource
from remit.language import N_
from remit.problems import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from remit.exchange.sources import Source
    from remit.problems import Problem

FLOATS = Kind(
    "inexact-column",
    N_("The column “{column}” holds floating-point numbers, which are not exact."),
    N_("Store it as decimal, as whole numbers or as text."),
)


def parquet_texts(source: Source) -> Texts:
    """Return a file's columns; raises `BadSource`."""
    try:
        file = pq.ParquetFile(pa.BufferReader(source.data))
        _check_size(file, source)
        names = file.schema_arrow.names
        problems = list(_inexact(file.schema_arrow, source))
        columns = {} if problems else {name: _column(file, name) for name in dict.fromkeys(names)}
    except (pa.ArrowException, OSError, KeyError) as error:
        raise BadSource(NOT_READABLE.at(source.place, reason=error)) from error
    return Texts(source, names, columns, file.metadata.num_rows, Rows(file.metadata.num_rows), problems)


class Rows(Sequence[str]):
    """Where each row stands: its number, counted from 1. Written when it is asked for."""

    def __init__(self, count: int) -> None:
        self._numbers = range(1, count + 1)

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        if isinstance(index, slice):
            return [f"row {number}" for number in self._numbers[index]]
        return f"row {self._numbers[index]}"


def _column(file: pq.ParquetFile, name: str) -> pa.DictionaryArray:
    """Read one column, so that never more than one stands in memory as it is in the file."""
    return encoded(_as_text(file.read([name], use_threads=False)[name]))


def _check_size(file: pq.ParquetFile, source: Source) -> None:
    groups = range(file.metadata.num_row_groups)
    if sum(file.metadata.row_group(group).total_byte_size for group in groups) > source.limit:
        raise BadSource(TOO_BIG.at(source.place, limit=source.limit))


def _inexact(schema: pa.Schema, source: Source) -> Iterator[Problem]:
    for each in schema:
        if pa.types.is_floating(each.type):
            yield FLOATS.at(source.place.of(each.name), column=each.name)


def _as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_boolean(column.type):
        column = pc.if_else(column, "yes", "no")
    elif pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    column = column.cast(pa.string())
    return pc.if_else(pc.equal(column, ""), None, column)
