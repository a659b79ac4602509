"""What was put in on purpose is found by the clicks that the manual names."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from .conftest import signed_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext

MANUAL = Path(__file__).parents[2] / "docs" / "tutorials" / "find-what-was-put-in.md"


class Found(NamedTuple):
    """One item: its heading, what to click from the first page on, and what stands there then."""

    title: str
    clicks: list[str]
    there: list[str]


def items() -> list[Found]:
    """Read the manual's page: `## title`, then `Click: **a**, **b**.`, then `There: **x**, **y**.`"""
    found = []
    for part in MANUAL.read_text().split("\n## ")[1:]:
        title, _, text = part.partition("\n")
        lines = {
            name: re.findall(r"\*\*(.+?)\*\*", line)
            for name, line in re.findall(r"^(Click|There): (.+?)$(?=\n\n|\n\Z|\Z)", _joined(text), re.MULTILINE)
        }
        found.append(Found(title, lines["Click"], lines["There"]))
    return found


def _joined(text: str) -> str:
    """Return a text with each paragraph on one line."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.strip().split("\n\n")) + "\n"


@pytest.fixture(scope="module")
def context(browser: Browser, served: str) -> Iterator[BrowserContext]:
    context = signed_in(browser, served, "planning@example.org", viewport={"width": 1280, "height": 900})
    yield context
    context.close()


def plain(text: str) -> str:
    """Return a text with plain spaces, whatever kind of space sets numbers apart."""
    return " ".join(re.sub("[\u202f\u00a0]", " ", text).split())


def named(link: str) -> str:
    """Return what a link is called, without the number that an element is printed with."""
    return re.sub(r"^[A-Z]?\d+(\.\d+)*\s*(?=[A-Z])", "", plain(link))


@pytest.mark.parametrize("item", items(), ids=lambda item: item.title)
def test_an_item_is_found_by_its_clicks(context: BrowserContext, item: Found) -> None:
    page = context.new_page()
    page.goto("/")
    for click in item.clicks:
        near = page.get_by_role("link").filter(has_text=click)
        links = [link for link in near.all() if named(link.inner_text()) == click and link.is_visible()]
        assert links, f"{page.url} shows no link “{click}”"
        with page.expect_navigation():
            links[0].click()
    text = plain(page.locator("body").inner_text())
    page.close()
    for there in item.there:
        assert there in text, f"“{there}” is not there"


def test_everything_that_was_put_in_has_its_clicks() -> None:
    put_in = (MANUAL.parents[2] / "examples" / "invented-federation" / "PUT-IN.md").read_text()
    told = len(re.findall(r"^\| (?!what|---)[a-z].+?\|", put_in.partition("## By hand")[0], re.MULTILINE))
    assert told == len(items())
