"""The page of settings: what `federation.yaml` may say, and the environment variables of the application."""

from __future__ import annotations

from dataclasses import fields

from docs.pages import kinds, markdown

from remit.exchange import settings_file
from remit.federation import Settings
from remit_web.environment import KNOWN

_INTRO = """
`federation.yaml` stands in a federation's folder and says what holds for all of it. Every name may be
left out. A federation keeps its own settings when others are loaded into it, and says so.
"""


_APPLICATION = """
The application takes these from environment variables. A value that it cannot use is refused by name when it starts.
"""


def page() -> str:
    """Return every setting under its name, with its default."""
    parts = []
    for field in fields(Settings):
        column = settings_file.COLUMNS[field.name]
        value, kind = getattr(Settings(), field.name), column.type.value
        written = " ".join(value) if isinstance(value, tuple) else str(value)
        default = f"{kind[:1].upper()}{kind[1:]}; default: {markdown.code(written) or 'empty'}."
        parts += [f"## {field.name}", column.doc, default]
    found = kinds.links(kinds.of("remit.exchange.settings_file"))
    example = markdown.fenced("yaml", settings_file.settings_text(Settings(name="Rivers", currency="CHF")))
    variables = [part for name, doc in KNOWN.items() for part in (f"## {name}", doc)]
    return markdown.page(
        "Settings",
        *("# Of a federation", _INTRO.strip(), example, *parts, f"Problems: {found}."),
        *("# Of the application", _APPLICATION.strip(), *variables),
    )
