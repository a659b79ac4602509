"""The full roll-up of a million synthetic observations, beside SQL written by hand that gives the same columns."""

from __future__ import annotations

import time
from statistics import median
from typing import TYPE_CHECKING

import duckdb

from benchmarks import by_hand
from benchmarks.synthetic import make
from remit.calculations.cube import Cube
from remit.calculations.cube.coding import coded
from remit.calculations.question import ask
from remit.periods import Period

if TYPE_CHECKING:
    import pyarrow as pa

    from remit.federation import Federation

OBSERVATIONS = 1_000_000
ROUNDS = 9
MOST = 1.25


def run() -> bool:
    """Print seconds and the ratio; return whether they are as promised."""
    synthetic = make(OBSERVATIONS)
    connection = by_hand.load(synthetic.facts, synthetic.units, synthetic.rules)
    coded(synthetic.federation.current())
    start = time.perf_counter()
    cube_of(synthetic.federation).run()
    first = time.perf_counter() - start
    ours, theirs = [], []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        expected = by_hand.cube(connection)
        theirs.append(time.perf_counter() - start)
        start = time.perf_counter()
        cube = cube_of(synthetic.federation)
        found = cube.run()
        ours.append(time.perf_counter() - start)
    ratios = [one / other for one, other in zip(ours, theirs, strict=True)]
    same = by_hand.checksum(_as_by_hand(cube, found)) == by_hand.checksum(expected)
    print(f"full roll-up of {len(synthetic.facts):,} observations to {found.num_rows:,} figures")
    print(f"  Remit    {median(ours):.2f} s (from {min(ours):.2f} to {max(ours):.2f})")
    print(f"  the first time, with the tree laid out: {first:.1f} s")
    print(f"  by hand  {median(theirs):.2f} s (from {min(theirs):.2f} to {max(theirs):.2f})")
    print(f"  ratio    {median(ratios):.2f} (at most {MOST}); the same checksum: {'yes' if same else 'NO'}")
    return median(ratios) <= MOST and same


def cube_of(federation: Federation) -> Cube:
    """Return the roll-up: every unit by year and by quarter, in total and by sex."""
    question = ask(
        federation,
        [f"I{number}" for number in range(300)],
        by=["unit", "year", "sex"],
        more_grains=("quarter",),
        with_missing=False,
    )
    return Cube(question)


def _as_by_hand(cube: Cube, found: pa.Table) -> pa.Table:
    """Return Remit's cube with the numbers that the SQL by hand has."""
    years = {Period.year(2022 + year): year for year in range(4)}
    quarters = {Period.of_months(2022, 1 + 3 * quarter, 3): 4 + quarter for quarter in range(16)}
    buckets = {number: {**years, **quarters}[bucket.period] for number, bucket in enumerate(cube.buckets)}
    sexes = {"": 0, "sex=female": 1, "sex=male": 2}
    connection = duckdb.connect()
    connection.register("found", found)
    connection.register("b", _table(buckets))
    connection.register(
        "t", _table({number: sexes[cell] for number, cell in enumerate(cube.cells.codes.words) if cell in sexes})
    )
    nodes = {node: int(unit[1:]) for place in cube.places for unit, node in place.nodes.items()}
    connection.register("o", _table(nodes))
    inds = {number: int(code[1:]) for number, code in enumerate(cube.coded.indicators.words)}
    connection.register("i", _table(inds))
    scaled = " // 10000"
    return connection.sql(f"""
        SELECT i.word AS ind, o.word AS org, b.word AS b, t.word AS sex,
               CASE WHEN d IS NOT NULL AND r.form = 2 THEN n // 100000000 ELSE n{scaled} END AS n, d{scaled} AS d,
               CASE WHEN r.form = 2 THEN imp // 100000000 ELSE imp{scaled} END AS imp, rep,
               recorded // 1000000 AS rec, expected
        FROM found JOIN i ON i.number = indicator JOIN o ON o.number = node JOIN b ON b.number = bucket
        JOIN t ON t.number = target JOIN ({_forms(cube)}) AS r ON r.indicator = found.indicator
    """).to_arrow_table()


def _forms(cube: Cube) -> str:
    rows = [(cube.numbers[code], 2 if rule.form == "product" else 0) for code, rule in cube.rules.items()]
    return (
        "SELECT * FROM (VALUES " + ", ".join(f"({number}, {form})" for number, form in rows) + ") AS v(indicator, form)"
    )


def _table(words: dict[int, int]) -> pa.Table:
    import pyarrow as pa

    return pa.table({"number": list(words), "word": list(words.values())})
