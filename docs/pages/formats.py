"""The page of formats: what each recognises, reads and writes, in the words of the code that does it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from docs.pages import kinds, markdown

from remit.exchange import FORMATS
from remit.exchange.fdrs.sheets import Holds
from remit.plans.shape import HEAD, HEAD_SECTION, SECTIONS

if TYPE_CHECKING:
    from remit.exchange.base import Format

_INTRO = """
`remit load`, `check` and `convert` tell a file's format by its name and first bytes; `--format NAME` says
it where that is not enough. Reading never stops at bad data: rows come with problems beside them. A file
may be packed by gzip. Its size is limited, archives are looked at before they are opened, text must be
UTF-8, and formulas are never run.
"""
_SECTIONS = """
`schema: remit-plan/1` stands first. Each section is a list of rows; `plan`, the head, is one row. The
[JSON Schema](plan.schema.json) says the same for programs.
""".strip()
_SHEETS = {
    Holds.SOCIETIES: "the list of societies",
    Holds.CODEBOOK: "the codebook of indicators",
    Holds.LONG: "the long table of values",
    Holds.IMPUTED: "published imputations",
    Holds.WIDE: "the wide download of a year",
}


def page() -> str:
    """Return every format under its key."""
    every = "remit.exchange"
    inside = [module for module in kinds.modules() if module.startswith(f"{every}.")]
    of_formats = [type(one).__module__ for one in FORMATS.values()]
    shared = [name for name in inside if not name.startswith(tuple(of_formats)) and "settings" not in name]
    shared_kinds = kinds.links(kinds.of(*(name for name in shared if not name.endswith("nested"))))
    parts = [part for one in FORMATS.values() for part in _parts(one)]
    return markdown.page("Formats", _INTRO.strip(), f"Problems of any file: {shared_kinds}.", *parts)


def _parts(one: Format) -> list[str]:
    module = type(one).__module__
    # What is declared beside the package's reader is about the same files.
    modules = [module, "remit.exchange.nested"] if one.key == "plan" else [module]
    return [
        f"## {one.key}",
        f"**{one.title}**",
        markdown.prose(markdown.said(sys.modules[module])),
        f"**Recognised.** {markdown.said(type(one).recognises)}",
        f"**Read.** {markdown.said(type(one).read)}",
        *_more(one.key),
        *_inside(module),
        f"**Written.** {markdown.said(type(one).write)}",
        f"Problems: {kinds.links(kinds.of(*modules))}.",
    ]


def _inside(module: str) -> list[str]:
    """Return what the modules of a format's folder say of themselves, where it is more than a line."""
    names = [name for name in kinds.modules() if name.startswith(f"{module}.")]
    told = {name.rpartition(".")[2]: markdown.said(sys.modules[name]) for name in names}
    return [
        f"### {key}: {name.replace('_', ' ')}\n\n{markdown.prose(text)}"
        for key in [module.rpartition(".")[2]]
        for name, text in told.items()
        if "\n\n" in text
    ]


def _more(key: str) -> list[str]:
    """Return what only one format has: the sheets of the databank, the sections of a plan."""
    if key == "fdrs":
        sheets = ((_SHEETS[holds], ", ".join(f"`{name}`" for name in sorted(holds.value))) for holds in Holds)
        return [
            "A sheet is known by the columns of its header:",
            markdown.table(("sheet", "columns"), sheets),
        ]
    if key == "plan":
        sections = {HEAD: HEAD_SECTION, **SECTIONS}
        rows = (
            (f"`{name}`", f"[{section.table.name}](tables.md#{section.table.name})", ", ".join(section.keys))
            for name, section in sections.items()
        )
        return [
            _SECTIONS,
            markdown.table(("section", "table", "what a row may hold"), rows),
        ]
    return []
