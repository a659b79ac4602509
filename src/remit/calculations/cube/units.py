"""Programmes and parts joined in the unit; denominators and weights of other indicators; counts and means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from remit.calculations.cube.sql import SIGNS
from remit.engines.plan import Step
from remit.exact import SCALE

if TYPE_CHECKING:
    from remit.calculations.cube.sql import Sql


def steps(sql: Sql) -> list[Step]:
    """Return the steps from `report` to `own`: what each unit has, before units are joined."""
    found = [*_programmes(sql)]
    for number in range(sql.shape.parts):
        found += _made_of(sql, number)
    source = f"own_{sql.shape.parts}"
    if sql.shape.over_another:
        found.append(_over_another(sql, source))
        source = "over_another"
    if sql.shape.counts:
        found.append(_counted(sql, source))
        source = "counted"
    return [*found, _own(sql, source)]


def _programmes(sql: Sql) -> list[Step]:
    if not sql.shape.plans:
        both = f", {sql.nothing(*sql.both)}" if sql.both else ""
        kept = bool(sql.shape.parts or sql.shape.over_another)
        return [Step("own_0", f"SELECT {sql.listed([*sql.place, *sql.columns])}{both} FROM report", kept=kept)]
    computed = (
        f"SELECT {sql.listed(sql.place, 'c.')}, {sql.joined('c.', 'MAX(r.plans_max) = 1')} FROM report AS c "
        "JOIN rules AS r ON r.indicator = c.indicator WHERE c.plan <> 0 AND r.over_plans < 2 "
        f"GROUP BY {sql.listed(sql.place, 'c.')}"
    )
    return [
        Step("by_unit", f"SELECT {sql.listed([*sql.place, *sql.columns])} FROM report WHERE plan = 0"),
        Step("by_plan", computed),
        Step("own_0", _stated_or_computed(sql, "by_unit", "by_plan")),
    ]


def _stated_or_computed(sql: Sql, stated: str, computed: str, *, again: bool = False) -> str:
    """Of what a unit states and what its programmes or parts give, the one that counts; both are kept."""
    picked = ", ".join(f"CASE WHEN r.stated = 1 THEN s.{name} ELSE c.{name} END AS {name}" for name in sql.columns)
    both = f"CAST(s.n AS {sql.number}) AS stated, CAST(c.n AS {sql.number}) AS computed"
    nothing = sql.nothing("stated", "computed")
    before = "s.stated, s.computed" if again else nothing
    columns = [*sql.place, *sql.columns]
    same = sql.same(sql.place, "s", "c")
    return (
        f"SELECT {sql.listed(sql.place, 's.')}, {picked}, {both} FROM {stated} AS s JOIN {computed} AS c ON {same} "
        "JOIN rules AS r ON r.indicator = s.indicator "
        f"UNION ALL SELECT {sql.listed(columns, 's.')}, {before} FROM {stated} AS s LEFT JOIN {computed} AS c "
        f"ON {same} WHERE c.indicator IS NULL "
        f"UNION ALL SELECT {sql.listed(columns, 'c.')}, {nothing} FROM {computed} AS c LEFT JOIN {stated} AS s "
        f"ON {same} WHERE s.indicator IS NULL"
    )


def _made_of(sql: Sql, number: int) -> list[Step]:
    """Indicators made of others, from the innermost; each step makes those of one depth."""
    before, place = f"own_{number}", sql.listed(sql.place[1:], "c.")
    wholes = f"(SELECT DISTINCT whole FROM parts WHERE step = {number}) AS p ON p.whole = c.indicator"
    made = _stated_or_computed(sql, f"said_{number}", f"made_{number}", again=True)
    return [
        Step(
            f"made_{number}",
            f"SELECT p.whole AS indicator, {place}, {sql.joined('c.', 'MAX(p.largest) = 1')} FROM {before} AS c "
            f"JOIN parts AS p ON p.part = c.indicator AND p.step = {number} GROUP BY p.whole, {place}",
        ),
        Step(f"said_{number}", f"SELECT c.* FROM {before} AS c JOIN {wholes}"),
        Step(
            f"own_{number + 1}",
            f"SELECT c.* FROM {before} AS c LEFT JOIN {wholes} WHERE p.whole IS NULL UNION ALL {made}",
        ),
    ]


def _over_another(sql: Sql, source: str) -> Step:
    """Bring in a denominator or a weight; a unit that has only that shows what is known of the denominator."""
    wide = "CAST(c.{0} AS DECIMAL(19,0)) * CAST(b.n AS DECIMAL(19,0))" if sql.shape.wide else "c.{0} * b.n"
    some = "c.n IS NOT NULL AND b.n IS NOT NULL"
    columns = {
        "n": f"CASE WHEN {some} THEN CASE WHEN r.weight = 1 THEN {wide.format('n')} ELSE c.n END ELSE NULL END",
        "d": f"CASE WHEN {some} THEN b.n ELSE NULL END",
        "k": "b.n",
        "imp": f"CASE WHEN {some} THEN CASE WHEN r.weight = 1 THEN {wide.format('imp')} ELSE c.imp END ELSE 0 END",
        "real": f"CASE WHEN {some} THEN c.real ELSE 0 END",
        "recorded": "CASE WHEN b.recorded > c.recorded THEN b.recorded ELSE c.recorded END",
    }
    nothing = f"CAST(NULL AS {sql.number})"
    bare = {"n": nothing, "d": nothing, "k": "b.n", "imp": "0", "real": "0", "recorded": "b.recorded"}
    at = ["unit", "bucket", "target"]
    whole_slot = " AND b.slot = 0" if sql.shape.slots else ""
    slot = ", 0 AS slot" if sql.shape.slots else ""
    both = [f"c.{name}" for name in sql.both]

    def listed(texts: dict[str, str], more: list[str]) -> str:
        return ", ".join([*(f"{texts[name]} AS {name}" for name in sql.columns), *more])

    return Step(
        "over_another",
        f"SELECT {sql.listed(sql.place, 'c.')}, {listed(columns, both)} FROM {source} AS c "
        f"JOIN rules AS r ON r.indicator = c.indicator LEFT JOIN {source} AS b ON b.indicator = r.over AND "
        f"{sql.same(at, 'b', 'c')}{whole_slot} WHERE r.over >= 0 "
        f"UNION ALL SELECT r.indicator, b.unit, b.bucket{slot}, b.target, "
        f"{listed(bare, [nothing for _ in both])} FROM {source} AS b JOIN rules AS r ON r.over = b.indicator "
        f"LEFT JOIN {source} AS c ON c.indicator = r.indicator AND {sql.same(at, 'c', 'b')} "
        f"WHERE c.indicator IS NULL{whole_slot} "
        f"UNION ALL SELECT {sql.listed([*sql.place, *sql.columns, *sql.both], 'c.')} "
        f"FROM {source} AS c JOIN rules AS r ON r.indicator = c.indicator WHERE r.over < 0",
    )


def _counted(sql: Sql, source: str) -> Step:
    """Units (that meet a condition) as 1 or 0 for each year; over years once, or once each year."""
    holds = " ".join(f"WHEN {code} THEN c.n {sign} r.condition" for sign, code in SIGNS.items())
    flag = f"CASE WHEN c.n IS NOT NULL AND CASE r.sign {holds} ELSE TRUE END THEN {SCALE} ELSE 0 END"
    made = "CASE WHEN c.real = 0 THEN 1 ELSE 0 END" if sql.shape.imputed else "0"
    real = f"{'c.real, ' if sql.shape.imputed else ''}{made} AS made, " if sql.shape.estimates else ""
    by_year = (
        f"SELECT {sql.listed(sql.place, 'c.')}, r.ever, {flag} AS n, {real}c.recorded FROM {source} AS c "
        "JOIN rules AS r ON r.indicator = c.indicator WHERE r.counts = 1"
    )

    def joined(number: str) -> str:
        return f"CAST(CASE WHEN MAX(y.ever) = 1 THEN MAX({number}) ELSE SUM({number}) END AS {sql.number})"

    nothing = f"CAST(NULL AS {sql.number})"
    columns = {"n": joined("y.n"), "d": nothing, "k": nothing, "imp": joined("y.n * y.made")}
    columns |= {"real": "MAX(y.real)", "recorded": "MAX(y.recorded)"}
    listed = ", ".join(f"{columns[name]} AS {name}" for name in sql.columns)
    both = f", {sql.nothing(*sql.both)}" if sql.both else ""
    slot = ", 0 AS slot" if sql.shape.slots else ""
    return Step(
        "counted",
        f"SELECT indicator, unit, bucket{slot}, target, {listed}{both} FROM ({by_year}) AS y "
        "GROUP BY indicator, unit, bucket, target "
        f"UNION ALL SELECT {sql.listed([*sql.place, *sql.columns, *sql.both], 'c.')} FROM {source} AS c "
        "JOIN rules AS r ON r.indicator = c.indicator WHERE r.counts = 0",
    )


def _own(sql: Sql, source: str) -> Step:
    """What each unit has of the indicators asked for; of a plain mean, each unit counts once."""
    columns = {name: f"c.{name}" for name in sql.columns}
    if sql.shape.means:
        for name in {"d", "k"} & set(columns):
            columns[name] = f"CASE WHEN r.means = 1 AND c.{name} IS NULL THEN {SCALE} ELSE c.{name} END"
    listed = ", ".join(f"{text} AS {name}" for name, text in columns.items())
    both = f", {sql.listed(sql.both, 'c.')}" if sql.both else ""
    return Step(
        "own",
        f"SELECT {sql.listed(sql.place, 'c.')}, {listed}{both} FROM {source} AS c "
        "JOIN rules AS r ON r.indicator = c.indicator WHERE r.asked = 1",
        kept=sql.shape.deltas,
    )
