"""`remit check`: what is wrong with files, without loading them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from remit.cli import options
from remit.cli.load import PATH, as_json_of, report, taken_in
from remit.cli.said import BLOCKED, DONE, print_json
from remit.language import gettext

if TYPE_CHECKING:
    from pathlib import Path

EPILOG = """\b
Examples
  remit check examples/operational-plan
  remit check returns-2012.csv --federation DIR
"""


@click.command(epilog=EPILOG, short_help="Say what is wrong with files.")
@click.argument("paths", nargs=-1, required=True, metavar="FILE...", type=PATH)
@options.federation_option
@click.option("--format", "key", metavar="NAME", help="The files' format, where it cannot be told.")
@options.all_option
@options.json_option
@click.pass_context
def check(
    ctx: click.Context,
    *,
    paths: tuple[Path, ...],
    folder: Path | None,
    key: str | None,
    everything: bool,
    as_json: bool,
) -> None:
    """Say what is wrong with files, and how to mend it, without loading them.

    With --federation, as if they were loaded there; else as if they stood alone. A plan's file in a federation's
    folder is read with the rest of that folder.
    """
    federation = None if folder is None else options.opened(folder)
    if folder is None and key is None:
        paths = _with_neighbours(paths)
    seen, intake = taken_in(paths, key, federation)
    if as_json:
        print_json(as_json_of(seen, intake))
    else:
        for line in report(seen, intake, everything=everything, loading=False):
            click.echo(line)
        if not intake.problems:
            click.echo(gettext("Nothing is wrong."))
    ctx.exit(BLOCKED if any(problem.blocks for problem in intake.problems) else DONE)


def _with_neighbours(paths: tuple[Path, ...]) -> tuple[Path, ...]:
    """Return each plan's file in a federation's folder as that folder: what the plan names may stand beside it."""
    from remit.cli.plans import home_of

    places = [home_of(path) or path for path in paths]
    return tuple({place.resolve(): place for place in places}.values())
