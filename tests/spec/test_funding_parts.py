"""The parts of a funding add up to it: by holder, by source, by period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given as drawn
from hypothesis import strategies as st

from remit.calculations.funding import funding
from remit.calculations.funding_parts import by_holder, by_period, by_source, quarter_of

from .conftest import given

if TYPE_CHECKING:
    from remit.federation import Federation

HEAD = """
units
unit | kind
A    | member
B    | member

plans
plan | unit | kind   | currency
P    | A    | appeal | CHF

levels
plan | level  | name   | is
P    | output | Output | output

elements
plan | element | parent | level  | order
P    | top     |        | output | 1
P    | low     | top    | output | 2

funds
fund | kind
tied | earmarked
core | core

"""
MONEY = "money\nplan | element | holder | stage | fund | period | amount | currency\n"
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["", "top", "low"]),
        st.sampled_from(["A", "B", ""]),
        st.sampled_from(["requirement", "received", "confirmed", "expenditure"]),
        st.sampled_from(["tied", "core", ""]),
        st.sampled_from(["2010Q1", "2010-02", "2010", "2010Q4", ""]),
        st.sampled_from(["", *map(str, range(0, 500, 7))]),
    ),
    max_size=12,
)


def federation_of(rows: list[tuple[str, ...]]) -> Federation:
    lines = "\n".join(f"P | {' | '.join(row)} | CHF" for row in rows)
    return given(HEAD + MONEY + lines if rows else HEAD)


@drawn(ROWS)
def test_the_parts_add_up_to_the_whole(rows: list[tuple[str, ...]]) -> None:
    found = funding(federation_of(rows), "P", engine="reference")
    holders = by_holder(found).values()
    for measure in ("required", "earmarked", "unearmarked", "spent", "gap", "beyond", "available"):
        parts = [getattr(one, measure).value for one in holders]
        whole = getattr(found.whole, measure).value
        assert sum(part or 0 for part in parts) == (whole or 0), measure
        assert (whole is None) == all(part is None for part in parts), measure
    assert sum(one.available.value or 0 for one in by_source(found).values()) == (found.whole.available.value or 0)
    assert sum(one.value or 0 for one in by_period(found).values()) == (found.whole.spent.value or 0)


@drawn(ROWS)
def test_the_rows_of_a_sum_add_up_to_it(rows: list[tuple[str, ...]]) -> None:
    found = funding(federation_of(rows), "P", engine="reference")
    spent = [entry.amount for entry in found.money if entry.kind == "use" and entry.amount is not None]
    assert sum(spent) == (found.whole.spent.value or 0)


def test_a_month_stands_in_its_quarter_and_a_year_by_itself() -> None:
    assert [quarter_of(name) for name in ("2010-02", "2010Q1", "2010", None)] == ["2010Q1", "2010Q1", "2010", ""]
