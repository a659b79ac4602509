"""A synthetic federation of any size: 190,000 units in five levels, 300 indicators of all rules, 48 months, 12 cells.

The same numbers every time: they come from a hash of their place. Each report is one unit, indicator and month, with all
twelve cells (sex by six bands of age).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb
import pyarrow as pa

from remit.federation import Federation, Settings
from remit.schema import TABLES

SEXES = ("female", "male")
BANDS = ("0-4", "5-17", "18-29", "30-49", "50-69", "70-99")
CELLS = tuple(f"age={band};sex={sex}" for sex in SEXES for band in BANDS)
RULES = ("flow",) * 180 + ("stock",) * 45 + ("ratio",) * 30 + ("mean",) * 30 + ("largest",) * 15
KINDS = ("federation", "region", "member", "branch", "unit")
MOMENT = datetime(2026, 1, 1, tzinfo=UTC)

DEFINITIONS = {
    "flow": {"measure": "count", "over_units": "sum", "over_time": "sum"},
    "stock": {"measure": "count", "over_units": "sum", "over_time": "last", "reported_as": "on a day"},
    "ratio": {"measure": "ratio", "over_units": "ratio", "over_time": "ratio"},
    "mean": {"measure": "mean", "over_units": "weighted mean", "over_time": "mean"},
    "largest": {"measure": "count", "over_units": "sum", "over_time": "max"},
}


@dataclass(frozen=True)
class Synthetic:
    """The federation as Remit has it, and the same as bare numbers for SQL written by hand."""

    federation: Federation
    facts: pa.Table
    """ind, org, period, cell, num, den, est, rec"""
    units: pa.Table
    """org, level, parent, l1, l2, l3"""
    rules: pa.Table
    """ind, rule"""


def make(observations: int) -> Synthetic:
    """Return a federation with about so many observations."""
    units = _units()
    rules = pa.table({"ind": range(300), "rule": [RULES[(7 * n) % 300] for n in range(300)]})
    facts = _facts(rules, observations)
    tables = {
        "units": _table(
            "units", unit=_codes(units["org"]), kind=[KINDS[level] for level in units["level"].to_pylist()]
        ),
        "trees": _table(
            "trees", tree=["structure"] * len(units), unit=_codes(units["org"]), parent=_codes(units["parent"])
        ),
        "indicators": _indicators(rules),
        "observations": _observations(facts),
    }
    return Synthetic(Federation(Settings(), tables), facts, units, rules)


def _units() -> pa.Table:
    """1 federation, 5 regions, 190 members, 3,800 branches, 186,000 units; numbered from the top down."""
    return (
        duckdb.connect()
        .sql("""
        WITH members AS (SELECT range AS m FROM range(190)), branches AS (SELECT range AS b FROM range(3800)),
             leaves AS (SELECT range AS u FROM range(186000))
        SELECT 0 AS org, 0 AS level, -1 AS parent, -1 AS l1, -1 AS l2, -1 AS l3
        UNION ALL SELECT 1 + range, 1, 0, 1 + range, -1, -1 FROM range(5)
        UNION ALL SELECT 6 + m, 2, 1 + m % 5, 1 + m % 5, 6 + m, -1 FROM members
        UNION ALL SELECT 196 + b, 3, 6 + b % 190, 1 + b % 190 % 5, 6 + b % 190, 196 + b FROM branches
        UNION ALL SELECT 3996 + u, 4, 196 + u % 3800, 1 + u % 3800 % 190 % 5, 6 + u % 3800 % 190, 196 + u % 3800 FROM leaves
        ORDER BY org
    """)
        .to_arrow_table()
    )


def _facts(rules: pa.Table, observations: int) -> pa.Table:
    connection = duckdb.connect()
    connection.register("rules", rules)
    return connection.sql(f"""
        WITH reports AS (
            SELECT DISTINCT hash(range * 3 + 1) % 300 AS ind, 3996 + hash(range * 5 + 2) % 186000 AS org,
                   hash(range * 7 + 3) % 48 AS period FROM range({-(-observations // 12)})
        )
        SELECT ind::INTEGER AS ind, org::INTEGER AS org, period::INTEGER AS period, cell.range::INTEGER AS cell,
               CASE WHEN rule = 'mean' THEN hash(ind, org, period, cell.range) % 101
                    ELSE hash(ind, org, period, cell.range) % 2000 END::BIGINT AS num,
               CASE WHEN rule IN ('mean', 'ratio') THEN 1 + hash(cell.range, org, ind, period) % 499 END::BIGINT AS den,
               (hash(org, period, ind) % 20 = 0)::INTEGER AS est,
               (1767225600 + hash(period, org) % 86400)::BIGINT AS rec
        FROM reports JOIN rules USING (ind), range(12) AS cell ORDER BY period, org, ind, cell
    """).to_arrow_table()


def _codes(numbers: pa.ChunkedArray) -> list[str | None]:
    return [None if number < 0 else f"U{number}" for number in numbers.to_pylist()]


def _table(name: str, **columns: object) -> pa.Table:
    schema = TABLES[name].schema
    size = len(next(iter(columns.values())))  # type: ignore[arg-type] # every column is a list
    filled = {"recorded_at": [MOMENT] * size, **columns}
    return pa.table({field.name: pa.array(filled.get(field.name, [None] * size), field.type) for field in schema})


def _indicators(rules: pa.Table) -> pa.Table:
    defaults = {column.name: column.parse("") for column in TABLES["indicators"].columns}
    rows = [
        {**defaults, "indicator": f"I{ind}", "recorded_at": MOMENT, **DEFINITIONS[rule]}
        for ind, rule in zip(rules["ind"].to_pylist(), rules["rule"].to_pylist(), strict=True)
    ]
    return pa.Table.from_pylist(rows, TABLES["indicators"].schema)


def _observations(facts: pa.Table) -> pa.Table:
    cells = pa.table({"cell": range(12), "name": CELLS})
    connection = duckdb.connect()
    connection.register("facts", facts)
    connection.register("cells", cells)
    made = connection.sql("""
        SELECT 'o' || row_number() OVER () AS id, 'I' || ind AS indicator, 'U' || org AS unit, NULL AS plan,
               (2022 + period // 12) || '-' || lpad((1 + period % 12)::VARCHAR, 2, '0') AS period, NULL AS covers,
               name AS cell, num * 10000 AS value, den * 10000 AS denominator,
               CASE est WHEN 1 THEN 'estimated' ELSE 'reported' END AS status, NULL AS method, 'federation' AS visibility,
               NULL AS source, to_timestamp(rec) AS recorded_at, NULL AS by, NULL AS supersedes, NULL AS reason
        FROM facts JOIN cells USING (cell)
    """).to_arrow_table()
    return made.select(TABLES["observations"].schema.names).cast(TABLES["observations"].schema)
