"""What the tests of every page need: all addresses."""

from __future__ import annotations

import pytest

from remit_web.shell.tests.routes import addresses


@pytest.fixture
def everywhere(db: None) -> list[str]:
    """An address of every route, and of a file for browsers."""
    return addresses()
