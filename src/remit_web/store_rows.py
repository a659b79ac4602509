"""Adding many rows at once: by COPY on PostgreSQL, by one prepared statement on SQLite.

Django's `bulk_create` makes an object of each row, which is several times slower for a million of them.
"""

from __future__ import annotations

from datetime import date, datetime
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from django.db.models import Model

BATCH = 20_000
"""Rows held in memory at a time."""


def add_rows(model: type[Model], rows: Iterable[Mapping[str, Any]]) -> None:
    """Add rows, each a value for each of the same columns."""
    rest = iter(rows)
    first = next(rest, None)
    if first is not None:
        columns = list(first)
        add_tuples(model, columns, ([row[name] for name in columns] for row in chain([first], rest)))


def add_tuples(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Add rows whose values stand in the order of `columns`."""
    quote = connection.ops.quote_name
    name, names = quote(model._meta.db_table), ", ".join(map(quote, columns))
    places = ", ".join(["%s"] * len(columns))
    is_postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        for batch in _batches(rows if is_postgresql else map(_adapted, rows)):
            if not is_postgresql:
                cursor.executemany(f"INSERT INTO {name} ({names}) VALUES ({places})", batch)
                continue
            # A batch is whole before it is copied: while a connection copies, it answers no query of who makes the rows.
            with cursor.copy(f"COPY {name} ({names}) FROM STDIN") as out:
                for row in batch:
                    out.write_row(row)


def _batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    rest = iter(rows)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _adapted(row: Sequence[Any]) -> list[Any]:
    """Return a row as SQLite keeps it: days and moments as texts, the way Django reads them."""
    return [_day_or_moment(value) if isinstance(value, date) else value for value in row]


def _day_or_moment(value: date) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value)
