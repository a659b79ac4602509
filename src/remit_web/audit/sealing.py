"""Sealing: the records that were committed since are linked into a batch, which is hashed over the batch before.

Writing a record waits for nothing here. A record that commits late, with a lower number than one that is sealed already,
is in the next batch. One seals at a time: on PostgreSQL by an advisory lock, on SQLite because one writes at a time; and
a record has one place, a batch one number, in any case.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from remit_web.audit.digests import hash_of
from remit_web.audit.models import Batch, Record, Sealed
from remit_web.store_rows import add_tuples

if TYPE_CHECKING:
    from django.db.models import QuerySet

MOST = 10_000
"""Records in a batch: on SQLite other writers wait while one is written."""
LATEST = timedelta(days=1)
"""No transaction takes longer: what a batch before that has passed over never comes."""
LOCK = 0x72656D6974
"""The advisory lock of who seals."""


def seal(*, everything: bool = False) -> list[Batch]:
    """Seal what is not sealed yet; return the batches. Nothing where somebody else is sealing.

    `everything`: look through all records, not only those that may have been committed since yesterday.
    """
    made: list[Batch] = []
    while unsealed(everything=everything).exists():
        batch = _sealed_next(everything=everything)
        if batch is None:
            break
        made.append(batch)
    return made


def unsealed(*, everything: bool = True) -> QuerySet[Record]:
    """Return the records that have no place in a batch."""
    rows = Record.objects.filter(~Exists(Sealed.objects.filter(record=OuterRef("pk"))))
    if everything:
        return rows
    before = Batch.objects.filter(sealed_at__lt=timezone.now() - LATEST).order_by("-number")
    return rows.filter(pk__gt=before.values_list("through", flat=True).first() or 0)


@transaction.atomic
def _sealed_next(*, everything: bool) -> Batch | None:
    if not _alone():
        return None
    rows = list(unsealed(everything=everything).order_by("pk").values_list("pk", "digest")[:MOST])
    if not rows:
        return None
    batch = _batch_of(rows)
    batch.save(force_insert=True)
    places = ((number, batch.number, place, digest) for place, (number, digest) in enumerate(rows, 1))
    add_tuples(Sealed, ("record_id", "batch", "place", "digest"), places)
    return batch


def _batch_of(rows: list[tuple[int, str]]) -> Batch:
    last = Batch.objects.order_by("-number").first() or Batch(number=0, hash="", through=0)
    facts = {
        "number": last.number + 1, "previous": last.hash, "sealed_at": timezone.now(), "count": len(rows),
        "through": max(last.through, rows[-1][0]),
    }  # fmt: skip
    return Batch(**facts, hash=hash_of(facts, rows))


def _alone() -> bool:
    """Whether nobody else is sealing; holds until the end of the transaction."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])
