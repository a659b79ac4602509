"""The page of commands: every command's help, as the command line prints it."""

from __future__ import annotations

import click
from docs.pages import markdown

from remit.cli import main, sections

WIDTH = 80


def page() -> str:
    """Return the help of `remit` and of each command, by section."""
    whole = _context(main, "remit")
    parts = [markdown.fenced("text", main.get_help(whole))]
    for title, commands in sections().items():
        parts.append(f"# {title}")
        for command in commands:
            context = _context(command, command.name or "", whole)
            parts += [f"## remit {command.name}", markdown.fenced("text", command.get_help(context))]
    return markdown.page("Commands", *parts)


def _context(command: click.Command, name: str, parent: click.Context | None = None) -> click.Context:
    return click.Context(command, info_name=name, parent=parent, terminal_width=WIDTH, **command.context_settings)
