"""A chart on a page: drawn on the server for wide and narrow screens, with what a script needs to draw it again."""

from __future__ import annotations

import html
import json
from typing import TYPE_CHECKING

from remit.documents.charts.drawing import draw_for_page
from remit.documents.charts.look import Look

if TYPE_CHECKING:
    from remit.documents.charts.frame import Chart

PHONE = 340
"""Pixels that a phone 390 wide leaves inside a card."""


def figure(chart: Chart, key: str, *, width: int = 720, rtl: bool = False) -> str:
    """Return the HTML of a chart, safe to put into a page; `key` is its own on the page.

    It holds two drawings, of which the style sheet shows the one that fits, and a JSON block for `charts.js`. The
    table of the same values, `chart.table()`, is for the page to show beside it.
    """
    wide, narrow = Look(width, rtl), Look(min(width, PHONE), rtl)
    name = html.escape(key, quote=True)
    return (
        f'<figure class="chart" data-chart="{name}">'
        f'<div class="chart-wide">{draw_for_page(chart, wide)}</div>'
        f'<div class="chart-narrow">{draw_for_page(chart, narrow)}</div>'
        f'<script type="application/json" id="{name}">{_block(chart, wide, narrow)}</script></figure>'
    )


def _block(chart: Chart, wide: Look, narrow: Look) -> str:
    block = {
        "title": chart.title,
        "summary": chart.summary,
        "world": chart.uses_world,
        "wide": {"option": chart.option(wide), "height": chart.height(wide), "width": wide.width},
        "narrow": {"option": chart.option(narrow), "height": chart.height(narrow), "width": narrow.width},
    }
    text = json.dumps(block, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
