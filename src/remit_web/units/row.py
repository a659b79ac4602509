"""A row of one of the engine's tables: its columns, types and key come from `remit.schema`.

    class Round(Row, table="rounds"):
        pass

There is one description of the tables, so a column that is added there is asked for here by the next migration.
Rows are added and never changed; the newest of a key counts. Rows have a number, in the order in which they were
recorded, which no page, file or address shows. `found_by` are the columns by which pages look for rows beside the key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models.base import ModelBase

from remit import schema
from remit.schema import Column, Type

if TYPE_CHECKING:
    from collections.abc import Sequence

_FIELDS: dict[Type, type[models.Field[Any, Any]]] = {
    Type.DAY: models.DateField,
    Type.MOMENT: models.DateTimeField,
    Type.NUMBER: models.BigIntegerField,
    Type.WHOLE: models.BigIntegerField,
    Type.YESNO: models.BooleanField,
}


def field_of(column: Column) -> models.Field[Any, Any]:
    """Return the field that holds a column; empty is NULL everywhere, for missing is neither zero nor a text."""
    kind = _FIELDS.get(column.type, models.TextField)
    return kind(null=not column.required)


class _RowBase(ModelBase):
    """Gives a model the fields of its table."""

    def __new__(
        cls, name: str, bases: tuple[type, ...], attrs: dict[str, Any], table: str = "", found_by: Sequence[str] = ()
    ) -> Any:
        if table:
            described = schema.TABLES[table]
            attrs["described"] = described
            attrs |= {column.name: field_of(column) for column in described.columns}
            attrs["number"] = models.BigAutoField(primary_key=True)
            attrs["Meta"] = type("Meta", (), {"db_table": table, **_rules(described, found_by)})
        return super().__new__(cls, name, bases, attrs)


def _rules(table: schema.Table, found_by: Sequence[str]) -> dict[str, Any]:
    """Return what the database holds a table to, and by what it finds rows: its key, and `found_by`."""
    key = models.Index(fields=[*table.key[:4]], name=f"{table.name}_key")
    more = [models.Index(fields=[*found_by], name=f"{table.name}_by_{found_by[0]}")] if found_by else []
    if not table.append_only:
        return {"indexes": [key, *more]}
    once = [
        models.UniqueConstraint(fields=["id"], name=f"{table.name}_id"),
        models.UniqueConstraint(fields=["supersedes"], name=f"{table.name}_superseded_once"),
    ]
    return {"constraints": once, "indexes": [*([] if table.key == ("id",) else [key]), *more]}


class Row(models.Model, metaclass=_RowBase):
    """The base of every row."""

    described: ClassVar[schema.Table]

    class Meta:
        abstract = True
