"""Which fields hold something of a person, what replaces it, and when: every field of every model stands in `personal.csv`.

kind: *plain*; *owner* (whose the row is: a person's code, or a reference); *person* (names somebody likewise); *personal* (says
something of somebody); *secret* (lets somebody in, and leaves with nobody). replaced_by: *nothing*, *address* (one that leads
nowhere), *code* (the person's code), *row* (the row goes), *kept*. since, days: replaced without anybody's asking so many days
after the day in another field.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from django.apps import apps
from django.db.models import ForeignKey, Q

from remit_web.access.models import Person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model, QuerySet

FILE = Path(__file__).with_name("personal.csv")


class Field(NamedTuple):
    """One field of a model, and what it is to a person."""

    model: str
    field: str
    kind: str
    replaced_by: str
    since: str
    days: int | None

    @property
    def of(self) -> type[Model]:
        return apps.get_model(self.model)


@cache
def fields() -> tuple[Field, ...]:
    """Return every field of every model that is installed, as the file has it."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = [
            Field(
                row["model"],
                row["field"],
                row["kind"],
                row["replaced_by"],
                row["since"],
                int(row["days"] or 0) if row["since"] else None,
            )
            for row in csv.DictReader(file)
        ]
    installed = {model._meta.label for model in apps.get_models()}
    return tuple(row for row in rows if row.model in installed)


def of_model(model: type[Model]) -> dict[str, Field]:
    """Return the fields of a model."""
    return {row.field: row for row in fields() if row.model == model._meta.label}


def models_with(*kinds: str) -> Iterator[type[Model]]:
    """Yield the models that have a field of some kinds, in the order of the file."""
    yield from dict.fromkeys(row.of for row in fields() if row.kind in kinds)


def rows_of(model: type[Model], person: Person) -> QuerySet[Any]:
    """Return the rows of a model that are somebody's; of one whose rows are nobody's yet, those with their address or name."""
    theirs = _naming(model, person, "owner")
    words = [word for word in (person.email, person.name) if word]
    for row in of_model(model).values():
        if row.kind == "personal" and row.replaced_by in {"address", "code"} and model is not Person:
            theirs |= Q(**{f"{row.field}__in": words})
    return model._default_manager.filter(theirs)


def rows_naming(model: type[Model], person: Person) -> QuerySet[Any]:
    """Return the rows of a model that name somebody, and are another's."""
    return model._default_manager.filter(_naming(model, person, "person")).exclude(
        pk__in=rows_of(model, person).values("pk")
    )


def _naming(model: type[Model], person: Person, kind: str) -> Q:
    found = Q(pk__in=[])
    for row in of_model(model).values():
        if row.kind == kind:
            is_reference = isinstance(model._meta.get_field(row.field), ForeignKey)
            found |= Q(**{row.field: person.pk if is_reference else person.code})
    return found
