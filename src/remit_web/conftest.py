"""People to read the example federation as."""

from __future__ import annotations

import pytest
from django.test import Client


def signed_in(email: str) -> Client:
    """Return a client in which somebody of the demonstration has signed in."""
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
    return signed_in("planning@example.org")


@pytest.fixture
def reporter(db: None) -> Client:
    """Holds a role on one member: sees the whole there, and what is for the federation elsewhere."""
    return signed_in("reporting@example.org")
