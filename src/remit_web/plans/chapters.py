"""The chapters of a plan, and its texts of risks and assumptions: what people wrote, shown safely."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markupsafe import Markup

from remit_web.organisation.queries import names_of
from remit_web.plans.models import Assumption, Risk, Section
from remit_web.units.queries import latest

if TYPE_CHECKING:
    from datetime import date

    from remit_web.plans.queries import Head

BELOW = 2
"""A chapter's own title is the second heading of its page, so those within its text begin at the third."""


@dataclass(frozen=True)
class Chapter:
    """One chapter. `state`: stated, not stated, or breaks off here.

    `unit`: whose it is; `written_by`: by name, where that is not the plan's own unit.
    """

    code: str
    title: str
    html: Markup
    state: str
    unit: str
    written_by: str


@dataclass(frozen=True)
class Threat:
    """A risk, and what is done about it."""

    code: str
    element: str
    text: str
    response: str


@dataclass(frozen=True)
class Assumed:
    """What must hold for an element to succeed."""

    element: str
    text: str
    holds: bool | None
    checked_on: date | None


def chapters_of(head: Head) -> list[Chapter]:
    """Return the chapters of a plan, in order."""
    found = latest(Section.objects.filter(plan=head.code)).order_by("order", "section")
    rows = list(found.values_list("section", "title", "text", "state", "unit"))
    names = names_of("units", {unit for *_, unit in rows if unit} - {head.unit})
    return [
        Chapter(
            code, title, rendered(text or ""), state or "stated", unit or head.unit,
            names[unit] if unit and unit != head.unit else "",
        )
        for code, title, text, state, unit in rows
    ]  # fmt: skip


def risks_of(plan: str, element: str | None = None) -> list[Threat]:
    """Return the risks of a plan, or of one of its elements."""
    rows = latest(Risk.objects.filter(plan=plan)).order_by("risk")
    rows = rows if element is None else rows.filter(element=element)
    return [Threat(code, of or "", text, response or "") for code, of, text, response in rows.values_list(
        "risk", "element", "text", "response")]  # fmt: skip


def assumptions_of(plan: str, element: str | None = None) -> list[Assumed]:
    """Return the assumptions of a plan, or of one of its elements."""
    rows = latest(Assumption.objects.filter(plan=plan)).order_by("element", "number")
    rows = rows if element is None else rows.filter(element=element)
    return [Assumed(*row) for row in rows.values_list("element", "text", "holds", "checked_on")]


def rendered(text: str) -> Markup:
    r"""Return Markdown as HTML: HTML within it is shown as text, and links lead only where pages may lead.

    >>> str(rendered("# A <b>b</b>"))
    '<h3>A &lt;b&gt;b&lt;/b&gt;</h3>\n'
    """
    reader = _reader()
    tokens = reader.parse(text)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1]) + BELOW, 6)}"
    return Markup(reader.renderer.render(tokens, reader.options, {}))  # noqa: S704 - made with HTML off


@cache
def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
