"""The example federation in a database of its own, loaded once for all tests of pages; and people to read as."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.test import Client

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Load the example federation into the test database."""
    from django.conf import settings

    from remit_web.commands.demo import TODAY, load_example
    from remit_web.shell.files import collect

    settings.TODAY = date.fromisoformat(TODAY)
    collect()
    with django_db_blocker.unblock():
        load_example()


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
