"""A file's columns as texts: the distinct ones of each, and where they stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyarrow as pa

from remit.language import N_
from remit.problems import Kind, Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from remit.exchange.sources import Source
    from remit.problems import Problem

MANY = 1000
"""So many problems of one column are listed; of the others it is said how many they are."""

MORE_BAD = Kind(
    "more-in-this-column",
    N_("{count} more rows have such problems in this column."),
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

    def place(self, row: int, name: str) -> Place:
        return Place(self.source.name, self.at[row], name)


def encoded(column: pa.ChunkedArray) -> pa.DictionaryArray:
    column = column.cast(pa.string())
    if not column.num_chunks:
        return pa.array([], pa.string()).dictionary_encode()
    return column.combine_chunks().dictionary_encode()
