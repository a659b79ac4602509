"""The pages of the example walked by their links, and every number on them: what it says, and what it opens."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

import pytest
from django.urls import Resolver404, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

EACH = 8
"""Pages of one kind that are walked."""
ALONE = {"br", "col", "hr", "img", "input", "link", "meta"}
"""Elements that hold nothing and have no end."""
NUMBERS = {"num", "fig", "key-figure"}
"""The classes of what is a number."""


class Number(NamedTuple):
    """A number on a page. `to`: what it opens; `classes`, `tags`: of all that it stands in; `column`: its head."""

    text: str
    to: str
    classes: frozenset[str]
    tags: frozenset[str]
    column: str


class Page(NamedTuple):
    """A page that was walked."""

    address: str
    html: str

    @property
    def kind(self) -> str:
        return kind_of(self.address)

    @property
    def numbers(self) -> list[Number]:
        parser = _Numbers()
        parser.feed(self.html)
        return parser.found


def kind_of(address: str) -> str:
    """Return the name of the route of an address."""
    return str(resolve(unquote(urlsplit(address).path)).view_name)


def walked(client: Client) -> Iterator[Page]:
    """Yield pages, from the first page on, so many of each kind."""
    waiting, known, kinds = ["/"], {"/"}, Counter[str]()
    while waiting:
        address = waiting.pop(0)
        response = client.get(address, follow=True)
        assert response.status_code == 200, address
        if not response.headers["Content-Type"].startswith("text/html"):
            continue
        page = Page(address, response.content.decode())
        yield page
        for found in re.findall(r'<a\s[^>]*?href="([^"]+)"', page.html):
            to = unescape(found).partition("#")[0]
            if to.startswith("/") and to not in known:
                known.add(to)
                try:
                    kind = kind_of(to)
                except Resolver404:
                    pytest.fail(f"{address} leads to {to}, which is no page")
                kinds[kind] += 1
                if kinds[kind] <= EACH:
                    waiting.append(to)


class _Numbers(HTMLParser):
    """Gathers the numbers of a page; one that is in a link with all that the link says."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.found: list[Number] = []
        self.link: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ALONE:
            self.open.append((tag, dict(attrs)))
        if tag == "a":
            self.link = []

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self.link is not None:
            self._add(" ".join("".join(self.link).split()))
            self.link = None
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.link is not None:
            self.link.append(data)
        else:
            self._add(" ".join(data.split()))

    def _add(self, text: str) -> None:
        tags = frozenset(tag for tag, _ in self.open)
        classes = frozenset(name for _, attrs in self.open for name in (attrs.get("class") or "").split())
        if re.search(r"\d", text) and classes & NUMBERS and not tags & {"thead", "svg", "script"}:
            to = next((attrs.get("href") or "" for tag, attrs in reversed(self.open) if tag == "a"), "")
            column = next((attrs["data-label"] or "" for _, attrs in self.open if "data-label" in attrs), "")
            self.found.append(Number(text, to, classes, tags, column))


class Rows(NamedTuple):
    """A table that explains: its rows and its last line, cell by cell."""

    body: list[list[str]]
    foot: list[str]


def tables(html: str) -> Iterator[Rows]:
    """Yield the tables of a page that have a last line, as texts; what is said below a number is left out."""
    for table in re.findall(r"<table.*?</table>", html, re.DOTALL):
        _head, _body, foot = table.partition("<tfoot")
        if foot:
            rows = re.findall(r"<tr[^>]*>(.*?)</tr>", _head.partition("<tbody")[2], re.DOTALL)
            yield Rows([_cells(row) for row in rows], _cells(foot))


def _cells(row: str) -> list[str]:
    plain = re.sub(r'<span class="reason">.*?</span>', "", row, flags=re.DOTALL)
    cells = re.findall(r"<t[hd]([^>]*)>(.*?)</t[hd]>", plain, re.DOTALL)
    found: list[str] = []
    for attributes, cell in cells:
        wide = re.search(r'colspan="(\d+)"', attributes)
        found += [""] * (int(wide[1]) - 1 if wide else 0) + [" ".join(unescape(re.sub(r"<[^>]+>", "", cell)).split())]
    return found
