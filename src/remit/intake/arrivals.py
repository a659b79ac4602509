"""The rows of one table that a reading brings, each with its place, a moment and an id."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from remit import keys
from remit.exchange.base import LeftOut
from remit.keys import SEPARATOR
from remit.schema import TABLES, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from remit.exchange.base import Batch
    from remit.problems import Place


@dataclass(frozen=True)
class Arrivals:
    """All rows of one table in a reading. `made[i]`: row `i` came without an id, and one was made."""

    table: Table
    rows: pa.Table
    batches: tuple[Batch, ...]
    starts: tuple[int, ...]
    made: Any
    left_out: LeftOut = field(default_factory=LeftOut)
    """The rows of the reading, of any table, that could not be read."""

    @classmethod
    def of(cls, name: str, batches: Iterable[Batch], at: datetime, by: str, left_out: LeftOut) -> Arrivals:
        """Join the batches of one table, and fill in what rows came without: `id`, `recorded_at` and `by`."""
        arrivals = cls.as_read(name, batches, left_out)
        table, rows = arrivals.table, arrivals.rows
        rows = _filled(rows, "recorded_at", pa.scalar(at, pa.timestamp("us", tz="UTC")))
        if by and "by" in table.by_name:
            rows = _filled(rows, "by", by)
        arrivals = replace(arrivals, rows=rows)
        return arrivals.with_ids() if table.append_only else arrivals

    @classmethod
    def as_read(cls, name: str, batches: Iterable[Batch], left_out: LeftOut) -> Arrivals:
        """Join the batches of one table, and fill in nothing."""
        table, batches = TABLES[name], tuple(batch for batch in batches if batch.rows.num_rows)
        rows = pa.concat_tables([table.schema.empty_table(), *(batch.rows for batch in batches)]).combine_chunks()
        starts = tuple(accumulate((batch.rows.num_rows for batch in batches), initial=0))
        return cls(table, rows, batches, starts, keys.everywhere(False, rows.num_rows), left_out)

    def __len__(self) -> int:
        return int(self.rows.num_rows)

    def row(self, index: int) -> dict[str, Any]:
        row: dict[str, Any] = self.rows.slice(index, 1).to_pylist()[0]
        return row

    def batch(self, index: int) -> Batch:
        return self.batches[bisect_right(self.starts, index) - 1]

    def place(self, index: int) -> Place:
        return self.batch(index).place(index - self.starts[bisect_right(self.starts, index) - 1])

    def key(self, index: int) -> str:
        """Return the key of a row as people read it."""
        return keys.shown(self.row(index), self.table.key, self.table.name)

    def kept(self, rows: Sequence[int]) -> pa.Table:
        return self.rows.take(pa.array(rows, pa.int64()))

    def with_ids(self) -> Arrivals:
        """Return the same rows, each with an id."""
        made = pc.is_null(self.rows["id"]).combine_chunks()
        if not pc.any(made).as_py():
            return self
        ids = pa.array(made_ids(self.table, self.rows, self._origins()), pa.string())
        rows = self.rows.set_column(0, "id", pc.coalesce(self.rows["id"].combine_chunks(), ids))
        return replace(self, rows=rows, made=made)

    def _origins(self) -> list[str]:
        return [batch.origin for batch in self.batches for _ in range(batch.rows.num_rows)]


def made_ids(table: Table, rows: pa.Table, origins: Sequence[str]) -> list[str]:
    """Return ids made from the table, the file (with its folder) and what each row says: the same at every load.

    Lines of money have no other key, so equal lines of one file are told apart by counting them.
    """
    names = line_columns(table) if table.key == ("id",) else (*table.key, *keys.contents(table))
    said = keys.joined(rows, (*names, "supersedes"))
    identities = [
        f"{table.name}{SEPARATOR}{origin}{SEPARATOR}{text}"
        for origin, text in zip(origins, said.to_pylist(), strict=True)
    ]
    if table.key == ("id",):
        identities = _counted(identities)
    return [f"{table.name[0]}-{sha256(identity.encode()).hexdigest()[:16]}" for identity in identities]


def line_columns(table: Table) -> tuple[str, ...]:
    """Return the columns that say what a line of money is: all but those that intake fills in."""
    return tuple(column.name for column in table.columns if column.name not in keys.PROVENANCE - {"source"})


def next_id(identity: str, superseded: str) -> str:
    """Return an id for a row that says again what an earlier, superseded row of the same file said."""
    return f"{identity[:2]}{sha256(f'{identity}{SEPARATOR}{superseded}'.encode()).hexdigest()[:16]}"


def _counted(identities: list[str]) -> list[str]:
    seen: Counter[str] = Counter()
    counted = []
    for identity in identities:
        seen[identity] += 1
        counted.append(f"{identity}{SEPARATOR}{seen[identity]}")
    return counted


def _filled(rows: pa.Table, name: str, value: Any) -> pa.Table:
    return rows.set_column(rows.column_names.index(name), rows.schema.field(name), pc.fill_null(rows[name], value))
