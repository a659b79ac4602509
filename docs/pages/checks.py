"""The page of checks: every sentence that must hold for a federation as a whole."""

from __future__ import annotations

import sys

from docs.pages import kinds, markdown

from remit.checks import CHECKS

_INTRO = """
A check looks at the whole federation as it would be with the new rows: what was there, and what is being
taken in. Its name is the sentence that must hold. Checks run on every `remit load` and `remit check`.
Notices are given for new rows only.
"""


def page() -> str:
    """Return every check under its name, in the order in which problems are shown."""
    parts = []
    for check in CHECKS:
        name = check.__module__.rpartition(".")[2]
        found = kinds.of(check.__module__)
        parts += [f"## {name}", markdown.said(sys.modules[check.__module__])]
        parts.append(f"Problems: {kinds.links(found)}.")
    return markdown.page("Checks", _INTRO.strip(), *parts)
