"""What the API answers with: made from `remit.schema`, so that there is one description of every table.

Numbers that are values or money are texts, exact; days and moments are ISO 8601; missing is null.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ninja import Field, Schema
from pydantic import create_model

from remit import schema
from remit.schema import Type

if TYPE_CHECKING:
    from collections.abc import Mapping

    from remit.schema import Column

_KINDS: dict[Type, type] = {Type.WHOLE: int, Type.YESNO: bool}


def row_of(table: str, **more: tuple[Any, Any]) -> type[Schema]:
    """Return the shape of a row of a table, with some further fields."""
    described = schema.TABLES[table]
    fields = {column.name: _field(column) for column in described.columns}
    name = "".join(word.capitalize() for word in table.split("_"))
    made: type[Schema] = create_model(f"{name}Row", __base__=Schema, __doc__=described.doc, **fields, **more)  # type: ignore[call-overload]  # fields by name
    return made


def _field(column: Column) -> tuple[Any, Any]:
    kind = _KINDS.get(column.type, str)
    doc = f"{column.doc} ({column.type.value})"
    return (kind, Field(description=doc)) if column.required else (kind | None, Field(None, description=doc))


def written(table: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row as the API writes it."""
    return {column.name: _written(column, row[column.name]) for column in schema.TABLES[table].columns}


def _written(column: Column, value: Any) -> Any:
    if value is None or column.type in _KINDS:
        return value
    return column.write(value)


class FederationShape(Schema):
    """What holds for the whole federation."""

    name: str
    languages: list[str]
    time_zone: str
    currency: str
    first_month: int = Field(description="The month in which its years begin.")
    tree: str = Field(description="The tree in which figures stand.")
    figures_as_of: str | None = Field(None, description="When the figures were computed last.")


class FigureShape(Schema):
    """One figure, made only of values that the reader may see there."""

    indicator: str
    unit: str
    period: str
    cell: str = Field(description="Empty for the total.")
    value: str | None = Field(None, description="Exact; null where it is missing or refused.")
    numerator: str | None = None
    denominator: str | None = None
    status: str = Field(description="complete, partial, at least, missing, not applicable or refused.")
    stated: str | None = Field(None, description="What the unit states itself, where its parts give another total.")
    computed: str | None = Field(None, description="What its parts give.")
    reported: int = Field(description="Units that reported, of those expected.")
    expected: int
    unexpected: int = Field(description="Units that reported though nobody expected them.")
    not_applicable: int
    imputed: str | None = Field(None, description="The part of the value that is imputed or estimated.")
    covered: str | None = Field(None, description="Of a ratio, the part of the known denominator that is behind it.")
    as_of: str | None = Field(None, description="When the latest of its values was recorded.")
    notes: list[str] = Field(description="Codes of what a reader must know.")
    explanation: str = Field(description="The address of the page that explains it.")


class Problem(Schema):
    """What stopped a request."""

    code: str
    message: str


class ProblemShape(Schema):
    """Every error has this shape."""

    error: Problem


def page_of(shape: type[Schema]) -> type[Schema]:
    """Return the shape of one page of a list."""
    fields: dict[str, Any] = {
        "items": (list[shape], ...),  # type: ignore[valid-type]  # made while it runs
        "count": (int, Field(description="How many there are on all pages.")),
        "next": (str | None, Field(None, description="The address of the next page.")),
    }
    made: type[Schema] = create_model(f"{shape.__name__}s", __base__=Schema, **fields)
    return made
