"""`remit walk`: a walk through plans at the terminal."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from remit.cli import options
from remit.errors import WrongUse
from remit.language import gettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

EXAMPLES = Path(__file__).parents[3] / "examples"
SEEDS = ("action-plan", "common-services", "movement-cooperation", "operational-plan")
EPILOG = """\b
Examples
  remit walk
  remit walk plan.yaml
"""


@click.command(epilog=EPILOG, short_help="Walk through the example plans.")
@click.argument("paths", nargs=-1, metavar="[PLAN]...", type=click.Path(exists=True, path_type=Path))
def walk(paths: tuple[Path, ...]) -> None:
    """Walk through plans at the terminal: the line of sight, the money, the gaps, the problems.

    Without PLAN, through the examples that come with Remit.
    """
    from remit.cli.portrait import pages_of
    from remit.cli.tables import terminal_width

    pages = [page for place in places(paths or [EXAMPLES / name for name in SEEDS]) for page in pages_of(place)]
    if not pages:
        raise WrongUse(gettext("There is no plan here; name a plan's file, or a folder that holds plans."))
    width = min(terminal_width() or WIDTH, WIDEST)
    for number, page in enumerate(pages, 1):
        for line in page.lines(f"{number}/{len(pages)}", width):
            click.echo(line)
        if number < len(pages) and _enough():
            return


def _enough() -> bool:
    """Wait for a key between two plans; say whether the reader wants to leave. A pipe gets all of them at once."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    click.echo(gettext("Any key for the next plan, q to leave ..."), nl=False)
    try:
        key = click.getchar()
    except EOFError:
        key = "q"
    click.echo()
    return key in {"q", "Q", "\x1b"}


WIDTH, WIDEST = 80, 100
"""How wide the walk is where the output is no terminal, and at most."""


def places(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield files and federations' folders; a folder that holds such folders gives each of them."""
    for path in paths:
        if path.is_file() or options.holds_federation(path):
            yield path
        elif path.is_dir():
            yield from (inside for inside in sorted(path.iterdir()) if options.holds_federation(inside))
