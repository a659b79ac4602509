"""PLAN on the command line: a plan's code, or a file or folder that holds one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from remit.cli import options
from remit.cli.load import taken_in
from remit.errors import HasProblems, WrongUse
from remit.exchange.folder import PLANS
from remit.language import gettext

if TYPE_CHECKING:
    from remit.exchange.base import Reading
    from remit.federation import Federation, Row

ENDINGS = {".yaml", ".yml", ".json"}
"""How the names of plans' files end in a federation's folder."""


def plan_named(named: str, folder: Path | None) -> tuple[Federation, str]:
    """Return a federation with the plan in it, and the plan's code.

    A file is read on top of the federation, if one is named, else with the plans that stand beside it in a
    federation's folder. Of a folder it is the one main plan. Nothing is written. Raises `HasProblems` where it
    cannot be taken in, and `WrongUse` where there are several plans.
    """
    path = Path(named)
    if path.is_dir() and folder is None:
        return _in_folder(path)
    if not path.is_file():
        return _by_code(named, folder)
    home = home_of(path) if folder is None else None
    known = None if folder is None else options.opened(folder)
    reading, federation = _taken_in(home or path, known)
    batches = [batch for batch in reading.batches if batch.table == "plans" and batch.file == path.name]
    plans = list(dict.fromkeys(plan for batch in batches for plan in batch.rows["plan"].to_pylist()))
    if len(plans) != 1:
        reason = gettext("{file} holds {count} plans; load it, and name one by its code.")
        raise WrongUse(reason.format(file=named, count=len(plans)))
    return federation, plans[0]


def home_of(path: Path) -> Path | None:
    """Return the federation's folder that a plan's file stands in, whose other plans it may name; None: in none."""
    inside = path.resolve()
    if not inside.is_file() or inside.suffix.lower() not in ENDINGS or inside.parent.name != PLANS:
        return None
    home = inside.parent.parent
    return home if options.holds_federation(home) else None


def main_plans(federation: Federation) -> list[Row]:
    """Return the plans that no other plan leads on to; where all are led on to, all of them."""
    links = federation.rows("links")
    served = {row["to_plan"] for row in links if row["to_plan"] != row["from_plan"]}
    plans = federation.rows("plans")
    return [row for row in plans if row["plan"] not in served] or plans


def _taken_in(path: Path, known: Federation | None) -> tuple[Reading, Federation]:
    reading, intake = taken_in([path], None, known)
    if any(problem.blocks for problem in intake.problems):
        raise HasProblems(intake.problems)
    return reading, intake.federation


def _in_folder(path: Path) -> tuple[Federation, str]:
    _, federation = _taken_in(path, None)
    plans = [row["plan"] for row in main_plans(federation.current())]
    if not plans:
        raise WrongUse(gettext("There is no plan in {folder}.").format(folder=path))
    if len(plans) > 1:
        if options.holds_federation(path):
            reason = gettext("{folder} holds several plans; name one, with --federation {folder}: {plans}.")
        else:
            reason = gettext("{folder} holds several plans; name the file of one: {plans}.")
        raise WrongUse(reason.format(folder=path, plans=", ".join(plans)))
    return federation, plans[0]


def _by_code(plan: str, folder: Path | None) -> tuple[Federation, str]:
    federation = options.opened(folder)
    if all(row["plan"] != plan for row in federation.rows("plans")):
        where = folder or gettext("the database")
        raise WrongUse(
            gettext("There is no plan {plan} in {folder}, and no such file.").format(plan=plan, folder=where)
        )
    return federation, plan
