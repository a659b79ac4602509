"""Who gets what at every route: `expected.csv` says it, and this walks all of it.

Each row is an address with a method; each kind of person has a column: 200, 302 (led to sign-in, or done), 403, 404, 405, 422. To
write the file anew after a change, run with REMIT_WRITE_MATRIX=1, and read what changed before you commit it.
"""

from __future__ import annotations

import csv
import os
import re
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from remit_web.access.models import Person
from remit_web.audit.models import Record

from .things import make_things

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FILE = Path(__file__).with_name("expected.csv")
PEOPLE = {
    "nobody": None,
    "reporter": "reporting",
    "reporter elsewhere": "neighbour",
    "planner": "host",
    "partner": "partner",
    "budget holder": "finance",
    "signatory": "signatory",
    "reviewer": "region",
    "approver": "approver",
    "secretary": "secretary",
    "auditor": "auditor",
    "case officer": "cases",
    "donor": "donor",
    "administrator": "admin",
}
"""Kinds of person, and the account of the example that stands for each."""
_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')
NO_ACTIONS = {"/language/", "/theme/", "/account/sessions/end/", "/sign-in/forgotten/"}
"""What is sent there is kept in the browser alone; or ends sessions that nobody has here; or asks for a letter to nobody."""
DOORS = ("/sign-in/", "/account/again/")
ASKED = ("method", "address", "sends")


def rows() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def patterns(of: Iterable[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    """Yield every route of the application, as it is written."""
    for one in of:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from patterns(one.url_patterns, route)
        else:
            yield route


def client_of(name: str) -> Client:
    client = Client(enforce_csrf_checks=False)
    account = PEOPLE[name]
    if account is not None:
        client.force_login(Person.objects.get(email=f"{account}@example.org"))
    return client


def answered(client: Client, row: dict[str, str], things: dict[str, str]) -> tuple[Any, int]:
    """Return how a row is answered, and how many records that makes; what it changes is taken back."""
    address, sends = (
        row["address"].format(**things),
        dict(parse_qsl(row["sends"].format(**things), keep_blank_values=True)),
    )
    ask: Any = client.post if row["method"] == "POST" else client.get
    with transaction.atomic():
        before = Record.objects.count()
        response = ask(address, sends) if sends or row["method"] == "POST" else ask(address)
        if response.streaming:
            b"".join(response.streaming_content)
        records = Record.objects.count() - before
        transaction.set_rollback(True)
    return response, records


@pytest.fixture
def things(rows_may_change: None) -> dict[str, str]:
    """What addresses name that has no code of its own before it is made: people, drafts, tokens."""
    return make_things()


def test_everybody_gets_what_the_matrix_says(things: dict[str, str]) -> None:
    found = [{name: row[name] for name in ASKED} for row in rows()]
    for name in PEOPLE:
        client = client_of(name)
        for row in found:
            row[name] = str(answered(client, row, things)[0].status_code)
    if os.environ.get("REMIT_WRITE_MATRIX"):
        with FILE.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, [*ASKED, *PEOPLE], lineterminator="\n")
            writer.writeheader()
            writer.writerows(found)
    expected = rows()
    differ = [
        f"{row['method']} {row['address']} as {name}: {new[name]}, not {row[name]}"
        for row, new in zip(expected, found, strict=True)
        for name in PEOPLE
        if row[name] != new[name]
    ]
    assert not differ, "\n".join(differ)


def test_whatever_is_done_is_recorded_and_what_is_refused_is_not(things: dict[str, str]) -> None:
    """Somebody for whom nothing is left to do, as an invitation of somebody else, is led on without a record."""
    recorded: dict[str, int] = {}
    for name in PEOPLE:
        client = client_of(name)
        for row in rows():
            if row["method"] == "POST" and row["address"] not in NO_ACTIONS:
                response, records = answered(client, row, things)
                is_done = response.status_code == HTTPStatus.FOUND and not response["Location"].startswith(DOORS)
                assert is_done or not records, f"{row['address']} as {name}: {response.status_code}, {records} records"
                if is_done:
                    recorded[row["address"]] = recorded.get(row["address"], 0) + records
    assert [address for address, records in recorded.items() if not records] == []
    assert len(recorded) > 10


def test_every_route_stands_in_the_matrix(things: dict[str, str]) -> None:
    walked = {resolve(urlsplit(row["address"].format(**things)).path).route for row in rows()}
    assert sorted(set(patterns(get_resolver().url_patterns)) - walked) == []


def test_every_kind_of_person_has_a_column() -> None:
    assert set(rows()[0]) == {*ASKED, *PEOPLE}


@pytest.mark.parametrize("name", [name for name in PEOPLE if name not in {"case officer", "nobody"}])
def test_what_is_hidden_is_like_what_never_was(things: dict[str, str], name: str) -> None:
    """The address of another unit's object answers as one of an object that does not exist: the same status, the same bytes."""
    client = client_of(name)
    for hidden in [row["address"] for row in rows() if "CP-KIL-2026" in row["address"] and row["method"] == "GET"]:
        never = hidden.replace("CP-KIL-2026", "CP-NIL-2026")
        there, not_there = (client.get(address.format(**things)) for address in (hidden, never))
        assert there.status_code == not_there.status_code == 404, hidden
        assert _TOKEN.sub(b"", there.content).replace(b"CP-KIL-2026", b"CP-NIL-2026") == _TOKEN.sub(
            b"", not_there.content
        )
