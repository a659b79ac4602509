"""Replacing files of a folder, all or none.

New files are written aside, in a folder inside the folder (so on the same disk). Then a list of what is to
be done is written there: from that moment the new files are the federation, and before it the old ones are.
Whoever opens the folder next finishes what was interrupted after it, and throws away what was interrupted
before it.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

ASIDE = ".remit-writing"
_LIST = "list.json"


def replace_files(folder: Path, new: Mapping[str, bytes], stale: Iterable[str]) -> None:
    """Put `new` files in their places, and remove `stale` ones; both are named relative to the folder."""
    aside = folder / ASIDE
    with held(folder, alone=True):
        _finish(folder)
        if aside.exists():
            shutil.rmtree(aside)
        aside.mkdir()
        changed = [name for name, data in new.items() if not _holds(folder / name, data)]
        for index, name in enumerate(changed):
            _write(aside / str(index), new[name])
        _write(aside / "being-written", json.dumps({"new": changed, "stale": sorted(stale)}).encode())
        (aside / "being-written").rename(aside / _LIST)
        _sync(aside)
        _finish(folder)


@contextmanager
def whole(folder: Path) -> Iterator[None]:
    """Read a folder that nobody writes meanwhile; finishes first what was interrupted."""
    if (folder / ASIDE / _LIST).exists():
        with held(folder, alone=True):
            _finish(folder)
    with held(folder, alone=False):
        yield


def _finish(folder: Path) -> None:
    """Finish a write that was interrupted after its list was there."""
    aside = folder / ASIDE
    if not (aside / _LIST).exists():
        return
    todo = json.loads((aside / _LIST).read_bytes())
    for index, name in enumerate(todo["new"]):
        _move(aside / str(index), folder / name)
    for name in todo["stale"]:
        (folder / name).unlink(missing_ok=True)
    _sync(folder)
    (aside / _LIST).unlink()
    shutil.rmtree(aside)


@contextmanager
def held(folder: Path, *, alone: bool) -> Iterator[None]:
    """Hold a folder, alone or together with others. The system lets go of it when a process dies."""
    if sys.platform == "win32":
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        yield
    finally:
        os.close(handle)


def _move(file: Path, to: Path) -> None:
    if file.exists():  # or it was moved before the interruption
        to.parent.mkdir(exist_ok=True)
        file.replace(to)
        _sync(to.parent)


def _holds(file: Path, data: bytes) -> bool:
    return file.is_file() and file.stat().st_size == len(data) and file.read_bytes() == data


def _write(file: Path, data: bytes) -> None:
    with file.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _sync(folder: Path) -> None:
    """Let the disk have the names of a folder, where the system can."""
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
