"""Reading at one moment: what others commit meanwhile is not seen, and nobody waits."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import connection, transaction

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def one_moment() -> Iterator[None]:
    """Read all as it stands at the first reading. Within a transaction that is there already, as that sees it."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")  # not `atomic`, which on SQLite keeps writers away
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
