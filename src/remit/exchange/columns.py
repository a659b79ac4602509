"""One table from a CSV or Parquet file, read in columns: each distinct text of a column is parsed once.

So a million rows take seconds, and still every bad value is found, in every row that holds it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from remit.exchange.base import Batch, LeftOut, Reading
from remit.exchange.csv_file import csv_texts
from remit.exchange.distinct import MANY, MORE_BAD
from remit.exchange.package import ambiguous_period
from remit.exchange.parquet_file import FLOATS, parquet_texts
from remit.exchange.sources import BadSource, Source
from remit.language import N_
from remit.problems import Kind, Place
from remit.schema import CODE, EMPTY_FIELD, FORMULA, MADE, ROUNDED, TABLES, BadValue, Type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from remit.exchange.distinct import Texts
    from remit.problems import Problem
    from remit.schema import Column, Table

UNKNOWN_COLUMN = Kind(
    "unknown-column",
    N_("{table} has no column “{column}”."),
    N_("Rename it or leave it out. Known are: {known}."),
)
COLUMN_TWICE = Kind("column-twice", N_("The column “{column}” is there twice."), N_("Keep one of them."))
NO_COLUMN = Kind(
    "no-column", N_("The column “{column}” is missing; every row of {table} needs it."), N_("Add the column.")
)
MORE_NOTES = Kind("more-notices", N_("More rows with such notices in this column: {count}."), blocks=False)

_NO_ROWS = {COLUMN_TWICE.code, NO_COLUMN.code, FLOATS.code}
"""Problems of a whole file: what its rows say is not known."""
_CODES_ONLY = f"^(?:{CODE.pattern})$"


def is_table_file(name: str) -> bool:
    """Whether a file's name is that of a table: NAME.csv, NAME.csv.gz or NAME.parquet."""
    return name.removesuffix(".gz").endswith((".csv", ".parquet"))


def read_table(source: Source, table: Table) -> Reading:
    """Return the rows of one table's file, with every problem; rows in which one blocks are left out."""
    try:
        texts = parquet_texts(source) if source.name.endswith(".parquet") else csv_texts(source)
    except BadSource as bad:
        return Reading(problems=[bad.problem], left_out=LeftOut(unread={table.name}))
    problems = [*texts.problems, *_column_problems(texts, table)]
    columns = [_Read(table, column, texts) for column in table.columns]
    for read in columns:
        problems += read.problems
    reading = Reading(problems=problems, seen={"rows": texts.count}, left_out=texts.left_out_of(table))
    if any(problem.code in _NO_ROWS for problem in problems):
        reading.left_out.unread.add(table.name)
        return reading
    rows = pa.Table.from_arrays([read.values for read in columns], schema=table.schema)
    batch = Batch(table.name, rows, source.name, texts.at, source.path.resolve().parent.name)
    reading.batches.append(_sound(batch, texts, columns, reading.left_out))
    return reading


def _sound(batch: Batch, texts: Texts, columns: list[_Read], left_out: LeftOut) -> Batch:
    """Return the rows in which nothing blocks, and note the others."""
    wrong = sorted({row for read in columns for row in read.wrong})
    if not wrong:
        return batch
    names = [name for name in TABLES[batch.table].named_by if name in texts.columns]
    named = [texts.columns[name].take(pa.array(wrong)).to_pylist() for name in names] or [[""]]
    for row in zip(*named, strict=True):
        left_out.add(batch.table, batch.file, dict(zip(names, row, strict=False)))
    said = batch.rows.take(pa.array(wrong, pa.int64()))
    left_out.batches.append(replace(batch, rows=said, at=[batch.at[row] for row in wrong]))
    kept = sorted(set(range(texts.count)).difference(wrong))
    rows = batch.rows.take(pa.array(kept, pa.int64()))
    return replace(batch, rows=rows, at=[batch.at[row] for row in kept])


def _column_problems(texts: Texts, table: Table) -> Iterator[Problem]:
    place = texts.source.place._replace(at="1")
    for name in dict.fromkeys(texts.names):
        if name not in table.by_name:
            known = ", ".join(table.by_name)
            yield UNKNOWN_COLUMN.at(place.of(name), table=table.name, column=name, known=known)
        if texts.names.count(name) > 1:
            yield COLUMN_TWICE.at(place.of(name), column=name)
    for column in table.columns:
        needed = column.required and not column.default and column.name not in MADE
        if needed and column.name not in texts.columns:
            yield NO_COLUMN.at(place.of(column.name), column=column.name, table=table.name)


class _Read:
    """One column: its values, and the problems of the rows that hold bad texts."""

    def __init__(self, table: Table, column: Column, texts: Texts) -> None:
        self.table, self.column, self.texts = table, column, texts
        self.bad: dict[int, tuple[Kind, dict[str, object]]] = {}
        self.notes: dict[int, tuple[Kind, dict[str, object]]] = {}

    @cached_property
    def encoded(self) -> pa.DictionaryArray | None:
        return self.texts.columns.get(self.column.name)

    @cached_property
    def values(self) -> pa.Array:
        """The values of the column, by row."""
        default = self.column.parse("")
        if self.encoded is None or not len(self.encoded.dictionary):
            return self._filled(default)
        values = self.parsed(self.encoded.dictionary).take(self.encoded.indices)
        return values if default is None else pc.fill_null(values, pa.scalar(default, self.column.type.arrow))

    def _filled(self, default: Any) -> pa.Array:
        """A column that the file does not have, or leaves empty in every row."""
        kind = self.column.type.arrow
        if default is None and kind == pa.string():
            return self.texts.nothing
        return pa.repeat(pa.scalar(default, kind), self.texts.count)

    def parsed(self, distinct: pa.Array) -> pa.Array:
        """Return the value of each distinct text."""
        if self.column.type is Type.CODE and pc.all(pc.match_substring_regex(distinct, _CODES_ONLY)).as_py():
            return distinct
        found = [self.value(index, text) for index, text in enumerate(distinct.to_pylist())]
        return pa.array(found, self.column.type.arrow)

    def value(self, index: int, text: str) -> Any:
        column = self.column
        try:
            value = column.parse(text)
        except BadValue as bad:
            self.bad[index] = bad.kind, bad.facts
            return None
        if column.type is Type.TEXT and value and value[0] == "=":
            self.bad[index] = FORMULA, {"value": text}
        if column.type is Type.NUMBER and _may_round(text) and column.rounds(text):
            self.notes[index] = ROUNDED, {"value": text, "rounded": column.write(value)}
        if (self.table.name, column.name) == ("plans", "period"):
            problem = ambiguous_period(text, Place())
            if problem:
                self.bad[index] = problem.kind, dict(problem.facts)
        return value

    @property
    def problems(self) -> Iterator[Problem]:
        _ = self.values  # parsing finds what is bad
        yield from self.of(self.bad, MORE_BAD)
        yield from self.of(self.notes, MORE_NOTES)
        facts = {"field": self.column.name, "table": self.table.name}
        yield from self.in_rows(self.empty, lambda _: (EMPTY_FIELD, facts), MORE_BAD)

    @property
    def wrong(self) -> list[int]:
        """The rows with a problem that blocks."""
        return [*self.holding(self.bad), *self.empty]

    @cached_property
    def empty(self) -> list[int]:
        """The rows that leave the column empty, though every row needs it."""
        values, column = self.values, self.column
        if not column.required or column.name in MADE or self.encoded is None or not values.null_count:
            return []
        bad = pa.array(list(self.bad), pa.int32())
        return _true_at(pc.and_(pc.is_null(values), pc.invert(pc.is_in(self.encoded.indices, bad))))

    def holding(self, found: dict[int, tuple[Kind, dict[str, object]]]) -> list[int]:
        """Return the rows that hold one of some texts."""
        if not found or self.encoded is None:
            return []
        return _true_at(pc.is_in(self.encoded.indices, pa.array(list(found), pa.int32())))

    def of(self, found: dict[int, tuple[Kind, dict[str, object]]], more: Kind) -> Iterator[Problem]:
        if self.encoded is not None:
            indices = self.encoded.indices
            yield from self.in_rows(self.holding(found), lambda row: found[indices[row].as_py()], more)

    def in_rows(self, rows: list[int], what: Any, more: Kind) -> Iterator[Problem]:
        for row in rows[:MANY]:
            kind, facts = what(row)
            yield kind.at(self.texts.place(row, self.column.name), **facts)
        if len(rows) > MANY:
            yield more.at(self.texts.source.place.of(self.column.name), count=len(rows) - MANY)


def _may_round(text: str) -> bool:
    return len(text.partition(".")[2]) > 4 or "e" in text or "E" in text  # noqa: PLR2004 - places kept


def _true_at(mask: pa.Array) -> list[int]:
    rows: list[int] = pc.indices_nonzero(mask).to_pylist()
    return rows
