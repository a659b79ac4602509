"""How often somebody asks, counted in one small file that all processes of a machine share (docs/decisions/0021).

Of each who is counted the file keeps one moment: when everything asked for so far is paid off, at a steady pace. Who asks
pays one step more, and is let through as long as that moment is no further away than the whole time that was granted.
"""

from __future__ import annotations

import fcntl
import os
import struct
import time
from contextlib import contextmanager
from functools import cache
from hashlib import blake2b
from threading import Lock
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SHELVES, ON_A_SHELF = 8_192, 8
ROW = struct.Struct("<QQ")  # who, as a digest; when it is paid off, in microseconds
SHELF = ROW.size * ON_A_SHELF
SIZE = SHELVES * SHELF
SECOND = 1_000_000


class Counters:
    """The file. A row that is paid off is free; on a full shelf, whoever is paid off first makes room."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._threads = Lock()
        with self._alone(0, SIZE):
            if os.fstat(self._file).st_size < SIZE:
                os.pwrite(self._file, bytes(SIZE), 0)  # so that no full disk stops a count

    def wait(self, who: str, most: int, seconds: int) -> float:
        """Count one more for somebody who may ask for `most` at once and so many again every `seconds`.

        Returns 0, or how many seconds there are to wait; then it was not counted.
        """
        digest, shelf = _place(who)
        now, granted = time.time_ns() // 1_000, seconds * SECOND
        with self._alone(shelf, SHELF):
            rows = list(ROW.iter_unpack(os.pread(self._file, SHELF, shelf)))
            at = _row_of(digest, rows)
            paid = rows[at][1] if rows[at][0] == digest and rows[at][1] <= now + granted else 0
            after = max(paid, now) + granted // most
            if after <= now + granted:
                os.pwrite(self._file, ROW.pack(digest, after), shelf + at * ROW.size)
                return 0.0
        return (after - now - granted) / SECOND

    @contextmanager
    def _alone(self, start: int, length: int) -> Iterator[None]:
        """Lock a part of the file against other threads and processes; the system lets it go when a process dies."""
        with self._threads:
            fcntl.lockf(self._file, fcntl.LOCK_EX, length, start)
            try:
                yield
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN, length, start)


counters = cache(Counters)


def _place(who: str) -> tuple[int, int]:
    """Return how somebody is named in the file, and where their shelf begins. Nobody can work out who shares one."""
    made = blake2b(who.encode(), digest_size=16, key=settings.SECRET_KEY.encode()[:64]).digest()
    return int.from_bytes(made[:8], "little"), int.from_bytes(made[8:], "little") % SHELVES * SHELF


def _row_of(digest: int, rows: list[tuple[int, ...]]) -> int:
    """Return which row of a shelf is somebody's, or becomes theirs."""
    found = (at for at, row in enumerate(rows) if row[0] == digest)
    return next(found, min(range(len(rows)), key=lambda at: rows[at][1]))
