"""The page of settings: what `federation.yaml` may say."""

from __future__ import annotations

from dataclasses import fields

from docs.pages import kinds, markdown

from remit.exchange import settings_file
from remit.federation import Settings

_INTRO = """
`federation.yaml` stands in a federation's folder and says what holds for all of it. Every name may be
left out. A federation keeps its own settings when others are loaded into it, and says so.
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
    return markdown.page("Settings of a federation", _INTRO.strip(), example, *parts, f"Problems: {found}.")
