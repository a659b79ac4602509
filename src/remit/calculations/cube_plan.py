"""The roll-up as a plan of named SELECTs. `Shape` says what the question and the data need; the rest is left out.

Order (design section 5): time within one series; the cells of a report; programmes and parts in the unit; then the small
result up the tree, level by level, which is many times faster than joining every unit with all units above it.

Inputs, all in whole numbers (see `remit.calculations.cube`):

    facts(indicator, unit, plan, period, cell, value, denominator, status, recorded)
    rules(indicator, form, timing, rclass, linear, averaged, over_time, over_plans, over_units, stated, kinds, kindset, ...)
    spans(timing, period, bucket, slot, ord)          which periods count in which bucket; `ord`: the last one is largest
    readings(rclass, cell, target, reading, bit, needed)   which cells make up which
    buckets(bucket, era)  nodes(era, unit, node, parent, depth, kind_bit, valid)  base(kindset, node, expected, below)
"""

from __future__ import annotations

from dataclasses import dataclass

from remit.engines.plan import Plan, Step
from remit.exact import SCALE
from remit.schema import STATUSES

FORMS = {"number": 0, "ratio": 1, "product": 2}
OVER_TIME = {"sum": 0, "ratio": 0, "mean": 0, "none": 0, "last": 1, "max": 2}
"""0: adds up (periods that may not be added stay apart by slot); 1: the last; 2: the largest."""
OVER_UNITS = {"max": 1, "min": 2, "none": 3}
STORED_IMPUTED = STATUSES.index("imputed")
"""Imputed values that a source states are never counted; those of the indicator's own rule come as `FILLED`."""
FILLED = len(STATUSES)
SIGNS = {">=": 1, ">": 2, "<=": 3, "<": 4, "=": 5}


@dataclass(frozen=True)
class Shape:
    """What a roll-up needs. Everything that is False (or 0) is left out of the plan."""

    depth: int
    """Of the lowest unit that has a value; the top units have 0."""
    tree_depth: int
    own_depths: frozenset[int]
    times: frozenset[int]
    """Which of `OVER_TIME` there are."""
    pairs: bool = False
    incomplete: bool = False
    """Some ratio may lack a part."""
    estimates: bool = False
    plans: bool = False
    slots: bool = False
    many_readings: bool = False
    whole_cells: str = ""
    """How it is told that every cell of a reading is there: by `bits`, by `count` (beyond 62 cells), or not at all."""
    fills: int = 0
    """How many steps fill coarser categories from finer ones; then cells are kept apart until they are filled."""
    contained: bool = False
    """Some periods of one series lie in one another."""
    parts: int = 0
    over_another: bool = False
    counts: bool = False
    means: bool = False
    extremes: bool = False
    mixed: bool = False
    """Some unit with units below it has a value of its own."""
    deltas: bool = False
    rounds: bool = False
    eras: bool = False
    whole: bool = True
    """Figures of the whole tree are wanted."""
    missing: bool = True
    wide: bool = True

    @property
    def number(self) -> str:
        """The type of sums: 64 bits where the largest possible sum fits, else 38 digits."""
        return "DECIMAL(38,0)" if self.wide else "BIGINT"


def plan(shape: Shape) -> Plan:
    """Return the plan for a shape."""
    builder = _Builder(shape)
    return Plan(tuple(builder.steps()))


class _Builder:
    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.sums = ["n", *(["d", "k"] if shape.pairs else []), *(["imp"] if shape.estimates else [])]
        self.columns = [*self.sums, *(["real"] if shape.estimates else []), "recorded"]
        self.slot = ["slot"] if shape.slots else []
        self.series = ["indicator", "unit", *(["plan"] if shape.plans else []), "bucket", *self.slot]
        self.place = ["indicator", "unit", "bucket", *self.slot, "target"]

    def steps(self) -> list[Step]:
        steps = [self._seen(), *self._time_and_cells(), *self._programmes(), *self._parts(), *self._quotients()]
        steps += [self._placed(), *self._levels(), self._joined(), *self._folded()]
        steps += [*self._expected(), self._result()]
        return steps

    # Pieces of SQL

    def _list(self, names: list[str], alias: str = "") -> str:
        return ", ".join(f"{alias}{name}" for name in names)

    def _sums(self, alias: str, largest: str = "") -> str:
        """The sums of a group; where `largest` holds, its largest numerator instead."""
        parts = []
        for name in self.sums:
            added = f"CAST(SUM({alias}{name}) AS {self.shape.number})"
            if largest and name in {"n", "imp"}:
                top = f"MAX({alias}n)" if name == "n" else f"MAX_BY({alias}imp, {alias}n)"
                added = f"CASE WHEN {largest} THEN {top} ELSE {added} END"
            parts.append(f"{added} AS {name}")
        return ", ".join(parts)

    def _summed(self, alias: str, largest: str = "") -> str:
        """Every column of a group: the sums, whether any value is real, and when the latest was recorded."""
        real = f", MAX({alias}real) AS real" if self.shape.estimates else ""
        return f"{self._sums(alias, largest)}{real}, MAX({alias}recorded) AS recorded"

    def _same(self, names: list[str], one: str, other: str) -> str:
        return " AND ".join(f"{one}.{name} = {other}.{name}" for name in names)

    # Values, one by one

    def _seen(self) -> Step:
        """The values, as numerator and denominator."""
        shape = self.shape
        value, over = "f.value", "f.denominator"
        if shape.pairs:
            product = "f.value * f.denominator"
            if shape.wide:
                product = "CAST(f.value AS DECIMAL(19,0)) * CAST(f.denominator AS DECIMAL(19,0))"
            ratio = "CASE WHEN f.denominator IS NULL THEN NULL ELSE f.value END" if shape.incomplete else "f.value"
            n = f"CASE r.form WHEN 2 THEN {product} WHEN 1 THEN {ratio} ELSE f.value END"
            whole = "CASE WHEN f.value IS NULL THEN NULL ELSE f.denominator END" if shape.incomplete else over
            counted = f"CASE WHEN r.averaged = 1 THEN {SCALE} ELSE NULL END"
            d = f"CASE WHEN r.form = 0 THEN {counted} ELSE {whole} END"
            k = f"CASE WHEN r.form = 0 THEN {counted} ELSE {over} END"
            columns = f"{n} AS n, {d} AS d, {k} AS k"
        else:
            columns = f"{value} AS n"
        if shape.estimates:
            columns += ", CASE f.status WHEN 0 THEN 0 WHEN 1 THEN 1 ELSE 2 END AS est"
        some = "(f.value IS NOT NULL OR (r.form > 0 AND f.denominator IS NOT NULL))" if shape.incomplete else "f.value IS NOT NULL"
        return Step(
            "seen",
            f"SELECT f.indicator, f.unit, f.plan, f.period, f.cell, {columns}, f.recorded FROM facts AS f "
            f"JOIN rules AS r ON r.indicator = f.indicator "
            f"WHERE f.status <> {STORED_IMPUTED} AND {some}",
            kept=False,
        )

    def _fact(self, names: list[str]) -> str:
        """One value's columns as a row that can be added up."""
        found = {"n": "f.n", "d": "f.d", "k": "f.k", "recorded": "f.recorded"}
        found["imp"] = "CASE WHEN f.est > 0 THEN f.n ELSE 0 END"
        found["real"] = "CASE WHEN f.est < 2 AND f.n IS NOT NULL THEN 1 ELSE 0 END"
        return ", ".join(f"{found[name]} AS {name}" for name in names)

    def _dated(self, more: str = "") -> str:
        """Values with the bucket and slot that they count in."""
        slot = ", s.slot" if self.shape.slots else ""
        plan = ", f.plan" if self.shape.plans else ""
        return (
            f"SELECT f.indicator, f.unit{plan}, s.bucket{slot}, s.ord, f.cell, r.rclass, r.over_time, r.stated, "
            f"{self._fact(self.columns)} "
            "FROM seen AS f JOIN rules AS r ON r.indicator = f.indicator "
            f"JOIN spans AS s ON s.timing = r.timing AND s.period = f.period{more}"
        )

    # Time, then cells

    def _time_and_cells(self) -> list[Step]:
        steps = [Step("dated", self._dated(), kept=self.shape.contained)]
        source = "dated"
        if self.shape.contained:
            steps.append(self._wholes())
            source = "whole"
        if self.shape.fills:
            return [*steps, *self._filled(source)]
        sides = []
        if 0 in self.shape.times:
            sides.append(self._read(source, "c.over_time = 0"))
        if self.shape.times - {0}:
            steps += [Step("by_cell", self._by_cell(source, self.shape.times - {0}))]
            sides.append(self._read("by_cell", "1 = 1"))
        return [*steps, Step("given", " UNION ALL ".join(sides)), *self._best()]

    def _wholes(self) -> Step:
        """Of periods in one another, the stated whole counts, or its parts where they are to be computed."""
        keys = [*self.series, "cell"]
        pairs = (
            "FROM dated AS i JOIN nested AS p ON p.inner_ord = i.ord AND p.bucket = i.bucket "
            f"JOIN dated AS o ON o.ord = p.outer_ord AND {self._same(keys, 'i', 'o')} WHERE i.over_time = 0 AND i.stated ="
        )
        inner = f"SELECT {self._list(keys, 'i.')}, i.ord {pairs} 1"
        outer = f"SELECT {self._list(keys, 'o.')}, o.ord {pairs} 0"
        return Step(
            "whole",
            f"SELECT c.* FROM dated AS c LEFT JOIN ({inner} UNION {outer}) AS x ON x.ord = c.ord AND "
            f"{self._same(keys, 'x', 'c')} WHERE x.ord IS NULL",
        )

    def _by_cell(self, source: str, times: frozenset[int]) -> str:
        """One row for each series and bucket, its periods joined by the indicator's rule."""
        keys = [*self.series, "cell", "rclass"]
        group = f"GROUP BY {self._list(keys, 'c.')}"
        sides = []
        if 0 in times:
            sides.append(
                f"SELECT {self._list(keys, 'c.')}, {self._summed('c.')} FROM {source} AS c "
                f"WHERE c.over_time = 0 {group}"
            )
        if 1 in times:
            last = ", ".join(f"MAX_BY(c.{name}, c.ord) AS {name}" for name in self.columns)
            sides.append(
                f"SELECT {self._list(keys, 'c.')}, {last} FROM {source} AS c "
                f"WHERE c.over_time = 1 AND c.n IS NOT NULL {group}"
            )
            if self.shape.incomplete:
                sides.append(
                    f"SELECT {self._list(keys, 'c.')}, {self._summed('c.')} FROM {source} AS c "
                    f"WHERE c.over_time = 1 {group} HAVING COUNT(c.n) = 0"
                )
        if 2 in times:  # noqa: PLR2004 - the largest
            sides.append(
                f"SELECT {self._list(keys, 'c.')}, {self._summed('c.', '1 = 1')} FROM {source} AS c "
                f"WHERE c.over_time = 2 {group}"
            )
        return " UNION ALL ".join(sides)

    def _read(self, source: str, which: str) -> str:
        """Cells added up to the cells wanted, where all that it takes are there."""
        reading = ", g.reading" if self.shape.many_readings else ""
        whole = {"bits": "BIT_OR(g.bit)", "count": "COUNT(DISTINCT g.bit)"}.get(self.shape.whole_cells)
        having = f" HAVING {whole} = MIN(g.needed)" if whole else ""
        return (
            f"SELECT {self._list(self.series, 'c.')}, g.target{reading}, {self._summed('c.')} FROM {source} AS c "
            f"JOIN readings AS g ON g.rclass = c.rclass AND g.cell = c.cell WHERE {which} "
            f"GROUP BY {self._list(self.series, 'c.')}, g.target{reading}{having}"
        )

    def _filled(self, source: str) -> list[Step]:
        """Coarser categories filled from finer ones, step by step; then the cells wanted."""
        keys = [*self.series, "rclass"]
        steps = [Step("filled_0", self._by_cell(source, self.shape.times))]
        for number in range(self.shape.fills):
            before, after = f"filled_{number}", f"filled_{number + 1}"
            steps.append(
                Step(
                    f"coarser_{number}",
                    f"SELECT {self._list(keys, 'c.')}, p.coarser AS cell, {self._summed('c.')} FROM {before} AS c "
                    f"JOIN coarser AS p ON p.cell = c.cell AND p.step = {number} AND p.rclass = c.rclass "
                    f"GROUP BY {self._list(keys, 'c.')}, p.coarser HAVING COUNT(*) = MIN(p.needed)",
                )
            )
            cells = [*keys, "cell"]
            columns = self._list([*cells, *self.columns], "c.")
            steps.append(
                Step(
                    after,
                    f"SELECT {columns} FROM {before} AS c UNION ALL SELECT {columns} FROM coarser_{number} AS c "
                    f"LEFT JOIN {before} AS b ON {self._same(cells, 'b', 'c')} WHERE b.cell IS NULL",
                )
            )
        return [*steps, Step("given", self._read(f"filled_{self.shape.fills}", "1 = 1")), *self._best()]

    def _best(self) -> list[Step]:
        """Of several readings of one cell, the first that is complete."""
        keys = [*self.series, "target"]
        if not self.shape.many_readings:
            return [Step("report", f"SELECT {self._list([*keys, *self.columns])} FROM given", kept=False)]
        first = f"SELECT {self._list(keys)}, MIN(reading) AS reading FROM given GROUP BY {self._list(keys)}"
        return [
            Step(
                "report",
                f"SELECT {self._list([*keys, *self.columns], 'c.')} FROM given AS c JOIN ({first}) AS b "
                f"ON b.reading = c.reading AND {self._same(keys, 'b', 'c')}",
            )
        ]

    # Programmes and parts

    def _programmes(self) -> list[Step]:
        both = self._nothing(" AS stated", " AS computed")
        if not self.shape.plans:
            return [Step("own_0", f"SELECT {self._list([*self.place, *self.columns])}, {both} FROM report")]
        stated = f"SELECT {self._list([*self.place, *self.columns])} FROM report WHERE plan = 0"
        computed = (
            f"SELECT {self._list(self.place, 'c.')}, {self._summed('c.', 'MAX(r.plans_max) = 1')} FROM report AS c "
            "JOIN rules AS r ON r.indicator = c.indicator WHERE c.plan <> 0 AND r.over_plans < 2 "
            f"GROUP BY {self._list(self.place, 'c.')}"
        )
        return [
            Step("by_unit", stated),
            Step("by_plan", computed),
            Step("own_0", self._stated_or_computed("by_unit", "by_plan")),
        ]

    def _stated_or_computed(self, stated: str, computed: str) -> str:
        """Of what a unit states and what its programmes or parts give, the one that counts; both are kept."""
        picked = ", ".join(f"CASE WHEN r.stated = 1 THEN s.{name} ELSE c.{name} END AS {name}" for name in self.columns)
        both = f"CAST(s.n AS {self.shape.number}) AS stated, CAST(c.n AS {self.shape.number}) AS computed"
        nothing = self._nothing()
        columns = [*self.place, *self.columns]
        same = self._same(self.place, "s", "c")
        return (
            f"SELECT {self._list(self.place, 's.')}, {picked}, {both} FROM {stated} AS s JOIN {computed} AS c ON {same} "
            "JOIN rules AS r ON r.indicator = s.indicator "
            f"UNION ALL SELECT {self._list(columns, 's.')}, {nothing} FROM {stated} AS s LEFT JOIN {computed} AS c "
            f"ON {same} WHERE c.indicator IS NULL "
            f"UNION ALL SELECT {self._list(columns, 'c.')}, {nothing} FROM {computed} AS c LEFT JOIN {stated} AS s "
            f"ON {same} WHERE s.indicator IS NULL"
        )

    def _parts(self) -> list[Step]:
        """Indicators made of others, from the innermost; each step makes those of one depth."""
        steps = []
        for number in range(self.shape.parts):
            before, after = f"own_{number}", f"own_{number + 1}"
            place = self._list(self.place[1:], "c.")
            steps += [
                Step(
                    f"made_{number}",
                    f"SELECT p.whole AS indicator, {place}, {self._summed('c.', 'MAX(p.largest) = 1')} "
                    f"FROM {before} AS c JOIN parts AS p ON p.part = c.indicator AND p.step = {number} "
                    f"GROUP BY p.whole, {place}",
                ),
                Step(f"said_{number}", f"SELECT c.* FROM {before} AS c JOIN (SELECT DISTINCT whole FROM parts WHERE "
                     f"step = {number}) AS p ON p.whole = c.indicator"),
                Step(
                    after,
                    f"SELECT c.* FROM {before} AS c LEFT JOIN (SELECT DISTINCT whole FROM parts WHERE step = {number}) "
                    f"AS p ON p.whole = c.indicator WHERE p.whole IS NULL "
                    f"UNION ALL {self._stated_or_computed(f'said_{number}', f'made_{number}')}",
                ),
            ]  # fmt: skip
        return steps

    def _quotients(self) -> list[Step]:
        """Denominators and weights that are indicators of their own; counts; plain means."""
        source, steps = f"own_{self.shape.parts}", []
        if self.shape.over_another:
            steps += self._over_another(source)
            source = "over"
        if self.shape.counts:
            steps.append(self._counted(source))
            source = "counted"
        columns = {name: f"c.{name}" for name in self.columns}
        if self.shape.means:
            columns["d"] = f"CASE WHEN r.means = 1 AND c.d IS NULL THEN {SCALE} ELSE c.d END"
            columns["k"] = f"CASE WHEN r.means = 1 AND c.k IS NULL THEN {SCALE} ELSE c.k END"
        listed = ", ".join(f"{text} AS {name}" for name, text in columns.items())
        return [
            *steps,
            Step(
                "own",
                f"SELECT {self._list(self.place, 'c.')}, {listed}, c.stated, c.computed FROM {source} AS c "
                "JOIN rules AS r ON r.indicator = c.indicator WHERE r.asked = 1",
                kept=self.shape.deltas,
            ),
        ]

    def _over_another(self, source: str) -> list[Step]:
        number = self.shape.number
        weighted = "CAST(c.n AS DECIMAL(19,0)) * CAST(b.n AS DECIMAL(19,0))" if self.shape.wide else "c.n * b.n"
        some = "c.n IS NOT NULL AND b.n IS NOT NULL"
        columns = {
            "n": f"CASE WHEN {some} THEN CASE WHEN r.weight = 1 THEN {weighted} ELSE c.n END ELSE NULL END",
            "d": f"CASE WHEN {some} THEN b.n ELSE NULL END",
            "k": "b.n",
            "imp": f"CASE WHEN {some} THEN CASE WHEN r.weight = 1 THEN c.imp * b.n ELSE c.imp END ELSE 0 END",
            "real": f"CASE WHEN {some} THEN c.real ELSE 0 END",
            "recorded": "CASE WHEN b.recorded > c.recorded THEN b.recorded ELSE c.recorded END",
        }
        listed = ", ".join(f"{columns[name]} AS {name}" for name in self.columns)
        bare = {
            "n": "NULL", "d": "NULL", "k": "b.n", "imp": "0", "real": "0", "recorded": "b.recorded",
        }  # fmt: skip
        bared = ", ".join(f"CAST({bare[name]} AS {number}) AS {name}" if name in "ndk" else f"{bare[name]} AS {name}"
                          for name in self.columns)  # fmt: skip
        at = ["unit", "bucket", "target"]
        slot_is_whole = " AND b.slot = 0" if self.shape.slots else ""
        slot = ", 0 AS slot" if self.shape.slots else ""
        return [
            Step(
                "over",
                f"SELECT {self._list(self.place, 'c.')}, {listed}, c.stated, c.computed FROM {source} AS c "
                f"JOIN rules AS r ON r.indicator = c.indicator LEFT JOIN {source} AS b ON b.indicator = r.over AND "
                f"{self._same(at, 'b', 'c')}{slot_is_whole} WHERE r.over >= 0 "
                f"UNION ALL SELECT r.indicator, b.unit, b.bucket{slot}, b.target, {bared}, "
                f"CAST(NULL AS {number}), CAST(NULL AS {number}) FROM {source} AS b JOIN rules AS r ON r.over = b.indicator "
                f"LEFT JOIN {source} AS c ON c.indicator = r.indicator AND {self._same(at, 'c', 'b')} "
                f"WHERE c.indicator IS NULL{slot_is_whole} "
                f"UNION ALL SELECT {self._list([*self.place, *self.columns, 'stated', 'computed'], 'c.')} "
                f"FROM {source} AS c JOIN rules AS r ON r.indicator = c.indicator WHERE r.over < 0",
            )
        ]

    def _counted(self, source: str) -> Step:
        holds = " ".join(f"WHEN {code} THEN c.n {sign} r.condition" for sign, code in SIGNS.items())
        flag = f"CASE WHEN c.n IS NOT NULL AND CASE r.sign {holds} ELSE TRUE END THEN {SCALE} ELSE 0 END"
        by_year = f"SELECT {self._list(self.place, 'c.')}, r.ever, {flag} AS n, "
        by_year += ("c.real, CASE WHEN c.real = 0 THEN 1 ELSE 0 END AS made, " if self.shape.estimates else "")
        by_year += f"c.recorded FROM {source} AS c JOIN rules AS r ON r.indicator = c.indicator WHERE r.counts = 1"
        place = [name for name in self.place if name != "slot"]
        slot = ", 0 AS slot" if self.shape.slots else ""
        number = self.shape.number
        joined = {
            "n": f"CAST(CASE WHEN MAX(y.ever) = 1 THEN MAX(y.n) ELSE SUM(y.n) END AS {number})",
            "d": f"CAST(NULL AS {number})",
            "k": f"CAST(NULL AS {number})",
            "imp": f"CAST(CASE WHEN MAX(y.ever) = 1 THEN MAX(y.n * y.made) ELSE SUM(y.n * y.made) END AS {number})"
            if self.shape.estimates else "",
            "real": "MAX(y.real)",
            "recorded": "MAX(y.recorded)",
        }  # fmt: skip
        listed = ", ".join(f"{joined[name]} AS {name}" for name in self.columns)
        at = "indicator, unit, bucket" + slot + ", target"
        return Step(
            "counted",
            f"SELECT {at}, {listed}, CAST(NULL AS {number}) AS stated, CAST(NULL AS {number}) AS computed "
            f"FROM ({by_year}) AS y GROUP BY {self._list(place)} "
            f"UNION ALL SELECT {self._list([*self.place, *self.columns, 'stated', 'computed'], 'c.')} FROM {source} AS c "
            "JOIN rules AS r ON r.indicator = c.indicator WHERE r.counts = 0",
        )

    # Up the tree

    @property
    def carried(self) -> list[str]:
        """The columns that go up the tree; what is added there is added for all."""
        both = ["stated", "computed"] if self.shape.mixed or self.shape.plans or self.shape.parts else []
        return [*self.sums, "rep", "unexp", "recorded", *both]

    def _placed(self) -> Step:
        """Each unit's value at its place in the tree, and whether it was expected."""
        shape = self.shape
        expected = "d.valid = 1 AND (d.kind_bit & r.kinds) <> 0"
        join = ""
        if shape.rounds:
            join = "LEFT JOIN listed AS l ON l.indicator = c.indicator AND l.bucket = c.bucket AND l.unit = c.unit "
            join += "LEFT JOIN in_round AS h ON h.indicator = c.indicator AND h.bucket = c.bucket "
            expected = f"CASE WHEN h.bucket IS NOT NULL THEN l.unit IS NOT NULL ELSE {expected} END"
        real = "c.real = 1" if shape.estimates else "c.n IS NOT NULL"
        era = "d.era = b.era AND " if shape.eras else ""
        buckets = "JOIN buckets AS b ON b.bucket = c.bucket " if shape.eras else ""
        sums = ", ".join(f"CAST(c.{name} AS {shape.number}) AS {name}" for name in self.sums)
        both = ", c.stated, c.computed" if "stated" in self.carried else ""
        counts = ", CASE WHEN r.stated = 1 AND (d.kind_bit & r.collects) <> 0 THEN 1 ELSE 0 END AS counts" if shape.mixed else ""
        depth = ", d.depth" if len(shape.own_depths) > 1 else ""
        return Step(
            "placed",
            f"SELECT c.indicator, d.node, d.parent{depth}, {self._list(['bucket', *self.slot, 'target'], 'c.')}, {sums}, "
            f"CASE WHEN {real} AND {expected} THEN 1 ELSE 0 END AS rep, "
            f"CASE WHEN {real} AND NOT ({expected}) THEN 1 ELSE 0 END AS unexp, c.recorded{both}{counts} "
            f"FROM own AS c JOIN rules AS r ON r.indicator = c.indicator {join}{buckets}"
            f"JOIN nodes AS d ON {era}d.unit = c.unit",
        )

    @property
    def at(self) -> list[str]:
        return ["indicator", "node", "bucket", *self.slot, "target"]

    def _levels(self) -> list[Step]:
        steps = []
        lowest = self.shape.depth
        for depth in range(lowest, -1 if not self.shape.whole else -2, -1):
            own = f"SELECT {self._list([*self.at, 'parent', *self.carried])}{self._counts_column()} FROM placed"
            own += f" WHERE depth = {depth}" if len(self.shape.own_depths) > 1 else ""
            has_own = depth in self.shape.own_depths
            if depth == lowest:
                steps.append(Step(f"level_{depth}", own.replace(self._counts_column(), "")))
            elif not has_own:
                steps.append(Step(self._name(depth), self._kids(depth)))
            elif not self.shape.mixed:
                steps.append(Step(self._name(depth), f"{own} UNION ALL {self._kids(depth)}"))
            else:
                steps += [Step(f"own_at_{depth}", own), Step(f"below_{depth}", self._kids(depth))]
                steps.append(Step(self._name(depth), self._own_or_below(depth)))
        return steps

    def _counts_column(self) -> str:
        return ", counts" if self.shape.mixed else ""

    @staticmethod
    def _name(depth: int) -> str:
        return "level_top" if depth < 0 else f"level_{depth}"

    def _kids(self, depth: int) -> str:
        """The level below, joined at the units above it by each indicator's rule."""
        sums, rules = self._sums("c."), ""
        if self.shape.extremes:
            added = f"CAST(SUM(c.n) AS {self.shape.number})"
            joined = f"CASE MAX(r.over_units) WHEN 1 THEN MAX(c.n) WHEN 2 THEN MIN(c.n) WHEN 3 THEN NULL ELSE {added} END"
            sums = sums.replace(f"{added} AS n", f"{joined} AS n")
            rules = " JOIN rules AS r ON r.indicator = c.indicator"
        both = f", {self._nothing(' AS stated', ' AS computed')}" if "stated" in self.carried else ""
        nodes, parent = (" JOIN nodes AS d ON d.node = c.parent", "d.parent") if depth >= 0 else ("", "-1")
        at = ", ".join("c.parent AS node" if name == "node" else f"c.{name}" for name in self.at)
        group = ", ".join("c.parent" if name == "node" else f"c.{name}" for name in self.at)
        return (
            f"SELECT {at}, {parent} AS parent, {sums}, CAST(SUM(c.rep) AS BIGINT) AS rep, "
            f"CAST(SUM(c.unexp) AS BIGINT) AS unexp, MAX(c.recorded) AS recorded{both} "
            f"FROM {self._name(depth + 1)} AS c{nodes}{rules} GROUP BY {group}" + (f", {parent}" if depth >= 0 else "")
        )

    def _nothing(self, *names: str) -> str:
        return ", ".join(f"CAST(NULL AS {self.shape.number}){name}" for name in names or ("", ""))

    def _own_or_below(self, depth: int) -> str:
        own, below = f"own_at_{depth}", f"below_{depth}"
        wins = "(o.counts = 1 OR k.node IS NULL)"
        picked = []
        for name in self.carried:
            if name in {"stated", "computed"}:
                side = "o.n" if name == "stated" else "k.n"
                picked.append(f"CASE WHEN k.node IS NULL THEN o.{name} ELSE {side} END AS {name}")
            else:
                picked.append(f"CASE WHEN {wins} THEN o.{name} ELSE k.{name} END AS {name}")
        columns = self._list([*self.at, "parent", *self.carried], "k.")
        same = self._same(self.at, "o", "k")
        return (
            f"SELECT {self._list([*self.at, 'parent'], 'o.')}, {', '.join(picked)} FROM {own} AS o "
            f"LEFT JOIN {below} AS k ON {same} "
            f"UNION ALL SELECT {columns} FROM {below} AS k LEFT JOIN {own} AS o ON {same} WHERE o.node IS NULL"
        )

    def _joined(self) -> Step:
        columns = self._list([*self.at, *self.carried])
        depths = range(self.shape.depth, -1 if not self.shape.whole else -2, -1)
        return Step("levels", " UNION ALL ".join(f"SELECT {columns} FROM {self._name(depth)}" for depth in depths), kept=False)

    def _folded(self) -> list[Step]:
        """Slots that may not be added: the largest shows, and how many there were."""
        if not self.shape.slots:
            return [Step("figures", f"SELECT {self._list([*self.at, *self.carried])}, 1 AS slots FROM levels", kept=False)]
        keys = [name for name in self.at if name != "slot"]
        window = f"PARTITION BY {self._list(keys)}"
        carried = [name for name in self.carried if name != "recorded"]
        return [
            Step(
                "ranked",
                f"SELECT {self._list([*keys, *carried])}, MAX(recorded) OVER ({window}) AS recorded, "
                f"COUNT(n) OVER ({window}) AS slots, "
                f"ROW_NUMBER() OVER ({window} ORDER BY n DESC NULLS LAST, slot) AS place FROM levels",
            ),
            Step("figures", f"SELECT {self._list([*keys, *carried])}, recorded, slots FROM ranked WHERE place = 1"),
        ]

    # Who was expected

    def _expected(self) -> list[Step]:
        steps = []
        if self.shape.deltas:
            steps += self._deltas()
        if self.shape.missing:
            steps.append(
                Step(
                    "frame",
                    "SELECT a.indicator, d.node, a.bucket, t.target FROM asked AS a JOIN buckets AS b ON b.bucket = a.bucket "
                    "JOIN shown AS d ON d.era = b.era CROSS JOIN targets AS t",
                    kept=False,
                )
            )
        return steps

    def _deltas(self) -> list[Step]:
        """By how much the expected differ from those that would be, had nobody reported; and who is not applicable.

        At a unit that counts by itself: one. Above units of which something is known: theirs.
        """
        keys = ["indicator", "bucket", "target"]
        expected = "d.valid = 1 AND (d.kind_bit & r.kinds) <> 0"
        era = "d.era = b.era AND " if self.shape.eras else ""
        buckets = "JOIN buckets AS b ON b.bucket = c.bucket " if self.shape.eras else ""
        counts = "CASE WHEN r.stated = 1 AND (d.kind_bit & r.collects) <> 0 THEN 1 ELSE 0 END"
        own = (
            f"SELECT DISTINCT c.indicator, c.bucket, c.target, d.node, d.parent, d.depth, {counts} AS counts, "
            f"CASE WHEN {expected} THEN 1 ELSE e.below END - e.expected AS delta, 0 AS na FROM own AS c "
            f"JOIN rules AS r ON r.indicator = c.indicator {buckets}JOIN nodes AS d ON {era}d.unit = c.unit "
            "JOIN base AS e ON e.kindset = r.kindset AND e.node = d.node"
        )
        marked = (
            f"SELECT c.indicator, c.bucket, t.target, d.node, d.parent, d.depth, 0 AS counts, 0 - e.expected AS delta, 1 AS na "
            f"FROM not_applicable AS c JOIN rules AS r ON r.indicator = c.indicator {buckets}JOIN nodes AS d ON {era}d.unit = c.unit "
            "JOIN base AS e ON e.kindset = r.kindset AND e.node = d.node CROSS JOIN targets AS t "
            "LEFT JOIN (SELECT DISTINCT indicator, bucket, unit FROM own) AS o ON o.indicator = c.indicator "
            "AND o.bucket = c.bucket AND o.unit = c.unit WHERE o.unit IS NULL"
        )
        steps = [Step("answers", f"{own} UNION ALL {marked}")]
        lowest = self.shape.tree_depth
        for depth in range(lowest, -2, -1):
            at = f"SELECT {self._list([*keys, 'node', 'parent', 'counts', 'delta', 'na'])} FROM answers WHERE depth = {depth}"
            if depth == lowest:
                steps.append(Step(f"delta_{depth}", at))
                continue
            parent = "d.parent" if depth >= 0 else "-1"
            nodes = "JOIN nodes AS d ON d.node = c.parent " if depth >= 0 else ""
            group = f"GROUP BY {self._list(keys, 'c.')}, c.parent" + (", d.parent" if depth >= 0 else "")
            below = (
                f"SELECT {self._list(keys, 'c.')}, c.parent AS node, {parent} AS parent, "
                "CAST(SUM(c.delta) AS BIGINT) + MAX(e.below - e.expected) AS delta, CAST(SUM(c.na) AS BIGINT) AS na "
                f"FROM {self._delta(depth + 1)} AS c {nodes}JOIN rules AS r ON r.indicator = c.indicator "
                f"JOIN base AS e ON e.kindset = r.kindset AND e.node = c.parent {group}"
            )
            steps += [Step(f"own_delta_{depth + 1}", at), Step(f"below_delta_{depth + 1}", below)]
            same = self._same([*keys, "node"], "o", "k")
            picked = self._list([*keys, "node", "parent"], "o.")
            steps.append(
                Step(
                    self._delta(depth),
                    f"SELECT {picked}, 0 AS counts, CASE WHEN o.counts = 1 OR k.node IS NULL THEN o.delta ELSE k.delta END "
                    "AS delta, CASE WHEN k.node IS NULL THEN o.na WHEN o.counts = 1 THEN 0 ELSE k.na END AS na "
                    f"FROM own_delta_{depth + 1} AS o LEFT JOIN below_delta_{depth + 1} AS k ON {same} "
                    f"UNION ALL SELECT {self._list([*keys, 'node', 'parent'], 'k.')}, 0, k.delta, k.na "
                    f"FROM below_delta_{depth + 1} AS k LEFT JOIN own_delta_{depth + 1} AS o ON {same} WHERE o.node IS NULL",
                )
            )
        columns = self._list([*keys, "node", "delta", "na"])
        union = " UNION ALL ".join(f"SELECT {columns} FROM {self._delta(depth)}" for depth in range(lowest, -2, -1))
        return [*steps, Step("deltas", union), *self._listed()]

    def _listed(self) -> list[Step]:
        """Of those that rounds list, the ones that are left when those are gone to whom it does not apply."""
        if not self.shape.rounds:
            return []
        gone = "SELECT DISTINCT indicator, bucket, node FROM answers WHERE na = 1"
        return [
            Step(
                "listed_under",
                f"SELECT l.indicator, l.bucket, l.node, COUNT(*) AS expected FROM listed_above AS l LEFT JOIN ({gone}) AS x "
                "ON x.indicator = l.indicator AND x.bucket = l.bucket AND x.node = l.listed WHERE x.node IS NULL "
                "GROUP BY l.indicator, l.bucket, l.node",
            )
        ]

    @staticmethod
    def _delta(depth: int) -> str:
        return "delta_top" if depth < 0 else f"delta_{depth}"

    def _result(self) -> Step:
        shape = self.shape
        keys = ["indicator", "node", "bucket", "target"]
        named = {name: f"c.{name}" for name in self.carried}
        for name in ("d", "k", "imp", "stated", "computed"):
            named.setdefault(name, "CAST(NULL AS BIGINT)")
        wanted = ["n", "d", "k", "imp", "rep", "unexp", "recorded", "stated", "computed"]
        columns = ", ".join(f"{named[name]} AS {name}" for name in wanted)
        expected, na = "e.expected", "0"
        if shape.deltas:
            expected, na = "e.expected + COALESCE(x.delta, 0)", "COALESCE(x.na, 0)"
        if shape.rounds:
            expected = f"CASE WHEN h.bucket IS NOT NULL THEN COALESCE(l.expected, 0) ELSE {expected} END"
        source = "figures AS c"
        place = self._list(keys, "c.")
        if shape.missing:
            source = f"frame AS f LEFT JOIN figures AS c ON {self._same(keys, 'c', 'f')}"
            place = self._list(keys, "f.")
        at = "f" if shape.missing else "c"
        joins = (
            f"JOIN rules AS r ON r.indicator = {at}.indicator "
            f"LEFT JOIN base AS e ON e.kindset = r.kindset AND e.node = {at}.node "
        )
        if shape.deltas:
            joins += f"LEFT JOIN deltas AS x ON {self._same(keys, 'x', at)} "
        if shape.rounds:
            joins += (
                f"LEFT JOIN listed_under AS l ON l.indicator = {at}.indicator AND l.bucket = {at}.bucket "
                f"AND l.node = {at}.node "
                f"LEFT JOIN in_round AS h ON h.indicator = {at}.indicator AND h.bucket = {at}.bucket "
            )
        shown = "" if shape.missing else "JOIN shown AS w ON w.node = c.node "
        return Step(
            "cube",
            f"SELECT {place}, {columns}, COALESCE(c.slots, 1) AS slots, {expected} AS expected, {na} AS na "
            f"FROM {source} {joins}{shown}",
        )
