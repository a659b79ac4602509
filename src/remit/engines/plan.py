"""A calculation as data: named SELECTs, in order.

The SQL keeps to what DuckDB and Spark agree on: whole numbers and decimals, every SUM cast, `max` and `arg_max` on NOT
NULL columns, `//` only on numbers that are not negative, no division and no rounding.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Step:
    """One SELECT. `kept`: its rows are worth making once and keeping, where several later steps read them."""

    name: str
    sql: str
    kept: bool = True


@dataclass(frozen=True)
class Plan:
    """Steps in order; the last one is the result."""

    steps: tuple[Step, ...]

    @cached_property
    def kept(self) -> frozenset[str]:
        """The steps whose rows are worth keeping: those marked so that are read more than once."""
        readings = dict.fromkeys((step.name for step in self.steps), 0)
        readings[self.result] = 1
        found = set()
        for at in range(len(self.steps) - 1, -1, -1):
            step = self.steps[at]
            is_kept = step.kept and readings[step.name] > 1
            if is_kept:
                found.add(step.name)
            times, words = 1 if is_kept else max(readings[step.name], 1), Counter(_WORD.findall(step.sql))
            for earlier in self.steps[:at]:
                readings[earlier.name] += times * words[earlier.name]
        return frozenset(found)

    def done_after(self, name: str) -> tuple[str, ...]:
        """Return the kept steps whose rows nothing needs any more once a kept step is made."""
        return self._done.get(name, ())

    @cached_property
    def _done(self) -> dict[str, tuple[str, ...]]:
        """By kept step, those that it is the last to read; what a view reads is read by whoever reads the view."""
        reads: dict[str, set[str]] = {}
        last: dict[str, str] = {}
        kept = self.kept
        for step in self.steps:
            named = {word for word in _WORD.findall(step.sql) if word in reads}
            reads[step.name] = set().union(*(({one} if one in kept else reads[one]) for one in named))
            last |= dict.fromkeys(reads[step.name], step.name)
        needed = reads[self.result] | {self.result}
        found: dict[str, tuple[str, ...]] = {}
        for one, reader in last.items():
            if one not in needed and reader in kept:
                found[reader] = (*found.get(reader, ()), one)
        return found

    @property
    def result(self) -> str:
        return self.steps[-1].name
