"""The engine that answers sooner: the plain one for few rows of few units."""

from __future__ import annotations

import pyarrow as pa
import pytest

from remit.engines.choice import FEW, FEW_UNITS, quicker
from remit.federation import Federation
from remit.schema import TABLES


def holding(money: int, units: int) -> Federation:
    empty = {name: TABLES[name].schema.empty_table() for name in ("money", "units")}
    many = {"money": money, "units": units}
    return Federation(tables={name: _of(table.schema, many[name]) for name, table in empty.items()})


def _of(schema: pa.Schema, rows: int) -> pa.Table:
    return pa.table([pa.nulls(rows, field.type) for field in schema], schema=schema)


@pytest.mark.parametrize(
    ("money", "units", "engine"),
    [
        (FEW["money"], FEW_UNITS, "reference"),
        (FEW["money"] + 1, 1, "duckdb"),
        (1, FEW_UNITS + 1, "duckdb"),
    ],
)
def test_few_rows_of_few_units_are_for_the_plain_engine(money: int, units: int, engine: str) -> None:
    assert quicker(holding(money, units), "money") == engine
