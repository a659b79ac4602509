"""What is worked out of a federation is worked out once, and again only where its tables differ."""

from __future__ import annotations

import pyarrow as pa

from remit.federation import Federation, Settings
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
