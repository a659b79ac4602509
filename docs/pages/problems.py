"""The page of problems: every kind, what it says, and how to mend it."""

from __future__ import annotations

from docs.pages import kinds, markdown

from remit.exchange import FORMATS
from remit.problems import KINDS

_INTRO = """
Reading and checking never stop at the first problem: all of them come at once. Each has a code, a place
(file, then line, cell or path, then field), what is wrong, and how to mend it. A problem that *blocks*
stops a load: nothing is written. A *notice* is shown, and the load goes on. Words in italics are filled
in with the facts. What can be wrong with the record of who did what is here, too.
"""


def page() -> str:
    """Return every kind of problem under its code."""
    homes = kinds.homes()
    parts = []
    for kind in sorted(KINDS.values(), key=lambda kind: kind.code):
        effect = "Blocks" if kind.blocks else "A notice"
        parts.append(f"## {kind.code}")
        parts.append(markdown.sentence(kind.says))
        if kind.mend:
            parts.append(f"**Mend:** {markdown.sentence(kind.mend).strip()}")
        parts.append(f"{effect}; {_found(homes[kind.code])}.")
    return markdown.page("Problems", _INTRO.strip(), *parts)


def _found(module: str) -> str:
    """Return who finds the problems of a module."""
    area, name = [*module.split("."), ""][1:3]
    if area == "checks":
        return f"found by the check [{name}](checks.md#{name})"
    if area == "exchange":
        key = {"package": "plan", "nested": "plan"}.get(name, name)
        if key in FORMATS:
            return f"found while reading the format [{key}](formats.md#{key})"
        return "found while reading files"
    if area == "schema":
        return "found in single values"
    if area == "intake":
        return "found while rows are taken in"
    if area == "cli":
        return "found on the command line"
    if area == "audit":
        return "found by `remit audit verify`"
    return f"found by `{module}`"
