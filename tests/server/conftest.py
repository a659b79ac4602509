"""The server as people start it, with an empty database: what it reads, and what it does not."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from benchmarks.start import running

if TYPE_CHECKING:
    from collections.abc import Iterator

TIMEOUT = 3
"""Seconds after which a request that is still being sent is cut off here."""


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of four processes."""
    data = tmp_path_factory.mktemp("server") / "data"
    with running(data, "serve", "--workers", "4", "--timeout", str(TIMEOUT)) as (address, _, _):
        yield address


@pytest.fixture(scope="session")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The same behind a server that speaks HTTPS."""
    data = tmp_path_factory.mktemp("behind") / "data"
    with running(data, "serve", "--workers", "2", REMIT_HTTPS="yes", REMIT_PROXIES="1") as (address, _, _):
        yield address


def connected(address: str) -> socket.socket:
    """Return a connection to a server."""
    parts = urlsplit(address)
    return socket.create_connection((parts.hostname or "", parts.port or 0), timeout=30)


def read(connection: socket.socket) -> bytes:
    """Return all that comes before the connection ends."""
    parts = []
    try:
        while part := connection.recv(1 << 16):
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)
