"""A table as canonical CSV: sorted by key, LF, shortest decimals, quoted only where needed.

Missing is empty. Made in columns: each distinct value is written once. Columns that are empty in every row
are left out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from remit.errors import HasProblems
from remit.plans.making import clean_text
from remit.problems import Place
from remit.schema import FORMULA, Type

if TYPE_CHECKING:
    from remit.schema import Column, Table

_QUOTED = re.compile(r'[",\n]')


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
        texts = [self.text(table, value) for value in encoded.dictionary.to_pylist()]
        self.distinct = sorted({column.default, *texts}, key=self.order)
        number = {text: index for index, text in enumerate(self.distinct)}
        of_value = pa.array([number[text] for text in texts], pa.int32())
        self.ranks = pc.fill_null(
            of_value.take(encoded.indices), pa.scalar(number[column.default], pa.int32())
        )

    def text(self, table: Table, value: object) -> str:
        text = self.column.write(value)
        if self.column.type is not Type.TEXT:
            return text
        text = clean_text(text)
        if text.startswith("="):
            raise HasProblems([FORMULA.at(Place(f"{table.name}.csv", "", self.column.name), value=text)])
        return text

    def order(self, text: str) -> tuple[int, str]:
        """Whole numbers are sorted as numbers, everything else as text, and nothing comes first."""
        return (int(text), "") if text and self.column.type is Type.WHOLE else (-(10**19), text)

    @property
    def empty(self) -> bool:
        return self.distinct == [""]

    @property
    def fields(self) -> pa.Array:
        quoted = [
            f'"{text.replace(chr(34), 2 * chr(34))}"' if _QUOTED.search(text) else text
            for text in self.distinct
        ]
        return pa.array(quoted, pa.large_string()).take(self.ranks)


def _order(table: Table, written: list[_Written]) -> pa.Array:
    """Return the order of rows: by key, then by all that they hold, wherever they came from."""
    by_name = {each.column.name: each.ranks for each in written if len(each.distinct) > 1}
    names = [name for name in (*table.key, *table.by_name) if name in by_name]
    if not names:
        return pa.array(range(len(written[0].ranks)), pa.int64())
    ranks = pa.table({name: by_name[name] for name in dict.fromkeys(names)})
    return pc.sort_indices(ranks, sort_keys=[(name, "ascending") for name in dict.fromkeys(names)])
