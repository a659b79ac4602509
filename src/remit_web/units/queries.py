"""Rows as they stand now."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.lookups import IsNull

from remit_web.units.row import Row

R = TypeVar("R", bound=Row)


def latest(rows: QuerySet[R]) -> QuerySet[R]:
    """Return of each key the row recorded last; of an append-only table what nothing supersedes and is not withdrawn.

    As `remit.Federation.current`, in the database.
    """
    table = rows.model.described
    others = rows.model._default_manager.all()
    if table.append_only:
        left = rows.filter(~Exists(others.filter(supersedes=OuterRef("id"))))
        has_status = any(column.name == "status" for column in table.columns)
        return left.exclude(status="withdrawn") if has_status else left
    later = Q(recorded_at__gt=OuterRef("recorded_at")) | Q(
        recorded_at=OuterRef("recorded_at"), number__gt=OuterRef("number")
    )
    return rows.filter(~Exists(others.filter(later, *map(_same, table.key))))


def _same(column: str) -> Any:
    """Whether a part of the key is the same; nothing is the same as nothing."""
    nothing = Q(**{f"{column}__isnull": True}) & Q(IsNull(OuterRef(column), True))
    return Q(**{column: OuterRef(column)}) | nothing
