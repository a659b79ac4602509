"""Every figure on the pages of the example is the engine's: the pages are walked by their links, and each number read back."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from html import unescape
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.urls import Resolver404, resolve

from remit import rollup
from remit.indicators import indicators_of
from remit_web.store import DatabaseStore

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

EACH = 8
"""Pages of one kind that are walked."""
LINK = re.compile(r'<a\s[^>]*?href="([^"]+)"[^>]*>(.*?)</a>', re.DOTALL)
AT = tuple[str, str, str, str]


class Seen(NamedTuple):
    """A figure as a page shows it."""

    page: str
    at: AT
    text: str


def pages(client: Client) -> Iterator[tuple[str, str]]:
    """Yield addresses and pages, from the first page on, so many of each kind."""
    waiting, known, kinds = ["/"], {"/"}, Counter[str]()
    while waiting:
        address = waiting.pop(0)
        response = client.get(address, follow=True)
        assert response.status_code == 200, address
        if not response.headers["Content-Type"].startswith("text/html"):
            continue
        html = response.content.decode()
        yield address, html
        for found, _ in LINK.findall(html):
            to = unescape(found).partition("#")[0]
            if to.startswith("/") and to not in known:
                known.add(to)
                try:
                    kind = resolve(unquote(urlsplit(to).path)).view_name
                except Resolver404:
                    pytest.fail(f"{address} leads to {to}, which is no page")
                kinds[kind] += 1
                if kinds[kind] <= EACH:
                    waiting.append(to)


def figures_on(address: str, html: str) -> Iterator[Seen]:
    for found, text in LINK.findall(html):
        parts = urlsplit(unescape(found))
        if parts.path.startswith("/figures/") and 'class="fig' in html:
            indicator, unit, *period = unquote(parts.path).removeprefix("/figures/").strip("/").split("/")
            plain = unescape(re.sub(r"<[^>]+>", "", text)).strip()
            cell = parse_qs(parts.query).get("cell", [""])[0]
            if re.fullmatch(r"(≥\u202f)?\u2212?[\d\u202f.]+(\u202f%)?", plain):
                yield Seen(address, (indicator, unit, "/".join(period), cell), plain)


def number_in(text: str) -> tuple[Decimal, Decimal]:
    """Return the number that a text says, and half of its last digit."""
    digits = text.replace("≥", "").replace("\u202f", "").replace("\u2212", "-")
    share = digits.endswith("%")
    value = Decimal(digits.rstrip("%"))
    half = Decimal(5).scaleb(int(value.as_tuple().exponent) - 1)
    return (value / 100, half / 100) if share else (value, half)


@pytest.mark.django_db
def test_every_figure_on_a_page_is_the_engines(planner: Client) -> None:
    seen = [figure for page in pages(planner) for figure in figures_on(*page)]
    federation = DatabaseStore().read().current()
    rules = indicators_of(federation)
    engine: dict[AT, Decimal | None] = {}
    for axis in ("", *sorted({axis for rule in rules.values() for axis in rule.axes})):
        wanted = [code for code, rule in rules.items() if not axis or axis in rule.axes]
        for figure in rollup(federation, wanted, by=["unit", "year", *([axis] if axis else [])]):
            unit, year, *category = figure.keys
            engine[figure.indicator, unit, year, f"{axis}={category[0]}" if axis else ""] = figure.value
    assert len(seen) > 500, "the walk has found no figures"
    wrong = []
    for one in seen:
        value, (shown, half) = engine.get(one.at), number_in(one.text)
        if value is None or abs(value - shown) > half:
            wrong.append(f"{one.page}: {one.at} shows {one.text}, the engine says {value}")
    assert not wrong, "\n".join(wrong[:20])
