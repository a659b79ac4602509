"""Fixtures for every test."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

REPOSITORY = Path(__file__).parent.parent
DATA = REPOSITORY.parent / "shared" / "data"
POSTGRES = "REMIT_TEST_POSTGRES"
"""The address of a PostgreSQL server on which the tests may make databases: postgresql://USER:PASSWORD@HOST/NAME."""


def _data_set(name: str) -> Path:
    folder = DATA / name
    if not folder.is_dir():
        if os.environ.get("REMIT_REQUIRE_ALL"):
            pytest.fail(f"the data set {name} is required but absent")
        pytest.skip(f"left out: the open data set {name} is not beside the repository")
    return folder


@pytest.fixture(scope="session")
def fdrs() -> Path:
    """The databank's files."""
    return _data_set("fdrs")


@pytest.fixture(scope="session")
def uninfo() -> Path:
    """The country-team framework files."""
    return _data_set("uninfo-frameworks")


@pytest.fixture
def postgresql() -> Iterator[str]:
    """The address of an empty database on PostgreSQL, which is gone after the test."""
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
        # Not WITH (FORCE): that is refused while the server tidies this database up by itself, as somebody else.
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND usename = user", [name]
        )
        connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))
