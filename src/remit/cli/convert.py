"""`remit convert`: from one format to another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from remit.cli import options
from remit.errors import HasProblems, WrongUse
from remit.language import gettext

if TYPE_CHECKING:
    from remit.federation import Federation

EPILOG = """\b
Examples
  remit convert plan.yaml plan.json
  remit convert databank/ federation/ --format fdrs
"""


@click.command(epilog=EPILOG, short_help="Turn files into another format.")
@click.argument("source", metavar="IN", type=click.Path(path_type=Path))
@click.argument("target", metavar="OUT", type=click.Path(path_type=Path))
@click.option("--format", "key", metavar="NAME", help="The format of IN, where it cannot be told.")
def convert(source: Path, target: Path, key: str | None) -> None:
    """Read IN and write it to OUT, by OUT's ending.

    A plan becomes readable YAML (.yaml) or canonical JSON (.json). Without an ending, OUT is a folder, which
    holds whatever IN holds as a federation.
    """
    from remit.cli.dump import refuse_to_replace
    from remit.cli.load import taken_in

    ending = target.suffix.lower()
    if ending not in {"", ".yaml", ".yml", ".json"}:
        raise WrongUse(gettext("{ending} cannot be written; OUT may end in .yaml or .json.").format(ending=ending))
    if ending:
        options.refuse_without_folder(target)
    else:
        refuse_to_replace(target)
    reading, intake = taken_in([source], key, None)
    # What a plan's file names may stand in another file; a folder holds all that its parts name.
    problems = reading.problems if ending else intake.problems
    if any(problem.blocks for problem in problems):
        raise HasProblems(problems)
    if ending:
        _write_plan(intake.federation, target, as_json=ending == ".json")
    else:
        intake.federation.save(target)
    click.echo(gettext("Written to {target}.").format(target=target))


def _write_plan(federation: Federation, target: Path, *, as_json: bool) -> None:
    from remit.plans import canonical, package_of
    from remit.plans.writing import yaml_of

    plans = list(dict.fromkeys(row["plan"] for row in federation.rows("plans")))
    if len(plans) != 1:
        reason = gettext("{target} can hold one plan; there are {count}. Name a folder instead.")
        raise WrongUse(reason.format(target=target, count=len(plans)))
    package = package_of(federation, plans[0], carrying=True)
    target.write_bytes(canonical(package) if as_json else yaml_of(package).encode())
