"""The full roll-up of the synthetic federation in SQL written by hand: what Remit's plan is held against.

Every unit of every level, by year and by quarter, in total and by sex; numerator, denominator, units that reported, units
expected, the part that is estimated, and when the latest value was recorded. It knows all that the data keep to: only the
lowest units report, every report has all twelve cells, nothing is missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    import pyarrow as pa

LOAD = """
CREATE TABLE f AS SELECT * FROM facts;
CREATE TABLE org AS SELECT * FROM units;
CREATE TABLE ind AS SELECT ind,
  CASE rule WHEN 'flow' THEN 0 WHEN 'stock' THEN 1 WHEN 'ratio' THEN 2 WHEN 'mean' THEN 3 ELSE 4 END AS rule FROM rules;
"""

# Buckets: 0 to 3 are years, 4 to 19 quarters. Sex 1 and 2; 0 is the total.
STEPS = """
CREATE OR REPLACE TEMP TABLE qa AS SELECT ind, org, period // 3 AS q, cell // 6 + 1 AS sex,
  SUM(CASE WHEN rule = 3 THEN num * den ELSE num END)::BIGINT AS n, SUM(den)::BIGINT AS d,
  SUM(CASE WHEN est = 1 THEN CASE WHEN rule = 3 THEN num * den ELSE num END ELSE 0 END)::BIGINT AS imp, MAX(rec) AS rec
  FROM f JOIN ind USING (ind) WHERE rule IN (0, 2, 3) GROUP BY ALL;
CREATE OR REPLACE TEMP TABLE s AS SELECT ind, org, period // 3 AS q, cell, ARG_MAX(num, period) AS v,
  ARG_MAX(est, period) AS est, ARG_MAX(rec, period) AS rec, 1 AS rule
  FROM f JOIN ind i USING (ind) WHERE i.rule = 1 GROUP BY ALL
 UNION ALL SELECT ind, org, period // 3 AS q, cell, MAX(num), ARG_MAX(est, num), MAX(rec), 4
  FROM f JOIN ind i USING (ind) WHERE i.rule = 4 GROUP BY ALL;
CREATE OR REPLACE TEMP TABLE sy AS SELECT ind, org, q // 4 AS y, cell, ARG_MAX(v, q) AS v, ARG_MAX(est, q) AS est,
  ARG_MAX(rec, q) AS rec FROM s WHERE rule = 1 GROUP BY ALL
 UNION ALL SELECT ind, org, q // 4 AS y, cell, MAX(v), ARG_MAX(est, v), MAX(rec) FROM s WHERE rule = 4 GROUP BY ALL;
CREATE OR REPLACE TEMP TABLE c4s AS
  SELECT ind, org, 4 + q AS b, sex, n, d, imp, 1::BIGINT AS rep, rec FROM qa
  UNION ALL SELECT ind, org, q // 4, sex, SUM(n)::BIGINT, SUM(d)::BIGINT, SUM(imp)::BIGINT, 1, MAX(rec) FROM qa GROUP BY ALL
  UNION ALL SELECT ind, org, 4 + q, cell // 6 + 1, SUM(v)::BIGINT, NULL, SUM(v * est)::BIGINT, 1, MAX(rec) FROM s GROUP BY ALL
  UNION ALL SELECT ind, org, y, cell // 6 + 1, SUM(v)::BIGINT, NULL, SUM(v * est)::BIGINT, 1, MAX(rec) FROM sy GROUP BY ALL;
CREATE OR REPLACE TEMP TABLE c4 AS FROM c4s UNION ALL SELECT ind, org, b, 0, SUM(n)::BIGINT, SUM(d)::BIGINT, SUM(imp)::BIGINT,
  1, MAX(rec) FROM c4s GROUP BY ALL;
CREATE OR REPLACE TEMP TABLE c3 AS SELECT ind, l3 AS org, b, sex, SUM(n)::BIGINT AS n, SUM(d)::BIGINT AS d, SUM(imp)::BIGINT AS imp,
  SUM(rep)::BIGINT AS rep, MAX(rec) AS rec FROM c4 JOIN org USING (org) GROUP BY ALL;
CREATE OR REPLACE TEMP TABLE c2 AS SELECT ind, l2 AS org, b, sex, SUM(n)::BIGINT AS n, SUM(d)::BIGINT AS d, SUM(imp)::BIGINT AS imp,
  SUM(rep)::BIGINT AS rep, MAX(rec) AS rec FROM c3 JOIN org USING (org) GROUP BY ALL;
CREATE OR REPLACE TEMP TABLE c1 AS SELECT ind, l1 AS org, b, sex, SUM(n)::BIGINT AS n, SUM(d)::BIGINT AS d, SUM(imp)::BIGINT AS imp,
  SUM(rep)::BIGINT AS rep, MAX(rec) AS rec FROM c2 JOIN org USING (org) GROUP BY ALL;
CREATE OR REPLACE TEMP TABLE c0 AS SELECT ind, 0 AS org, b, sex, SUM(n)::BIGINT AS n, SUM(d)::BIGINT AS d, SUM(imp)::BIGINT AS imp,
  SUM(rep)::BIGINT AS rep, MAX(rec) AS rec FROM c1 GROUP BY ALL;
CREATE OR REPLACE TEMP TABLE e AS
  SELECT org, 1::BIGINT AS expected FROM org WHERE level = 4
  UNION ALL SELECT l3, COUNT(*) FROM org WHERE level = 4 GROUP BY ALL
  UNION ALL SELECT l2, COUNT(*) FROM org WHERE level = 4 GROUP BY ALL
  UNION ALL SELECT l1, COUNT(*) FROM org WHERE level = 4 GROUP BY ALL
  UNION ALL SELECT 0, COUNT(*) FROM org WHERE level = 4;
CREATE OR REPLACE TEMP TABLE cube AS SELECT c.*, expected FROM
  (FROM c4 UNION ALL FROM c3 UNION ALL FROM c2 UNION ALL FROM c1 UNION ALL FROM c0) AS c JOIN e USING (org);
"""


def load(facts: pa.Table, units: pa.Table, rules: pa.Table) -> duckdb.DuckDBPyConnection:
    """Return a connection with the data in DuckDB's own memory."""
    connection = duckdb.connect(config={"preserve_insertion_order": False})
    for name, table in (("facts", facts), ("units", units), ("rules", rules)):
        connection.register(name, table)
    connection.execute(LOAD)
    return connection


def cube(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """Return the full roll-up: ind, org, b, sex, n, d, imp, rep, rec, expected."""
    connection.execute(STEPS)
    return connection.sql("FROM cube").to_arrow_table()


CHECK = """SELECT COUNT(*), SUM(n), SUM(d), SUM(imp), SUM(rep), SUM(expected), SUM(rec),
  SUM((n + 7 * COALESCE(d, 0) + 3 * imp + 11 * rep + 13 * expected) * (1 + ind % 13) * (1 + org % 17) * (1 + b) * (1 + sex))
  FROM cube"""


def checksum(found: pa.Table) -> tuple[int, ...]:
    """Return one number for each column, and one over all of them with their keys."""
    connection = duckdb.connect()
    connection.register("cube", found)
    (row,) = connection.sql(CHECK).fetchall()
    return tuple(int(number) for number in row)
