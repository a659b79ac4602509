"""How long `remit demo` takes to answer: the first time, when it loads the example, and the second."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST, SECOND = 180, 5
"""The most seconds."""


def run() -> bool:
    """Start it twice; return whether both bounds are kept."""
    with tempfile.TemporaryDirectory() as folder:
        kept = [_start(Path(folder) / "data", bound) for bound in (FIRST, SECOND)]
    return all(kept)


def _start(data: Path, bound: int) -> bool:
    with demo(data) as (_, seconds):
        verdict = "kept" if seconds < bound else "TOO SLOW"
        print(f"remit demo answers in {seconds:.1f} s (at most {bound} s)  {verdict}")
        return seconds < bound


@contextmanager
def demo(data: Path) -> Iterator[tuple[str, float]]:
    """Run `remit demo`; yield its address, and how many seconds it took to answer."""
    with running(data, "demo") as (address, _, seconds):
        yield address, seconds


@contextmanager
def running(data: Path, *words: str, **variables: str) -> Iterator[tuple[str, subprocess.Popen[bytes], float]]:
    """Run a command that serves; yield its address, its process, and how many seconds it took to answer."""
    port, began = free_port(), time.monotonic()
    environment = {**os.environ, "REMIT_DATA": str(data), **variables}
    for name in {"DJANGO_SETTINGS_MODULE", "REMIT_TODAY", "REMIT_DATABASE"} - set(variables):
        environment.pop(name, None)
    command = [sys.executable, "-c", "from remit.cli import main; main()", *words, "--port", str(port)]
    with (
        (data.parent / f"{words[0]}.log").open("a") as log,
        subprocess.Popen(command, env=environment, stdout=log, stderr=log) as process,
    ):
        try:
            yield _answering(port, process), process, time.monotonic() - began
        finally:
            process.terminate()


def free_port() -> int:
    """Return a port on which nothing listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def _answering(port: int, process: subprocess.Popen[bytes]) -> str:
    for _ in range(1_800):
        assert process.poll() is None, "the server ended before it answered"
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/")
            connection.getresponse()
        except OSError:
            time.sleep(0.1)
        else:
            return f"http://127.0.0.1:{port}"
        finally:
            connection.close()
    raise AssertionError("the server does not answer")
