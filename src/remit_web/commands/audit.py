"""`remit audit`: verify, seal and export the record of who did what."""

from __future__ import annotations

import re
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from remit.cli.options import all_option, json_option, refuse_without_folder
from remit.cli.said import BLOCKED, DONE, as_data, print_json, problem_lines
from remit.errors import WrongUse
from remit.language import gettext
from remit_web.commands import set_up, up_to_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from remit.problems import Problem
    from remit_web.audit.models import Batch
    from remit_web.audit.verify import Verification

MOST = 1_000
"""Problems that are shown; of more, how many they are."""
_NOTED = re.compile(r"([0-9a-f]{64})(?:@(\d{1,18}))?")
EPILOG = """\b
Examples
  remit audit verify
  remit audit verify --expect HASH@NUMBER
  remit audit export --out record.jsonl
"""


class Noted(click.ParamType[tuple[str, "int | None"]]):
    """A hash that was noted down, with its number where that was noted, too."""

    name = "noted"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, int | None]:
        found = _NOTED.fullmatch(value)
        if found is None:
            self.fail(
                gettext("{value!r} is no hash, as verify writes it: 64 signs, and perhaps @ and a number.").format(
                    value=value
                ),
                param,
                ctx,
            )
        return found[1], int(found[2]) if found[2] else None


@click.group(epilog=EPILOG, short_help="Verify the record of who did what.")
def audit() -> None:
    """Verify, seal and export the record of who did what."""


@audit.command(short_help="Find whatever was changed in the record.")
@click.option(
    "--expect",
    type=Noted(),
    multiple=True,
    metavar="HASH[@NUMBER]",
    help="A hash noted down earlier, which must be in the chain.",
)
@all_option
@json_option
@click.pass_context
def verify(ctx: click.Context, *, expect: tuple[tuple[str, int | None], ...], everything: bool, as_json: bool) -> None:
    """Read the whole record, and say what was changed, taken away, added or moved in the database since it was written.

    Nothing is written, and nobody waits. Note down the latest hash, away from this machine: with --expect it shows that
    the end of the record was not cut off since.
    """
    _database_as_it_is()
    from remit_web.audit.verify import Verification

    found = Verification(expect)
    every = found.problems()
    problems = list(islice(every, MOST))
    left = sum(1 for _ in every)
    if as_json:
        print_json({**_counts(found), "problems": [as_data(one) for one in problems], "problems_left_out": left})
    else:
        for line in (*_lines(found), *_said(problems, left, everything=everything)):
            click.echo(line)
    ctx.exit(BLOCKED if left or any(one.blocks for one in problems) else DONE)


def _counts(found: Verification) -> dict[str, Any]:
    latest = found.latest
    return {
        "records": found.records.records, "not_sealed": found.waiting, "batches": found.chain.batches,
        "personal_values": found.records.values, "personal_values_erased": found.records.erased,
        "latest": {"number": latest.number, "hash": latest.hash, "sealed_at": latest.sealed_at.isoformat()} if latest else None,
    }  # fmt: skip


def _lines(found: Verification) -> Iterator[str]:
    from remit.cli.tables import number

    facts = {name: number(value) if isinstance(value, int) else value for name, value in _counts(found).items()}
    yield gettext("Records          {records}, of which not sealed yet {not_sealed}").format(**facts)
    yield gettext("Batches          {batches}").format(**facts)
    yield gettext("Personal values  {personal_values}, and erased {personal_values_erased}").format(**facts)
    if found.latest:
        yield gettext("Latest           {noted}").format(noted=_noted(found.latest))


def _noted(batch: Batch) -> str:
    return f"{batch.hash}@{batch.number}"


def _said(problems: list[Problem], left: int, *, everything: bool) -> Iterator[str]:
    yield ""
    if not any(one.blocks for one in problems):
        yield gettext("All stands as it was written and sealed.")
    yield from problem_lines(problems, everything=everything)
    if left:
        yield gettext("There are {count} problems more.").format(count=f"{left:,}")


@audit.command(short_help="Seal what is not sealed yet.")
def seal() -> None:
    """Seal all records that are not sealed yet, as the worker does each half minute; print the latest hash."""
    up_to_date()
    from remit_web.audit import sealing
    from remit_web.audit.models import Batch

    count = sum(batch.count for batch in sealing.seal(everything=True))
    latest = Batch.objects.order_by("-number").first()
    click.echo(gettext("Sealed: {count}.").format(count=f"{count:,}"))
    if latest:
        click.echo(gettext("Latest: {noted}").format(noted=_noted(latest)))


@audit.command(short_help="Write the record as a file.")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="The file; else it is printed."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "csv"]),
    default="jsonl",
    show_default=True,
    help="Lines of JSON, with the batches; or a table of records.",
)
def export(out: Path | None, form: str) -> None:
    """Write all records with their batches, places and digests. Personal values are not in it: only their digests are.

    Who has the file can verify it alone, with the program in the manual.
    """
    _database_as_it_is()
    from remit_web.audit.moment import one_moment

    if out is not None:
        refuse_without_folder(out)
    with one_moment(), click.open_file(str(out or "-"), "w", encoding="utf-8", atomic=out is not None) as file:
        for line in _exported(form):
            file.write(line)


def _exported(form: str) -> Iterator[str]:
    from remit_web.audit.export import COLUMNS, cells, exported, json_lines, whole
    from remit_web.audit.models import Record
    from remit_web.shell.downloads import csv_lines

    return (
        json_lines(whole()) if form == "jsonl" else csv_lines(COLUMNS, cells(exported(Record.objects.order_by("pk"))))
    )


def _database_as_it_is() -> None:
    """Make the application ready and leave the database as it is; raises `WrongUse` where that cannot be read."""
    set_up()
    from django.conf import settings
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    where: dict[str, Any] = settings.DATABASES["default"]
    if where["ENGINE"].endswith("sqlite3") and not Path(where["NAME"]).exists():
        raise WrongUse(gettext("There is no database yet."))
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise WrongUse(
            gettext("The database is of an older version; remit serve, or remit audit seal, brings it up to date.")
        )
