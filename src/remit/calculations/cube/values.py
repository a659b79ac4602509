"""Values of one series joined over time, then the cells of a report: the first steps of the roll-up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from remit.calculations.cube.coding import STORED_IMPUTED
from remit.engines.plan import Step
from remit.exact import SCALE

if TYPE_CHECKING:
    from remit.calculations.cube.sql import Sql


def steps(sql: Sql) -> list[Step]:
    """Return the steps up to `report`: what one unit and programme has in each bucket and wanted cell."""
    found = [_seen(sql)]
    if sql.shape.by_atoms:
        found += _by_atoms(sql)
    else:
        found += _one_by_one(sql)
    return [*found, *_best(sql)]


def _seen(sql: Sql) -> Step:
    """The values as numerator and denominator, each with its cell's bit."""
    shape = sql.shape
    columns = "f.value AS n"
    if shape.pairs:
        product = "f.value * f.denominator"
        if shape.wide:
            product = "CAST(f.value AS DECIMAL(19,0)) * CAST(f.denominator AS DECIMAL(19,0))"
        ratio = "CASE WHEN f.denominator IS NULL THEN NULL ELSE f.value END" if shape.incomplete else "f.value"
        whole = "CASE WHEN f.value IS NULL THEN NULL ELSE f.denominator END" if shape.incomplete else "f.denominator"
        counted = f"CASE WHEN r.averaged = 1 THEN {SCALE} ELSE NULL END"
        columns = (
            f"CASE r.form WHEN 2 THEN {product} WHEN 1 THEN {ratio} ELSE f.value END AS n, "
            f"CASE WHEN r.form = 0 THEN {counted} ELSE {whole} END AS d"
        )
        if sql.keeps_known:
            columns += f", CASE WHEN r.form = 0 THEN {counted} ELSE f.denominator END AS k"
    if shape.estimates:
        columns += ", CASE f.status WHEN 0 THEN 0 WHEN 1 THEN 1 ELSE 2 END AS est"
    some = "f.value IS NOT NULL"
    if shape.incomplete:
        some = "(f.value IS NOT NULL OR (r.form > 0 AND f.denominator IS NOT NULL))"
    return Step(
        "seen",
        f"SELECT f.indicator, f.unit, f.plan, f.period, f.cell, r.timing, r.rclass, r.over_time, r.stated, {columns}, "
        "f.recorded FROM facts AS f JOIN rules AS r ON r.indicator = f.indicator "
        f"WHERE f.status <> {STORED_IMPUTED} AND {some}",
        kept=False,
    )


def _fact(names: list[str]) -> dict[str, str]:
    """One value's columns, as they can be added up."""
    found = {name: f"f.{name}" for name in ("n", "d", "k", "recorded")}
    found["imp"] = "CASE WHEN f.est > 0 THEN f.n ELSE 0 END"
    found["real"] = "CASE WHEN f.est < 2 AND f.n IS NOT NULL THEN 1 ELSE 0 END"
    return {name: found[name] for name in names}


# The usual way: add up first, then tell which buckets and cells the sums count in


def _by_atoms(sql: Sql) -> list[Step]:
    """Periods that count in the same buckets, and cells that count in the same others, are added up together first."""
    found, sides = [], []
    if 0 in sql.shape.times:
        found.append(_adding(sql))
        sides += _at_buckets(sql)
    if sql.shape.times - {0}:
        found.append(Step("by_cell", _by_cell(sql, _dated(sql), sql.shape.times - {0}), kept=False))
        sides.append(
            f"SELECT {sql.listed(sql.series, 'c.')}, a.atom AS cell_atom, {_joined(sql, 'a.bit')} FROM by_cell AS c "
            "JOIN cell_atoms AS a ON a.rclass = c.rclass AND a.cell = c.cell "
            f"GROUP BY {sql.listed(sql.series, 'c.')}, a.atom"
        )
    return [*found, Step("timed", " UNION ALL ".join(sides)), Step("given", " UNION ALL ".join(_at_targets(sql)))]


def _joined(sql: Sql, bit: str) -> str:
    """Every column of a group, and which cells are in it."""
    return sql.joined("c.") + (f", BIT_OR({bit}) AS bits" if sql.shape.whole_cells else "")


def _adding(sql: Sql) -> Step:
    values = ", ".join(f"{text} AS {name}" for name, text in _fact(sql.columns).items())
    keys = [*sql.reporter, "time_atom", "cell_atom"]
    source = (
        f"SELECT {sql.listed(sql.reporter, 'f.')}, t.atom AS time_atom, a.atom AS cell_atom, a.bit, {values} "
        "FROM seen AS f JOIN time_atoms AS t ON t.timing = f.timing AND t.period = f.period "
        "JOIN cell_atoms AS a ON a.rclass = f.rclass AND a.cell = f.cell WHERE f.over_time = 0"
    )
    return Step(
        "adding",
        f"SELECT {sql.listed(keys, 'c.')}, {_joined(sql, 'c.bit')} FROM ({source}) AS c GROUP BY {sql.listed(keys, 'c.')}",
    )


def _at_buckets(sql: Sql) -> list[str]:
    """Sums at the buckets that they count in. One that is all of a bucket needs no more adding."""
    keys = f"{sql.listed(sql.reporter, 'c.')}, {sql.listed(['bucket', *sql.slot], 's.')}, c.cell_atom"
    columns = [*sql.columns, *(["bits"] if sql.shape.whole_cells else [])]
    source = "FROM adding AS c JOIN time_buckets AS s ON s.atom = c.time_atom"
    return [
        f"SELECT {keys}, {sql.listed(columns, 'c.')} {source} WHERE s.alone = 1",
        f"SELECT {keys}, {_joined(sql, 'c.bits')} {source} WHERE s.alone = 0 GROUP BY {keys}",
    ]


def _at_targets(sql: Sql) -> list[str]:
    """Sums at the cells that they count in, where every cell that it takes is there."""
    series = sql.listed(sql.series, "c.")
    reading = ", g.reading" if sql.shape.many_readings else ""
    source = "FROM timed AS c JOIN atom_readings AS g ON g.atom = c.cell_atom WHERE g.alone ="
    alone, joined = "", ""
    if sql.shape.whole_cells:
        alone, joined = (
            " AND (c.bits & g.needed) = g.needed",
            " HAVING (BIT_OR(c.bits) & MIN(g.needed)) = MIN(g.needed)",
        )
    return [
        f"SELECT {series}, g.target{reading}, {sql.listed(sql.columns, 'c.')} {source} 1{alone}",
        f"SELECT {series}, g.target{reading}, {sql.joined('c.')} {source} 0 GROUP BY {series}, g.target{reading}{joined}",
    ]


# The careful way: value by value


def _dated(sql: Sql) -> str:
    """Values with the bucket and slot that they count in."""
    values = ", ".join(f"{text} AS {name}" for name, text in _fact(sql.columns).items())
    return (
        f"SELECT {sql.listed(sql.reporter, 'f.')}, {sql.listed(['bucket', *sql.slot], 's.')}, s.ord, f.cell, f.rclass, "
        f"f.over_time, f.stated, {values} FROM seen AS f "
        f"JOIN spans AS s ON s.timing = f.timing AND s.period = f.period{_EXISTING if sql.shape.carried else ''}"
    )


_EXISTING = (
    " LEFT JOIN (SELECT b.bucket, d.unit FROM buckets AS b JOIN nodes AS d ON d.era = b.era WHERE d.valid = 1) AS e "
    "ON e.bucket = s.bucket AND e.unit = f.unit WHERE (s.carried = 0 OR e.unit IS NOT NULL)"
)
"""A unit that has ended carries no value on: those that go on from it report."""


def _one_by_one(sql: Sql) -> list[Step]:
    found, source = [Step("dated", _dated(sql))], "SELECT * FROM dated"
    if sql.shape.contained:
        found.append(_wholes(sql))
        source = "SELECT * FROM whole"
    found.append(Step("filled_0", _by_cell(sql, source, sql.shape.times)))
    for number in range(sql.shape.fills):
        found += _fill(sql, number)
    return [*found, Step("given", _read(sql, f"filled_{sql.shape.fills}"))]


def _wholes(sql: Sql) -> Step:
    """Of periods in one another, the stated whole counts, or its parts where they are to be computed."""
    keys = [*sql.series, "cell"]
    pairs = (
        "FROM dated AS i JOIN nested AS p ON p.inner_ord = i.ord AND p.bucket = i.bucket "
        f"JOIN dated AS o ON o.ord = p.outer_ord AND {sql.same(keys, 'i', 'o')} WHERE i.over_time = 0 AND i.stated ="
    )
    inner = f"SELECT {sql.listed(keys, 'i.')}, i.ord {pairs} 1"
    outer = f"SELECT {sql.listed(keys, 'o.')}, o.ord {pairs} 0"
    return Step(
        "whole",
        f"SELECT c.* FROM dated AS c LEFT JOIN ({inner} UNION {outer}) AS x ON x.ord = c.ord AND "
        f"{sql.same(keys, 'x', 'c')} WHERE x.ord IS NULL",
    )


def _by_cell(sql: Sql, source: str, times: frozenset[int]) -> str:
    """One row for each series and bucket, its periods joined by the indicator's rule."""
    keys = [*sql.series, "cell", "rclass"]
    group = f"GROUP BY {sql.listed(keys, 'c.')}"
    begin = f"SELECT {sql.listed(keys, 'c.')}"
    sides = []
    if 0 in times:
        sides.append(f"{begin}, {sql.joined('c.')} FROM ({source}) AS c WHERE c.over_time = 0 {group}")
    if 1 in times:
        bare = set() if sql.shape.standing_pairs else {"d", "k"}
        last = ", ".join(
            f"CAST(NULL AS {sql.number}) AS {name}" if name in bare else f"MAX_BY(c.{name}, c.ord) AS {name}"
            for name in sql.columns
        )
        sides.append(f"{begin}, {last} FROM ({source}) AS c WHERE c.over_time = 1 AND c.n IS NOT NULL {group}")
        if sql.shape.incomplete:
            unknown = f"{begin}, {sql.joined('c.')} FROM ({source}) AS c WHERE c.over_time = 1 {group}"
            sides.append(f"{unknown} HAVING COUNT(c.n) = 0")
    if 2 in times:  # noqa: PLR2004 - the largest
        sides.append(f"{begin}, {sql.joined('c.', '1 = 1')} FROM ({source}) AS c WHERE c.over_time = 2 {group}")
    return " UNION ALL ".join(sides)


def _fill(sql: Sql, number: int) -> list[Step]:
    """Fill one coarser category from its finer ones, where it is not stated and they are all there."""
    keys = [*sql.series, "rclass"]
    before, cells = f"filled_{number}", [*keys, "cell"]
    columns = sql.listed([*cells, *sql.columns], "c.")
    return [
        Step(
            f"coarser_{number}",
            f"SELECT {sql.listed(keys, 'c.')}, p.coarser AS cell, {sql.joined('c.')} FROM {before} AS c "
            f"JOIN coarser AS p ON p.cell = c.cell AND p.step = {number} AND p.rclass = c.rclass "
            f"GROUP BY {sql.listed(keys, 'c.')}, p.coarser HAVING COUNT(*) = MIN(p.needed)",
        ),
        Step(
            f"filled_{number + 1}",
            f"SELECT {columns} FROM {before} AS c UNION ALL SELECT {columns} FROM coarser_{number} AS c "
            f"LEFT JOIN {before} AS b ON {sql.same(cells, 'b', 'c')} WHERE b.cell IS NULL",
        ),
    ]


def _read(sql: Sql, source: str) -> str:
    """Cells added up to the cells wanted, where all that it takes are there."""
    reading = ", g.reading" if sql.shape.many_readings else ""
    having = " HAVING SUM(g.counts) = MIN(g.least)" if sql.shape.whole_cells else ""
    return (
        f"SELECT {sql.listed(sql.series, 'c.')}, g.target{reading}, {sql.joined('c.')} FROM {source} AS c "
        "JOIN readings AS g ON g.rclass = c.rclass AND g.cell = c.cell "
        f"GROUP BY {sql.listed(sql.series, 'c.')}, g.target{reading}{having}"
    )


def _best(sql: Sql) -> list[Step]:
    """Of several readings of one cell, the first that is complete."""
    keys = [*sql.series, "target"]
    if not sql.shape.many_readings:
        return [Step("report", f"SELECT {sql.listed([*keys, *sql.columns])} FROM given", kept=False)]
    first = f"SELECT {sql.listed(keys)}, MIN(reading) AS reading FROM given GROUP BY {sql.listed(keys)}"
    return [
        Step(
            "report",
            f"SELECT {sql.listed([*keys, *sql.columns], 'c.')} FROM given AS c JOIN ({first}) AS b "
            f"ON b.reading = c.reading AND {sql.same(keys, 'b', 'c')}",
        )
    ]
