"""A database of its own for a test, on SQLite and on PostgreSQL, and the commands that work on it."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from .copies import Copies

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Raw = Callable[..., None]

PROGRAMS = Path(__file__).parent / "programs"


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


@pytest.fixture(scope="session")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copies]:
    """What several tests begin with."""
    made = Copies(tmp_path_factory.mktemp("copies"))
    yield made
    made.clear()


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


class Program(Protocol):
    """Runs one of the programs here on the database; returns what it found, as it printed it in JSON."""

    def __call__(self, name: str, *words: object) -> Any: ...


@pytest.fixture
def program(address: str, tmp_path: Path) -> Program:
    environment = {**os.environ, "REMIT_DATABASE": address, "REMIT_DATA": str(tmp_path / "data")}
    environment["DJANGO_SETTINGS_MODULE"] = "remit_web.settings"

    def call(name: str, *words: object) -> Any:
        command = [sys.executable, str(PROGRAMS / f"{name}.py"), *map(str, words)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=400)
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout)

    return call


@pytest.fixture
def raw(address: str) -> Raw:
    """Runs statements behind the application's back."""

    def run(*statements: str) -> None:
        if address.startswith("sqlite"):
            with closing(sqlite3.connect(address.removeprefix("sqlite:///"))) as plain, plain:
                for statement in statements:
                    plain.execute(statement)
        else:
            import psycopg

            with psycopg.connect(address) as connection:
                for statement in statements:
                    connection.execute(statement)

    return run
