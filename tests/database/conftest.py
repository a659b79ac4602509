"""A database of its own for a test, on SQLite and on PostgreSQL, and the commands that work on it."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Protocol
from uuid import uuid4

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

POSTGRES = "REMIT_TEST_POSTGRES"
"""The address of a PostgreSQL server on which the tests may make databases: postgresql://USER:PASSWORD@HOST/NAME."""


class Remit(Protocol):
    """Calls a command on the database; returns what it printed, and checks its exit code."""

    def __call__(self, *words: object, code: int = 0) -> str: ...


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Yield the address of an empty database, which is gone after the test."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/remit.sqlite3"
        return
    server = os.environ.get(POSTGRES)
    if server is None:
        if os.environ.get("REMIT_REQUIRE_ALL"):
            pytest.fail(f"PostgreSQL is required; {POSTGRES} does not say where it is")
        pytest.skip(f"left out: {POSTGRES} does not say where PostgreSQL is")
    import psycopg
    from psycopg import sql

    name = f"remit_test_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    yield server.rpartition("/")[0] + f"/{name}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


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
