"""Many write records, of which some commit late and some never, while several seal; and one seals for a long time."""

from __future__ import annotations

import json
import sys
import time
from contextlib import suppress
from random import Random
from threading import Event, Thread
from typing import TYPE_CHECKING

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - only now are models there
from django.db import connection, transaction  # noqa: E402

from remit_web.audit.actions import record  # noqa: E402
from remit_web.audit.actors import Actor  # noqa: E402
from remit_web.audit.models import Batch, Record, Sealed  # noqa: E402
from remit_web.audit.sealing import seal  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

WRITERS, SEALERS, EACH = 6, 3, 30
IS_PARALLEL = connection.vendor == "postgresql"


class Never(Exception):
    """A transaction that is not committed."""


def write(number: int) -> None:
    chance = Random(number)
    for at in range(EACH):
        with suppress(Never), transaction.atomic():
            record(Actor(f"P-{number}", door="page"), "number.written", key=str(at))
            time.sleep(chance.random() * 0.01 if IS_PARALLEL else 0)  # others commit in between
            if chance.random() < 0.1:
                raise Never


def sealing(until: Event) -> Callable[[], None]:
    def again() -> None:
        while not until.is_set():
            seal()
            time.sleep(0.002)

    return again


def ended(work: Callable[[], None]) -> Callable[[], None]:
    def run() -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001 - told by the test
            FAILED.append(repr(error))
        finally:
            connection.close()

    return run


FAILED: list[str] = []


def many() -> None:
    done = Event()
    writers = [Thread(target=ended(lambda number=number: write(number))) for number in range(WRITERS)]  # type: ignore[misc]
    sealers = [Thread(target=ended(sealing(done))) for _ in range(SEALERS)]
    for one in (*writers, *sealers):
        one.start()
    for one in writers:
        one.join()
    done.set()
    for one in sealers:
        one.join()


def late_is_in_the_next_batch() -> bool:
    """A record that began first and commits last."""
    first, sealed = Event(), Event()

    def late() -> None:
        with transaction.atomic():
            record(Actor("P-late", door="page"), "late.written")
            first.set()
            sealed.wait(20)

    one = Thread(target=ended(late))
    one.start()
    first.wait(20)
    record(Actor("P-soon", door="page"), "soon.written")
    (before,) = seal()
    sealed.set()
    one.join()
    (after,) = seal()
    number = Record.objects.get(action="late.written").pk
    return number < before.through and Sealed.objects.get(pk=number).batch == after.number == before.number + 1


def waited_while_sealing() -> float:
    """Seconds that a record took while somebody was sealing and did not end; and nobody else can seal then."""
    took: list[float] = []

    def write_one() -> None:
        began = time.monotonic()
        record(Actor("P-quick", door="page"), "quick.written")
        took.append(time.monotonic() - began)
        took.append(len(seal()))

    record(Actor("P-any", door="page"), "any.written")
    with transaction.atomic():
        seal()
        one = Thread(target=ended(write_one))
        one.start()
        one.join(20)
    assert took[1:] == [0], "somebody else sealed at the same time"
    return took[0]


call_command("migrate", verbosity=0)
many()
seal(everything=True)
found = {
    "failed": FAILED, "records": Record.objects.count(), "sealed": Sealed.objects.count(), "batches": Batch.objects.count(),
}  # fmt: skip
if IS_PARALLEL:
    found |= {"late": late_is_in_the_next_batch(), "waited": waited_while_sealing()}
seal()
json.dump(found, sys.stdout)
