"""No page holds a script, a style or an address that runs: whatever people have written stays text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from remit_web.organisation.models import Text
from remit_web.shell.tests.markup import Page
from remit_web.shell.tests.routes import answers, pages_beyond

if TYPE_CHECKING:
    from django.test import Client

    from remit_web.shell.tests.routes import Read

HOSTILE = """"><script>alert(1)</script><img src=x onerror=alert(1)><a href="javascript:alert(1)">'</style><style>"""
UNSAFE = (
    "<script>alert(1)</script>", '<script type="module">x</script>', "<p onclick=x>", "<svg onload=x>", '<a href="javascript:x">',
    '<a href=" java\nscript:x">', "<style>p {}</style>", "<iframe src=/>", '<a hx-get="/" hx-vals="js:x">', "<b hx-on::load=x>",
    '<base href="/">', '<meta http-equiv="refresh" content="0">', '<form action="javascript:x">', '<img src="//elsewhere.example/x">',
)  # fmt: skip


@pytest.mark.parametrize("text", UNSAFE)
def test_what_would_run_is_found(text: str) -> None:
    assert Page(text).unsafe


@pytest.mark.parametrize(
    "text",
    ['<script src="/x.js"></script>', '<script type="application/json">{"a": "<b onclick=x>"}</script>', '<i style="width:3%">', '<a href="/a?b=1">', "<p>on = javascript:</p>"],
)  # fmt: skip
def test_what_does_not_run_is_not(text: str) -> None:
    assert Page(text).unsafe == []


@pytest.mark.parametrize("who", ["anyone", "planner"])
def test_no_page_holds_what_would_run(read: dict[str, Read], who: str) -> None:
    found = read[who].pages
    assert len(found) > 60
    assert sum(page.scripts for page in found.values()) > len(found)
    assert {address: page.unsafe for address, page in found.items() if page.unsafe} == {}


@pytest.mark.usefixtures("rows_may_change")
def test_what_people_have_written_stays_text(everywhere: list[str], planner: Client) -> None:
    """Every name, title and chapter of the federation is made hostile."""
    assert Text.objects.update(text=HOSTILE) > 500
    found = pages_beyond(planner, answers(planner, everywhere))
    shown = [address for address, page in found.items() if "&lt;script&gt;alert(1)" in page.text]
    assert len(shown) > 30
    assert {address: page.unsafe for address, page in found.items() if page.unsafe} == {}
