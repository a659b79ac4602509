"""The page of a country prints on one sheet of paper: two sides of A4."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from .conftest import signed_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext

SIDES = 2
_SIDE = re.compile(rb"/Type\s*/Page\b")
"""What begins each page of a PDF; `/Type /Pages` is the list of them."""


@pytest.fixture(scope="module")
def context(browser: Browser, served: str) -> Iterator[BrowserContext]:
    context = signed_in(browser, served, "planning@example.org")
    yield context
    context.close()


def countries(context: BrowserContext, served: str, language: str) -> list[str]:
    """Return the addresses of the page of every country of the example: those with plans first."""
    context.add_cookies([{"name": "django_language", "value": language, "url": served}])
    page = context.new_page()
    page.goto("/countries/")
    links = page.locator("main a[href^='/countries/']").evaluate_all("all => all.map(one => one.pathname)")
    page.close()
    return list(dict.fromkeys(link for link in links if link != "/countries/"))


@pytest.mark.parametrize(("language", "first"), [("en", 1_000), ("ar", 10)])
def test_every_country_prints_on_two_sides(context: BrowserContext, served: str, language: str, first: int) -> None:
    every = countries(context, served, language)
    assert len(every) > 50
    page, sides = context.new_page(), {}
    for address in every[:first]:
        page.goto(address)
        sides[address] = len(_SIDE.findall(page.pdf(prefer_css_page_size=True)))
    page.close()
    assert SIDES in sides.values(), "the pages that say most are not among them"
    assert set(sides.values()) <= {*range(1, SIDES + 1)}, sides
