"""Who was expected, and the result: every figure with the units that reported and that were expected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from remit.engines.plan import Step

if TYPE_CHECKING:
    from remit.calculations.cube.sql import Sql

KEYS = ["indicator", "node", "bucket", "target"]
PLACE = ["indicator", "bucket", "target"]
GONE = "SELECT DISTINCT indicator, bucket, node FROM answers WHERE na = 1"


def steps(sql: Sql) -> list[Step]:
    """Return the steps from `figures` to `cube`."""
    found = []
    if sql.shape.deltas:
        found += [_answers(sql), *_deltas(sql)]
    if sql.shape.rounds:
        found.append(_listed())
    if sql.shape.nested_rounds:
        found += _spoken_for(sql)
    if sql.shape.missing:
        found.append(
            Step(
                "frame",
                "SELECT a.indicator, d.node, a.bucket, t.target FROM asked AS a JOIN buckets AS b ON b.bucket = a.bucket "
                "JOIN shown AS d ON d.era = b.era CROSS JOIN targets AS t",
                kept=False,
            )
        )
    return [*found, _cube(sql)]


def _answers(sql: Sql) -> Step:
    """By how much each unit that answered changes who is expected there: one that counts by itself is one.

    `delta`: the expected there, less those that would be expected if nobody had reported anything.
    """
    expected = "d.valid = 1 AND (d.kind_bit & r.kinds) <> 0"
    counts = "CASE WHEN r.stated = 1 AND (d.kind_bit & r.collects) <> 0 THEN 1 ELSE 0 END"
    joins = "JOIN rules AS r ON r.indicator = c.indicator "
    if sql.shape.eras:
        joins += "JOIN buckets AS b ON b.bucket = c.bucket JOIN nodes AS d ON d.era = b.era AND d.unit = c.unit "
    else:
        joins += "JOIN nodes AS d ON d.unit = c.unit "
    joins += "JOIN base AS e ON e.kindset = r.kindset AND e.node = d.node"
    own = (
        f"SELECT DISTINCT c.indicator, c.bucket, c.target, d.node, d.parent, d.depth, {counts} AS counts, "
        f"CASE WHEN {expected} THEN 1 ELSE e.below END - e.expected AS delta, 0 AS na FROM own AS c {joins}"
    )
    marked = (
        "SELECT c.indicator, c.bucket, t.target, d.node, d.parent, d.depth, 0 AS counts, 0 - e.expected AS delta, 1 AS na "
        f"FROM not_applicable AS c {joins} CROSS JOIN targets AS t "
        "LEFT JOIN (SELECT DISTINCT indicator, bucket, unit FROM own) AS o ON o.indicator = c.indicator "
        "AND o.bucket = c.bucket AND o.unit = c.unit WHERE o.unit IS NULL"
    )
    return Step("answers", f"{own} UNION ALL {marked}")


def _name(depth: int) -> str:
    return "delta_top" if depth < 0 else f"delta_{depth}"


def _deltas(sql: Sql) -> list[Step]:
    """Carry the differences up the tree: above units of which something is known, theirs count."""
    found, lowest, nested = [], sql.shape.tree_depth, sql.shape.nested_rounds
    own_speaks, below_speaks = (", 1 - na AS speaks", ", NULL AS speaks") if nested else ("", "")
    speaks = ", CASE WHEN o.counts = 1 OR k.node IS NULL THEN o.speaks ELSE 0 END AS speaks" if nested else ""
    for depth in range(lowest, -2, -1):
        columns = sql.listed([*PLACE, "node", "parent", "counts", "delta", "na"])
        own = f"SELECT {columns}{own_speaks} FROM answers WHERE depth = {depth}"
        if depth == lowest:
            found.append(Step(_name(depth), own))
            continue
        mine, below = f"own_{_name(depth)}", f"below_{_name(depth)}"
        found += [Step(mine, own), Step(below, _deltas_below(sql, depth))]
        same = sql.same([*PLACE, "node"], "o", "k")
        place = [*PLACE, "node", "parent"]
        found.append(
            Step(
                _name(depth),
                f"SELECT {sql.listed(place, 'o.')}, 0 AS counts, "
                "CASE WHEN o.counts = 1 OR k.node IS NULL THEN o.delta ELSE k.delta END AS delta, "
                f"CASE WHEN k.node IS NULL THEN o.na WHEN o.counts = 1 THEN 0 ELSE k.na END AS na{speaks} "
                f"FROM {mine} AS o LEFT JOIN {below} AS k ON {same} "
                f"UNION ALL SELECT {sql.listed(place, 'k.')}, 0, k.delta, k.na{below_speaks} FROM {below} AS k "
                f"LEFT JOIN {mine} AS o ON {same} WHERE o.node IS NULL",
            )
        )
    columns = sql.listed([*PLACE, "node", "delta", "na", *(["speaks"] if nested else [])])
    union = " UNION ALL ".join(f"SELECT {columns} FROM {_name(depth)}" for depth in range(lowest, -2, -1))
    return [*found, Step("deltas", union)]


def _deltas_below(sql: Sql, depth: int) -> str:
    nodes, parent, group = "", "-1", ""
    if depth >= 0:
        nodes, parent, group = f"JOIN nodes AS d ON d.node = c.parent AND d.depth = {depth} ", "d.parent", ", d.parent"
    return (
        f"SELECT {sql.listed(PLACE, 'c.')}, c.parent AS node, {parent} AS parent, "
        "CAST(SUM(c.delta) AS BIGINT) + MAX(e.below - e.expected) AS delta, CAST(SUM(c.na) AS BIGINT) AS na "
        f"FROM {_name(depth + 1)} AS c {nodes}JOIN rules AS r ON r.indicator = c.indicator "
        "JOIN base AS e ON e.kindset = r.kindset AND e.node = c.parent "
        f"GROUP BY {sql.listed(PLACE, 'c.')}, c.parent{group}"
    )


def _listed() -> Step:
    """Of those that rounds list, the ones that are left when those are gone to whom it does not apply."""
    return Step(
        "listed_under",
        f"SELECT l.indicator, l.bucket, l.node, COUNT(*) AS expected FROM listed_above AS l LEFT JOIN ({GONE}) AS x "
        "ON x.indicator = l.indicator AND x.bucket = l.bucket AND x.node = l.listed WHERE x.node IS NULL "
        "GROUP BY l.indicator, l.bucket, l.node",
    )


def _spoken_for(sql: Sql) -> list[Step]:
    """Of those listed, how many need not report any more, at each node.

    A listed unit that speaks for itself stands, from its own node up, for those listed below it. For one whose own value does
    not count stand those below it.
    """
    place = ["indicator", "bucket"]
    stands = "(s.speaks = 1 AND l.listed <> l.node) OR (s.speaks = 0 AND l.listed = l.node)"
    return [
        Step(
            "stood_for",
            f"SELECT {sql.listed(place, 'l.')}, s.target, l.listed, MAX(l.depth) AS depth FROM deltas AS s "
            f"JOIN listed_above AS l ON {sql.same([*place, 'node'], 'l', 's')} AND ({stands}) "
            f"JOIN listed_above AS m ON {sql.same(place, 'm', 's')} AND m.listed = s.node AND m.node = s.node "
            f"GROUP BY {sql.listed(place, 'l.')}, s.target, l.listed",
        ),
        Step(
            "spoken_for",
            f"SELECT {sql.listed(place, 'l.')}, s.target, l.node, COUNT(*) AS fewer FROM stood_for AS s "
            f"JOIN listed_above AS l ON {sql.same([*place, 'listed'], 'l', 's')} AND l.depth <= s.depth "
            f"LEFT JOIN ({GONE}) AS x ON {sql.same(place, 'x', 'l')} AND x.node = l.listed "
            f"WHERE x.node IS NULL GROUP BY {sql.listed(place, 'l.')}, s.target, l.node",
        ),
    ]


def _cube(sql: Sql) -> Step:
    shape = sql.shape
    at = "f" if shape.missing else "c"
    source = f"frame AS f LEFT JOIN figures AS c ON {sql.same(KEYS, 'c', 'f')}" if shape.missing else "figures AS c"
    expected, na, joins = "e.expected", "", ""
    slots = ", COALESCE(c.slots, 1) AS slots" if shape.slots else ""
    if shape.many_kindsets:
        joins += f"JOIN rules AS r ON r.indicator = {at}.indicator "
    kindset = "r.kindset" if shape.many_kindsets else "0"
    joins += f"LEFT JOIN base AS e ON e.node = {at}.node AND e.kindset = {kindset} "
    if shape.deltas:
        expected, na = "e.expected + COALESCE(x.delta, 0)", ", COALESCE(x.na, 0) AS na"
        joins += f"LEFT JOIN deltas AS x ON {sql.same(KEYS, 'x', at)} "
    if shape.rounds:
        listed = "COALESCE(l.expected, 0)"
        if shape.nested_rounds:
            listed += " - COALESCE(y.fewer, 0)"
            joins += f"LEFT JOIN spoken_for AS y ON {sql.same(KEYS, 'y', at)} "
        expected = f"CASE WHEN h.bucket IS NOT NULL THEN {listed} ELSE {expected} END"
        joins += (
            f"LEFT JOIN listed_under AS l ON l.indicator = {at}.indicator AND l.bucket = {at}.bucket AND l.node = {at}.node "
            f"LEFT JOIN in_round AS h ON h.indicator = {at}.indicator AND h.bucket = {at}.bucket "
        )
    if not shape.missing and not shape.every_unit:
        joins += "JOIN shown AS w ON w.node = c.node "
    return Step(
        "cube",
        f"SELECT {sql.listed(KEYS, f'{at}.')}, {_columns(sql)}{slots}, {expected} AS expected{na} FROM {source} {joins}",
        kept=False,
    )


def _columns(sql: Sql) -> str:
    """The columns of the result. What cannot be there is left out, and what follows from another is not said twice."""
    return sql.listed([*sql.sums, "rep", *(["unexp"] if sql.shape.unexpected else []), "recorded", *sql.both], "c.")
