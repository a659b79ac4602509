"""What holds whatever is loaded."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from remit.exchange.base import Batch, Reading, Rows
from remit.federation import Federation
from remit.intake import take_in

EARLY, LATE = datetime(2009, 1, 1, tzinfo=UTC), datetime(2010, 1, 1, tzinfo=UTC)
QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
UNITS, PERIODS = ("A", "B", "C"), ("2008", "2009")
keys = st.tuples(st.sampled_from(UNITS), st.sampled_from(PERIODS), st.sampled_from([None, "sex=female"]))
values = st.one_of(st.none(), st.integers(0, 10**15))
tables = st.dictionaries(keys, values, max_size=8)
amounts = st.lists(st.integers(-(10**12), 10**12), max_size=6)
Values = dict[tuple[str, str, str | None], int | None]


def ground() -> Reading:
    rows = Rows("ground.csv")
    for unit in UNITS:
        rows.add("units", unit, unit=unit, kind="member")
    rows.add("indicators", "V", indicator="V", measure="count", over_units="sum", over_time="sum")
    rows.add("indicators", "W", indicator="W", measure="count", over_units="sum", over_time="sum")
    return rows.reading()


def reading(said: Values, lines: list[int] = []) -> Reading:  # noqa: B006 - never changed
    rows = Rows("values.csv")
    for line, ((unit, period, cell), value) in enumerate(said.items(), 2):
        status = "missing" if value is None else "reported"
        what: dict[str, Any] = {"indicator": "V", "unit": unit, "period": period, "cell": cell}
        rows.add("observations", str(line), **what, value=value, status=status, visibility="federation")
    for line, amount in enumerate(lines, 2):
        rows.add("money", str(line), stage="forecast", amount=amount, currency="CHF")
    found = ground()
    found.extend(rows.reading())
    return found


def contents(federation: Federation, table: str) -> list[tuple[Any, ...]]:
    return sorted((tuple(map(str, row.values())) for row in federation.rows(table)), key=str)


@QUICK
@given(tables, amounts)
def test_the_same_reading_twice_adds_nothing(said: Values, lines: list[int]) -> None:
    once = take_in(Federation(), reading(said, lines))
    again = take_in(once.federation, reading(said, lines))
    assert not any(again.added.values())
    assert not any(again.corrected.values())
    assert again.federation.table("observations").equals(once.federation.table("observations"))
    assert again.federation.table("money").equals(once.federation.table("money"))


@QUICK
@given(tables, amounts, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(said: Values, lines: list[int], random: Any) -> None:
    turned = reading(said, lines)
    turned.batches = [_shuffled(batch, random) for batch in turned.batches]
    one, other = (take_in(Federation(), each, at=EARLY).federation for each in (reading(said, lines), turned))
    for table in ("units", "observations", "money"):
        assert contents(one, table) == contents(other, table)


def _shuffled(batch: Batch, random: Any) -> Batch:
    order = list(range(batch.rows.num_rows))
    random.shuffle(order)
    return Batch(batch.table, batch.rows.take(pa.array(order, pa.int64())), batch.file, [batch.at[i] for i in order])


@QUICK
@given(tables, tables)
def test_a_correction_keeps_the_old_row_and_as_of_before_it_the_old_value(first: Values, second: Values) -> None:
    before = take_in(Federation(), reading(first), at=EARLY).federation
    after = take_in(before, reading(second), correct="a reason", at=LATE).federation
    assert _said(after.current(EARLY)) == first
    expected = {key: value for key, value in second.items() if value is not None or first.get(key) is None}
    assert _said(after.current()) == {**first, **expected}
    assert contents(before, "observations") == [
        row for row in contents(after, "observations") if str(EARLY)[:10] in "".join(row)
    ]


def _said(federation: Federation) -> Values:
    return {(row["unit"], row["period"], row["cell"]): row["value"] for row in federation.rows("observations")}
