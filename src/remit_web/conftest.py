"""People to read the example federation as."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client

if TYPE_CHECKING:
    from collections.abc import Iterator


def _signed_in(email: str) -> Client:
    from remit_web.access.models import Person

    client = Client()
    client.force_login(Person.objects.get(email=email))
    return client


@pytest.fixture
def anyone(db: None) -> Client:
    """A reader who has not signed in: sees what is public."""
    return Client()


@pytest.fixture
def planner(db: None) -> Client:
    """Holds a role on the top of the federation: sees the whole."""
    return _signed_in("planning@example.org")


@pytest.fixture
def reporter(db: None) -> Client:
    """Holds a role on one member: sees the whole there, and what is for the federation elsewhere."""
    return _signed_in("reporting@example.org")


@pytest.fixture
def rows_may_change(db: None) -> Iterator[None]:
    """Rows that are only ever added may be changed in this test: what holds them is taken off, and put back."""
    from remit_web.audit.append_only import let_go

    with let_go():
        yield
