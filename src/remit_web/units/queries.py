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
    always = {column.name for column in table.columns if column.required}
    same = [_same(column, may_be_empty=column not in always) for column in table.key]
    return rows.filter(~Exists(others.filter(later, *same)))


def _same(column: str, *, may_be_empty: bool) -> Any:
    """Whether a part of the key is the same; nothing is the same as nothing."""
    same = Q(**{column: OuterRef(column)})
    return same | (Q(**{f"{column}__isnull": True}) & Q(IsNull(OuterRef(column), True))) if may_be_empty else same
