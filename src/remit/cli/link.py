"""`remit link`: where a plan's money goes, from outputs to objectives to goals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from remit.cli import options
from remit.cli.said import BLOCKED, DONE, print_json, problem_lines

if TYPE_CHECKING:
    from datetime import date, datetime
    from pathlib import Path

EPILOG = """\b
Examples
  remit link plan.yaml
  remit link examples/operational-plan
  remit link GS-2008 --federation DIR --format json
"""


@click.command(epilog=EPILOG, short_help="A plan's money, from outputs to goals.")
@click.argument("plan", metavar="PLAN")
@options.federation_option
@options.as_option
@options.as_of_option
@options.engine_option
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.option("--all", "everything", is_flag=True, help="Show every element, problem and notice.")
@click.pass_context
def link(
    ctx: click.Context,
    *,
    plan: str,
    folder: Path | None,
    as_of: date | datetime | None,
    engine: str,
    form: str,
    everything: bool,
) -> None:
    """Follow the money of PLAN, a file, a folder or a plan's code, to what each of its elements serves.

    Parts add up to the whole exactly. Totals that the plan's source publishes stand beside the computed ones.
    Where the plan states what it requires and what is available, its funding is shown too: the gap by line, and
    the net gap if money could move from line to line. Long lists need --all or --format json.
    """
    from remit.calculations.linkage import link as linkage_of
    from remit.cli import fundings
    from remit.cli.linkages import heading_lines, table_lines
    from remit.cli.plans import plan_named
    from remit.cli.tables import terminal_width

    federation, code = plan_named(plan, folder)
    moment = options.moment_of(federation, as_of)
    linkage = linkage_of(federation, code, as_of=moment, engine=engine)  # type: ignore[arg-type] # the same words
    funded = fundings.funding_of(federation, code, moment, engine)  # type: ignore[arg-type] # likewise
    if form == "json":
        print_json({**linkage.as_json(), "funding": fundings.as_json(funded)})
    else:
        width = terminal_width()
        for line in heading_lines(federation, linkage):
            click.echo(line)
        for line in table_lines(linkage, width, everything=everything):
            click.echo(line)
        if funded is not None:
            click.echo()
            for line in fundings.lines(funded, linkage, width, everything=everything):
                click.echo(line)
        for line in problem_lines(linkage.problems, everything=everything):
            click.echo(line)
    ctx.exit(BLOCKED if any(problem.blocks for problem in linkage.problems) else DONE)
