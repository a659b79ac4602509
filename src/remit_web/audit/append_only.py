"""Tables whose rows are only ever added: the database itself refuses to change one, whoever asks.

`hold` puts the triggers on after every migrate: SQLite drops them where it rebuilds a table. `let_go` takes them off for
what must be done all the same: a migration that fills a new column, a test, the erasing of personal data.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, transaction

from remit_web.audit.models import AddedOnly
from remit_web.audit.triggers import TRIGGERS, Held
from remit_web.units.row import Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.db.models import Model


def held() -> list[Held]:
    """Return every table whose rows are only ever added: those of the engine, and those that say so themselves."""
    models = [model for model in apps.get_models() if issubclass(model, (Row, AddedOnly))]
    return [_held(model) for model in models]


def _held(model: type[Model]) -> Held:
    return Held(model._meta.db_table, may_go=getattr(model, "may_go", False))


def lacking(using: str = DEFAULT_DB_ALIAS) -> dict[Held, list[str]]:
    """Return the tables that are there and lack triggers, with the names of these."""
    connection = connections[using]
    triggers = TRIGGERS[connection.vendor]
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        there = triggers.there(cursor)
    needed = {one: triggers.of(one) for one in held() if one.table in tables}
    found = {one: [name for name, text in of.items() if there.get(name) != text] for one, of in needed.items()}
    return {one: names for one, names in found.items() if names}


def hold(using: str = DEFAULT_DB_ALIAS, **_signal: object) -> None:
    """Put on the triggers that are lacking."""
    _put(lacking(using), using)


def _put(missing: Mapping[Held, list[str]], using: str) -> None:
    triggers = TRIGGERS[connections[using].vendor]
    if not missing:
        return
    with transaction.atomic(using), connections[using].cursor() as cursor:
        for one, names in missing.items():
            for name in names:
                triggers.put(cursor, one, name)


@contextmanager
def let_go(*models: type[Model], using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Take the triggers off some tables, or all, and put them back; one transaction, so that they never stay off.

    What was off before stays off: one may let go within another.
    """
    connection, off = connections[using], lacking(using)
    tables = [_held(model) for model in models] if models else held()
    with transaction.atomic(using):
        with connection.cursor() as cursor:
            TRIGGERS[connection.vendor].take(cursor, tables)
        yield
        if not connection.needs_rollback:
            _put({one: names for one, names in lacking(using).items() if one not in off}, using)
