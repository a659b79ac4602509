"""No page, file, search or API answer changes by a byte when something is changed that its reader may not see.

Everything hidden is changed at once: values, and plans with all that is theirs; some is taken away, some added.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.test import Client

from remit_web.access.models import Person
from remit_web.access.readers import Reader, reader_of
from remit_web.audit.append_only import let_go
from remit_web.collection.models import Observation
from remit_web.collection.tests.hidden import Hidden, fewer, keep_again, sharpen
from remit_web.collection.tests.walked import answer, difference, of_api, of_hidden, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoDbBlocker


@pytest.fixture(scope="module", autouse=True)
def _sharpened(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Less is measured than in the example, and more of it hidden, for all tests here; and all rows may be changed."""
    with django_db_blocker.unblock(), let_go():
        fewer()
        sharpen()
        keep_again()
        yield
        transaction.set_rollback(True)


def changes(client: Client, reader: Reader) -> list[str]:
    """Return the addresses whose answer is another after all was changed that the reader may not see."""
    hidden = Hidden(reader)
    before = walk(client, [*of_api(), *of_hidden(hidden)])
    assert len(before) > 150
    done = hidden.change(Random(3))
    assert min(
        done[what]
        for what in ("values", "values added", "values taken away", "money", "texts", "plans added", "links added")
    )
    keep_again()
    found = []
    for address, old in before.items():
        new = answer(client, address)
        if new != old:
            found.append(f"{address} {difference(old, new)}")
    return found


def test_nothing_of_the_federation_shows_to_anyone(anyone: Client) -> None:
    found = changes(anyone, Reader(None))
    assert not found, "\n".join([f"{len(found)} answers differ", *found[:10]])


@pytest.mark.parametrize("name", ["reporting", "donor"])
@pytest.mark.django_db
def test_nothing_of_other_units_shows_to_who_is_of_one(name: str) -> None:
    """A reporter sees the whole of one unit, and elsewhere what is for the federation; a donor its grant, and what is public."""
    person = Person.objects.get(email=f"{name}@example.org")
    client = Client()
    client.force_login(person)
    found = changes(client, reader_of(person))
    assert not found, "\n".join([f"{len(found)} answers differ", *found[:10]])


def test_a_value_that_the_reader_may_see_does_change_what_is_shown(anyone: Client) -> None:
    """The comparison would find a difference."""
    path = "/figures/reached/M-ARV/2025/"
    before = answer(anyone, path)
    Observation.objects.filter(unit="M-ARV", indicator="reached", visibility="public").update(source="changed")
    assert answer(anyone, path) != before
