"""A federation that is written and read again is the same, to the last byte."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from remit.exchange.folder import FolderStore, files_to_write
from remit.federation import Federation
from remit.schema import TABLES

FEDERATIONS = st.deferred(lambda: st.from_type(Federation))
# Not shrunk: that takes minutes with so many tables.
MANY = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])


def written_and_read(federation: Federation) -> tuple[dict[str, bytes], Federation]:
    with TemporaryDirectory() as folder:
        store = FolderStore(Path(folder) / "federation")
        store.write(federation)
        names = [file for file in store.path.rglob("*") if file.is_file()]
        files = {file.relative_to(store.path).as_posix(): file.read_bytes() for file in names}
        return files, store.read()


def contents(federation: Federation) -> dict[str, Counter[tuple[str, ...]]]:
    """Return the rows of every table, whatever their order, as they are written."""
    return {
        name: Counter(
            tuple(column.write(row[column.name]) for column in table.columns) for row in federation.rows(name)
        )
        for name, table in TABLES.items()
    }


@MANY
@given(FEDERATIONS)
def test_writing_what_was_read_changes_no_byte(federation: Federation) -> None:
    files, again = written_and_read(federation)
    assert files == files_to_write(federation)
    assert files_to_write(again) == files


@MANY
@given(FEDERATIONS)
def test_reading_gives_exactly_the_rows_that_were_written(federation: Federation) -> None:
    _, again = written_and_read(federation)
    assert again.settings == federation.settings
    assert contents(again) == contents(federation)


@MANY
@given(FEDERATIONS)
def test_the_order_of_rows_in_memory_changes_no_byte(federation: Federation) -> None:
    tables = federation.tables.items()
    shuffled = {name: table.take(list(reversed(range(len(table))))) for name, table in tables}
    assert files_to_write(Federation(federation.settings, shuffled)) == files_to_write(federation)
