"""The page of what `remit check-deploy` looks at: every check, what is unsafe, and how to mend it."""

from __future__ import annotations

from docs.pages import markdown

from remit_web.commands.deployment import CHECKS

_INTRO = """
`remit check-deploy` goes through these, where the server runs and with the same variables. It changes nothing, and ends with
the exit code 1 if one does not hold. [Deploy](../how-to/deploy.md) leads to a place in which all hold.
"""


def page() -> str:
    """Return every check under its code, in the order in which it is shown."""
    parts = []
    for check in CHECKS:
        unsafe, mend = map(markdown.sentence, (check.unsafe, check.mend))
        parts += [f"## {check.code}", check.holds, f"Where it does not: {unsafe}", f"To mend it: {mend}"]
    return markdown.page("What a deployment must hold", _INTRO.strip(), *parts)
