"""Units joined up the tree, level by level, by each indicator's rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from remit.engines.plan import Step

if TYPE_CHECKING:
    from remit.calculations.cube.sql import Sql


def steps(sql: Sql) -> list[Step]:
    """Return the steps from `own` to `figures`: one row for each unit, bucket and cell of which anything is known."""
    found = [_placed(sql)]
    for depth in _depths(sql):
        found += _level(sql, depth)
    columns = sql.listed([*sql.at, *sql.carried])
    union = " UNION ALL ".join(f"SELECT {columns} FROM {_name(depth)}" for depth in _depths(sql))
    return [*found, Step("levels", union, kept=False), *_folded(sql)]


def _depths(sql: Sql) -> range:
    """From the lowest unit with a value to the top; -1 is the whole tree."""
    return range(sql.shape.depth, -2 if sql.shape.whole else -1, -1)


def _name(depth: int) -> str:
    return "level_top" if depth < 0 else f"level_{depth}"


def _placed(sql: Sql) -> Step:
    """Each unit's value at its place in the tree, and whether it was expected."""
    shape = sql.shape
    real = "c.real = 1" if shape.imputed else "c.n IS NOT NULL"
    sums = ", ".join(f"CAST(c.{name} AS {sql.number}) AS {name}" for name in sql.sums)
    both = f", {sql.listed(sql.both, 'c.')}" if sql.both else ""
    at = sql.listed(["bucket", *sql.slot, "target"], "c.")
    if shape.nodes_are_units:
        reported = f"CASE WHEN {real} THEN 1 ELSE 0 END AS rep"
        columns = f"c.indicator, c.unit AS node, {at}, {sums}, {reported}, c.recorded{both}"
        return Step("placed", f"SELECT {columns} FROM own AS c", kept=False)
    expected, joins = "d.valid = 1 AND (d.kind_bit & r.kinds) <> 0", ""
    if shape.rounds:
        joins = (
            "LEFT JOIN listed AS l ON l.indicator = c.indicator AND l.bucket = c.bucket AND l.unit = c.unit "
            "LEFT JOIN in_round AS h ON h.indicator = c.indicator AND h.bucket = c.bucket "
        )
        expected = f"CASE WHEN h.bucket IS NOT NULL THEN l.unit IS NOT NULL ELSE {expected} END"
    if shape.eras:
        joins += "JOIN buckets AS b ON b.bucket = c.bucket JOIN nodes AS d ON d.era = b.era AND d.unit = c.unit"
    else:
        joins += "JOIN nodes AS d ON d.unit = c.unit"
    if shape.unexpected or shape.mixed:
        joins = f"JOIN rules AS r ON r.indicator = c.indicator {joins}"
    reported = f"CASE WHEN {real} THEN 1 ELSE 0 END AS rep"
    if shape.unexpected:
        reported = (
            f"CASE WHEN {real} AND {expected} THEN 1 ELSE 0 END AS rep, "
            f"CASE WHEN {real} AND NOT ({expected}) THEN 1 ELSE 0 END AS unexp"
        )
    counts = ""
    if shape.mixed:
        counts = ", CASE WHEN r.stated = 1 AND (d.kind_bit & r.collects) <> 0 THEN 1 ELSE 0 END AS counts"
    return Step(
        "placed",
        f"SELECT c.indicator, d.node, d.depth, {at}, {sums}, "
        f"{reported}, c.recorded{both}{counts} FROM own AS c {joins}",
    )


def _level(sql: Sql, depth: int) -> list[Step]:
    shape = sql.shape
    own = f"SELECT {sql.listed([*sql.at, *sql.carried])} FROM placed"
    if len(shape.own_depths) > 1:
        own += f" WHERE depth = {depth}"
    if depth == shape.depth:
        return [Step(_name(depth), own, kept=False)]
    if depth not in shape.own_depths:
        return [Step(_name(depth), _below(sql, depth))]
    if not shape.mixed:
        return [Step(_name(depth), f"{own} UNION ALL {_below(sql, depth)}")]
    return [
        Step(f"own_at_{depth}", f"SELECT * FROM placed WHERE depth = {depth}"),
        Step(f"below_{depth}", _below(sql, depth)),
        Step(_name(depth), _own_or_below(sql, depth)),
    ]


def _below(sql: Sql, depth: int) -> str:
    """The level below, joined at the units above it by each indicator's rule."""
    keys = [name for name in sql.at if name != "node"]
    sums, rules = sql.added("c."), ""
    if sql.shape.extremes:
        added = f"CAST(SUM(c.n) AS {sql.number})"
        joined = f"CASE MAX(r.over_units) WHEN 1 THEN MAX(c.n) WHEN 2 THEN MIN(c.n) WHEN 3 THEN NULL ELSE {added} END"
        sums = sums.replace(f"{added} AS n", f"{joined} AS n")
        rules = " JOIN rules AS r ON r.indicator = c.indicator"
    unexpected = "CAST(SUM(c.unexp) AS INTEGER) AS unexp, " if sql.shape.unexpected else ""
    both = f", {sql.nothing(*sql.both)}" if sql.both else ""
    return (
        f"SELECT {sql.listed(keys[:1], 'c.')}, p.parent AS node, {sql.listed(keys[1:], 'c.')}, {sums}, "
        f"CAST(SUM(c.rep) AS INTEGER) AS rep, {unexpected}MAX(c.recorded) AS recorded{both} "
        f"FROM {_name(depth + 1)} AS c JOIN nodes AS p ON p.node = c.node AND p.depth = {depth + 1}{rules} "
        f"GROUP BY {sql.listed(keys, 'c.')}, p.parent"
    )


def _own_or_below(sql: Sql, depth: int) -> str:
    """Of a unit's own value and what the units below it give, the one that counts; the other is shown beside."""
    own, below = f"own_at_{depth}", f"below_{depth}"
    picked = []
    for name in sql.carried:
        if name in sql.both:
            side = "o.n" if name == "stated" else "k.n"
            picked.append(f"CASE WHEN k.node IS NULL THEN o.{name} ELSE {side} END AS {name}")
        else:
            picked.append(f"CASE WHEN o.counts = 1 OR k.node IS NULL THEN o.{name} ELSE k.{name} END AS {name}")
    columns = sql.listed([*sql.at, *sql.carried], "k.")
    same = sql.same(sql.at, "o", "k")
    return (
        f"SELECT {sql.listed(sql.at, 'o.')}, {', '.join(picked)} FROM {own} AS o "
        f"LEFT JOIN {below} AS k ON {same} "
        f"UNION ALL SELECT {columns} FROM {below} AS k LEFT JOIN {own} AS o ON {same} WHERE o.node IS NULL"
    )


def _folded(sql: Sql) -> list[Step]:
    """Slots that may not be added: the largest shows, and how many there were."""
    if not sql.shape.slots:
        return [Step("figures", f"SELECT {sql.listed([*sql.at, *sql.carried])}, 1 AS slots FROM levels", kept=False)]
    keys = [name for name in sql.at if name != "slot"]
    window = f"PARTITION BY {sql.listed(keys)}"
    carried = [name for name in sql.carried if name != "recorded"]
    return [
        Step(
            "ranked",
            f"SELECT {sql.listed([*keys, *carried])}, MAX(recorded) OVER ({window}) AS recorded, "
            f"COUNT(n) OVER ({window}) AS slots, "
            f"ROW_NUMBER() OVER ({window} ORDER BY n DESC NULLS LAST, slot) AS place FROM levels",
        ),
        Step("figures", f"SELECT {sql.listed([*keys, *carried])}, recorded, slots FROM ranked WHERE place = 1"),
    ]
