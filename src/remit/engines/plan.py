"""A calculation as data: named SELECTs, in order.

The SQL keeps to what DuckDB and Spark agree on: whole numbers and decimals, every SUM cast, `max` and `arg_max` on NOT
NULL columns, `//` only on numbers that are not negative, no division and no rounding.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """One SELECT. `kept`: its rows are made once and kept, because several later steps read them."""

    name: str
    sql: str
    kept: bool = True


@dataclass(frozen=True)
class Plan:
    """Steps in order; the last one is the result."""

    steps: tuple[Step, ...]

    @property
    def result(self) -> str:
        return self.steps[-1].name
