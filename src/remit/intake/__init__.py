"""Taking rows in: what a reading brings is compared with what is there, and checked as a whole.

    intake = take_in(federation, reading)
    if not blocking(intake.problems):
        store.write(intake.federation)

Nothing is written here. All problems come at once: the reading's, those of keys and references, the checks'.
Rows that could not be read are left out, and nothing is said of what only their absence makes wrong.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pyarrow.compute as pc

from remit.checks import CHECKS
from remit.checks.facts import MANY, Facts
from remit.intake import append_only, keyed, lines
from remit.intake.arrivals import Arrivals
from remit.intake.references import check_case, check_references
from remit.intake.taken import Taken
from remit.keys import true_at
from remit.language import N_
from remit.problems import Kind, Place
from remit.schema import FORMULA, PLAN_TABLES, TABLES, Type

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from remit.exchange.base import LeftOut, Reading
    from remit.federation import Federation
    from remit.problems import Problem

MORE = Kind(
    "more-of-these",
    N_("More problems like this one ({kind}): {count}."),
    N_("Mend those that are listed, and load again to see the others."),
    blocks=False,
)


@dataclass(frozen=True)
class Intake:
    """The federation with the new rows, which is to be kept only where no problem blocks; counts by table."""

    federation: Federation
    problems: list[Problem]
    added: dict[str, int] = field(default_factory=dict)
    unchanged: dict[str, int] = field(default_factory=dict)
    corrected: dict[str, int] = field(default_factory=dict)


def take_in(
    federation: Federation,
    reading: Reading,
    *,
    correct: str | None = None,
    at: datetime | None = None,
    by: str = "",
) -> Intake:
    """Return the federation with the rows of a reading, and every problem that there is with them.

    `correct`: why rows that differ from those that are there are right; without it each of them is a problem.
    `at`: the moment at which rows are recorded that do not state theirs (now). `by`: who loads them.
    """
    taken = _compared(federation, reading, correct, at or datetime.now(UTC), by)
    merged = federation.with_rows({each.arrivals.table.name: each.rows for each in taken if each.rows.num_rows})
    unread = _references_of_left_out(merged, reading.left_out)
    found = [*_problems_of_rows(merged, taken), *unread, *_checked(merged, taken, reading.left_out.tables)]
    return Intake(
        merged,
        [*reading.problems, *_limited(found, sum((each.beyond for each in taken), Counter()))],
        added={each.arrivals.table.name: each.added for each in taken},
        unchanged={each.arrivals.table.name: each.unchanged for each in taken},
        corrected={each.arrivals.table.name: each.corrected for each in taken},
    )


def _compared(federation: Federation, reading: Reading, correct: str | None, at: datetime, by: str) -> list[Taken]:
    carried = {batch.file for batch in reading.batches if batch.table == "plans"}
    current = federation.current()
    taken = []
    for name, table in TABLES.items():
        batches = [batch for batch in reading.batches if batch.table == name]
        if not batches:
            continue
        arrivals, there = Arrivals.of(name, batches, at, by, reading.left_out), federation.table(name).combine_chunks()
        if name == "money":
            taken.append(lines.take_in(arrivals, there, correct))
        elif table.append_only:
            taken.append(append_only.take_in(arrivals, there, correct))
        else:
            files = set() if name in PLAN_TABLES else carried
            now = current.table(name).combine_chunks()
            taken.append(keyed.take_in(arrivals, there, now, carried=files, correct=correct is not None))
    return taken


def _problems_of_rows(merged: Federation, taken: Iterable[Taken]) -> Iterator[Problem]:
    for each in taken:
        yield from each.problems
        yield from _formulas(each)
        yield from check_case(merged, each)
        yield from check_references(merged, each)


def _references_of_left_out(merged: Federation, left_out: LeftOut) -> Iterator[Problem]:
    """Yield the codes that rows name, which were left out for another field, and that nobody knows."""
    for name in TABLES:
        batches = [batch for batch in left_out.batches if batch.table == name]
        if batches:
            yield from check_references(merged, Taken.all_of(Arrivals.as_read(name, batches, left_out)), partial=True)


def _formulas(taken: Taken) -> Iterator[Problem]:
    """Yield texts that begin with =, which a spreadsheet would run: none is taken in, so none is written."""
    for column in taken.arrivals.table.columns:
        if column.type is not Type.TEXT:
            continue
        texts = taken.rows[column.name]
        for index in true_at(pc.starts_with(texts, "=")):
            place = taken.arrivals.place(taken.origins[index]).of(column.name)
            yield FORMULA.at(place, value=texts[index].as_py()[:80])


def _checked(merged: Federation, taken: Iterable[Taken], partial: Collection[str]) -> Iterator[Problem]:
    """Yield what the checks find; notices only where they concern new rows. Of `partial` tables rows are left out."""
    facts = Facts.of(merged, taken, partial)
    new = {batch.file for each in taken for batch in each.arrivals.batches}
    for check in CHECKS:
        for problem in check(facts):
            if problem.blocks or problem.where.file in new or not problem.where.file:
                yield problem


def _limited(problems: Iterable[Problem], beyond: Counter[str]) -> Iterator[Problem]:
    """Yield the first problems of each kind, and how many more there are."""
    seen: Counter[str] = Counter()
    for problem in problems:
        seen[problem.code] += 1
        if seen[problem.code] <= MANY:
            yield problem
    for code, count in (seen + beyond).items():
        if count > MANY:
            yield MORE.at(Place(), count=count - MANY, kind=code)
