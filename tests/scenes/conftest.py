"""The product as people start it: one command in a folder of its own, and a real browser."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from benchmarks.start import demo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the demonstration."""
    data = tmp_path_factory.mktemp("demo") / "data"
    with demo(data):
        pass
    with demo(data) as (address, _):
        assert (data.parent / "demo.log").read_text().count("Loading") == 1, "a second start loads nothing"
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A browser without a window."""
    path = os.environ.get("REMIT_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        if os.environ.get("REMIT_REQUIRE_ALL"):
            pytest.fail("a browser is required; REMIT_CHROMIUM does not say where Chromium is")
        pytest.skip("left out: Chromium is not installed")
    from playwright.sync_api import sync_playwright

    # An open browser runs a loop in this thread, for which Django would keep from its database all tests that follow.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield made
        made.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def signed_in(browser: Browser, served: str, email: str, **options: Any) -> Any:
    """Return a browser's context in which somebody has signed in."""
    from remit_web.commands.demo import PASSWORD

    context = browser.new_context(base_url=served, **options)
    page = context.new_page()
    page.goto("/sign-in/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Password").press("Enter")
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    page.close()
    return context
