"""`remit rollup`: figures that add up, and say how complete they are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from remit.cli import options

if TYPE_CHECKING:
    from datetime import date, datetime

EPILOG = """\b
Examples
  remit rollup --federation DIR --indicator volunteers --by region,year
  remit rollup --federation DIR --indicator reached --unit AFR --by member,year,sex --format csv
"""


@click.command(epilog=EPILOG, short_help="Figures by unit, time and breakdown.")
@options.federation_option
@options.as_option
@click.option(
    "--indicator",
    "indicators",
    type=options.Codes(),
    multiple=True,
    required=True,
    metavar="CODE[,CODE]",
    help="What to add up.",
)
@click.option(
    "--by",
    type=options.Codes(),
    default=("year",),
    metavar="COLUMN[,COLUMN]",
    help="Kinds of unit (region) or unit; year, quarter or month; axes (sex) or cell.  [default: year]",
)
@click.option("--unit", metavar="CODE", help="Only this unit and those below it.")
@click.option("--tree", metavar="CODE", help="The tree of units to add up along.  [default: the federation's]")
@click.option("--tree-on", type=options.Day(), metavar="DATE", help="Group every period by the tree of this day.")
@options.as_of_option
@click.option(
    "--imputed",
    type=click.Choice(["no", "yes"]),
    default="no",
    show_default=True,
    help="Fill in, by each indicator's rule, for units that submitted nothing.",
)
@click.option(
    "--audience",
    type=click.Choice(["whole", "federation", "public"]),
    default="whole",
    show_default=True,
    help="Only of values that they may see; counts of some breakdowns rounded to 5.",
)
@options.engine_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json", "parquet"]),
    default="table",
    show_default=True,
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write it to a file.")
def rollup(
    *,
    folder: Path | None,
    indicators: tuple[tuple[str, ...], ...],
    by: tuple[str, ...],
    unit: str | None,
    tree: str | None,
    tree_on: date | None,
    as_of: date | datetime | None,
    imputed: str,
    audience: str,
    engine: str,
    form: str,
    out: Path | None,
) -> None:
    """Add values up over units, time and cells, by each indicator's own rules.

    Every figure says who reported of those expected, how much is filled in, and as of when. What may not be
    added is refused, with the reason.
    """
    from remit.calculations.rollup import rollup as figures_of
    from remit.cli.figures import write

    if out is not None:
        options.refuse_without_folder(out)
    federation = options.opened(folder)
    narrower = options.narrower(audience, options.store_of(folder).sees(unit))
    figures = figures_of(
        federation,
        list(dict.fromkeys(code for codes in indicators for code in codes)),
        by=tuple(dict.fromkeys(by)),
        unit=unit,
        tree=tree,
        tree_on=tree_on,
        as_of=options.moment_of(federation, as_of),
        imputed=imputed == "yes",
        audience=narrower,
        engine=engine,  # type: ignore[arg-type] # likewise
    )
    write(federation, figures, form, out)
