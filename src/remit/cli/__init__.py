"""The command line: one module per command. What is slow to import is imported when a command runs."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, Any

import click

from remit.cli.check import check
from remit.cli.convert import convert
from remit.cli.dump import dump
from remit.cli.link import link
from remit.cli.load import load
from remit.cli.rollup import rollup
from remit.cli.said import failed, not_possible
from remit.cli.walk import walk
from remit.errors import RemitError

if TYPE_CHECKING:
    from collections.abc import Sequence

SECTIONS: dict[str, Sequence[click.Command]] = {
    "Files": (load, check, dump, convert),
    "Figures": (rollup, link),
    "To see what it does": (walk,),
}


@cache
def installed() -> dict[str, EntryPoint]:
    """Return the commands that other packages bring: those of the application, where it is installed."""
    return {one.name: one for one in entry_points(group="remit.commands")}


def sections() -> dict[str, Sequence[click.Command]]:
    """Return every command, the application's too, by section."""
    application = [one.load() for one in installed().values()]
    return {**SECTIONS, **({"The application": application} if application else {})}


class Commands(click.Group):
    """The commands by section; what people did wrong is said in a sentence, without a traceback."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's
        """Write a section for each kind of command."""
        for title, commands in sections().items():
            with formatter.section(title):
                formatter.write_dl([(str(one.name), one.get_short_help_str(60)) for one in commands])

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*super().list_commands(ctx), *installed()]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command of the engine's, or one that the application brings."""
        found = super().get_command(ctx, cmd_name)
        if found is None and cmd_name in installed():
            command: click.Command = installed()[cmd_name].load()
            return command
        return found

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except RemitError as error:
            ctx.exit(failed(error))
        except OSError as error:
            if error.errno == errno.EPIPE:
                _leave_quietly()
                ctx.exit(PIPE_CLOSED)
            ctx.exit(not_possible(error))


PIPE_CLOSED = 141
"""The exit code where the reader of a pipe went away (head): as of a program that SIGPIPE ends."""


def _leave_quietly() -> None:
    """Let what is still to be written go nowhere, so that the end of the program does not complain."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


EPILOG = """\b
Begin with
  remit walk
  remit load FILES --federation DIR
  remit rollup --federation DIR --indicator CODE --by region,year

\b
Exit codes: 0 done; 1 a problem that blocks; 2 wrong use; 3 refused.
"""


@click.group(cls=Commands, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="remit", message="remit %(version)s")
def main() -> None:
    """Planning, budgeting, monitoring and reporting for a federation."""


for _commands in SECTIONS.values():
    for _command in _commands:
        main.add_command(_command)
