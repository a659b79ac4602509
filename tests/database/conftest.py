"""A database of its own for a test, on SQLite and on PostgreSQL, and the commands that work on it."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Protocol

import pytest

if TYPE_CHECKING:
    from pathlib import Path


class Remit(Protocol):
    """Calls a command on the database; returns what it printed, and checks its exit code."""

    def __call__(self, *words: object, code: int = 0) -> str: ...


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, which is gone after the test."""
    found: str = (
        request.getfixturevalue("postgresql")
        if request.param == "postgresql"
        else f"sqlite:///{tmp_path}/remit.sqlite3"
    )
    return found


@pytest.fixture
def remit(address: str, tmp_path: Path) -> Remit:
    environment = {**os.environ, "REMIT_DATABASE": address, "REMIT_DATA": str(tmp_path / "data"), "NO_COLOR": "1"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)

    def call(*words: object, code: int = 0) -> str:
        command = [sys.executable, "-c", "from remit.cli import main; main(prog_name='remit')", *map(str, words)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=400)
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    return call
