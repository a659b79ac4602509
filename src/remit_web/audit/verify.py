"""Verifying the record: whatever was changed, taken away, added or moved behind the database's back is found.

Everything is read once, row after row, as it stands at one moment: the memory that this takes does not grow.

    found = Verification()
    for problem in found.problems(): ...
    found.records, found.batches, found.latest
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Min
from django.utils import timezone

from remit.problems import Place
from remit_web.audit.append_only import lacking
from remit_web.audit.broken import NOT_HELD, NOT_IN_CHAIN, RECORD_UNREADABLE, UNSEALED
from remit_web.audit.models import Batch
from remit_web.audit.moment import one_moment
from remit_web.audit.sealing import unsealed
from remit_web.audit.verify_chain import Chain
from remit_web.audit.verify_records import Records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from remit.problems import Problem

SOON = timedelta(minutes=5)
"""The worker seals each half minute; what waits longer is said."""


@dataclass
class Verification:
    """A verification, and what it saw. `expected`: hashes noted down earlier, each with its number or None."""

    expected: Sequence[tuple[str, int | None]] = ()
    chain: Chain = field(default_factory=Chain)
    records: Records = field(default_factory=Records)
    waiting: int = 0

    @property
    def latest(self) -> Batch | None:
        """The last batch of the chain."""
        return Batch.objects.order_by("-number").first()

    def problems(self) -> Iterator[Problem]:
        """Yield all that is wrong."""
        yield from _not_held()
        with one_moment():
            for part in (self.chain.problems, self.records.problems, self._not_there, self._waiting):
                yield from _readable(part)

    def _not_there(self) -> Iterator[Problem]:
        for noted, number in self.expected:
            rows = Batch.objects.filter(hash=noted)
            if not (rows if number is None else rows.filter(number=number)).exists():
                yield NOT_IN_CHAIN.at(Place("batches", "" if number is None else str(number)), hash=noted)

    def _waiting(self) -> Iterator[Problem]:
        self.waiting = unsealed().count()
        oldest = unsealed().aggregate(at=Min("at"))["at"]
        if oldest and oldest < timezone.now() - SOON:
            yield UNSEALED.at(Place("records"), count=str(self.waiting), at=f"{oldest:%Y-%m-%d %H:%M} UTC")


def _readable(part: Callable[[], Iterator[Problem]]) -> Iterator[Problem]:
    """Yield the problems that a part finds; that it can read no further is one, too."""
    try:
        yield from part()
    except (ValueError, TypeError, AttributeError, OverflowError) as error:
        yield RECORD_UNREADABLE.at(Place("records"), reason=str(error))


def _not_held() -> Iterator[Problem]:
    for one, names in lacking().items():
        for name in names:
            yield NOT_HELD.at(Place(one.table), table=one.table, trigger=name)
