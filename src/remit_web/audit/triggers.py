"""The triggers that hold a table, for each database; what is there is compared with what should be."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.backends.utils import CursorWrapper


class Held(NamedTuple):
    """A table whose rows are only ever added; `may_go`: they may be taken away, and still not be changed."""

    table: str
    may_go: bool = False


class Triggers(Protocol):
    """The triggers of one kind of database."""

    def of(self, held: Held) -> dict[str, str]:
        """Return the triggers that a table should have: their text by name."""

    def there(self, cursor: CursorWrapper) -> dict[str, str]:
        """Return the triggers that stand in the database and work: their text by name."""

    def put(self, cursor: CursorWrapper, held: Held, name: str) -> None:
        """Make one of a table's triggers, in place of one of that name."""

    def take(self, cursor: CursorWrapper, tables: Iterable[Held]) -> None:
        """Take the triggers off some tables."""


class OfSqlite:
    """On SQLite, where REPLACE is a deletion too, for connections say `recursive_triggers`."""

    def of(self, held: Held) -> dict[str, str]:
        return {f"{held.table}_no_{event.lower()}": _sqlite(held.table, event) for event in _events(held)}

    def there(self, cursor: CursorWrapper) -> dict[str, str]:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        return dict(cursor.fetchall())

    def put(self, cursor: CursorWrapper, held: Held, name: str) -> None:
        cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"')
        cursor.execute(self.of(held)[name])

    def take(self, cursor: CursorWrapper, tables: Iterable[Held]) -> None:
        for held in tables:
            for name in self.of(held):
                cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"')


def _sqlite(table: str, event: str) -> str:
    return (
        f'CREATE TRIGGER "{table}_no_{event.lower()}" BEFORE {event} ON "{table}" '
        f"BEGIN SELECT RAISE(ABORT, '{table}: rows are only ever added'); END"
    )


class OfPostgresql:
    """On PostgreSQL, where TRUNCATE asks no trigger for rows."""

    function = "remit_only_added"
    body = (
        "BEGIN RAISE EXCEPTION '%: rows are only ever added', TG_TABLE_NAME"
        " USING ERRCODE = 'integrity_constraint_violation'; END"
    )

    def of(self, held: Held) -> dict[str, str]:
        events = " OR ".join(sorted(_events(held)))
        found = {f"{held.table}_no_change": f"BEFORE {events} ON {held.table} FOR EACH ROW"}
        if not held.may_go:
            found[f"{held.table}_no_truncate"] = f"BEFORE TRUNCATE ON {held.table} FOR EACH STATEMENT"
        return {
            name: f"CREATE TRIGGER {name} {text} EXECUTE FUNCTION {self.function}()" for name, text in found.items()
        }

    def there(self, cursor: CursorWrapper) -> dict[str, str]:
        cursor.execute(
            "SELECT tgname, replace(pg_get_triggerdef(pg_trigger.oid, true), '\"', '') FROM pg_trigger"
            " JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_proc ON pg_proc.oid = tgfoid"
            " WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') AND relnamespace = current_schema()::regnamespace"
            " AND proname = %s AND prosrc = %s",
            [self.function, self.body],
        )
        return dict(cursor.fetchall())

    def put(self, cursor: CursorWrapper, held: Held, name: str) -> None:
        cursor.execute(
            f"CREATE OR REPLACE FUNCTION {self.function}() RETURNS trigger LANGUAGE plpgsql AS $body${self.body}$body$"
        )
        cursor.execute(f'DROP TRIGGER IF EXISTS {name} ON "{held.table}"')
        cursor.execute(self.of(held)[name].replace(f" ON {held.table} ", f' ON "{held.table}" '))

    def take(self, cursor: CursorWrapper, tables: Iterable[Held]) -> None:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks still to come cannot be altered
        for held in tables:
            for name in self.of(held):
                cursor.execute(f'DROP TRIGGER IF EXISTS {name} ON "{held.table}"')
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _events(held: Held) -> Iterator[str]:
    yield "UPDATE"
    if not held.may_go:
        yield "DELETE"


TRIGGERS: dict[str, Triggers] = {"sqlite": OfSqlite(), "postgresql": OfPostgresql()}
"""By the kind of database."""
