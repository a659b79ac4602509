"""Runs plans on DuckDB, embedded. Facts come as Arrow tables, which it reads where they are."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from remit.engines.plan import Plan


COPIED = 500_000
"""Inputs of fewer rows are copied in: DuckDB then knows their smallest and largest numbers, and joins them faster."""


def run(plan: Plan, inputs: Mapping[str, pa.Table]) -> pa.Table:
    """Return the rows of a plan's last step. `inputs` are the tables that its SELECTs name."""
    with closing(duckdb.connect(config={"preserve_insertion_order": False})) as connection:
        for name, table in inputs.items():
            if table.num_rows < COPIED:
                connection.register(f"{name}_given", table)
                connection.execute(f"CREATE TEMP TABLE {name} AS SELECT * FROM {name}_given")
            else:
                connection.register(name, table)
        for step in plan.steps:
            kind = "TABLE" if step.kept else "VIEW"
            connection.execute(f"CREATE TEMP {kind} {step.name} AS {step.sql}")
        return connection.sql(f"SELECT * FROM {plan.result}").to_arrow_table()
