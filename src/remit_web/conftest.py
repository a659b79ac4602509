"""People to read the example federation as."""

from __future__ import annotations

import pytest
from django.test import Client


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
