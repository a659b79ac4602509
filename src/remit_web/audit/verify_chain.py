"""Whether the batches are what was sealed, each over the one before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Subquery

from remit.problems import Place
from remit_web.audit.broken import BATCH_CHANGED, BATCH_MISSING, CHAIN_BROKEN, RECORD_BACKDATED, SEAL_STRAY
from remit_web.audit.digests import HEAD, hash_of
from remit_web.audit.models import Batch, Record, Sealed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from remit.problems import Problem

AT_ONCE = 2_000
LONG = timedelta(hours=1)
"""An action that takes longer, from its record to its commit, is worth a notice."""

Seal = tuple[int, int, int, str, "datetime | None"]
"""Batch, place, number of the record, its digest, its moment."""


@dataclass
class Chain:
    """The chain of batches, walked from the first to the last."""

    batches: int = 0

    def problems(self) -> Iterator[Problem]:
        """Yield what is wrong with it."""
        before: dict[str, Any] = {"number": 0, "hash": "", "sealed_at": None}
        of_batches = groupby(_seals(), key=itemgetter(0))
        number, seals = next(of_batches, (0, iter(())))
        for batch in Batch.objects.order_by("number").values(*HEAD, "sealed_at", "hash").iterator(AT_ONCE):
            self.batches += 1
            while number and number < batch["number"]:
                number, seals = next(of_batches, (0, iter(())))
            yield from _place_in_chain(before, batch)
            yield from _made_of(before, batch, seals if number == batch["number"] else iter(()))
            before = batch
        if stray := Sealed.objects.filter(~Exists(Batch.objects.filter(number=OuterRef("batch")))).count():
            yield SEAL_STRAY.at(Place("batches"), count=str(stray))


def _seals() -> Iterator[Seal]:
    at = Subquery(Record.objects.filter(pk=OuterRef("record")).values("at"))
    rows = Sealed.objects.annotate(at=at).order_by("batch", "place")
    return rows.values_list("batch", "place", "record_id", "digest", "at").iterator(AT_ONCE)


def _place_in_chain(before: dict[str, Any], batch: dict[str, Any]) -> Iterator[Problem]:
    where, gone = Place("batches", str(batch["number"])), batch["number"] - before["number"] - 1
    if gone:
        yield BATCH_MISSING.at(where, count=str(gone), number=str(before["number"] + 1))
    elif batch["previous"] != before["hash"]:
        yield CHAIN_BROKEN.at(where, previous=batch["previous"])


def _made_of(before: dict[str, Any], batch: dict[str, Any], seals: Iterator[Seal]) -> Iterator[Problem]:
    """Yield what is wrong with what a batch holds."""
    where = Place("batches", str(batch["number"]))
    late: list[tuple[int, datetime]] = []
    places: list[int] = []

    def lines() -> Iterator[tuple[int, str]]:
        for count, (_batch, place, number, digest, at) in enumerate(seals, 1):
            if place != count and not places:
                places.append(place)
            if at and before["sealed_at"] and at < before["sealed_at"] - LONG:
                late.append((number, at))
            yield number, digest

    found = hash_of(batch, lines())
    if found != batch["hash"] or places:
        yield BATCH_CHANGED.at(where, hash=found)
    for number, at in late:
        facts = {"at": at, "sealed_at": batch["sealed_at"], "before": before["sealed_at"]}
        yield RECORD_BACKDATED.at(
            Place("records", str(number)), **{name: f"{when:%Y-%m-%d %H:%M} UTC" for name, when in facts.items()}
        )
