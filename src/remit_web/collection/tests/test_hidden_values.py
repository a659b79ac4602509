"""No page, file, search or API answer changes by a byte when a value is changed that its reader may not see."""

from __future__ import annotations

import html
import random
import re
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q

from remit_web.access.models import Person, Role
from remit_web.api.scope import whole_units
from remit_web.collection.models import Observation
from remit_web.figures.keep import keep
from remit_web.figures.models import Kept
from remit_web.store import DatabaseStore

if TYPE_CHECKING:
    from django.test import Client

PAGES = 110
"""Addresses that are compared for each reader, the same each time."""
STARTS = (
    "/", "/search/?q=arv", "/line-of-sight/", "/units/", "/units/map/", "/units/M-ARV/", "/indicators/", "/indicators/reached/",
    "/plans/", "/collection/", "/api/v1/units?limit=1000", "/api/v1/observations?limit=1000", "/api/v1/plans", "/api/v1/money",
    "/api/v1/figures?unit=WFRS&limit=1000", "/api/v1/figures?unit=M-ARV&limit=1000", "/api/v1/elements",
)  # fmt: skip
_LINK = re.compile(r'href="(/[^"#]*)')
_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')
_CACHED = re.compile(r"^/(static|sign-in|sign-out)/")


def body(client: Client, address: str) -> bytes:
    response: Any = client.get(address)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return str(response.status_code).encode() + _TOKEN.sub(b"", content)


def walk(client: Client) -> dict[str, bytes]:
    """Return pages by address. Follow links from the first pages, kind by kind of address, so that each kind of page is among those compared."""
    chance, found, waiting = random.Random(3), dict[str, bytes](), list(STARTS)
    while waiting and len(found) < PAGES:
        address = waiting.pop(0)
        found[address] = body(client, address)
        text = found[address].decode(errors="replace")
        links = sorted({html.unescape(link) for link in _LINK.findall(text)} - found.keys() - set(waiting))
        fresh = [link for link in links if not _CACHED.match(link)]
        waiting += chance.sample(fresh, min(len(fresh), 12))
    return found


def change(hidden: Q) -> int:
    """Change every hidden value and what stands beside it, and compute all figures again, at the moment of before."""
    rows = Observation.objects.filter(hidden).exclude(value=None)
    changed = rows.update(value=F("value") * 3 + 70_000, source="changed", reason="changed")
    at = Kept.objects.values_list("at", flat=True).get()
    keep(DatabaseStore().read())
    Kept.objects.update(at=at)
    return changed


def same(client: Client, hidden: Q) -> list[str]:
    """Return the addresses whose answer changed."""
    before = walk(client)
    assert len(before) == PAGES
    assert change(hidden)
    return [address for address, content in before.items() if body(client, address) != content]


def test_nothing_of_the_federation_shows_to_anyone(anyone: Client) -> None:
    assert same(anyone, ~Q(visibility="public")) == []


def test_nothing_of_other_units_shows_to_a_reporter(reporter: Client) -> None:
    from remit_web.access.readers import _reader

    person = Person.objects.get(email="reporting@example.org")
    assert Role.objects.filter(person=person).exists()
    assert same(reporter, Q(visibility__in=["unit", "named"]) & ~whole_units(_reader(person))) == []


def test_a_value_that_the_reader_may_see_does_change_what_is_shown(anyone: Client) -> None:
    """The comparison would find a difference."""
    path = "/figures/reached/M-ARV/2025/"
    before = body(anyone, path)
    Observation.objects.filter(unit="M-ARV", indicator="reached", visibility="public").update(source="changed")
    assert body(anyone, path) != before
