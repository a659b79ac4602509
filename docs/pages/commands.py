"""The page of commands: every command's help, as the command line prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from docs.pages import markdown

from remit.cli import main, sections

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDTH = 80


def page() -> str:
    """Return the help of `remit` and of each command, by section."""
    whole = _context(main, "remit")
    parts = [markdown.fenced("text", main.get_help(whole))]
    for title, commands in sections().items():
        parts.append(f"# {title}")
        parts += [part for command in commands for part in _parts(command, whole)]
    return markdown.page("Commands", *parts)


def _parts(command: click.Command, parent: click.Context) -> Iterator[str]:
    """Yield a command with its help, then those inside it."""
    context = _context(command, command.name or "", parent)
    yield f"## {context.command_path}"
    yield markdown.fenced("text", command.get_help(context))
    if isinstance(command, click.Group):
        for one in command.commands.values():
            yield from _parts(one, context)


def _context(command: click.Command, name: str, parent: click.Context | None = None) -> click.Context:
    return click.Context(command, info_name=name, parent=parent, terminal_width=WIDTH, **command.context_settings)
