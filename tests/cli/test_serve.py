"""Serving: a port that is taken is told at once, before anything is loaded or promised."""

from __future__ import annotations

import re
import socket
from typing import TYPE_CHECKING

import pytest

from remit_web.commands.port import check_port

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .conftest import Remit


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which something listens."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


@pytest.mark.parametrize("command", ["demo", "serve"])
def test_a_port_that_is_in_use_is_told_with_one_that_is_free(remit: Remit, command: str, taken: int) -> None:
    result = remit(command, "--port", taken, code=2)
    assert f"Port {taken} is in use" in result.output
    assert "Remit is at" not in result.output
    free = re.search(rf"Port (\d+) is free: remit {command} --port \1", result.output)
    assert free
    check_port("127.0.0.1", int(free[1]), "remit demo")


def test_an_address_of_another_machine_cannot_be_listened_on(remit: Remit) -> None:
    result = remit("serve", "--host", "192.0.2.1", "--port", 8000, code=2)
    assert "192.0.2.1, port 8000, cannot be listened on" in result.output
