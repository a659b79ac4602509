"""Takes in lines of money, which have no key but their id.

A file that is loaded again with another amount in a line must not add a second line beside the first. The ids
of lines are made from their file, so what came from a file is known; a new line that says the same as one
that is gone from the file, but for its amount, is that line changed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from remit import keys
from remit.intake.append_only import AppendOnly, tips, with_column
from remit.intake.arrivals import line_columns, made_ids, next_id
from remit.intake.taken import changed, differences, gone

if TYPE_CHECKING:
    from remit.intake.arrivals import Arrivals
    from remit.intake.taken import Taken
    from remit.problems import Problem

Row = dict[str, Any]
AMOUNTS = frozenset({"quantity", "unit_cost", "amount", "on"})


def take_in(arrivals: Arrivals, existing: pa.Table, reason: str | None) -> Taken:
    """Compare lines with those that are there."""
    problems: list[Problem] = []
    refused: set[int] = set()
    supersedes = arrivals.rows["supersedes"].to_pylist()
    for index, old in _changed_lines(arrivals, existing, reason, problems):
        if reason is None:
            names = differences(old, arrivals.row(index), line_columns(arrivals.table))
            problems.append(changed(arrivals, index, old, names))
            refused.add(index)
        supersedes[index] = old["id"]
    arrivals = replace(arrivals, rows=with_column(arrivals.rows, "supersedes", pa.array(supersedes, pa.string())))
    taken = AppendOnly(arrivals, existing, reason, refused).taken()
    taken.problems += problems
    return taken


def _changed_lines(
    arrivals: Arrivals, existing: pa.Table, reason: str | None, problems: list[Problem]
) -> list[tuple[int, Row]]:
    """Return new lines, each with the line that it changes; note lines that are gone."""
    there = tips(existing)
    if not there.num_rows:
        return []
    pairs = []
    for origin, file in {batch.origin: batch.file for batch in arrivals.batches}.items():
        new = _by_description(arrivals.table, _new_lines(arrivals, existing if reason is None else there, origin))
        missing = _by_description(arrivals.table, _gone_lines(arrivals, there, origin))
        for description, lines in missing.items():
            follows = new.get(description, [])
            pairs += [(new_line[0], old) for new_line, (_, old) in zip(follows, lines, strict=False)]
            if (arrivals.table.name, file) not in arrivals.left_out.files:  # or it may be a line that is not readable
                problems += [gone(arrivals, file, old) for _, old in lines[len(follows) :]]
    return pairs


def _new_lines(arrivals: Arrivals, there: pa.Table, origin: str) -> list[tuple[int, Row]]:
    new = pc.and_(arrivals.made, pc.is_null(arrivals.rows["supersedes"].combine_chunks()))
    new = pc.and_(new, pc.invert(pc.is_in(arrivals.rows["id"], value_set=there["id"].combine_chunks())))
    indices = [index for index in keys.true_at(new) if arrivals.batch(index).origin == origin]
    return list(zip(indices, arrivals.kept(indices).to_pylist(), strict=True))


def _gone_lines(arrivals: Arrivals, there: pa.Table, origin: str) -> list[tuple[int, Row]]:
    """Return the lines that once came from a file and are no longer in it."""
    ids = made_ids(
        arrivals.table,
        with_column(there, "supersedes", pa.nulls(len(there), pa.string())),
        [origin] * len(there),
    )
    corrected = there["supersedes"].to_pylist()
    from_file = {*ids, *(next_id(made, old) for made, old in zip(ids, corrected, strict=True) if old)}
    still = {*arrivals.rows["id"].to_pylist(), *arrivals.rows["supersedes"].to_pylist()}
    lines = (row for row in there.to_pylist() if row["id"] in from_file and row["id"] not in still)
    return list(enumerate(lines))


def _by_description(table: Any, lines: list[tuple[int, Row]]) -> dict[tuple[Any, ...], list[tuple[int, Row]]]:
    names = [name for name in line_columns(table) if name not in AMOUNTS]
    found: dict[tuple[Any, ...], list[tuple[int, Row]]] = defaultdict(list)
    for index, row in lines:
        found[tuple(row[name] for name in names)].append((index, row))
    return found
