"""Rows as text, made column by column: their keys and contents, to compare a million at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from remit.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from remit.schema import Table

SEPARATOR = "\x1f"
PROVENANCE = frozenset({"id", "source", "recorded_at", "by", "supersedes", "reason"})
"""Columns that say where a row came from, not what it says."""


def texts(column: Any) -> Any:
    """Return one column as texts, in one piece; an empty value stays null."""
    column = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    return column.cast(pa.large_string())


def joined(rows: pa.Table, names: Iterable[str]) -> Any:
    """Return one text for each row: `name=value` of every named column that is not empty.

    Two rows have the same text where those columns are the same; a column that is added later changes none.
    """
    parts = [_named(name, texts(rows[name])) for name in names if rows[name].null_count < rows.num_rows]
    if not parts:
        return pa.array([""] * rows.num_rows, pa.large_string())
    never_null = nothing = pa.scalar("", pa.large_string())  # Arrow drops a row of nulls only
    return pc.binary_join_element_wise(never_null, *parts, nothing, null_handling="skip")


def _named(name: str, column: Any) -> Any:
    before, after = (pa.scalar(text, pa.large_string()) for text in (f"{name}=", SEPARATOR))
    return pc.binary_join_element_wise(before, column, after, pa.scalar("", pa.large_string()))


def natural_key(rows: pa.Table, table: Table) -> Any:
    return joined(rows, table.key)


def contents(table: Table) -> tuple[str, ...]:
    """Return the columns that say what a row says, apart from its key and where it came from."""
    aside = PROVENANCE if table.append_only else {"recorded_at"}
    return tuple(column.name for column in table.columns if column.name not in aside and column.name not in table.key)


def shown(row: Mapping[str, Any], names: Sequence[str], table: str) -> str:
    """Return the key of a row as people read it: its parts joined by `/`."""
    columns = TABLES[table].by_name
    return "/".join(columns[name].write(row[name]) for name in names if row[name] is not None)


def repeated(keys: Any) -> list[list[int]]:
    """Return the places of each key that stands more than once, in order."""
    encoded = keys.dictionary_encode().indices
    counts = pc.value_counts(encoded)
    twice = counts.field("values").filter(pc.greater(counts.field("counts"), 1))
    if not len(twice):
        return []
    groups: dict[int, list[int]] = {}
    for index in true_at(pc.is_in(encoded, twice)):
        groups.setdefault(encoded[index].as_py(), []).append(index)
    return list(groups.values())


def true_at(mask: Any) -> list[int]:
    """Return where a mask is true."""
    found: list[int] = pc.indices_nonzero(pc.fill_null(mask, False)).to_pylist()
    return found


def everywhere(value: bool, count: int) -> Any:
    """Return a mask of one value."""
    return pa.repeat(pa.scalar(value), count)
