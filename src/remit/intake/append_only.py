"""Takes in rows that are never changed: a correction is a new row that names the old one.

Observations and targets have a natural key, by which a row finds the one that it may correct. Lines of money
have none but their id: see `remit.intake.lines`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from remit import keys
from remit.intake.arrivals import next_id
from remit.intake.taken import CONFLICT, UNKNOWN_ROW, Taken, changed, differences, duplicate, kept

if TYPE_CHECKING:
    from remit.intake.arrivals import Arrivals
    from remit.problems import Problem
    from remit.schema import Table

NO_VALUE_YET = ("missing", "not collected", "to be established")
"""Statuses of a row that a value may follow by itself: nothing that anyone said is lost."""


def take_in(arrivals: Arrivals, existing: pa.Table, reason: str | None) -> Taken:
    """Compare rows with those that are there. `reason`: why rows that say something else are right."""
    return AppendOnly(arrivals, existing, reason).taken()


@dataclass
class AppendOnly:
    """One comparison of arriving rows with all rows of the table that are there.

    `refused`: arriving rows that are known to be wrong already.
    """

    arrivals: Arrivals
    existing: pa.Table
    reason: str | None
    refused: set[int] = field(default_factory=set)

    def taken(self) -> Taken:
        taken = Taken(self.arrivals, self.existing.slice(0, 0), [])
        self._refuse_changed_history(taken)
        self._refuse_repeats(taken)
        self._refuse_bad_corrections(taken)
        corrects = self._corrects(taken)
        new = pc.and_(self._open, pc.or_(self._stands_alone, pc.is_valid(corrects)))
        taken.origins = [index for index in keys.true_at(new) if index not in self.refused]
        self._fill(taken, corrects)
        return taken

    @cached_property
    def table(self) -> Table:
        return self.arrivals.table

    @cached_property
    def ids(self) -> Any:
        return self.arrivals.rows["id"].combine_chunks()

    @cached_property
    def _ids_there(self) -> Any:
        return self.existing["id"].combine_chunks()

    @cached_property
    def _corrected_there(self) -> Any:
        return self.existing["supersedes"].combine_chunks().drop_null()

    @cached_property
    def tips(self) -> pa.Table:
        """The rows that are there and that nothing corrects; withdrawn ones too."""
        return tips(self.existing)

    @cached_property
    def _known(self) -> Any:
        """Which rows were corrected there already. With a reason, what a file said once may be said again."""
        known = pc.is_in(self.ids, value_set=self._corrected_there)
        known = pc.and_(known, pc.is_in(self.ids, value_set=self._ids_there))
        return known if self.reason is None else pc.and_(known, pc.invert(self.arrivals.made))

    @cached_property
    def _historic(self) -> Any:
        """Which rows another arriving row, or one that is there, corrects: a dump that brings its history."""
        named = self.arrivals.rows["supersedes"].combine_chunks().drop_null()
        return pc.is_in(self.ids, value_set=pa.concat_arrays([named, self._corrected_there]))

    @cached_property
    def _tip(self) -> Any:
        """The row there that each arriving row is compared with: of its id, else of its natural key."""
        by_id = pc.index_in(self.ids, value_set=self.tips["id"].combine_chunks())
        if self.table.key == ("id",) or not by_id.null_count or not self.tips.num_rows:
            return by_id
        return pc.coalesce(by_id, pc.index_in(self._keys, value_set=keys.natural_key(self.tips, self.table)))

    @cached_property
    def _keys(self) -> Any:
        return keys.natural_key(self.arrivals.rows, self.table)

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return (*(name for name in self.table.key if name != "id"), *keys.contents(self.table))

    @cached_property
    def _same(self) -> Any:
        if self._tip.null_count == len(self._tip):
            return keys.everywhere(False, len(self._tip))
        new, there = keys.joined(self.arrivals.rows, self._names), keys.joined(self.tips, self._names)
        return pc.fill_null(pc.equal(new, there.take(self._tip)), False)

    @cached_property
    def _stated(self) -> Any:
        """The id that each row says it corrects; of a row that is there under another id, that other id."""
        stated = self.arrivals.rows["supersedes"].combine_chunks()
        doubles = pc.and_(self._same, pc.is_null(stated))
        there = self.tips["id"].combine_chunks().take(self._tip.filter(doubles))
        return pc.coalesce(there.take(pc.index_in(stated, value_set=self.ids.filter(doubles))), stated)

    @cached_property
    def _open(self) -> Any:
        """Which rows are not there yet."""
        there = pc.is_in(self.ids, value_set=self.tips["id"].combine_chunks())
        settled = pc.and_(self._same, pc.or_(there, pc.is_null(self._stated)))
        return pc.invert(pc.or_(self._known, settled))

    @cached_property
    def _stands_alone(self) -> Any:
        """Which rows have nothing there to be compared with, or name what they correct."""
        return pc.or_(pc.is_null(self._tip), pc.is_valid(self._stated))

    def _refuse_changed_history(self, taken: Taken) -> None:
        """Refuse a row that was corrected there and now comes with something else."""
        if not pc.any(self._known).as_py():
            return
        there = pc.index_in(self.ids, value_set=self._ids_there)
        same = pc.equal(
            keys.joined(self.arrivals.rows, self._names), keys.joined(self.existing, self._names).take(there)
        )
        for index in keys.true_at(pc.and_(self._known, pc.invert(pc.fill_null(same, True)))):
            taken.problems.append(self._changed(index, _row(self.existing, there[index].as_py())))
            self.refused.add(index)

    def _refuse_repeats(self, taken: Taken) -> None:
        """Refuse a row that stands a second time, by id or, of those that count now, by natural key."""
        groups: list[tuple[list[int], tuple[str, ...]]] = []
        if self.table.key != ("id",):
            now = pa.array(keys.true_at(pc.invert(self._historic)), pa.int64())
            by_key_twice = keys.repeated(self._keys.take(now))
            groups += [([now[at].as_py() for at in group], self.table.key) for group in by_key_twice]
        groups += [(group, ("id",)) for group in keys.repeated(self.ids)]
        for group, columns in groups:
            fresh = [index for index in group[1:] if index not in self.refused]
            taken.list(fresh, partial(duplicate, self.arrivals, group[0], columns=columns))
            self.refused.update(fresh)

    def _refuse_bad_corrections(self, taken: Taken) -> None:
        """Refuse a correction of a row that is not there, or that is corrected already."""
        rows = keys.true_at(pc.and_(pc.is_valid(self._stated), self._open))
        if not rows:
            return
        known = set(self._ids_there.to_pylist()) | set(self.ids.to_pylist())
        known |= self.arrivals.left_out.codes.get(self.table.name, set())
        by = dict(zip(self.existing["supersedes"].to_pylist(), self._ids_there.to_pylist(), strict=True))
        for index in rows:
            old, new = self._stated[index].as_py(), self.ids[index].as_py()
            place = self.arrivals.place(index).of("supersedes")
            if old not in known or old == new:
                taken.problems.append(UNKNOWN_ROW.at(place, id=old))
                self.refused.add(index)
            elif by.setdefault(old, new) != new:
                taken.problems.append(CONFLICT.at(place, id=old, first=by[old], second=new))
                self.refused.add(index)

    def _corrects(self, taken: Taken) -> Any:
        """Return the id that each row corrects: named, or found by its key where the rules allow it."""
        rows, there = self.arrivals.rows, self.tips.take(self._tip)
        compared = pc.and_(self._open, pc.invert(self._stands_alone))
        follows = empty = keys.everywhere(False, len(self.arrivals))
        if "status" in self.table.by_name:
            nothing = pc.is_in(there["status"].combine_chunks(), value_set=pa.array(NO_VALUE_YET))
            follows = pc.and_(compared, pc.and_(nothing, pc.is_valid(rows["value"])))
            empty = pc.and_(compared, pc.and_(pc.equal(rows["status"], "missing"), pc.invert(self._historic)))
        differs = pc.and_(compared, pc.invert(pc.or_(follows, empty)))
        taken.list(keys.true_at(empty), lambda at: kept(self.arrivals, at, _row(there, at)))
        if self.reason is None:
            wrong = [index for index in keys.true_at(differs) if index not in self.refused]
            taken.list(wrong, lambda at: self._changed(at, _row(there, at)))
            self.refused.update(wrong)
        else:
            follows = pc.or_(follows, differs)
        found = pc.if_else(follows, there["id"], pa.scalar(None, pa.string()))
        return pc.coalesce(self._stated, found)

    def _changed(self, index: int, old: dict[str, Any]) -> Problem:
        return changed(self.arrivals, index, old, differences(old, self.arrivals.row(index), self._names))

    def _fill(self, taken: Taken, corrects: Any) -> None:
        origins = pa.array(taken.origins, pa.int64())
        rows, supersedes = self.arrivals.rows.take(origins).combine_chunks(), corrects.take(origins)
        rows = with_column(rows, "supersedes", supersedes)
        if self.reason is not None:
            reasons = pc.if_else(pc.is_valid(supersedes), pa.scalar(self.reason), pa.scalar(None, pa.string()))
            rows = with_column(rows, "reason", pc.coalesce(rows["reason"], reasons))
        taken.rows = self._with_fresh_ids(rows)
        taken.added = supersedes.null_count
        taken.corrected = rows.num_rows - taken.added
        taken.unchanged = len(self.arrivals) - rows.num_rows - len(self.refused)

    def _with_fresh_ids(self, rows: pa.Table) -> pa.Table:
        """Give an id of its own to a row whose id is there already: it says again what was once corrected."""
        taken = keys.true_at(pc.is_in(rows["id"], value_set=self._ids_there))
        if not taken:
            return rows
        ids = rows["id"].to_pylist()
        for index in taken:
            ids[index] = next_id(ids[index], rows["supersedes"][index].as_py() or "")
        return with_column(rows, "id", pa.array(ids, pa.string()))


def tips(rows: pa.Table) -> pa.Table:
    """Return the rows of an append-only table that nothing corrects; withdrawn ones too."""
    corrected = rows["supersedes"].combine_chunks().drop_null()
    return rows.filter(pc.invert(pc.is_in(rows["id"], value_set=corrected))).combine_chunks()


def with_column(rows: pa.Table, name: str, values: Any) -> pa.Table:
    """Return rows with other values in one column."""
    return rows.set_column(rows.column_names.index(name), rows.schema.field(name), values)


def _row(rows: pa.Table, index: int) -> dict[str, Any]:
    row: dict[str, Any] = rows.slice(index, 1).to_pylist()[0]
    return row
