"""A file's columns as texts: the distinct ones of each, and where they stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import pyarrow as pa

from remit.exchange.base import LeftOut
from remit.language import N_
from remit.problems import Kind, Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from remit.exchange.sources import Source
    from remit.problems import Problem
    from remit.schema import Table

MANY = 1000
"""So many problems of one column are listed; of the others it is said how many they are."""

MORE_BAD = Kind(
    "more-in-this-column",
    N_("More rows with such problems in this column: {count}."),
    N_("Mend those that are listed, and read it again to see the others."),
)


@dataclass
class Texts:
    """A file's columns, each as its distinct texts and where they stand; and where each row stands."""

    source: Source
    names: list[str]
    columns: dict[str, pa.DictionaryArray]
    count: int
    at: Sequence[str]
    problems: list[Problem] = field(default_factory=list)
    ragged: list[list[str]] = field(default_factory=list)
    """The fields of rows that have too many or too few of them; these rows stand in no column."""

    @cached_property
    def nothing(self) -> pa.Array:
        """A column in which no row says anything: one for all of them."""
        return pa.nulls(self.count, pa.string())

    def place(self, row: int, name: str) -> Place:
        return Place(self.source.name, self.at[row], name)

    def left_out_of(self, table: Table) -> LeftOut:
        """Return what rows with too many or too few fields name, as far as they can be told."""
        left_out = LeftOut()
        for fields in self.ragged:
            left_out.add(table.name, self.source.name, dict(zip(self.names, fields, strict=False)))
        return left_out


def encoded(column: pa.ChunkedArray) -> pa.DictionaryArray:
    column = column.cast(pa.string())
    if not column.num_chunks:
        return pa.array([], pa.string()).dictionary_encode()
    return column.combine_chunks().dictionary_encode()
