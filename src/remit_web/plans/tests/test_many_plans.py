"""A list of thousands of plans: as many queries for who sees all of them as for who sees a few."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from benchmarks.many_plans import add_plans
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from remit_web.access.models import Person

if TYPE_CHECKING:
    from collections.abc import Mapping

pytestmark = pytest.mark.django_db


def queries(clients: Mapping[str, Client]) -> dict[str, int]:
    found = {}
    for name, client in clients.items():
        client.get("/plans/")
        with CaptureQueriesContext(connection) as asked:
            page = client.get("/plans/")
            found[name] = len(asked)
        assert "Project MANY-" in page.content.decode()
    return found


def test_it_takes_the_same_queries_for_an_administrator_and_a_reporter_however_many_there_are() -> None:
    clients = {name: Client() for name in ("admin", "reporting", "planning", "partner")}
    for name, client in clients.items():
        client.force_login(Person.objects.get(email=f"{name}@example.org"))
    add_plans(300)
    few = queries(clients)
    add_plans(2_000, begin=300)
    assert queries(clients) == few
    assert len(set(few.values())) == 1
