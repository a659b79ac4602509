"""Lists, a page at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.http import urlencode
from ninja import Field, Schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from django.db.models import QuerySet
    from django.http import HttpRequest

MOST = 1_000


class Paging(Schema):
    """Which page of a list."""

    page: int = Field(1, ge=1, le=1_000_000, description="The page, from 1.")
    limit: int = Field(100, ge=1, le=MOST, description="Rows on a page.")


def listed(
    request: HttpRequest,
    rows: QuerySet[Any],
    paging: Paging,
    write: Callable[[list[dict[str, Any]]], Iterable[Mapping[str, Any]]],
) -> dict[str, Any]:
    """Return one page of rows, each written by `write`, and the address of the next."""
    first = (paging.page - 1) * paging.limit
    count = rows.count()
    found = list(rows.values()[first : first + paging.limit])
    return {"items": list(write(found)), "count": count, "next": _next(request, paging, count)}


def _next(request: HttpRequest, paging: Paging, count: int) -> str | None:
    if paging.page * paging.limit >= count:
        return None
    query = {**request.GET.dict(), "page": str(paging.page + 1)}
    return f"{request.path}?{urlencode(query)}"


def where(**wanted: str | None) -> dict[str, str]:
    """Return the conditions that were given."""
    return {name: value for name, value in wanted.items() if value is not None}
