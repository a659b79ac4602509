"""Charts on pages: drawn once on the server for what they show, whoever asks for it next."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from remit.documents.charts import Chart

KEPT = 256


def drawn(chart: Chart, key: str, width: int = 720, rtl: bool = False) -> Markup:
    """Return the HTML of a chart; `key` is its own on the page."""
    return _drawn(chart, key, width, rtl)


@lru_cache(maxsize=KEPT)
def _drawn(chart: Chart, key: str, width: int, rtl: bool) -> Markup:
    from remit.documents.charts import figure  # noqa: PLC0415 - only pages with charts need the drawing library

    return Markup(figure(chart, key, width=width, rtl=rtl))  # noqa: S704 - made safe there
