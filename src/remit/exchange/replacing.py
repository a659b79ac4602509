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
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

ASIDE = ".remit-writing"
_LIST = "list.json"


def replace_files(folder: Path, new: Mapping[str, bytes], stale: Iterable[str]) -> None:
    """Put `new` files in their places, and remove `stale` ones; both are named relative to the folder."""
    finish(folder)
    aside = folder / ASIDE
    aside.mkdir(parents=True)
    changed = [name for name, data in new.items() if not _holds(folder / name, data)]
    for index, name in enumerate(changed):
        _write(aside / str(index), new[name])
    _write(aside / "being-written", json.dumps({"new": changed, "stale": sorted(stale)}).encode())
    (aside / "being-written").rename(aside / _LIST)
    _sync(aside)
    finish(folder)


def finish(folder: Path) -> None:
    """Finish or undo a write that was interrupted."""
    aside = folder / ASIDE
    if not aside.exists():
        return
    if (aside / _LIST).exists():
        todo = json.loads((aside / _LIST).read_bytes())
        for index, name in enumerate(todo["new"]):
            _move(aside / str(index), folder / name)
        for name in todo["stale"]:
            (folder / name).unlink(missing_ok=True)
        _sync(folder)
        (aside / _LIST).unlink()
    shutil.rmtree(aside)


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
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
