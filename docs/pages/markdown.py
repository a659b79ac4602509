"""The little Markdown that the reference needs."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

WRITTEN = "<!-- Written by code: change what it describes, then `make docs`. -->"
_ROLES = re.compile(r"\{(\w+)\}")


def page(title: str, *parts: str) -> str:
    """Return a page: its title, a note that code wrote it, and its parts."""
    written = [part.strip("\n") for part in (f"# {title}", WRITTEN, *parts)]
    return "\n\n".join(part for part in written if part) + "\n"


def table(names: Sequence[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table."""
    lines = [names, ["---"] * len(names), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def fenced(language: str, text: str) -> str:
    """Return a block of code."""
    return f"```{language}\n{text.strip(chr(10))}\n```"


def code(text: str) -> str:
    """Return code inside a line; nothing where there is none."""
    return f"`{text}`" if text else ""


def sentence(template: str) -> str:
    """Return a sentence with its facts in italics instead of braces."""
    return _ROLES.sub(lambda match: f"*{match[1].replace('_', ' ')}*", template)


def said(thing: object) -> str:
    """Return what a docstring says, without the indentation of the code."""
    return inspect.cleandoc(getattr(thing, "__doc__", None) or "").strip()


def prose(docstring: str) -> str:
    """Return a docstring as Markdown: what stands indented in it is an example."""
    parts = []
    for part in docstring.strip().split("\n\n"):
        is_example = part.startswith(("    ", ">>>"))
        parts.append(fenced("text", inspect.cleandoc(part)) if is_example else part)
    return "\n\n".join(parts)


def anchor(heading: str) -> str:
    """Return the anchor that a heading gets: small letters, hyphens for spaces, no other signs."""
    kept = re.sub(r"[^\w\- ]", "", heading.strip().lower())
    return kept.replace(" ", "-")
