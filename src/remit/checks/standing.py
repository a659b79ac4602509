"""What must hold for a federation that is kept to be calculated with at all.

It was checked when it was taken in, but its files may have been edited by hand since. Not one of `CHECKS`: those run on
what is taken in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow.compute as pc

from remit.checks import tree_has_no_cycle
from remit.checks.facts import Facts
from remit.intake.references import UNKNOWN
from remit.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from remit.federation import Federation
    from remit.problems import Problem

WALKED = ("trees", "indicators", "indicator_axes", "observations", "expected")
"""The tables whose codes calculations follow without asking again."""
FOLLOWED = ("units", "indicators", "rounds")


def problems_of(federation: Federation) -> Iterator[Problem]:
    """Yield what keeps a federation from being calculated with: unknown codes, each once, and circles in a tree."""
    facts = Facts.of(federation)
    for table in WALKED:
        for column in TABLES[table].columns:
            if column.to in FOLLOWED:
                yield from _unknown(facts, table, column.name, column.to)
    yield from tree_has_no_cycle.check(facts)


def _unknown(facts: Facts, table: str, column: str, to: str) -> Iterator[Problem]:
    codes = facts.table(table)[column]
    known = facts.table(to)[TABLES[to].key[0]]
    for code in (
        codes.unique().drop_null().filter(pc.invert(pc.is_in(codes.unique().drop_null(), known.combine_chunks())))
    ):
        index = pc.index(codes, code).as_py()
        yield UNKNOWN[to].at(facts.place(table, index).of(column), code=code.as_py(), table=to, hint="")
