"""What is worked out of a federation is worked out once, and again only where its tables differ."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pyarrow as pa

from remit.calculations.in_period import figures_in
from remit.exchange.base import Rows
from remit.federation import Federation, Settings
from remit.periods import Period
from remit.schema import TABLES


def made(federation: Federation, of: list[str]) -> list[int]:
    """Return a list that is the same object wherever nothing had to be made again."""
    return federation.once("numbers", lambda: [federation.table(name).num_rows for name in of], of=of)


def table(name: str, *rows: dict[str, object]) -> pa.Table:
    schema = TABLES[name].schema
    return pa.Table.from_pylist([{**dict.fromkeys(schema.names), **row} for row in rows], schema)


UNITS = table("units", {"unit": "A", "kind": "member"})
ROUNDS = table("rounds", {"round": "R", "period": "2026"})


def test_federations_with_a_table_in_common_share_what_was_made_of_it() -> None:
    one = Federation(tables={"units": UNITS})
    other = one.with_tables({"rounds": ROUNDS})
    assert made(other, ["units"]) is made(one, ["units"]) == [1]
    assert made(other, ["units", "rounds"]) == [1, 1]
    assert made(one, ["units", "rounds"]) == [1, 0]


def test_another_table_is_looked_at_anew() -> None:
    one = Federation(tables={"units": UNITS})
    made(one, ["units"])
    assert made(one.with_tables({"units": UNITS.slice(0, 0)}), ["units"]) == [0]


def test_what_is_made_of_the_whole_is_not_shared() -> None:
    one = Federation(Settings("One"), {"units": UNITS})
    assert one.once("name", lambda: one.settings.name) == "One"
    two = one.with_tables({})
    assert two.once("name", lambda: "Two") == "Two"


def test_figures_by_another_calendar_are_made_anew() -> None:
    rows, recorded = Rows("case"), {"recorded_at": "2026-01-01"}
    rows.add_texts("units", "1", {"unit": "A", "kind": "member", **recorded})
    rows.add_texts("trees", "1", {"tree": "structure", "unit": "A", **recorded})
    rule = {"indicator": "I", "measure": "count", "over_units": "sum", "over_time": "sum", **recorded}
    rows.add_texts("indicators", "1", rule)
    for period in ("2025-02", "2025-05"):
        value = {"id": period, "indicator": "I", "unit": "A", "period": period, "value": "1", **recorded}
        rows.add_texts("observations", period, value)
    january = Federation(tables={batch.table: batch.rows for batch in rows.reading().batches})
    april = replace(january, settings=Settings(first_month=4))
    assert [figure.value for figure in figures_in(january, ["I"], Period.parse("2025")).values()] == [2]
    year = Period.around(date(2025, 5, 1), "year", 4)
    assert [figure.value for figure in figures_in(april, ["I"], year).values()] == [1]
