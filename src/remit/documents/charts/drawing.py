"""Charts drawn on the server: ECharts in an embedded V8, about ten milliseconds each, as SVG.

The same definition gives the same bytes. One V8 is kept in each process, and made when the first chart is drawn, so
that a process that is forked before has its own.
"""

from __future__ import annotations

import atexit
import hashlib
import html
import json
import os
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from remit.documents.charts.look import DARK, LIGHT, Look, painted
from remit.documents.charts.values import plain

if TYPE_CHECKING:
    from remit.documents.charts.frame import Chart

VENDOR = Path(__file__).parent / "vendor"
"""ECharts and the shapes of the world: read here, and served to browsers from here."""
SCRIPT = """
function draw(option, width, height) {
  const chart = echarts.init(null, null, { renderer: "svg", ssr: true, width, height });
  try {
    chart.setOption(JSON.parse(option));
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}
"""
_lock = threading.Lock()
_STYLE = re.compile(r"<style.*?</style>\s*", re.DOTALL)
_FOR_SCRIPTS = re.compile(r' (?:class|ecmeta_\w+|pointer-events|xmlns:xlink|baseProfile|version)="[^"]*"')
_NAMES = re.compile(r"\bzr\d+-")
_COLOUR = re.compile(r'\b(fill|stroke)="(#[0-9a-f]{6}|rgb\(\d+,\d+,\d+\))"')
_NAMED = {colour: name for name, colour in LIGHT.items()}


def draw(chart: Chart, look: Look | None = None, *, dark: bool = False) -> str:
    """Return a chart as SVG with its own colours, for documents and paper."""
    return _drawn(chart, look or Look(), DARK if dark else LIGHT)


def draw_for_page(chart: Chart, look: Look | None = None) -> str:
    """Return a chart as SVG whose colours the page sets: `var(--chart-ink, #1f2937)`, light where it sets none."""
    return _COLOUR.sub(_named, _drawn(chart, look or Look(), LIGHT))


def _named(found: re.Match[str]) -> str:
    attribute, colour = found.groups()
    if colour.startswith("rgb"):
        colour = "#{:02x}{:02x}{:02x}".format(*map(int, re.findall(r"\d+", colour)))
    name = _NAMED.get(colour)
    return f'{attribute}="var(--chart-{name}, {colour})"' if name else found[0]


def _drawn(chart: Chart, look: Look, colours: dict[str, str]) -> str:
    option = json.dumps(painted(chart.option(look), colours), ensure_ascii=False, sort_keys=True)
    height = chart.height(look)
    svg = _rendered(option, look.width, height, with_world=chart.uses_world)
    key = hashlib.sha256(f"{look}{height}{chart.title}{option}".encode()).hexdigest()[:10]
    return _cleaned(svg, chart, look, f"c{key}")


@lru_cache(maxsize=64)
def _rendered(option: str, width: int, height: int, *, with_world: bool) -> str:
    """Return what ECharts draws. The last few are kept: a page asked for again has the same pictures."""
    with _lock:
        svg: str = _v8(os.getpid(), with_world=with_world).call("draw", option, width, height)
    return svg


def _cleaned(svg: str, chart: Chart, look: Look, key: str) -> str:
    """Return the SVG without styles and marks for scripts, with names that are its own, and words for who cannot see."""
    svg = _NAMES.sub(f"{key}-", _FOR_SCRIPTS.sub("", _STYLE.sub("", svg)))
    svg = svg.replace("<text ", '<text unicode-bidi="plaintext" ')  # Arabic labels read from the right
    _head, _end, body = svg.partition(">")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{look.width}" height="{chart.height(look)}"'
        f' viewBox="0 0 {look.width} {chart.height(look)}" role="img" direction="ltr" aria-labelledby="{key}-t {key}-d">\n'
        f'<title id="{key}-t">{html.escape(plain(chart.title))}</title>\n'
        f'<desc id="{key}-d">{html.escape(plain(chart.summary))}</desc>' + body
    )


@cache
def _v8(process: int, *, with_world: bool) -> Any:
    """Return this process's V8, with ECharts in it and, once a map is asked for, the world."""
    if with_world:
        context = _v8(process, with_world=False)
        context.eval(f"echarts.registerMap('world', {(VENDOR / 'world.json').read_text()})")
        return context
    from py_mini_racer import MiniRacer  # noqa: PLC0415 - 80 MB that only drawing needs

    with ThreadPoolExecutor(1) as apart:  # where a loop runs already, it would take that for its own, and wait for it
        context = apart.submit(MiniRacer).result()
    atexit.register(context.close)  # its threads would keep the process from ending
    context.eval((VENDOR / "echarts.min.js").read_text() + SCRIPT)
    return context
