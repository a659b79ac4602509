"""A plan on a page: what it wants, what that costs, what is missing, and what is wrong."""

from __future__ import annotations

import textwrap
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from remit.calculations.linkage import link
from remit.cli.gaps import gap_lines
from remit.cli.linkages import table_lines as linkage_lines
from remit.cli.load import taken_in
from remit.cli.moneys import money_lines
from remit.cli.plans import main_plans
from remit.cli.sight import sight_lines
from remit.language import gettext
from remit.money import NONE_STATED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from remit.federation import Federation, Row
    from remit.problems import Problem


def pages_of(place: Path) -> list[Page]:
    """Return a page for each plan in a file or a federation's folder that no other plan there leads on from.

    The goals that such a plan serves may stand in plans of their own; they are shown with it.
    """
    _, intake = taken_in([place], None, None)
    federation = intake.federation.current()
    chosen = main_plans(federation)
    return [Page(federation, row, intake.problems if row is chosen[-1] else []) for row in chosen]


@dataclass(frozen=True)
class Page:
    """One plan, with the problems that are told with it."""

    federation: Federation
    head: Row
    problems: list[Problem]

    def lines(self, number: str, width: int) -> Iterator[str]:
        federation, plan = self.federation, self.head["plan"]
        yield from _head(federation, self.head, number, width)
        yield from _part(gettext("Line of sight"), sight_lines(federation, plan, width))
        yield from _part(gettext("Money"), money_lines(federation, plan, width))
        if _shared(federation, plan):
            linkage = linkage_lines(link(federation, plan), width)
            yield from _part(gettext("Money, by what it serves"), linkage)
        yield from _part(gettext("Gaps"), gap_lines(federation, plan, width))
        yield from _part(gettext("Problems"), _problems(self.problems, width))
        yield ""


def _head(federation: Federation, row: Row, number: str, width: int) -> Iterator[str]:
    yield click.style("=" * width, dim=True)
    title = federation.name_of("plans", row["plan"], "title") or row["plan"]
    for line in textwrap.wrap(f"{number}  {title}", width):
        yield click.style(line, bold=True)
    unit = federation.name_of("units", row["unit"]) or row["unit"]
    currency = gettext("no currency stated") if row["currency"] == NONE_STATED else row["currency"]
    period = row["period"] or gettext("period not stated")
    yield from textwrap.wrap(f"{row['kind'].capitalize()} of {unit}, {period}, {currency}", width)
    if row["source"]:
        yield from textwrap.wrap(gettext("Source: {source}").format(source=row["source"]), width)


def _part(title: str, lines: Iterable[str]) -> Iterator[str]:
    yield ""
    yield click.style(title, bold=True)
    yield click.style("-" * len(title), dim=True)
    yield from lines


def _shared(federation: Federation, plan: str) -> bool:
    return any(row["from_plan"] == plan and row["share"] for row in federation.rows("links"))


def _problems(problems: Iterable[Problem], width: int) -> Iterator[str]:
    """Yield each kind of problem once, with how often it stands, the first in full."""
    problems = list(problems)
    if not problems:
        yield gettext("Nothing is wrong.")
    counts = Counter(problem.code for problem in problems)
    for code, count in counts.items():
        first = next(problem for problem in problems if problem.code == code)
        sign = "!" if first.blocks else "-"
        more = gettext(" (and {count} more like this)").format(count=count - 1) if count > 1 else ""
        yield from textwrap.wrap(f"{sign} {first}{more}", width, subsequent_indent="  ")
