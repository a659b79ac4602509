"""`remit demo`: a walk through plans at the terminal."""

from __future__ import annotations

from pathlib import Path

import click

from remit.errors import WrongUse
from remit.language import gettext

EXAMPLES = Path(__file__).parents[3] / "examples"
EPILOG = """\b
Examples
  remit demo
  remit demo plan.yaml
"""


@click.command(epilog=EPILOG, short_help="Walk through the example plans.")
@click.argument("paths", nargs=-1, metavar="[PLAN]...", type=click.Path(exists=True, path_type=Path))
def demo(paths: tuple[Path, ...]) -> None:
    """Walk through plans at the terminal: the line of sight, the money, the gaps, the problems.

    Without PLAN, through the examples that come with Remit.
    """
    from remit.cli.portrait import portrait
    from remit.cli.tables import terminal_width

    files = plan_files(paths or (EXAMPLES,))
    if not files:
        raise WrongUse(gettext("There are no example plans here; name the file of a plan."))
    width = min(terminal_width() or WIDTH, 100)
    for index, file in enumerate(files, 1):
        for line in portrait(file, f"{index}/{len(files)}", width):
            click.echo(line)
        if index < len(files):
            click.pause(gettext("Press any key for the next plan ..."))


WIDTH = 80
"""How wide the walk is where the output is no terminal."""


def plan_files(paths: tuple[Path, ...]) -> list[Path]:
    """Return the files of plans among some files and folders, in order of name within each folder."""
    found: list[Path] = []
    for path in paths:
        inside = sorted(file for file in path.rglob("*") if file.suffix in {".yaml", ".yml", ".json"})
        found += [path] if path.is_file() else [file for file in inside if file.name != "federation.yaml"]
    return found
