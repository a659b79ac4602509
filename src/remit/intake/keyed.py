"""Takes in rows of tables in which a later row of the same key takes the place of the earlier one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from remit import keys
from remit.intake.taken import Taken, changed, differences, duplicate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from remit.intake.arrivals import Arrivals

Row = dict[str, Any]


def take_in(arrivals: Arrivals, history: pa.Table, current: pa.Table, *, carried: set[str], correct: bool) -> Taken:
    """Compare rows with those that are there.

    `history` holds every version of every row, `current` the latest. `carried` names the files whose rows may
    be only a part of what is known of a thing (a package that carries units): there an empty field says
    nothing.
    """
    return _Keyed(arrivals, history, current, carried, correct).taken()


@dataclass
class _Keyed:
    arrivals: Arrivals
    history: pa.Table
    current: pa.Table
    carried: set[str]
    correct: bool

    def taken(self) -> Taken:
        taken = Taken(self.arrivals, self.current.slice(0, 0), [])
        known = self._known_versions()
        skipped = self._repeats(taken)
        rows: list[tuple[int, Row | None]] = []
        for index, there in self._candidates(known, skipped):
            self._judge(taken, rows, index, there)
        taken.unchanged = len(self.arrivals) - len(rows) - self._refused(taken)
        taken.rows = self._rows(rows)
        taken.origins = [index for index, _ in rows]
        return taken

    def _refused(self, taken: Taken) -> int:
        return sum(problem.blocks for problem in taken.problems)

    def _known_versions(self) -> Any:
        """Return which rows are there already, with the same moment: a dump that is loaded again."""
        names = self.arrivals.table.by_name
        return pc.is_in(keys.joined(self.arrivals.rows, names), value_set=keys.joined(self.history, names))

    def _repeats(self, taken: Taken) -> set[int]:
        """Return rows that stand a second time. Where they stand in two files and agree, they are one."""
        skipped = set()
        for group in keys.repeated(keys.natural_key(self.arrivals.rows, self.arrivals.table)):
            first: dict[Any, int] = {}
            for index in group:
                moment = self.arrivals.rows["recorded_at"][index].as_py()
                if moment not in first:
                    first[moment] = index
                    continue
                skipped.add(index)
                if not self._one(first[moment], index):
                    taken.problems.append(duplicate(self.arrivals, first[moment], index))
        return skipped

    def _one(self, first: int, second: int) -> bool:
        if self.arrivals.batch(first).origin == self.arrivals.batch(second).origin:
            return False
        return not self._differing(second, self.arrivals.row(first), both=True)

    def _differing(self, index: int, there: Row, *, both: bool = False) -> list[str]:
        row = self.arrivals.row(index)
        differing = differences(there, row, keys.contents(self.arrivals.table))
        if self.arrivals.batch(index).file not in self.carried:
            return differing
        return [name for name in differing if row[name] is not None and not (both and there[name] is None)]

    def _candidates(self, known: Any, skipped: set[int]) -> Iterator[tuple[int, int | None]]:
        """Yield each row that is new or says something else, with the row that is there."""
        table = self.arrivals.table
        there = pc.index_in(
            keys.natural_key(self.arrivals.rows, table), value_set=keys.natural_key(self.current, table)
        )
        names = keys.contents(table)
        same = pc.equal(keys.joined(self.arrivals.rows, names), keys.joined(self.current, names).take(there))
        settled = pc.or_(known, pc.fill_null(same, False))
        for index in keys.true_at(pc.invert(settled)):
            if index not in skipped:
                yield index, there[index].as_py()

    def _judge(self, taken: Taken, rows: list[tuple[int, Row | None]], index: int, there: int | None) -> None:
        if there is None:
            taken.added += 1
            rows.append((index, None))
            return
        old = self.current.slice(there, 1).to_pylist()[0]
        differing = self._differing(index, old)
        if differing and self.correct:
            taken.corrected += 1
            rows.append((index, self._filled(index, old)))
        elif differing:
            taken.problems.append(changed(self.arrivals, index, old, differing))

    def _filled(self, index: int, old: Row) -> Row:
        """Return a row with what it leaves open, where it is only carried along."""
        row = self.arrivals.row(index)
        if self.arrivals.batch(index).file not in self.carried:
            return row
        return {name: old[name] if value is None else value for name, value in row.items()}

    def _rows(self, rows: list[tuple[int, Row | None]]) -> pa.Table:
        taken = self.arrivals.kept([index for index, _ in rows])
        if not any(row for _, row in rows):
            return taken
        whole = [row or there for (_, row), there in zip(rows, taken.to_pylist(), strict=True)]
        return pa.Table.from_pylist(whole, schema=self.arrivals.table.schema)
