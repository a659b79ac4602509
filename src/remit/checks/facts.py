"""What a check sees: the federation as it would be, and where each of its rows stands in a file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc

from remit import keys
from remit.problems import Place
from remit.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pyarrow as pa

    from remit.federation import Federation, Row
    from remit.intake.taken import Taken


@dataclass(frozen=True)
class Facts:
    """The current rows of a federation, those that were there and those that are being taken in."""

    federation: Federation
    taken: dict[str, Taken] = field(default_factory=dict)
    _origins: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, merged: Federation, taken: Iterable[Taken] = ()) -> Facts:
        return cls(merged.current(), {each.arrivals.table.name: each for each in taken if each.rows.num_rows})

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
