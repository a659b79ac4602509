"""`remit serve` brings a worker along, which seals what is recorded; and leaves nothing behind, however it is stopped."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.request import urlopen

import psutil
import pytest
from benchmarks.start import free_port

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from .conftest import Program, Remit

SECONDS = 60


@contextmanager
def serving(address: str, tmp_path: Path) -> Iterator[psutil.Process]:
    """Start `remit serve` in a group of its own; yield its process once it answers."""
    port = free_port()
    environment = {**os.environ, "REMIT_DATABASE": address, "REMIT_DATA": str(tmp_path / "data")}
    command = [
        sys.executable,
        "-c",
        "from remit.cli import main; main()",
        "serve",
        "--port",
        str(port),
        "--workers",
        "1",
    ]
    with (
        (tmp_path / "serve.log").open("w") as log,
        subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True) as process,
    ):
        try:
            until(lambda: answers(port))
            yield psutil.Process(process.pid)
        finally:
            process.kill()


def answers(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/", timeout=5):
            return True
    except OSError:
        return False


def until(holds: Callable[[], bool]) -> None:
    for _ in range(SECONDS * 5):
        if holds():
            return
        time.sleep(0.2)
    raise AssertionError(f"not so within {SECONDS} seconds")


def test_the_worker_seals_what_is_recorded(remit: Remit, program: Program, address: str, tmp_path: Path) -> None:
    program("waiting")
    assert json.loads(remit("audit", "verify", "--json"))["not_sealed"] == 1
    with serving(address, tmp_path):
        until(lambda: json.loads(remit("audit", "verify", "--json"))["not_sealed"] == 0)
    assert (tmp_path / "serve.log").read_text() == "", "the worker has nothing to complain of"


def test_the_worker_does_everything_once_where_that_is_asked(remit: Remit, program: Program) -> None:
    program("waiting")
    remit("work", "--once")
    assert json.loads(remit("audit", "verify", "--json"))["not_sealed"] == 0


def stop(process: psutil.Process) -> None:
    process.terminate()


def interrupt(process: psutil.Process) -> None:
    """As Ctrl+C does: all processes of the terminal hear it."""
    os.killpg(process.pid, signal.SIGINT)


def kill(process: psutil.Process) -> None:
    process.kill()


@pytest.mark.parametrize("ended", [stop, interrupt, kill])
def test_nothing_is_left_of_it_however_it_ends(tmp_path: Path, ended: Callable[[psutil.Process], None]) -> None:
    with serving(f"sqlite:///{tmp_path}/remit.sqlite3", tmp_path) as process:
        every = [process, *process.children(recursive=True)]
        assert any("remit_web.commands.work" in one.cmdline() for one in every)
        assert len(every) == 3, "the server, the process that answers, and the worker"
        ended(process)
        process.wait(SECONDS)
        until(lambda: not any(one.is_running() and one.status() != psutil.STATUS_ZOMBIE for one in every))
