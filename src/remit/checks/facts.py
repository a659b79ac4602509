"""What a check sees: the federation as it would be, and where each of its rows stands in a file."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from remit import keys
from remit.periods import Period
from remit.problems import Place, Problem
from remit.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from remit.federation import Federation, Row
    from remit.intake.taken import Taken
    from remit.problems import Kind

    More = Callable[[Row], dict[str, object]]

MANY = 100
"""So many problems of one kind are listed with their rows; more than that are counted."""


@dataclass(frozen=True)
class Facts:
    """The current rows of a federation, those that were there and those that are being taken in."""

    federation: Federation
    taken: dict[str, Taken] = field(default_factory=dict)
    partial: frozenset[str] = frozenset()
    """Tables of which some rows could not be read: that something is not in them means nothing."""
    _origins: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, merged: Federation, taken: Iterable[Taken] = (), partial: Iterable[str] = ()) -> Facts:
        by_table = {each.arrivals.table.name: each for each in taken if each.rows.num_rows}
        return cls(merged.current(), by_table, frozenset(partial))

    def rows(self, table: str) -> list[Row]:
        return self.federation.rows(table)

    def table(self, name: str) -> pa.Table:
        return self.federation.table(name)

    def place(self, table: str, index: int) -> Place:
        """Return where a current row stands: in the file that brings it, else in the federation's own."""
        origin = self._origin(table)[index].as_py() if table in self.taken else None
        if origin is not None:
            taken = self.taken[table]
            return taken.arrivals.place(taken.origins[origin])
        row = self.table(table).slice(index, 1).to_pylist()[0]
        return Place(f"{table}.csv", keys.shown(row, TABLES[table].key, table))

    def is_new(self, table: str, index: int) -> bool:
        return table in self.taken and self._origin(table)[index].is_valid

    def place_among(self, table: str, indices: Sequence[int]) -> Place:
        """Return the place of the last new one of several rows, else of the last."""
        new = [index for index in indices if self.is_new(table, index)]
        return self.place(table, (new or indices)[-1])

    def _origin(self, table: str) -> Any:
        """For each current row, which of the rows taken it is; null for those that were there."""
        if table not in self._origins:
            key = ("id",) if TABLES[table].append_only else (*TABLES[table].key, "recorded_at")
            there, new = keys.joined(self.table(table), key), keys.joined(self.taken[table].rows, key)
            self._origins[table] = pc.index_in(there, value_set=new)
        return self._origins[table]

    def column(self, table: str, name: str) -> Any:
        return self.table(table)[name].combine_chunks()

    def looked_up(self, table: str, name: str, to: str, wanted: str) -> Any:
        """Return, for each row, what another table says of what it names (the measure of its indicator)."""
        there = pc.index_in(self.column(table, name), value_set=self.column(to, TABLES[to].key[0]))
        return self.column(to, wanted).take(there)

    def days(self, table: str, name: str) -> tuple[Any, Any]:
        """Return the first and the last days of a column of periods."""
        encoded = self.column(table, name).dictionary_encode()
        periods = [Period.parse(text) for text in encoded.dictionary.to_pylist()]
        first = pa.array([period.first for period in periods], pa.date32())
        last = pa.array([period.last for period in periods], pa.date32())
        return first.take(encoded.indices), last.take(encoded.indices)

    def listed(self, kind: Kind, table: str, mask: Any, field: str, *, more: More | None = None) -> Iterator[Problem]:
        """Yield a problem for each row of a mask. Its facts are `key`, the row's texts by column, and more.

        Beyond `MANY` they are bare, to be counted only. A notice is given for new rows only.
        """
        indices = iter(keys.true_at(mask))
        if not kind.blocks:
            indices = (index for index in indices if self.is_new(table, index))
        for index in islice(indices, MANY):
            row = self.table(table).slice(index, 1).to_pylist()[0]
            facts = {column.name: column.write(row[column.name]) for column in TABLES[table].columns}
            facts["key"] = keys.shown(row, TABLES[table].key, table)
            yield kind.at(self.place(table, index).of(field), **{**facts, **(more(row) if more else {})})
        yield from (bare(kind) for _ in indices)


def bare(kind: Kind) -> Problem:
    """Return a problem that is only counted, behind so many others of its kind that were listed."""
    return Problem(kind.code, Place(), {})
