"""States of a database that take commands to make: made once, and copied for every test that begins there."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any
from uuid import uuid4

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Copies:
    """The states made so far, by the kind of database and their names."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[tuple[bool, str], tuple[str, Any]] = {}

    def begin(self, address: str, state: str, make: Callable[[], Any]) -> Any:
        """Bring the database at `address`, which is empty, to a state; return what `make` said when it made it."""
        key = is_file(address), state
        if key in self._made:
            kept, said = self._made[key]
            copy(kept, address)
            return said
        said = make()
        name = f"remit_test_{uuid4().hex}"
        kept = f"sqlite:///{self._folder}/{name}" if is_file(address) else f"{address.rpartition('/')[0]}/{name}"
        copy(address, kept)
        self._made[key] = kept, said
        return said

    def clear(self) -> None:
        """Drop what was made on a server."""
        for kept, _ in self._made.values():
            if not is_file(kept):
                on_server(kept, "DROP DATABASE {name}")


def is_file(address: str) -> bool:
    return address.startswith("sqlite")


def copy(source: str, target: str) -> None:
    """Make a database what another is."""
    if is_file(source):
        with (
            closing(sqlite3.connect(source.removeprefix("sqlite:///"))) as old,
            closing(sqlite3.connect(target.removeprefix("sqlite:///"))) as new,
        ):
            old.backup(new)
    else:
        on_server(target, "DROP DATABASE IF EXISTS {name}", "CREATE DATABASE {name} TEMPLATE {source}", source=source)


def on_server(address: str, *statements: str, source: str = "") -> None:
    """Run statements about a database (`name`) from beside it."""
    import psycopg
    from psycopg import sql

    server, _, name = address.rpartition("/")
    names = {"name": sql.Identifier(name), "source": sql.Identifier(source.rpartition("/")[2])}
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        for statement in statements:
            connection.execute(sql.SQL(statement).format(**names))
