"""What becomes of the rows of one table, and the problems of taking rows in."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from remit import keys
from remit.checks.facts import MANY
from remit.language import N_
from remit.problems import Kind, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import pyarrow as pa

    from remit.intake.arrivals import Arrivals
    from remit.problems import Problem
    from remit.schema import Table

DUPLICATE_KEY = Kind(
    "duplicate-key",
    N_("{key} stands twice in what is being loaded: here and at {other}."),
    N_("Leave one of them out; where both are right, tell them apart by their key ({columns})."),
)
CHANGED = Kind(
    "changed",
    N_("{key} is already there with {was}; here it has {now}."),
    N_("If this is right, load it with --correct REASON; the old row is kept beside it."),
)
CONFLICT = Kind(
    "conflict",
    N_("{id} is corrected twice: by {first}, and here by {second}."),
    N_("Keep one of the two, or let the later correct the earlier."),
)
UNKNOWN_ROW = Kind(
    "unknown-row",
    N_("This row corrects {id}, but there is no such row."),
    N_("Name the id of the row that it corrects."),
)
KEPT = Kind(
    "empty-keeps-value",
    N_("{key} is empty here, and there with {was}; what is there was kept."),
    N_("To take a value back, load a row with the status “withdrawn” and --correct REASON."),
    blocks=False,
)
NOT_IN_FILE = Kind(
    "line-gone",
    N_("The line {key} was loaded from this file before, with {was}; it is gone from it, and still counts."),
    N_("To take it back, load a row that names its id in “supersedes”, with the amount 0 and a reason."),
    blocks=False,
)


@dataclass
class Taken:
    """What becomes of the rows of one table: `rows` are to be added, row `i` from arrival `origins[i]`."""

    arrivals: Arrivals
    rows: pa.Table
    origins: list[int]
    added: int = 0
    unchanged: int = 0
    corrected: int = 0
    problems: list[Problem] = field(default_factory=list)
    beyond: Counter[str] = field(default_factory=Counter)
    """How many more problems of a kind there are than are listed: a million of them help nobody."""

    @classmethod
    def all_of(cls, arrivals: Arrivals) -> Taken:
        """Return all rows as they arrived, to be looked at."""
        return cls(arrivals, arrivals.rows, [*range(len(arrivals))])

    def list(self, indices: Sequence[int], problem: Callable[[int], Problem]) -> None:
        """Add a problem for each of some arrivals; beyond `MANY` they are only counted."""
        self.problems += [problem(index) for index in indices[:MANY]]
        if len(indices) > MANY:
            self.beyond[self.problems[-1].code] += len(indices) - MANY


def differences(old: Mapping[str, Any], new: Mapping[str, Any], names: Iterable[str]) -> list[str]:
    """Return the columns in which two rows differ."""
    return [name for name in names if old[name] != new[name]]


def changed(arrivals: Arrivals, index: int, old: Mapping[str, Any], differing: list[str]) -> Problem:
    """Return the problem of a row that says something else than the one that is there, with both."""
    new = arrivals.row(index)
    key = keys.shown(new, arrivals.table.key, arrivals.table.name)
    return CHANGED.at(
        arrivals.place(index).of(differing[0]),
        key=key,
        was=_said(arrivals.table, old, differing),
        now=_said(arrivals.table, new, differing),
    )


def kept(arrivals: Arrivals, index: int, old: Mapping[str, Any]) -> Problem:
    names = [name for name in ("value", "denominator", "status") if old.get(name) is not None]
    return KEPT.at(arrivals.place(index), key=arrivals.key(index), was=_said(arrivals.table, old, names))


def gone(arrivals: Arrivals, file: str, old: Mapping[str, Any]) -> Problem:
    was = _said(arrivals.table, old, ("stage", "amount", "currency"))
    return NOT_IN_FILE.at(Place(file), key=old["id"], was=was)


def duplicate(arrivals: Arrivals, first: int, index: int, columns: Iterable[str] = ()) -> Problem:
    columns = tuple(columns) or arrivals.table.key
    key = keys.shown(arrivals.row(index), columns, arrivals.table.name)
    return DUPLICATE_KEY.at(arrivals.place(index), key=key, other=arrivals.place(first), columns=", ".join(columns))


def _said(table: Table, row: Mapping[str, Any], names: Iterable[str]) -> str:
    return ", ".join(f"{name} {table.by_name[name].write(row[name]) or '(empty)'}" for name in names)
