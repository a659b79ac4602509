"""The record to take away: each with its batch, its place there and its digest, so that it can be verified elsewhere."""

from __future__ import annotations

import json
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any

from django.db.models import F

from remit_web.audit.digests import HASHED, HEAD, facts_of, head_of
from remit_web.audit.models import Batch, Record, Touched

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.models import QuerySet

AT_ONCE = 500
COLUMNS = ("record", "batch", "place", "digest", "at", *HASHED, "touched")
"""Of an exported record. `touched`: of and key of the other things, whose digest is `touches`."""
_NOT_TEXTS = ("before", "after", "personal", "touched")


def exported(records: QuerySet[Record]) -> Iterator[dict[str, Any]]:
    """Yield records for a program, in the order in which they come; a few are in memory at a time."""
    rows = records.values("pk", "sealed__batch", "sealed__place", "digest", "at", *HASHED).iterator(AT_ONCE)
    while some := list(islice(rows, AT_ONCE)):
        things = _touched([row["pk"] for row in some if row["touches"]])
        for row in some:
            place = {"record": row["pk"], "batch": row["sealed__batch"], "place": row["sealed__place"]}
            yield {**place, "digest": row["digest"], **facts_of(row), "touched": things.get(row["pk"], [])}


def _touched(numbers: list[int]) -> dict[int, list[list[str]]]:
    rows = Touched.objects.filter(record__in=numbers).order_by("record", "of", "key") if numbers else ()
    return {number: [[one.of, one.key] for one in of] for number, of in groupby(rows, key=lambda one: one.record_id)}


def whole() -> Iterator[dict[str, Any]]:
    """Yield everything as it was sealed: each batch, then its records; those that are not sealed yet at the end."""
    records = exported(Record.objects.order_by(F("sealed__batch").asc(nulls_last=True), "sealed__place", "pk"))
    batches = Batch.objects.order_by("number").values(*HEAD, "sealed_at", "hash").iterator(AT_ONCE)
    for number, some in groupby(records, key=lambda one: one["batch"]):
        for batch in batches:
            yield {"batch": batch["number"], "hash": batch["hash"], **_without_number(head_of(batch))}
            if batch["number"] == number:
                break
        yield from some
    for batch in batches:
        yield {"batch": batch["number"], "hash": batch["hash"], **_without_number(head_of(batch))}


def _without_number(head: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in head.items() if name != "number"}


def json_lines(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Yield rows as lines of JSON."""
    return (f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)


def cells(rows: Iterable[dict[str, Any]]) -> Iterator[list[Any]]:
    """Yield rows as cells of a table, in the order of `COLUMNS`; what is no text is written as JSON."""
    for row in rows:
        yield [_cell(name, row[name]) for name in COLUMNS]


def _cell(name: str, value: Any) -> Any:
    if name not in _NOT_TEXTS or value is None:
        return value
    return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else None
