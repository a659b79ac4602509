"""The federation folder: `federation.yaml`, a CSV (or Parquet) file for each table, a package for each plan.

Rows of one plan stand in its package, `plans/CODE.yaml`, all others in CSV; nothing stands in both. A
folder is written in one canonical way, all or nothing, so that writing what was read changes no byte.
"""

from __future__ import annotations

import codecs
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from remit.errors import HasProblems
from remit.exchange import settings_file
from remit.exchange.base import Reading
from remit.exchange.columns import is_table_file, read_table
from remit.exchange.csv_text import csv_of
from remit.exchange.package import plans_twice, read_package
from remit.exchange.replacing import replace_files, whole
from remit.exchange.sources import NOT_READABLE, Source
from remit.federation import Federation, Settings
from remit.language import N_
from remit.plans.making import OWNED, owners, packages_of
from remit.plans.writing import written
from remit.problems import Kind, Place, blocking
from remit.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from remit.observations import Audience


PLANS = "plans"
UNKNOWN_FILE = Kind(
    "unknown-file",
    N_("{name} belongs to no table and was not read."),
    N_("Name it for its table ({known}), or keep it elsewhere."),
    blocks=False,
)
TABLE_TWICE = Kind("table-twice", N_("{table} stands in {other} too."), N_("Keep one of the two files."))

_DATA = (".csv", ".parquet", ".yaml", ".yml", ".json", ".gz", ".xlsx", ".xls", ".tsv")
_PACKAGES = (".yaml", ".yml", ".json")


@dataclass(frozen=True)
class FolderStore:
    """A federation kept as a folder of files."""

    path: Path

    def read(self) -> Federation:
        """Return the federation; empty where there is no folder. Raises `HasProblems` with all of them."""
        if not self.path.exists():
            return Federation()
        if not self.path.is_dir():
            raise HasProblems([NOT_READABLE.at(Place(self.path.name), reason="it is not a folder")])
        with whole(self.path):
            reading = read_files(files_of(self.path), Settings())
        if blocking(reading.problems):
            raise HasProblems(reading.problems)
        federation = Federation(reading.settings or Settings(), _tables(reading))
        del reading
        pa.default_memory_pool().release_unused()  # what a file is read by is larger than what is kept of it
        return federation

    def allow(self, reading: Reading) -> None:
        """A folder is its owner's: who may write in it may take in everything."""

    def sees(self, unit: str | None) -> Audience:  # noqa: ARG002 - the same of each
        """Who has the folder sees the whole."""
        return "whole"

    def write(self, federation: Federation, sources: Sequence[str] = ()) -> None:  # noqa: ARG002 - a folder has no record
        """Write the federation, all or nothing. Files that are not the federation's are left alone."""
        files = files_to_write(federation)
        self.path.mkdir(parents=True, exist_ok=True)
        with whole(self.path):
            pass  # what was interrupted is finished
        ours = {str(file.relative_to(self.path).as_posix()) for file in _ours(self.path)}
        replace_files(self.path, files, ours - files.keys())


class Folder:
    """The format `folder`: a federation's folder, or files of one."""

    key = "folder"
    title = "Federation folder (CSV, Parquet, YAML)"

    def recognises(self, source: Source) -> bool:
        """Whether it is `federation.yaml`, a table's CSV or Parquet file, or a folder that holds one."""
        if source.path.is_dir():
            return any(True for _ in _ours(source.path))
        if source.name == settings_file.NAME:
            return True
        return _table_name(source.path) in TABLES and (
            source.name.endswith(".parquet") or _has_columns_of(source, _table_name(source.path))
        )

    def read(self, sources: Sequence[Source], known: Federation, progress: Callable[..., None]) -> Reading:
        """Read whole folders, or single files of one."""
        with ExitStack() as held:
            files: list[Source] = []
            for source in sources:
                if source.path.is_dir():
                    held.enter_context(whole(source.path))
                    files += files_of(source.path)
                else:
                    files.append(source)
            return read_files(files, known.settings, progress)

    def write(self, federation: Federation, target: Path) -> None:
        """Write the whole federation: always the same bytes, all or nothing."""
        FolderStore(target).write(federation)


def files_of(folder: Path) -> list[Source]:
    """Return the files of a folder that may hold data, by name."""
    found = [*folder.iterdir(), *((folder / PLANS).iterdir() if (folder / PLANS).is_dir() else ())]
    files = (file for file in found if file.is_file() and file.name.lower().endswith(_DATA))
    return [Source(file) for file in sorted(files) if not file.name.startswith(".")]


def read_files(files: Sequence[Source], settings: Settings, progress: Callable[..., None] | None = None) -> Reading:
    """Return what files of a federation's folder hold, with every problem."""
    reading = Reading()
    first: dict[str, str] = {}
    for source in (source for source in files if source.name == settings_file.NAME):
        reading.settings, problems = settings_file.read_settings(source)
        reading.problems += problems
    for done, source in enumerate(files, 1):
        reading.extend(_read_file(source, reading.settings or settings))
        table = _table_name(source.path)
        if table and first.setdefault(table, source.name) != source.name:
            reading.problems.append(TABLE_TWICE.at(source.place, table=table, other=first[table]))
        if progress:
            progress("files", done, len(files))
    reading.problems += plans_twice(reading)
    return reading


def _read_file(source: Source, settings: Settings) -> Reading:
    if source.name == settings_file.NAME:
        return Reading()
    table = _table_name(source.path)
    if table in TABLES:
        return read_table(source, TABLES[table])
    if source.path.parent.name == PLANS and source.name.endswith(_PACKAGES):
        return read_package(source, settings)
    return Reading(problems=[UNKNOWN_FILE.at(source.place, name=source.name, known=", ".join(TABLES))])


def _table_name(file: Path) -> str:
    return file.name.removesuffix(".gz").rpartition(".")[0] if is_table_file(file.name) else ""


def _has_columns_of(source: Source, table: str) -> bool:
    try:
        text = codecs.getincrementaldecoder("utf-8-sig")().decode(source.data[:4096])
    except Exception:  # noqa: BLE001 - what cannot be opened is told when it is read
        return True
    names = text.partition("\n")[0].strip().split(",")
    return not text or "\0" in text or any(name.strip() in TABLES[table].by_name for name in names)


def _ours(folder: Path) -> Iterator[Path]:
    """Yield the files in a folder that are the federation's."""
    for file in folder.iterdir():
        if file.name == settings_file.NAME or (file.is_file() and _table_name(file) in TABLES):
            yield file
    if (folder / PLANS).is_dir():
        yield from (file for file in (folder / PLANS).iterdir() if file.name.endswith(_PACKAGES))


def _tables(reading: Reading) -> dict[str, pa.Table]:
    batches: dict[str, list[pa.Table]] = {}
    for batch in reading.batches:
        if batch.rows.num_rows:
            batches.setdefault(batch.table, []).append(batch.rows)
    return {name: pa.concat_tables(batches[name]).combine_chunks() for name in TABLES if name in batches}


# Writing


def files_to_write(federation: Federation) -> dict[str, bytes]:
    """Return the files that a federation is written as, by name: always the same bytes."""
    files = {settings_file.NAME: settings_file.settings_text(federation.settings).encode()}
    for package in packages_of(federation).values():
        name, data = written(package)
        files[f"{PLANS}/{name}"] = data
    plans = set(federation.table("plans")["plan"].to_pylist())
    for name, table in TABLES.items():
        rows = _outside_packages(federation, name, plans)
        if rows.num_rows:
            files[f"{name}.csv"] = csv_of(table, rows)
    return files


def _outside_packages(federation: Federation, name: str, plans: set[str]) -> pa.Table:
    rows = federation.table(name)
    if name not in OWNED or not rows.num_rows or not plans:
        return rows
    return rows.filter(pa.array([owner not in plans for owner in owners(federation, name)]))
