"""A federation: the tables of `remit.schema`, held in columns.

    federation = Federation.open(Path("examples/demo"))
    federation.rows("units")            # a list of rows, as dictionaries
    federation.table("observations")    # the same in columns (Arrow), which DuckDB reads without copying

A federation is never changed: `with_rows` gives a new one. Where it is kept is a `Store`; here, a folder of files.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, time
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from remit.errors import HasProblems
from remit.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from remit.exchange.base import Reading
    from remit.observations import Audience

Row = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True)
class Settings:
    """`federation.yaml`: what holds for the whole federation."""

    name: str = "Federation"
    languages: tuple[str, ...] = ("en",)
    time_zone: str = "UTC"
    currency: str = "XXX"
    first_month: int = 1
    tree: str = "structure"

    def end_of(self, day: date) -> datetime:
        """Return the last moment of a day in the federation's time zone: what a date as-of means."""
        return datetime.combine(day, time.max, ZoneInfo(self.time_zone))


class Store(Protocol):
    """Where a federation is kept: a folder, a database. `sources`: the files that new rows are from, where that is recorded."""

    def read(self) -> Federation: ...

    def write(self, federation: Federation, sources: Sequence[str] = ()) -> None: ...

    def allow(self, reading: Reading) -> None:
        """Raise `Refused` where whoever works on the store may not take some rows in."""

    def sees(self, unit: str | None) -> Audience:
        """Return what whoever works on the store sees of a unit; None: of all units together."""


@dataclass(frozen=True)
class Federation:
    """The tables of one federation, by name. A table that is absent is empty."""

    settings: Settings = Settings()
    tables: Mapping[str, pa.Table] = field(default_factory=dict)
    _shared: dict[Hashable, tuple[Any, list[pa.Table | None]]] = field(default_factory=dict, repr=False, compare=False)
    """What was made of tables alone, by their identity: every federation that was made from this one sees it."""
    _own: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def open(cls, folder: Path) -> Federation:
        """Return the federation that a folder holds; raises `HasProblems` where its files do not hold together."""
        from remit.checks import standing  # noqa: PLC0415 - checks look at federations
        from remit.exchange.folder import FolderStore  # noqa: PLC0415 - the folder is one store of several

        federation = FolderStore(folder).read()
        if broken := list(standing.problems_of(federation)):
            raise HasProblems(broken)
        return federation

    def save(self, folder: Path) -> None:
        """Write the federation as a folder of files: canonical, and all or nothing."""
        from remit.exchange.folder import FolderStore  # noqa: PLC0415

        FolderStore(folder).write(self)

    def table(self, name: str) -> pa.Table:
        """Return a table in columns."""
        return self.tables[name] if name in self.tables else TABLES[name].schema.empty_table()

    def rows(self, name: str) -> list[Row]:
        """Return a table as a list of rows. Made once: do not change them."""
        return self.once(("rows", name), lambda: self.table(name).to_pylist(), of=[name])

    def once(self, name: Hashable, make: Callable[[], T], of: Collection[str] = ()) -> T:
        """Return what `make` gives, made once and kept, for a federation never changes.

        `of`: the only tables that it is made of, where that is so. Federations that have them in common share it.
        """
        if not of:
            if name not in self._own:
                self._own[name] = make()
            made: T = self._own[name]
            return made
        tables = [self.tables.get(one) for one in of]
        key = name, *map(id, tables)
        if key not in self._shared:
            self._shared[key] = make(), tables  # with the tables, so that no other can take the identity of one
        shared: T = self._shared[key][0]
        return shared

    def with_tables(self, tables: Mapping[str, pa.Table]) -> Federation:
        """Return a federation with some tables in place of its own."""
        return replace(self, tables={**self.tables, **tables})

    def with_rows(self, new: Mapping[str, pa.Table]) -> Federation:
        """Return a federation with more rows, which go behind those that are there."""
        return self.with_tables(
            {name: pa.concat_tables([self.table(name), rows]).combine_chunks() for name, rows in new.items()}
        )

    def current(self, as_of: datetime | None = None) -> Federation:
        """Return the federation as it was known at a moment (default: now, all that is there).

        Of an append-only table: the rows recorded by then that no such row supersedes, without the withdrawn ones.
        Of every other: the latest such row of each key.
        """
        return self.once(
            ("current", as_of), lambda: self.with_tables({name: self._current(name, as_of) for name in self.tables})
        )

    def _current(self, name: str, as_of: datetime | None) -> pa.Table:
        return self.once(("current", name, as_of), lambda: _current(name, self.tables[name], as_of), of=[name])

    @cached_property
    def texts(self) -> dict[tuple[str, str, str], str]:
        """Names and titles by table, key and field: `texts["units", "KEN", "name"]`, in the first language there is."""
        order = {language: index for index, language in enumerate(self.settings.languages)}
        found: dict[tuple[str, str, str], tuple[int, str]] = {}
        for row in self.current().rows("texts"):
            key, rank = (row["of"], row["key"], row["field"]), order.get(row["language"], len(order))
            if key not in found or rank < found[key][0]:
                found[key] = rank, row["text"]
        return {key: text for key, (_, text) in found.items()}

    def name_of(self, table: str, key: str, field: str = "name") -> str:
        """Return the name of a unit, indicator or other thing; empty where it has none."""
        return self.texts.get((table, key, field), "")


def _current(name: str, table: pa.Table, as_of: datetime | None) -> pa.Table:
    if as_of is not None:
        table = table.filter(pc.less_equal(table["recorded_at"], pa.scalar(as_of, pa.timestamp("us", tz="UTC"))))
    if TABLES[name].append_only:
        return _standing(table)
    key = TABLES[name].key
    if table.group_by(list(key)).aggregate([]).num_rows == table.num_rows:
        return table
    rows = table.select([*key, "recorded_at"]).to_pylist()
    latest: dict[tuple[Any, ...], int] = {}
    for index, row in enumerate(rows):
        identity = tuple(row[part] for part in key)
        if identity not in latest or row["recorded_at"] >= rows[latest[identity]]["recorded_at"]:
            latest[identity] = index
    return table.take(pa.array(sorted(latest.values()), pa.int64()))


def _standing(table: pa.Table) -> pa.Table:
    """Leave out what a later row supersedes, and what is withdrawn."""
    superseded = table["supersedes"].drop_null().combine_chunks()
    if len(superseded):
        table = table.filter(pc.invert(pc.is_in(table["id"], superseded)))
    if "status" in table.column_names:
        withdrawn = pc.equal(table["status"], "withdrawn")
        if pc.any(withdrawn).as_py():
            table = table.filter(pc.invert(withdrawn))
    return table
