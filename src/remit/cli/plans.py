"""PLAN on the command line: a plan's code, or a file that holds one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from remit.cli import options
from remit.cli.load import taken_in
from remit.errors import HasProblems, WrongUse
from remit.exchange.folder import PLANS
from remit.language import gettext

if TYPE_CHECKING:
    from remit.federation import Federation


def plan_named(named: str, folder: Path | None) -> tuple[Federation, str]:
    """Return a federation with the plan in it, and the plan's code.

    A file is read on top of the federation, if one is named, else with the plans that stand beside it in a
    federation's folder. Nothing is written. Raises `HasProblems` where it cannot be taken in.
    """
    path = Path(named)
    if not path.is_file():
        return _by_code(named, folder)
    if folder is not None:
        options.opened(folder)
    home = path.resolve().parent.parent
    together = folder is None and path.resolve().parent.name == PLANS and options.holds_federation(home)
    reading, intake = taken_in([home if together else path], None, folder)
    if any(problem.blocks for problem in intake.problems):
        raise HasProblems(intake.problems)
    batches = [batch for batch in reading.batches if batch.table == "plans" and batch.file == path.name]
    plans = list(dict.fromkeys(plan for batch in batches for plan in batch.rows["plan"].to_pylist()))
    if len(plans) != 1:
        reason = gettext("{file} holds {count} plans; load it, and name one by its code.")
        raise WrongUse(reason.format(file=named, count=len(plans)))
    return intake.federation, plans[0]


def _by_code(plan: str, folder: Path | None) -> tuple[Federation, str]:
    if folder is None:
        reason = gettext("There is no file {plan}; to mean a plan's code, name a folder with --federation.")
        raise WrongUse(reason.format(plan=plan))
    federation = options.opened(folder)
    if all(row["plan"] != plan for row in federation.rows("plans")):
        raise WrongUse(
            gettext("There is no plan {plan} in {folder}, and no such file.").format(plan=plan, folder=folder)
        )
    return federation, plan
