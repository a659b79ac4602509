"""What every outside format says of itself, and what reading one gives.

A format reads sources into rows of the engine's tables, with problems beside them. It never raises for bad data and
never trusts it. Nothing is written while reading: `remit.intake` takes the rows in, all or none.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import pyarrow as pa

from remit.problems import Place
from remit.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from remit.exchange.sources import Source
    from remit.federation import Federation, Settings
    from remit.problems import Problem

Progress = "Callable[[str, int, int | None], None]"
"""Called with what is being done, how much of it is done, and how much there is (None where that is not known)."""


@dataclass(frozen=True)
class Batch:
    """Rows of one table from one file, in the table's schema; `at[i]` is where row `i` stands in the file."""

    table: str
    rows: pa.Table
    file: str
    at: Sequence[str]
    folder: str = ""
    """The name of the folder that the file stands in, where files of one name are told apart by it (CSV, Parquet)."""

    @property
    def origin(self) -> str:
        """What ids of its rows are made from: stable, wherever the folder is moved."""
        return f"{self.folder}/{self.file}" if self.folder else self.file

    def place(self, index: int) -> Place:
        return Place(self.file, self.at[index])


@dataclass
class LeftOut:
    """Rows that could not be read. They stand in no batch; what names them is not wrong for that."""

    codes: dict[str, set[str]] = field(default_factory=dict)
    """How other rows name them, by table: their code, `plan/element`, or the id of what is corrected by id."""
    files: set[tuple[str, str]] = field(default_factory=set)
    """The tables and files that they stand in."""
    batches: list[Batch] = field(default_factory=list)
    """The rows themselves, with nothing where a field could not be read: what they name is looked up all the same."""
    unread: set[str] = field(default_factory=set)
    """Tables that a file which cannot be read at all may hold: nobody knows what stands in it."""

    def add(self, table: str, file: str, texts: Mapping[str, str | None]) -> None:
        """Note a row that was left out; `texts` holds what it says."""
        self.files.add((table, file))
        code = "/".join((texts.get(name) or "").strip() for name in TABLES[table].named_by)
        self.codes.setdefault(table, set()).add(code)

    def extend(self, other: LeftOut) -> None:
        for table, codes in other.codes.items():
            self.codes.setdefault(table, set()).update(codes)
        self.files |= other.files
        self.batches += other.batches
        self.unread |= other.unread

    @property
    def tables(self) -> set[str]:
        """The tables of which not every row could be read."""
        return {table for table, _ in self.files} | self.unread


@dataclass
class Reading:
    """What was read: rows by table, problems, and how much of what was seen (`{"cells": 42680}`)."""

    batches: list[Batch] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)
    left_out: LeftOut = field(default_factory=LeftOut)
    settings: Settings | None = None
    """What `federation.yaml` says, where a whole federation was read: for a federation that is new."""

    def extend(self, other: Reading) -> None:
        self.batches += other.batches
        self.problems += other.problems
        self.left_out.extend(other.left_out)
        self.settings = other.settings or self.settings
        for what, count in other.seen.items():
            self.seen[what] = self.seen.get(what, 0) + count


class Rows:
    """Collects rows one by one, and gives a `Reading`."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.seen: dict[str, int] = defaultdict(int)
        self.left_out = LeftOut()
        self._rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self._at: dict[str, list[str]] = defaultdict(list)

    def add(self, table: str, at: str, /, **values: Any) -> None:
        """Add a row of typed values (a number as ten-thousandths, a period by its name); absent ones are empty."""
        self._rows[table].append(values)
        self._at[table].append(at)

    def add_texts(self, table: str, at: str, texts: dict[str, str]) -> dict[str, Any] | None:
        """Add a row of texts, which the schema parses. A row with a blocking problem is left out; returns the row."""
        row, problems = TABLES[table].parse(texts, Place(self.file, at))
        self.problems += problems
        if any(problem.blocks for problem in problems):
            self.leave_out(table, **texts)
            batch = Batch(table, _columns(table, [row]), self.file, [at])
            self.left_out.batches.append(batch)
            return None
        self.add(table, at, **row)
        return row

    def leave_out(self, table: str, /, **texts: str | None) -> None:
        """Note a row that is there, but has a blocking problem."""
        self.left_out.add(table, self.file, texts)

    def reading(self) -> Reading:
        batches = [
            Batch(table, _columns(table, rows), self.file, self._at[table]) for table, rows in self._rows.items()
        ]
        return Reading(batches, self.problems, dict(self.seen), self.left_out)


def _columns(table: str, rows: list[dict[str, Any]]) -> pa.Table:
    """Return rows as columns, with the schema's defaults where a value is absent."""
    columns = TABLES[table].columns
    defaults = {column.name: column.parse("") for column in columns}
    arrays = []
    for column in columns:
        default = defaults[column.name]
        values = [row.get(column.name) for row in rows]
        filled = [default if value is None else value for value in values] if default is not None else values
        arrays.append(pa.array(filled, column.type.arrow))
    return pa.Table.from_arrays(arrays, schema=TABLES[table].schema)


class Format(Protocol):
    """One outside format. `recognises` looks at a source's name and first bytes, and may be wrong about neither."""

    key: str
    title: str

    def recognises(self, source: Source) -> bool: ...

    def read(self, sources: Sequence[Source], known: Federation, progress: Callable[..., None]) -> Reading:
        """Read all sources together; `known` is the federation that the rows are for, to look codes up in."""
        ...

    def write(self, federation: Federation, target: Path) -> None:
        """Write what the format can hold, or raise `WrongUse` where it is only read."""
        ...
