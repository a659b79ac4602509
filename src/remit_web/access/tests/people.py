"""People of the example, signed in as the tests need them."""

from __future__ import annotations

from typing import Any

from django.test import Client

from remit_web.access.models import Person
from remit_web.audit.models import PersonalValue, Record
from remit_web.commands.demo import PASSWORD

ADMIN = "admin@example.org"
REPORTER = "reporting@example.org"
GOOD = "quiet river lamp stone"
"""A password that nobody guesses."""


def person(email: str) -> Person:
    return Person.objects.get(email=email)


def at_the_door(email: str, password: str = PASSWORD, client: Client | None = None, **more: Any) -> Any:
    """Try a password; return the answer."""
    return (client or Client()).post("/sign-in/", {"login": email, "password": password}, **more)


def signed_in(email: str, **more: Any) -> Client:
    """Return a browser in which somebody has signed in with the password of the demonstration."""
    client = Client(**more)
    assert at_the_door(email, client=client).status_code == 302
    return client


def shown_again(client: Client, password: str = PASSWORD) -> Client:
    """Show once more that it is still them, as changes to the safety of an account ask for."""
    assert client.post("/account/again/", {"password": password, "next": "/account/"}).status_code == 302
    return client


def recorded(action: str) -> list[Record]:
    return list(Record.objects.filter(action=action).order_by("id"))


def personal(record: Record, name: str) -> str:
    return PersonalValue.objects.get(digest=record.personal[name]).value
