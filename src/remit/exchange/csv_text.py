"""A table as canonical CSV: sorted by key, LF, shortest decimals, quoted only where needed.

Missing is empty. Made in columns: each distinct value is written once. Columns that are empty in every row
are left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from remit.errors import HasProblems
from remit.plans.making import clean_text
from remit.problems import Place
from remit.schema import FORMULA, Type

if TYPE_CHECKING:
    from remit.schema import Column, Table

_QUOTED = '[",\n]'
_LEAST = str(-(10**18))  # less than any whole number that is taken


def csv_of(table: Table, rows: pa.Table) -> bytes:
    """Return rows of a table as a CSV file. Raises `HasProblems` for a text that a spreadsheet would run."""
    written = [_Written(table, column, rows[column.name]) for column in table.columns]
    kept = [each for each in written if each.column.required or not each.empty]
    header = ",".join(each.column.name for each in kept) + "\n"
    order = _order(table, written)
    fields = [each.fields.take(order) for each in kept]
    lines = pc.binary_join_element_wise(*fields, pa.scalar(",", pa.large_string())).to_pylist()
    return (header + "\n".join(lines) + "\n").encode()


class _Written:
    """One column as texts: the distinct ones, in order, and which of them stands in each row."""

    def __init__(self, table: Table, column: Column, values: pa.ChunkedArray) -> None:
        self.column = column
        encoded = values.combine_chunks().dictionary_encode()
        texts = _texts(table, column, encoded.dictionary)
        every = pa.concat_arrays([pa.array([column.default], pa.string()), texts]).dictionary_encode()
        order = _sorted(column, every.dictionary)
        ranks = pc.sort_indices(order).take(every.indices)
        self.distinct = every.dictionary.take(order)
        self.ranks = pc.fill_null(ranks.slice(1).take(encoded.indices), ranks[0])

    @property
    def empty(self) -> bool:
        return bool(len(self.distinct) == 1 and not self.distinct[0].as_py())

    @property
    def fields(self) -> pa.Array:
        return _quoted(self.distinct).cast(pa.large_string()).take(self.ranks)


def _texts(table: Table, column: Column, values: pa.Array) -> pa.Array:
    """Return the texts of values; what is kept as it is written needs no work."""
    if column.type is Type.TEXT:
        texts = [clean_text(value) for value in values.to_pylist()]
        if bad := [text for text in texts if text.startswith("=")]:
            raise HasProblems([FORMULA.at(Place(f"{table.name}.csv", "", column.name), value=text) for text in bad])
    elif pa.types.is_string(column.type.arrow):
        return values
    else:
        texts = [column.write(value) for value in values.to_pylist()]
    return pa.array(texts, pa.string())


def _sorted(column: Column, texts: pa.Array) -> pa.Array:
    """Return the order of texts: whole numbers as numbers, everything else as text; nothing comes first."""
    if column.type is Type.WHOLE:
        return pc.sort_indices(pc.if_else(pc.equal(texts, ""), _LEAST, texts).cast(pa.int64()))
    return pc.sort_indices(texts)


def _quoted(texts: pa.Array) -> pa.Array:
    special = pc.match_substring_regex(texts, _QUOTED)
    doubled = pc.replace_substring(texts, '"', '""')
    return pc.if_else(special, pc.binary_join_element_wise('"', doubled, '"', ""), texts)


def _order(table: Table, written: list[_Written]) -> pa.Array:
    """Return the order of rows: by key, then by all that they hold, wherever they came from."""
    by_name = {each.column.name: each.ranks for each in written if len(each.distinct) > 1}
    names = [name for name in (*table.key, *table.by_name) if name in by_name]
    if not names:
        return pa.array(range(len(written[0].ranks)), pa.int64())
    ranks = pa.table({name: by_name[name] for name in dict.fromkeys(names)})
    return pc.sort_indices(ranks, sort_keys=[(name, "ascending") for name in dict.fromkeys(names)])
