"""Runs plans on DuckDB, embedded. Facts come as Arrow tables, which it reads where they are."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import pyarrow as pa

    from remit.engines.plan import Plan

COPIED = range(2_000, 500_000)
"""Inputs of so many rows are copied in: DuckDB then knows their smallest and largest numbers, and joins them faster.

Copying a smaller one costs more than it saves; a larger one is read where it is.
"""


class Session:
    """One DuckDB in memory. Tables that many questions share are copied in once, and stay."""

    def __init__(self) -> None:
        self._database = duckdb.connect(config={"preserve_insertion_order": False})
        self._kept: dict[int, tuple[str, pa.Table]] = {}

    def run(self, plan: Plan, inputs: Mapping[str, pa.Table], lasting: Collection[str] = ()) -> pa.Table:
        """Return the rows of a plan's last step.

        `inputs` are the tables that its SELECTs name; those in `lasting` will be asked for again, as the same objects.
        """
        with closing(self._database.cursor()) as connection:
            for name, table in inputs.items():
                if name in lasting:
                    connection.execute(f"CREATE TEMP VIEW {name} AS SELECT * FROM {self._keep(table)}")
                elif table.num_rows in COPIED:
                    connection.register(f"{name}_given", table)
                    connection.execute(f"CREATE TEMP TABLE {name} AS SELECT * FROM {name}_given")
                else:
                    connection.register(name, table)
            for step in plan.steps:
                kind = "TABLE" if step.name in plan.kept else "VIEW"
                connection.execute(f"CREATE TEMP {kind} {step.name} AS {step.sql}")
                for done in plan.done_after(step.name):
                    connection.execute(f"DROP TABLE {done}")
            return connection.sql(f"SELECT * FROM {plan.result}").to_arrow_table()

    def _keep(self, table: pa.Table) -> str:
        """Return the name of a table that stays; the object is held, so that no other can take its identity."""
        if id(table) not in self._kept:
            name = f"kept_{len(self._kept)}"
            self._database.register("given", table)
            self._database.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
            self._database.unregister("given")
            self._kept[id(table)] = name, table
        return self._kept[id(table)][0]


def run(plan: Plan, inputs: Mapping[str, pa.Table]) -> pa.Table:
    """Return the rows of a plan's last step, for inputs that are used once."""
    return Session().run(plan, inputs)
