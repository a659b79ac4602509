"""`remit load`: take files into a federation, all of them or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from remit.cli import options
from remit.cli.said import BLOCKED, DONE, as_data, print_json, problem_lines
from remit.language import N_, gettext

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from remit.exchange.base import Reading
    from remit.federation import Federation
    from remit.intake import Intake

_LOADED = N_("Added"), N_("Already there"), N_("Corrected")
_WOULD_BE = N_("Would be added"), N_("Already there"), N_("Would be corrected")
PATH = click.Path(path_type=Path)
EPILOG = """\b
Examples
  remit load returns-2012.csv --federation DIR --dry-run
  remit load databank/ --format fdrs --federation DIR
"""


@click.command(epilog=EPILOG, short_help="Take files into a federation.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=PATH)
@options.federation_option
@options.as_option
@click.option("--format", "key", metavar="NAME", help="The files' format, where it cannot be told.")
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@click.option("--correct", metavar="REASON", help="Take other values for what is there as corrections.")
@options.all_option
@options.json_option
@click.pass_context
def load(
    ctx: click.Context,
    *,
    paths: tuple[Path, ...],
    folder: Path | None,
    key: str | None,
    correct: str | None,
    dry_run: bool,
    everything: bool,
    as_json: bool,
) -> None:
    """Read files or whole folders, check them, and take them into the federation in DIR, or in the database (made if absent).

    If one problem blocks, nothing is loaded. Loading the same file again adds nothing.
    """
    store = options.store_of(folder, make=True)
    seen, intake = taken_in(paths, key, options.opened_or_new(folder), correct, allow=store.allow)
    blocked = any(problem.blocks for problem in intake.problems)
    loaded = not (blocked or dry_run)
    if loaded:
        store.write(intake.federation, [path.resolve().name for path in paths])
    if as_json:
        print_json({"loaded": loaded, **as_json_of(seen, intake)})
    else:
        for line in report(seen, intake, everything=everything, loading=not dry_run):
            click.echo(line)
        click.echo(_closing(folder, blocked=blocked, dry_run=dry_run))
    ctx.exit(BLOCKED if blocked else DONE)


def taken_in(
    paths: Sequence[Path],
    key: str | None,
    federation: Federation | None,
    correct: str | None = None,
    allow: Callable[[Reading], None] | None = None,
) -> tuple[Reading, Intake]:
    """Read paths and take them into a federation (None: an empty one), in memory: nothing is written.

    `allow`: raises where the rows may not be taken in, before they are compared with what is there.
    """
    from remit.cli.inputs import read, with_settings
    from remit.cli.progress import progress
    from remit.federation import Federation
    from remit.intake import take_in

    federation = federation or Federation()
    with progress() as show:
        reading = read(paths, key, federation, show)
        if allow is not None:
            allow(reading)
        show(gettext("Taking in"), 0, None)
        return reading, take_in(with_settings(federation, reading), reading, correct=correct)


def report(seen: Reading, intake: Intake, *, everything: bool, loading: bool) -> Iterator[str]:
    """Yield what was seen, what became of it, or would if this were `loading`, and every problem.

    Where a problem blocks, nothing becomes of it.
    """
    from remit.cli.tables import Column, number, table

    if seen.seen:
        counts = "; ".join(f"{what} {number(count)}" for what, count in seen.seen.items())
        yield gettext("Seen: {counts}").format(counts=counts)
        yield ""
    rows = [[name, *map(number, counts)] for name, *counts in counts_of(intake)]
    if rows and not any(problem.blocks for problem in intake.problems):
        columns = _LOADED if loading else _WOULD_BE
        yield from table([Column(gettext("Table")), *(Column(gettext(name), right=True) for name in columns)], rows)
        yield ""
    if intake.problems:
        yield from problem_lines(intake.problems, everything=everything)
        yield ""


def counts_of(intake: Intake) -> Iterator[tuple[str, int, int, int]]:
    """Yield each table with its rows added, already there and corrected."""
    for name in dict.fromkeys([*intake.added, *intake.unchanged, *intake.corrected]):
        counts = intake.added.get(name, 0), intake.unchanged.get(name, 0), intake.corrected.get(name, 0)
        if any(counts):
            yield name, *counts


def as_json_of(seen: Reading, intake: Intake) -> dict[str, Any]:
    """Return what `report` says, for a program."""
    tables = {
        name: {"added": added, "unchanged": unchanged, "corrected": corrected}
        for name, added, unchanged, corrected in counts_of(intake)
    }
    return {"seen": seen.seen, "tables": tables, "problems": [as_data(one) for one in intake.problems]}


def _closing(folder: Path | None, *, blocked: bool, dry_run: bool) -> str:
    if blocked:
        return gettext("Nothing was loaded: mend what blocks, and load again.")
    if dry_run:
        return gettext("Nothing was written: this was a dry run.")
    return gettext("Loaded into {folder}.").format(folder=folder or gettext("the database"))
