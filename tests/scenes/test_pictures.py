"""The pictures of README and manual: taken from the running product, and each of them there."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from .conftest import signed_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext

REPOSITORY = Path(__file__).parents[2]
PICTURES = {
    "overview": "/",
    "country": "/countries/GEO/",
    "plan": "/plans/CP-ARV-2026/",
    "line-of-sight": "/plans/SEC-2026/line-of-sight/",
    "indicator": "/indicators/reached/",
    "figure": "/figures/reached/WFRS/2026/",
}
SIZE = {"width": 1280, "height": 960}


@pytest.fixture(scope="module")
def context(browser: Browser, served: str) -> Iterator[BrowserContext]:
    context = signed_in(browser, served, "planning@example.org", viewport=SIZE, color_scheme="light")
    yield context
    context.close()


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_shows_the_page_that_it_is_of(context: BrowserContext, tmp_path: Path, name: str) -> None:
    page = context.new_page()
    response = page.goto(PICTURES[name])
    assert response is not None and response.ok
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    folder = REPOSITORY / os.environ["REMIT_PICTURES"] if "REMIT_PICTURES" in os.environ else tmp_path
    page.screenshot(path=folder / f"{name}.png")
    page.close()
    assert (folder / f"{name}.png").stat().st_size > 20_000


def test_the_manual_shows_pictures_that_a_scene_takes() -> None:
    pages = [*REPOSITORY.glob("*.md"), *REPOSITORY.glob("docs/**/*.md")]
    shown = {Path(found).name for page in pages for found in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", page.read_text())}
    kept = {file.name for file in (REPOSITORY / "docs" / "pictures").glob("*")}
    assert shown <= kept, "a page shows a picture that is not there: make pictures"
    assert kept == {f"{name}.png" for name in PICTURES}
