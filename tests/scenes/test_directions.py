"""On a page that reads from right to left: figures keep their order, and a code stands before its title, apart from it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from .conftest import signed_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext

LETTERS = """element => { const found = [], nodes = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node; (node = nodes.nextNode());) for (let at = 0; at < node.data.length; at++) {
        const range = document.createRange(); range.setStart(node, at); range.setEnd(node, at + 1);
        const place = range.getBoundingClientRect();
        if (place.width) found.push([node.data[at], Math.round(place.top), place.left]) }
    return found }"""
"""Each letter that is seen: its line, and where it stands from the left."""


@pytest.fixture(scope="module")
def context(browser: Browser, served: str) -> Iterator[BrowserContext]:
    context = signed_in(browser, served, "planning@example.org", viewport={"width": 1280, "height": 900})
    context.add_cookies([{"name": "django_language", "value": "ar", "url": served}])
    yield context
    context.close()


@pytest.mark.parametrize(
    ("address", "where", "says"),
    [
        ("/figures/reached/WFRS/2026/", "td bdi[dir=ltr]", "8/10"),
        ("/figures/warned-share/WFRS/2026/", ".key-figure", "32%"),
        ("/", ".key-cards .asof", "50of60havereported"),
        ("/", ".priorities .reason bdi", "gone."),
        ("/plans/CP-ARV-2026/", ".headline .asof", "28of30villages,2026"),
    ],
)
def test_what_reads_from_the_left_keeps_its_order(context: BrowserContext, address: str, where: str, says: str) -> None:
    page = context.new_page()
    page.goto(address)
    letters = page.locator(where).first.evaluate(LETTERS)
    page.close()
    assert says in "".join(one for one, _, _ in letters if one.isprintable() and not one.isspace())
    turned = [
        f"{one} {other}"
        for (one, line, left), (other, below, right) in pairwise(letters)
        if line == below and left > right
    ]
    assert not turned, f"{says}: {turned}"


@pytest.mark.parametrize(
    ("address", "where"),
    [
        ("/plans/CP-ARV-2026/", ".element-name"),
        ("/units/M-MEN/", "#money tbody th"),
        ("/plans/GR-LUMEN/", ".paid th a"),
    ],
)
def test_a_code_stands_before_its_title_and_apart(context: BrowserContext, address: str, where: str) -> None:
    page = context.new_page()
    page.goto(address)
    named = page.locator(where).filter(has=page.locator(".code")).first
    code, title = named.locator("bdi").first.bounding_box(), named.locator("bdi").nth(1)
    first_line = title.evaluate("one => one.getClientRects()[0].toJSON()")
    page.close()
    assert code is not None
    assert code["x"] - first_line["right"] >= 3, "the code is the first that is read, with room behind it"
