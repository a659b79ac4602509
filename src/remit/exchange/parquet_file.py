"""A Parquet file in columns. Its values mean what they say (100 is one hundred) and are parsed like texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
        table = file.read()
        names = table.column_names
        problems = list(_inexact(table.schema, source))
        columns = {} if problems else {name: encoded(_as_text(table[name])) for name in dict.fromkeys(names)}
    except (pa.ArrowException, OSError, KeyError) as error:
        raise BadSource(NOT_READABLE.at(source.place, reason=error)) from error
    rows = [f"row {row + 1}" for row in range(table.num_rows)]
    return Texts(source, names, columns, table.num_rows, rows, problems)


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
