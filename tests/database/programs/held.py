"""Migrates; adds a row to each table that is only ever added to, and tries to change it by every statement there is."""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime
from typing import Any

import django

django.setup()

from django.apps import apps  # noqa: E402 - only now are models there
from django.core.management import CommandError, call_command  # noqa: E402
from django.db import IntegrityError, connection, models, transaction  # noqa: E402

from remit_web.audit.append_only import held, lacking, let_go  # noqa: E402

VALUES: dict[type[models.Field[Any, Any]], Any] = {
    models.DateField: date(2026, 1, 1),
    models.DateTimeField: datetime(2026, 1, 1, tzinfo=UTC),
    models.BigIntegerField: 1,
    models.PositiveBigIntegerField: 1,
    models.PositiveIntegerField: 1,
    models.OneToOneField: 1,
    models.ForeignKey: 1,
    models.JSONField: {},
    models.BinaryField: b"X",
}


def fill(model: type[models.Model]) -> Any:
    """Add a row, and return its key."""
    fields = [one for one in model._meta.fields if not one.null and not isinstance(one, models.AutoField)]
    return model._default_manager.create(**{one.attname: value_of(one) for one in fields}).pk


def value_of(field: models.Field[Any, Any]) -> Any:
    if isinstance(field, models.ForeignKey) and field.db_constraint:  # type: ignore[attr-defined]
        return fill(field.related_model)
    return VALUES.get(type(field), "X")


def is_refused(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except IntegrityError as error:
        return "only ever added" in str(error)
    return False


def statements(table: str, *, may_go: bool) -> list[str]:
    column = connection.introspection.get_primary_key_column(connection.cursor(), table)
    found = [f'UPDATE "{table}" SET "{column}" = "{column}"']
    if connection.vendor == "sqlite":
        found += [] if may_go else [f'INSERT OR REPLACE INTO "{table}" SELECT * FROM "{table}"']
    else:
        found += [] if may_go else [f'TRUNCATE "{table}"']
        found.append(
            f'INSERT INTO "{table}" SELECT * FROM "{table}" ON CONFLICT ("{column}") DO UPDATE SET "{column}" = 1'
        )
    return found + ([] if may_go else [f'DELETE FROM "{table}"'])


def is_flushed() -> bool:
    try:
        call_command("flush", verbosity=0, interactive=False)
    except CommandError:
        return False
    return True


call_command("migrate", verbosity=0)
tables = held()
by_table = {model._meta.db_table: model for model in apps.get_models()}
for one in tables:
    fill(by_table[one.table])
changed = [text for one in tables for text in statements(one.table, may_go=one.may_go) if not is_refused(text)]
flushed = [is_flushed()]
with let_go():
    flushed.append(is_flushed())
found = {
    "tables": sorted(one.table for one in tables), "changed": changed, "flushed": flushed,
    "lacking": [one.table for one in lacking()],
}  # fmt: skip
json.dump(found, sys.stdout)
