"""Reported cells by society, indicator and year, so that a figure that stands in two files is loaded once.

The long table counts; the wide download and the published imputations, which repeat some of its cells, add
only what it does not hold.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import pyarrow.compute as pc

from remit import exact
from remit.language import gettext

if TYPE_CHECKING:
    from remit.federation import Federation

Key = tuple[str, str, str]
"""Society, indicator, year."""


class Stands(NamedTuple):
    """A value (None: missing), and the file and line in which it stands."""

    value: int | None
    file: str
    at: str = ""

    @property
    def shown(self) -> str:
        return gettext("missing") if self.value is None else exact.text(self.value)


@dataclass
class Cells:
    """What is known of each cell: what was read in this load first, else what the federation holds."""

    known: Federation
    _read: dict[Key, Stands] = field(default_factory=dict)
    _held: dict[Key, Stands] | None = None

    def add(self, key: Key, value: int | None, file: str, at: str) -> Stands | None:
        """Keep a cell; where it is there already, return that one and change nothing."""
        there = self._read.get(key)
        if there is None:
            self._read[key] = Stands(value, file, at)
        return there

    def elsewhere(self, key: Key, file: str) -> Stands | None:
        """Return what another file says of a cell."""
        found = self._read.get(key) or self._held_cells().get(key)
        return found if found and found.file != file else None

    def _held_cells(self) -> dict[Key, Stands]:
        if self._held is None:
            table = self.known.current().table("observations")
            totals = pc.and_(pc.is_null(table["plan"]), pc.is_null(table["cell"]))
            rows = table.filter(totals).select(["unit", "indicator", "period", "value", "source"]).to_pylist()
            self._held = {
                (row["unit"], row["indicator"], row["period"]): Stands(row["value"], row["source"] or "")
                for row in rows
            }
        return self._held
