"""People of the demonstration, by the first part of their address."""

from __future__ import annotations

from typing import Protocol

import pytest
from django.test import Client

from remit_web.access.acting import Acting
from remit_web.access.models import Person
from remit_web.access.readers import reader_of


class Someone(Protocol):
    """Returns something of somebody: `signed_in("admin")`."""

    def __call__(self, name: str) -> Client: ...


class Acts(Protocol):
    """Returns somebody acting."""

    def __call__(self, name: str) -> Acting: ...


def person(name: str) -> Person:
    return Person.objects.get(email=f"{name}@example.org")


@pytest.fixture
def signed_in(db: None) -> Someone:
    """A browser of somebody who has signed in."""

    def made(name: str) -> Client:
        client = Client()
        client.force_login(person(name))
        return client

    return made


@pytest.fixture
def acting(db: None) -> Acts:
    """Somebody acting."""
    return lambda name: Acting(reader_of(person(name)))
