"""What the command line says of problems and failures, and the exit codes that go with them."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, TextIO

import click

from remit.errors import HasProblems, Refused, WrongUse
from remit.language import gettext, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from remit.errors import RemitError
    from remit.problems import Problem

DONE, BLOCKED, WRONG_USE, REFUSED = 0, 1, 2, 3
FEW = 5
"""How many notices are shown where not all are asked for."""
MANY = 100
"""How many blocking problems are shown where not all are asked for."""


def failed(error: RemitError) -> int:
    """Say on stderr what stopped a command, and return its exit code."""
    if isinstance(error, HasProblems):
        for line in problem_lines(error.problems):
            click.echo(line, err=True)
        return BLOCKED
    click.echo(gettext("Error: {reason}").format(reason=error), err=True)
    if isinstance(error, WrongUse):
        return WRONG_USE
    return REFUSED if isinstance(error, Refused) else BLOCKED


def not_possible(error: OSError) -> int:
    """Say on stderr what the system does not let a command do: the disk is full, a folder is closed."""
    reason = f"{error.strerror or error}: {error.filename}" if error.filename else str(error)
    click.echo(gettext("Error: {reason}").format(reason=reason), err=True)
    return BLOCKED


def problem_lines(problems: Sequence[Problem], *, everything: bool = False) -> Iterator[str]:
    """Yield problems as a table, those that block first; of many, the first and the count of the rest."""
    blocking = [problem for problem in problems if problem.blocks]
    notices = [problem for problem in problems if not problem.blocks]
    if blocking:
        title = ngettext("{count} problem that blocks", "{count} problems that block", len(blocking))
        yield from _listed(title, blocking, len(blocking) if everything else MANY)
    if notices:
        title = ngettext("{count} notice", "{count} notices", len(notices))
        yield from _listed(title, notices, len(notices) if everything else FEW)


def _listed(title: str, problems: Sequence[Problem], most: int) -> Iterator[str]:
    from remit.cli.tables import Column, table, terminal_width, without_empty

    yield title.format(count=f"{len(problems):,}")
    columns = [
        Column(gettext("Where"), wraps=True),
        Column(gettext("What is wrong"), wraps=True),
        Column(gettext("How to mend it"), wraps=True),
    ]
    rows = [(str(problem.where), problem.says, problem.mend) for problem in _first(problems, most)]
    yield from (f"  {line}" for line in table(*without_empty(columns, rows), width=_inside(terminal_width())))
    if (left := len(problems) - most) > 0:
        yield gettext("  and {count} more: --all shows them, --json too.").format(count=f"{left:,}")


def _first(problems: Sequence[Problem], most: int) -> list[Problem]:
    """Return the first problems; where not all can be shown, the first of each kind before its others."""
    if len(problems) <= most:
        return list(problems)
    seen: Counter[str] = Counter()
    turns = []
    for problem in problems:
        seen[problem.code] += 1
        turns.append(seen[problem.code])
    order = sorted(range(len(problems)), key=lambda index: turns[index])
    return [problems[index] for index in sorted(order[:most])]


def _inside(width: int | None) -> int | None:
    return None if width is None else width - 2


def as_data(problem: Problem) -> dict[str, Any]:
    """Return a problem for a program to read."""
    return {
        "code": problem.code,
        "blocks": problem.blocks,
        "file": problem.where.file,
        "at": problem.where.at,
        "field": problem.where.field,
        "says": problem.says,
        "mend": problem.mend,
        "facts": problem.facts,
    }


def print_json(data: Any, file: TextIO | None = None) -> None:
    """Write data as JSON; text stays readable, money and values are texts already."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2), file=file)
