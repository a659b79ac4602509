"""Whether each record is what was written, and what was sealed; and the values and things that stand beside it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef

from remit.problems import Place
from remit_web.audit.broken import (
    RECORD_CHANGED,
    RECORD_MISSING,
    RECORD_MOVED,
    RECORD_UNREADABLE,
    TOUCHES_CHANGED,
    TOUCHES_STRAY,
    VALUE_CHANGED,
    VALUE_STRAY,
)
from remit_web.audit.digests import HASHED, digest_of, digest_of_touches, digest_of_value
from remit_web.audit.models import PersonalValue, Record, Sealed, Touched

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from remit.problems import Problem

AT_ONCE = 500
FIRST = -(2**63)
"""No number is lower, whoever gave it."""
_UNREADABLE = (ValueError, TypeError, AttributeError, OverflowError)
"""What comes of reading what nobody but somebody's hand can have written: no JSON, no moment."""


@dataclass
class Records:
    """All records, in order of number. `values`: personal values that are there; `erased`: that are not there any more."""

    records: int = 0
    values: int = 0
    erased: int = 0

    def problems(self) -> Iterator[Problem]:
        """Yield what is wrong with them."""
        last = FIRST
        while numbers := list(Record.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
            self.records += len(numbers)
            last = numbers[-1]
            some: list[dict[str, Any]] = []
            yield from _read(numbers, some)
            for row in some:
                yield from _itself(row)
            yield from _touches(some)
            self._values(some)
        yield from _missing()
        yield from _stray_touches()
        yield from self._of_values()

    def _values(self, some: list[dict[str, Any]]) -> None:
        named = {digest for row in some for digest in _digests(row["personal"])}
        there = PersonalValue.objects.filter(digest__in=named).count() if named else 0
        self.values += there
        self.erased += len(named) - there

    def _of_values(self) -> Iterator[Problem]:
        every = 0
        for pk, digest, salt, value in PersonalValue.objects.values_list("pk", "digest", "salt", "value").iterator():
            every += 1
            if digest_of_value(salt, value) != digest:
                yield VALUE_CHANGED.at(Place("personal values", str(pk)))
        if every > self.values:
            yield VALUE_STRAY.at(Place("personal values"), count=str(every - self.values))


def _digests(personal: Any) -> list[str]:
    return [one for one in personal.values() if isinstance(one, str)] if isinstance(personal, dict) else []


def _read(numbers: list[int], into: list[dict[str, Any]]) -> Iterator[Problem]:
    """Read some records; where that fails, one by one, so that those that can be read are."""
    rows = Record.objects.order_by("pk").values("pk", "at", "digest", "sealed__digest", *HASHED)
    try:
        into += list(rows.filter(pk__gte=numbers[0], pk__lte=numbers[-1]))
    except _UNREADABLE:
        for number in numbers:
            try:
                into += list(rows.filter(pk=number))
            except _UNREADABLE as error:
                yield RECORD_UNREADABLE.at(Place("records", str(number)), reason=str(error))


def _itself(row: dict[str, Any]) -> Iterator[Problem]:
    where = Place("records", str(row["pk"]))
    sealed = row["sealed__digest"]
    is_sealed_one = sealed in {None, row["digest"]}
    moved = [] if is_sealed_one else list(_moved(where, sealed))
    yield from moved
    if not moved and not (is_sealed_one and _digest(row) == row["digest"]):
        yield RECORD_CHANGED.at(where, **_facts(row["action"], row["at"]))


def _digest(row: dict[str, Any]) -> str:
    """Return the digest of a record as it stands; none where no digest can be made of it."""
    try:
        return digest_of(row)
    except _UNREADABLE:
        return ""


def _moved(where: Place, digest: str) -> Iterator[Problem]:
    """Yield where the record with a digest stands now; nothing where there is none."""
    for pk, action, at in Record.objects.filter(digest=digest).values_list("pk", "action", "at"):
        yield RECORD_MOVED.at(where, number=str(pk), **_facts(action, at))


def _facts(action: str, at: datetime | None) -> dict[str, str]:
    return {"action": action, "at": f"{at:%Y-%m-%d %H:%M} UTC" if at else "?"}


def _touches(some: list[dict[str, Any]]) -> Iterator[Problem]:
    """Yield what is wrong with what some records touched."""
    saying = {row["pk"]: row for row in some if row["touches"]}
    things = Touched.objects.filter(record__in=saying).order_by("record").values_list("record_id", "of", "key")
    found = {
        number: digest_of_touches((of, key) for _, of, key in rows)
        for number, rows in groupby(things.iterator(), key=itemgetter(0))
    }
    for number, row in saying.items():
        if found.get(number) != row["touches"]:
            yield TOUCHES_CHANGED.at(Place("records", str(number)), **_facts(row["action"], row["at"]))


def _stray_touches() -> Iterator[Problem]:
    saying = Record.objects.filter(pk=OuterRef("record")).exclude(touches="")
    if stray := Touched.objects.filter(~Exists(saying)).count():
        yield TOUCHES_STRAY.at(Place("touched"), count=str(stray))


def _missing() -> Iterator[Problem]:
    gone = Sealed.objects.filter(~Exists(Record.objects.filter(pk=OuterRef("record")))).order_by("batch", "place")
    for number, batch, place, digest in gone.values_list("record_id", "batch", "place", "digest").iterator():
        where = Place("records", str(number))
        moved = list(_moved(where, digest))
        yield from moved or [RECORD_MISSING.at(where, batch=str(batch), place=str(place))]
