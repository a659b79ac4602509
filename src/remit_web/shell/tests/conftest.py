"""What the tests of every page need: all addresses, and what readers are answered there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.test import Client

from remit_web.conftest import signed_in
from remit_web.shell.tests.routes import Read, addresses, answers, pages_beyond

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker


@pytest.fixture
def everywhere(db: None) -> list[str]:
    """An address of every route, and of a file for browsers."""
    return addresses()


@pytest.fixture(scope="session")
def read(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> dict[str, Read]:
    """What a stranger and the planner are answered everywhere, for all tests that change nothing."""
    with django_db_blocker.unblock(), transaction.atomic():
        every, found = addresses(), dict[str, Read]()
        for who, client in {"anyone": Client(), "planner": signed_in("planning@example.org")}.items():
            answered = answers(client, every)
            found[who] = Read(answered, pages_beyond(client, answered))
        transaction.set_rollback(True)
    return found
