"""What a reader is answered: pages, downloads, searches and the API, so many addresses of each kind."""

from __future__ import annotations

import html
import re
from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

from django.urls import resolve, reverse

from remit_web.plans.models import Plan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.test import Client

    from remit_web.collection.tests.hidden import Hidden

EACH = 2
"""Addresses of each kind that are followed, where nothing else is said."""
STARTS = (
    "/", "/search/?q=arv", "/line-of-sight/", "/units/", "/units/M-ARV/", "/units/M-PAD/", "/countries/GEO/", "/indicators/reached/",
    "/indicators/reached/?unit=M-ARV&format=csv", "/figures/reached/WFRS/2025/?format=csv", "/figures/reached/M-ARV/2025/?format=csv",
    "/plans/", "/plans/S2030/", "/plans/SEC-2026/", "/plans/CP-ARV-2026/", "/collection/",
)  # fmt: skip
API = (
    "federation", "units?limit=1000", "trees?limit=1000", "indicators", "rounds", "plans", "elements?limit=1000", "money?limit=1000",
    "observations?limit=1000", "observations?limit=1000&page=2", "observations?limit=1000&page=3", "observations?unit=M-ARV",
    "observations?period=2031", "observations?indicator=reached&limit=1000", "figures?unit=WFRS&limit=1000",
    "figures?unit=M-ARV&limit=1000", "figures?unit=M-PAD&limit=1000", "figures?indicator=reached&limit=1000&page=2", "figures?period=2031",
    "openapi.json",
)  # fmt: skip
_LINK = re.compile(r'href="(/[^"#]*)')
_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')
_LEFT = re.compile(r"^/(static|sign-in|sign-out|language|theme)/")


def answer(client: Client, address: str) -> bytes:
    """Return an answer without the tokens of its forms, which are others each time."""
    return _TOKEN.sub(b"", with_tokens(client, address))


def with_tokens(client: Client, address: str) -> bytes:
    response: Any = client.get(address)
    return written(response, b"".join(response.streaming_content) if response.streaming else response.content)


def written(response: Any, content: bytes) -> bytes:
    return f"{response.status_code} {response.headers['Content-Type']}\n".encode() + content


def walk(client: Client, asked: Iterable[str], starts: Iterable[str] = STARTS, each: int = EACH) -> dict[str, bytes]:
    """Return answers by address: of what is asked for, and what links from the starts lead to, so many of each kind."""
    return follow(client, {address: answer(client, address) for address in asked}, starts=starts, each=each)


def follow(
    client: Client,
    found: dict[str, bytes],
    ask: Callable[[Client, str], bytes] = answer,
    starts: Iterable[str] = STARTS,
    each: int = EACH,
) -> dict[str, bytes]:
    """Add to some answers what links lead to, so many addresses of each kind."""
    kinds, waiting = Counter[str](), list(starts)
    while waiting:
        address = waiting.pop(0)
        found[address] = ask(client, address)
        for link in _links(found[address]):
            kind = _kind(link)
            if link not in found and link not in waiting and kinds[kind] < each:
                kinds[kind] += 1
                waiting.append(link)
    return found


def _links(content: bytes) -> list[str]:
    links = {html.unescape(link) for link in _LINK.findall(content.decode())}
    return sorted(link for link in links if not _LEFT.match(link))


def _kind(link: str) -> str:
    """Return the page that an address is of, and what is asked of it."""
    parts = urlsplit(link)
    asked = parse_qs(parts.query)
    return " ".join([resolve(unquote(parts.path)).view_name, *sorted(asked), *asked.get("format", ())])


def of_api() -> Iterable[str]:
    """Return addresses of the API."""
    plans = ("S2030", "SEC-2026", "CP-ARV-2026", "CP-PAD-2026", "CP-KIL-2026", "S-ARV", "GR-LUMEN", "AP-2026-01")
    more = [f"plans/{plan}{what}" for plan in plans for what in ("", "/funding", "/linkage")]
    return [f"/api/v1/{path}" for path in (*API, *more)]


def of_hidden(hidden: Hidden) -> Iterable[str]:
    """Yield the addresses of what is hidden, and searches for it: what may be asked for by name all the same."""
    for word in (*hidden.words(), "Quagga", "NEW-"):
        yield f"/search/?q={quote(word[:60])}"
    for plan in hidden.plans:
        for code in (plan, f"NEW-{plan}"):
            yield from (
                reverse(name, args=[code])
                for name in ("plan", "plan-money", "plan-line-of-sight", "plan-indicators", "plan-risks")
            )
        assert Plan.objects.filter(plan=plan).exists()
    values = hidden.values.order_by("id")
    for one in values[:: max(1, values.count() // 8)]:
        cell = f"?cell={quote(one.cell)}" if one.cell else ""
        yield f"/figures/{one.indicator}/{one.unit}/{one.period}/{cell}"
        yield f"/figures/{one.indicator}/{one.unit}/2031/{cell}"


def difference(before: bytes, after: bytes) -> str:
    """Return the first place where two answers differ, as both have it."""
    old, new = before.decode(errors="replace"), after.decode(errors="replace")
    at = next((n for n, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), min(len(old), len(new)))
    around = slice(max(0, at - 120), at + 80)
    return f"at character {at}:\n  before: {old[around]!r}\n  after:  {new[around]!r}"
