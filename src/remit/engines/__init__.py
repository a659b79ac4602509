"""Where calculations run.

A calculation (`remit.calculations`) is written once as a `Plan`: named SELECTs in the part of SQL on which DuckDB and
Spark agree. `duck` runs it, embedded. `reference` holds the same calculations in plain Python: slow, obvious, and what
is right. Both give the same rows of whole numbers; division and rounding happen once, afterwards, in the calculation.
"""

from __future__ import annotations

from typing import Literal

Engine = Literal["duckdb", "reference"]
