"""The reference, written from the code by `make docs`; a test holds each page to what would be written.

A page is a function without arguments that returns Markdown.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from docs.pages import (
    checks,
    commands,
    deployment,
    figures,
    formats,
    indicators,
    problems,
    public_names,
    settings,
    tables,
)

if TYPE_CHECKING:
    from collections.abc import Callable

REFERENCE = Path(__file__).parents[1] / "reference"
PAGES: dict[str, Callable[[], str]] = {
    "tables.md": tables.page,
    "indicators-add-up.md": indicators.page,
    "figures.md": figures.page,
    "formats.md": formats.page,
    "settings.md": settings.page,
    "commands.md": commands.page,
    "deployment.md": deployment.page,
    "problems.md": problems.page,
    "checks.md": checks.page,
    "python.md": public_names.page,
}
"""Every page that is written by code, by its file in `docs/reference/`."""
