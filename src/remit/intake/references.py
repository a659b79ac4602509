"""Every code that a new row names must be known, written as it was given."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from remit import keys
from remit.language import N_, gettext
from remit.problems import Kind
from remit.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from remit.federation import Federation
    from remit.intake.taken import Taken
    from remit.problems import Problem
    from remit.schema import Column, Table

    Suggest = Callable[[str], str]

_MEND = N_("Correct the code, or add it to {table} first.{hint}")
_HINT = N_(" Perhaps {codes}?")
UNKNOWN = {
    "units": Kind("unknown-unit", N_("No unit has the code {code}."), _MEND),
    "indicators": Kind("unknown-indicator", N_("No indicator has the code {code}."), _MEND),
    "plans": Kind("unknown-plan", N_("No plan has the code {code}."), _MEND),
    "elements": Kind("unknown-element", N_("The plan {plan} has no element {code}."), _MEND),
    "levels": Kind("unknown-level", N_("The plan {plan} has no level {code}."), _MEND),
    "decisions": Kind("unknown-decision", N_("No decision has the code {code}."), _MEND),
    "funds": Kind("unknown-fund", N_("No fund has the code {code}."), _MEND),
    "contributions": Kind("unknown-contribution", N_("No contribution has the code {code}."), _MEND),
    "money": Kind("unknown-money", N_("No amount has the id {code}."), _MEND),
    "rounds": Kind("unknown-round", N_("No round has the code {code}."), _MEND),
}
"""What is said where a row names something that is not known, by the table that it should stand in."""

NO_PLAN = Kind("element-without-plan", N_("The element {code} is named without its plan."), N_("Fill in the plan."))
CASE = Kind(
    "code-in-another-case",
    N_("{code} differs only by capital letters from {other}, which is there already."),
    N_("Codes are not told apart by case: use {other}, or give it another code."),
)
NEAR = 20_000
"""Close codes are looked for among at most so many: it takes time."""


class _Named(NamedTuple):
    """A column that names rows of another table. `plan`: the column that says in which plan."""

    column: Column
    plan: str = ""


def check_references(merged: Federation, taken: Taken, *, partial: bool = False) -> Iterator[Problem]:
    """Yield every code of the rows taken that names nothing in the federation with the new rows.

    What rows name that could not be read is known: their own problem is told. `partial`: these are such rows, and
    a field that is empty may be one that could not be read.
    """
    left_out = taken.arrivals.left_out
    for named in _named(taken.arrivals.table):
        if taken.rows.num_rows and named.column.to not in left_out.unread:
            yield from _check_column(merged, taken, named, partial=partial)
    if taken.arrivals.table.name == "responsibilities" and "elements" not in left_out.unread:
        yield from _check_element_lists(merged, taken)


def _named(table: Table) -> Iterator[_Named]:
    for column in table.columns:
        if column.to in {"elements", "levels"}:
            yield _Named(column, column.name.replace("element", "plan") if "_element" in column.name else "plan")
        elif column.to:
            yield _Named(column)


def _check_column(merged: Federation, taken: Taken, named: _Named, *, partial: bool) -> Iterator[Problem]:
    column, target = named.column, TABLES[named.column.to]
    codes = keys.texts(taken.rows[column.name])
    if named.plan:
        plans = keys.texts(taken.rows[named.plan])
        yield from () if partial else _without_plan(taken, column, codes, plans)
        codes = _in_plan(plans, codes)
    known = _known(merged, target)
    wrong = pc.and_(pc.is_valid(codes), pc.invert(pc.is_in(codes, value_set=_with_left_out(known, taken, target))))
    suggest = _suggester(known)
    for index in keys.true_at(wrong):
        yield _unknown(taken, index, column, codes[index].as_py(), suggest)


def _check_element_lists(merged: Federation, taken: Taken) -> Iterator[Problem]:
    """Yield each element of a responsibility's list that is not there."""
    known = _known(merged, TABLES["elements"])
    there, suggest = set(_with_left_out(known, taken, TABLES["elements"]).to_pylist()), _suggester(known)
    column = replace(taken.arrivals.table.by_name["elements"], to="elements")
    for index, row in enumerate(taken.rows.select(["plan", "elements"]).to_pylist()):
        for element in (row["elements"] or "").split() if row["plan"] else ():
            code = f"{row['plan']}/{element}"
            if code not in there:
                yield _unknown(taken, index, column, code, suggest)


def _without_plan(taken: Taken, column: Column, codes: Any, plans: Any) -> Iterator[Problem]:
    for index in keys.true_at(pc.and_(pc.is_valid(codes), pc.is_null(plans))):
        place = taken.arrivals.place(taken.origins[index]).of(column.name)
        yield NO_PLAN.at(place, code=codes[index].as_py())


def _unknown(taken: Taken, index: int, column: Column, code: str, suggest: Suggest) -> Problem:
    plan, _, name = code.rpartition("/")
    place = taken.arrivals.place(taken.origins[index]).of(column.name)
    return UNKNOWN[column.to].at(place, code=name, plan=plan, table=column.to, hint=suggest(code))


def _known(merged: Federation, target: Table) -> Any:
    """Return the codes of a table, `plan/element` where they count within a plan."""
    rows = merged.table(target.name)
    codes = keys.texts(rows[target.key[-1]])
    return pc.unique(_in_plan(keys.texts(rows[target.key[0]]), codes) if len(target.key) > 1 else codes)


def _with_left_out(known: Any, taken: Taken, target: Table) -> Any:
    codes = taken.arrivals.left_out.codes.get(target.name, set())
    return pa.concat_arrays([known, pa.array(sorted(codes), known.type)]) if codes else known


def _in_plan(plans: Any, codes: Any) -> Any:
    return pc.binary_join_element_wise(plans, codes, pa.scalar("/", pa.large_string()))


def _suggester(known: Any) -> Suggest:
    """Return a function from a code to codes that look like it."""

    @cache
    def suggest(code: str) -> str:
        if len(known) > NEAR:
            return ""
        alike = {each.lower(): each for each in known.to_pylist()}
        close = [alike[each] for each in get_close_matches(code.lower(), alike, cutoff=0.75)]
        return gettext(_HINT).format(codes=", ".join(each.rpartition("/")[2] for each in close)) if close else ""

    return suggest


def check_case(merged: Federation, taken: Taken) -> Iterator[Problem]:
    """Yield every new code that differs from another one only by its capital letters."""
    table = taken.arrivals.table
    if table.name not in UNKNOWN or table.append_only or not taken.rows.num_rows:
        return
    known = _known(merged, table)
    lower = pc.utf8_lower(known)
    clashing = {index: group for group in keys.repeated(lower) for index in group}
    if not clashing:
        return
    codes = known.to_pylist()
    new = taken.rows.select(list(table.key)).to_pylist()
    for origin, row in zip(taken.origins, new, strict=True):
        yield from _clash(taken, origin, "/".join(row.values()), codes, clashing)


def _clash(taken: Taken, origin: int, code: str, codes: list[str], clashing: dict[int, list[int]]) -> Iterator[Problem]:
    index = codes.index(code)
    earlier = [other for other in clashing.get(index, ()) if other < index]
    if earlier:
        place = taken.arrivals.place(origin).of(taken.arrivals.table.key[-1])
        yield CASE.at(place, code=code, other=codes[earlier[0]])
