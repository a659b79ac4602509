"""Funding of any plan: parts add up to every whole, and engines agree."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from remit.calculations.funding import funding
from remit.exchange.base import Rows
from remit.federation import Federation

if TYPE_CHECKING:
    from remit.calculations.standing import Funding, Sum

NOW = datetime(2026, 1, 1, tzinfo=UTC)
_amounts = st.none() | st.integers(-50, 50) | st.integers(0, 10**18)
_lines = st.lists(
    st.fixed_dictionaries(
        {
            "element": st.sampled_from(["", *"01234567"]),
            "holder": st.sampled_from([None, "X", "Y"]),
            "counterpart": st.sampled_from([None, None, None, "X"]),
            "stage": st.sampled_from(["requirement", "requirement", "confirmed", "received", "expenditure", "pledged"]),
            "fund": st.sampled_from([None, "core", "tied"]),
            "amount": _amounts,
        }
    ),
    max_size=12,
)
_parents = st.tuples(*(st.sampled_from(["", *map(str, range(number))]) for number in range(8)))


def any_plan(parents: tuple[str, ...], lines: list[dict[str, Any]]) -> Federation:
    rows = Rows("any")
    rows.add("plans", "", plan="P", unit="U", kind="programme", currency="CHF", recorded_at=NOW)
    for kind in ("core", "earmarked"):
        rows.add("funds", "", fund="tied" if kind == "earmarked" else kind, kind=kind, recorded_at=NOW)
    for number, parent in enumerate(parents):
        element = {"element": str(number), "parent": parent or None, "level": "x", "recorded_at": NOW}
        rows.add("elements", "", plan="P", **element)
    for number, line in enumerate(lines):
        placed = line | {"element": line["element"] or None}
        rows.add("money", "", id=f"m{number}", plan="P", currency="CHF", recorded_at=NOW, **placed)
    return Federation(tables={batch.table: batch.rows for batch in rows.reading().batches})


@settings(max_examples=30, deadline=None)
@given(_parents, _lines)
def test_engines_agree_to_the_last_digit(parents: tuple[str, ...], lines: list[dict[str, Any]]) -> None:
    federation = any_plan(parents, lines)
    assert funding(federation, "P", engine="duckdb") == funding(federation, "P", engine="reference")


def value(one: Sum) -> int:
    return one.value or 0


@settings(max_examples=200, deadline=None)
@given(_parents, _lines)
def test_parts_add_up_to_every_whole(parents: tuple[str, ...], lines: list[dict[str, Any]]) -> None:
    found: Funding = funding(any_plan(parents, lines), "P", engine="reference")
    for element, standings in found.elements.items():
        inside = [one for line, one in found.lines.items() if element in found.above[line.element]]
        for measure in ("required", "earmarked", "spent", "gap", "beyond"):
            whole: Sum = getattr(standings.rolled, measure)
            parts = [getattr(one, measure) for one in inside]
            assert value(whole) == sum(map(value, parts))
            assert whole.reported == sum(part.reported for part in parts) <= whole.expected == len(parts)
    every = found.lines.values()
    assert value(found.whole.gap) == sum(value(one.gap) for one in every)
    assert all(value(one.gap) >= 0 and value(one.beyond) >= 0 for one in every)
    assert value(found.whole.unearmarked) == found.whole.covered + found.whole.left


@settings(max_examples=200, deadline=None)
@given(_parents, _lines)
def test_where_all_is_stated_net_is_gap_less_beyond_less_left(
    parents: tuple[str, ...], lines: list[dict[str, Any]]
) -> None:
    stated = [line | {"amount": abs(line["amount"] or 0), "counterpart": None} for line in lines]
    needs = {(line["element"], line["holder"]) for line in stated if line["stage"] == "requirement"}
    kept = [line for line in stated if line["stage"] != "confirmed" or (line["element"], line["holder"]) in needs]
    whole = funding(any_plan(parents, kept), "P", engine="reference").whole
    net = value(whole.required) - value(whole.available)
    assert net == value(whole.gap) - value(whole.beyond) - whole.left
    assert whole.net in {net, None}


@settings(max_examples=100, deadline=None)
@given(_parents, _lines)
def test_every_figure_lists_the_rows_that_it_was_made_from(
    parents: tuple[str, ...], lines: list[dict[str, Any]]
) -> None:
    found = funding(any_plan(parents, lines), "P", engine="reference")
    for measure in ("required", "available", "spent"):
        for element, standings in found.elements.items():
            rows = list(found.made_of(measure, element))
            assert sum(row["amount"] or 0 for row in rows) == value(getattr(standings.rolled, measure))
        for line, standing in found.lines.items():
            rows = [row for row in found.made_of(measure, line) if row["id"]]
            own = sum(row["amount"] or 0 for row in rows)
            unearmarked = sum(row["amount"] or 0 for row in found.made_of("unearmarked", line))
            assert own - (unearmarked if measure == "available" else 0) == value(getattr(standing, measure))
