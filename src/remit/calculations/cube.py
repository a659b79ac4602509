"""The roll-up on DuckDB: a question turned into small tables of numbers, the plan for it, and the answer turned back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from remit.calculations.coding import FACTS, Codes, coded
from remit.calculations.cube_plan import (
    FILLED,
    FORMS,
    OVER_TIME,
    OVER_UNITS,
    SIGNS,
    STORED_IMPUTED,
    Shape,
    plan,
)
from remit.calculations.places import nodes_table, places_of
from remit.calculations.question import Bucket, axes_of, cell_of
from remit.calculations.running import with_increments
from remit.calculations.totals import Key, Total
from remit.engines import duck
from remit.periods import Period
from remit.schema import STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from remit.calculations.question import Question
    from remit.indicators import Indicator
    from remit.observations import Value

NOT_APPLICABLE = STATUSES.index("not applicable")
SAFE = 4e18
"""Below this sum of absolute values, 64-bit sums cannot overflow."""

BITS = 62
"""How many cells can be told by bits in one number."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def totals(question: Question, imputed: Iterable[Value]) -> dict[Key, Total]:
    """Return every total that a question asks for; `imputed` are the values that fill in."""
    cube = Cube(question, list(imputed))
    return cube.decoded(cube.run())


class Cube:
    """One question as tables of whole numbers."""

    def __init__(self, question: Question, imputed: Sequence[Value] = ()) -> None:
        self.question = question
        self.coded = coded(question.federation)
        self.rules = question.rules
        self.numbers = self.coded.indicators.numbers
        self.cells = self._cells()
        self.periods: list[Period] = list(self.coded.periods)
        self.facts = self._facts(imputed)

    def run(self) -> pa.Table:
        """Return the cube: indicator, node, bucket, target, and the exact sums (see `Total`)."""
        if not self.buckets:
            return pa.table({})
        return duck.run(plan(self.shape), self.inputs())

    # Values

    def _facts(self, imputed: Sequence[Value]) -> pa.Table:
        facts = self.coded.facts
        running = {
            self.numbers[code]: rule for code, rule in self.rules.items() if rule.reported_as.startswith("so far")
        }
        if running:
            facts, self.periods = with_increments(facts, self.periods, running, self.question)
        if imputed:
            facts = pa.concat_tables([facts, self._filled(imputed)])
        return facts

    def _filled(self, imputed: Sequence[Value]) -> pa.Table:
        numbers = {period: number for number, period in enumerate(self.periods)}
        rows = [
            {
                "indicator": self.numbers[value.indicator],
                "unit": self.coded.units.numbers[value.unit],
                "plan": 0,
                "period": numbers[value.period],
                "cell": 0,
                "value": value.value,
                "denominator": None,
                "status": FILLED,
                "recorded": _microseconds(value.recorded_at),
            }
            for value in imputed
        ]
        return pa.Table.from_pylist(rows, self.coded.facts.schema)

    # Periods

    @cached_property
    def _in_use(self) -> dict[int, set[int]]:
        """The periods in which each indicator asked has anything, be it only that a value is missing."""
        asked = {self.numbers[code] for code in self.rules}
        groups = self.facts.group_by(["indicator", "period"]).aggregate([])
        found: dict[int, set[int]] = {}
        for indicator, period in zip(groups["indicator"].to_pylist(), groups["period"].to_pylist(), strict=True):
            if indicator in asked and self._is_within(period):
                found.setdefault(indicator, set()).add(period)
        return found

    def _is_within(self, period: int) -> bool:
        within = self.question.within
        return within is None or within.contains(self.periods[period])

    def _periods_of(self, code: str) -> set[Period]:
        own = {self.periods[number] for number in self._in_use.get(self.numbers[code], ())}
        return own.union(*(self._periods_of(part) for part in self.rules[code].parts))

    @cached_property
    def _buckets_of(self) -> dict[str, list[Bucket]]:
        periods = {code: self._periods_of(code) for code in self.question.indicators}
        if self.question.grains:
            return {code: self.question.buckets(own) for code, own in periods.items()}
        together = self.question.buckets(set().union(*periods.values()))
        return dict.fromkeys(periods, together)

    @cached_property
    def buckets(self) -> list[Bucket]:
        return sorted({bucket for own in self._buckets_of.values() for bucket in own}, key=lambda one: one.period)

    @cached_property
    def _timings(self) -> dict[tuple[int, bool, bool], int]:
        """The ways in which periods count in buckets: how far a last value reaches, and what its slots are."""
        return {timing: number for number, timing in enumerate(dict.fromkeys(map(_timing, self.rules.values())))}

    @cached_property
    def _spans(self) -> list[dict[str, int]]:
        numbers = {bucket: number for number, bucket in enumerate(self.buckets)}
        order = {period: rank for rank, period in enumerate(sorted(set(self.periods), key=lambda one: (one.last, one.first)))}
        slots: dict[Period, int] = {}
        used = sorted(set().union(*self._in_use.values()))
        found = []
        for rule in {_timing(rule): rule for rule in self.rules.values()}.values():
            timing = self._timings[_timing(rule)]
            for number in used:
                period = self.periods[number]
                for bucket in self._candidates(period, rule):
                    slot = self.question.slot(period, bucket, rule)
                    is_whole = slot == bucket.period
                    place = 0 if is_whole else slots.setdefault(slot, len(slots) + 1)
                    found.append(
                        {
                            "timing": timing,
                            "period": number,
                            "bucket": numbers[bucket],
                            "slot": place,
                            "ord": order[period],
                        }
                    )
        return found

    @cached_property
    def _bucket_at(self) -> dict[Period, Bucket]:
        return {bucket.period: bucket for bucket in self.buckets}

    def _candidates(self, period: Period, rule: Indicator) -> list[Bucket]:
        """The buckets that a value of a period counts in."""
        question = self.question
        if rule.keeps_looking() or not question.grains:
            return [bucket for bucket in self.buckets if question.counts_in(period, bucket, rule)]
        homes = [Period.around(period.last, grain, question.first_month) for grain in question.grains]
        near = [self._bucket_at[home] for home in dict.fromkeys([*homes, period]) if home in self._bucket_at]
        return [bucket for bucket in near if question.counts_in(period, bucket, rule)]

    @cached_property
    def _nested(self) -> list[dict[str, int]]:
        """Periods of values that add up and that lie in one another in the same bucket."""
        adding = {self._timings[_timing(rule)] for rule in self.rules.values() if rule.over_time in {"sum", "ratio", "mean"}}
        by_bucket: dict[int, dict[int, Period]] = {}
        for span in self._spans:
            if span["timing"] in adding:
                by_bucket.setdefault(span["bucket"], {})[span["ord"]] = self.periods[span["period"]]
        found = []
        for bucket, periods in by_bucket.items():
            if len({period.days for period in periods.values()}) == 1:
                continue
            found += [
                {"bucket": bucket, "inner_ord": inner, "outer_ord": outer}
                for (inner, one), (outer, other) in product(periods.items(), repeat=2)
                if inner != outer and other.contains(one)
            ]
        return found

    # Cells

    def _cells(self) -> Codes:
        """Cells in use, then coarser ones that they may add up to, then those that are wanted."""
        found = dict.fromkeys(self.coded.cells.words)
        for _ in range(2):
            for axis, parent, children in self._coarser_steps:
                for cell in list(found):
                    categories = axes_of(cell)
                    if categories.get(axis) in children:
                        found[cell_of({**categories, axis: parent})] = None
        found.update(dict.fromkeys(self.question.targets))
        return Codes(tuple(found))

    @cached_property
    def _coarser_steps(self) -> list[tuple[str, str, tuple[str, ...]]]:
        """Axis, coarser category and its parts; the finest first."""

        def height(axis: str, category: str) -> int:
            children = self.question.children.get((axis, category), ())
            return 1 + max(height(axis, child) for child in children) if children else 0

        steps = [(axis, parent, children) for (axis, parent), children in self.question.children.items()]
        in_use = {(axis, category) for cell in self.coded.cells.words for axis, category in axes_of(cell).items()}
        used = [step for step in steps if any((step[0], child) in in_use for child in step[2])]
        reached = {(axis, parent) for axis, parent, _ in used}
        used += [step for step in steps if step not in used and any((step[0], child) in reached for child in step[2])]
        return sorted(used, key=lambda step: (height(step[0], step[1]), step[0], step[1]))

    @cached_property
    def _coarser(self) -> list[dict[str, int]]:
        found = []
        adding = [number for key, number in self._rclasses.items() if key[0]]
        for step, (axis, parent, children) in enumerate(self._coarser_steps):
            for cell in self.cells.words:
                categories = axes_of(cell)
                if categories.get(axis) in children:
                    target = self.cells.numbers[cell_of({**categories, axis: parent})]
                    found += [
                        {
                            "step": step,
                            "cell": self.cells.numbers[cell],
                            "coarser": target,
                            "needed": len(children),
                            "rclass": rclass,
                        }
                        for rclass in adding
                    ]
        return found

    @cached_property
    def _rclasses(self) -> dict[tuple[bool, frozenset[str]], int]:
        """The ways in which cells make up others: whether at all, and along which axes not."""
        return {key: number for number, key in enumerate(dict.fromkeys(map(_rclass, self.rules.values())))}

    @cached_property
    def _readings(self) -> list[dict[str, int]]:
        found = []
        for (adds, partial), rclass in self._rclasses.items():
            for target in self.question.targets:
                found += self._readings_of(rclass, target, adds=adds, partial=partial)
        return found

    def _readings_of(self, rclass: int, target: str, *, adds: bool, partial: frozenset[str]) -> list[dict[str, int]]:
        at = {"rclass": rclass, "target": self.cells.numbers[target]}
        found = [{**at, "cell": self.cells.numbers[target], "reading": 0, "bit": 0, "needed": 0}]
        if not adds:
            return found
        wanted = axes_of(target)
        more = {tuple(sorted(set(axes_of(cell)) - set(wanted))) for cell in self.cells.words if set(wanted) <= set(axes_of(cell))}
        usable = [axes for axes in more - {()} if not partial & set(axes)]
        for reading, extra in enumerate(sorted(usable, key=lambda axes: (len(axes), axes)), 1):
            found += [{**at, "reading": reading, **source} for source in self._sources(wanted, extra)]
        return found

    def _sources(self, wanted: Mapping[str, str], extra: Sequence[str]) -> list[dict[str, int]]:
        """The cells that together make up a wanted one along more axes; `bit`s that must all be there."""
        question = self.question
        required = sorted(product(*(sorted(question.required[axis]) for axis in extra)))
        index = {combination: number for number, combination in enumerate(required)}
        by_bits = self._by_bits
        needed = (1 << len(required)) - 1 if by_bits else len(required)
        found = []
        for cell in self.cells.words:
            categories = axes_of(cell)
            fits = set(categories) == {*wanted, *extra} and all(categories[axis] == one for axis, one in wanted.items())
            if not fits or any((axis, categories[axis]) in question.finer for axis in extra):
                continue
            number = index.get(tuple(categories[axis] for axis in extra))
            bit = 0 if number is None and by_bits else None if number is None else 1 << number if by_bits else number
            found.append({"cell": self.cells.numbers[cell], "bit": bit, "needed": needed})
        return found  # type: ignore[return-value] # a bit may be missing

    @cached_property
    def _by_bits(self) -> bool:
        sizes = [len(categories) for categories in self.question.required.values()]
        axes = max((len(axes_of(cell)) for cell in self.cells.words), default=0)
        most = 1
        for size in sorted(sizes, reverse=True)[:axes]:
            most *= max(size, 1)
        return most <= BITS

    # Units

    @cached_property
    def _places(self) -> tuple[list[Any], list[int]]:
        return places_of(self.question, self.buckets)

    @cached_property
    def _kinds(self) -> Codes:
        return Codes(tuple(sorted(self.question.kinds)))

    @cached_property
    def _kindsets(self) -> dict[frozenset[str], int]:
        found: dict[frozenset[str], int] = {}
        for code in self.question.indicators:
            found.setdefault(self._collected(code), len(found))
        return found

    def _collected(self, code: str) -> frozenset[str]:
        units = self.coded.units.words
        reporters = (units[unit] for unit in self._reporters.get(self.numbers[code], ()))
        in_tree = self.question.trees.places
        return self.question.collected(self.rules[code], (unit for unit in reporters if unit in in_tree))

    @cached_property
    def _reporters(self) -> dict[int, set[int]]:
        """The units that have a value of each indicator in the periods in question."""
        reported = pc.and_(pc.is_valid(self._mine["value"]), pc.less(self._mine["status"], STORED_IMPUTED))
        pairs = self._mine.filter(reported).group_by(["indicator", "unit", "period"] if self.question.within else ["indicator", "unit"])
        rows = pairs.aggregate([]).to_pylist()
        found: dict[int, set[int]] = {}
        for row in rows:
            if "period" not in row or self._is_within(row["period"]):
                found.setdefault(row["indicator"], set()).add(row["unit"])
        return found

    def _bits_of(self, kinds: Iterable[str]) -> int:
        return sum(1 << self._kinds.numbers[kind] for kind in kinds if kind in self._kinds.numbers)

    # Rounds

    @cached_property
    def _rounds(self) -> dict[tuple[int, int], set[int]]:
        """Who is listed, by indicator and bucket."""
        federation, found = self.question.federation, {}
        periods = {row["round"]: Period.parse(row["period"]) for row in federation.rows("rounds")}
        for row in federation.rows("expected"):
            if row["indicator"] not in self.question.indicators or row["round"] not in periods:
                continue
            for number, bucket in enumerate(self.buckets):
                if bucket.period.contains(periods[row["round"]]):
                    key = self.numbers[row["indicator"]], number
                    found.setdefault(key, set()).add(self.coded.units.numbers[row["unit"]])
        return found

    @cached_property
    def _listed_above(self) -> list[dict[str, int]]:
        places, eras = self._places
        found = []
        for (indicator, bucket), units in self._rounds.items():
            place = places[eras[bucket]]
            for unit in units:
                node = place.nodes.get(self.coded.units.words[unit])
                at = node
                while at is not None:
                    found.append({"indicator": indicator, "bucket": bucket, "listed": node, "node": at})
                    at = None if at == place.whole else place.parents[at - place.first]
        return found  # type: ignore[return-value] # node is known where `at` is

    @cached_property
    def _not_applicable(self) -> list[dict[str, int]]:
        marks = self.coded.facts.filter(pc.equal(self.coded.facts["status"], NOT_APPLICABLE))
        found = []
        asked = {self.numbers[code]: code for code in self.question.indicators}
        for row in marks.select(["indicator", "unit", "period"]).to_pylist():
            if row["indicator"] in asked:
                period = self.coded.periods[row["period"]]
                found += [
                    {"indicator": row["indicator"], "unit": row["unit"], "bucket": number}
                    for number, bucket in enumerate(self.buckets)
                    if bucket.period.contains(period)
                ]
        return [dict(row) for row in {tuple(sorted(row.items())) for row in found}]

    # The plan's inputs

    @cached_property
    def _parts(self) -> list[dict[str, int]]:
        def depth(code: str) -> int:
            return max((1 + depth(part) for part in self.rules[code].parts), default=0)

        return [
            {
                "step": depth(code) - 1,
                "whole": self.numbers[code],
                "part": self.numbers[part],
                "largest": int(rule.join_parts == "max"),
            }
            for code, rule in self.rules.items()
            for part in rule.parts
        ]

    def _rule(self, code: str, rule: Indicator) -> dict[str, int]:
        asked = code in self.question.indicators
        collected = self._collected(code) if asked else frozenset()
        over = rule.denominator or rule.weight
        number = self.numbers[code]
        return {
            "indicator": number,
            "asked": int(asked),
            "form": FORMS[rule.form],
            "timing": self._timings[_timing(rule)],
            "rclass": self._rclasses[_rclass(rule)],
            "over_time": OVER_TIME[rule.over_time],
            "averaged": int(rule.over_time == "mean" and rule.form == "number"),
            "over_plans": {"sum": 0, "max": 1, "none": 2}[rule.over_plans],
            "plans_max": int(rule.over_plans == "max" and rule.form == "number"),
            "over_units": OVER_UNITS.get(rule.over_units, 0),
            "means": int(rule.over_units == "mean"),
            "stated": int(rule.total == "stated"),
            "over": self.numbers[over] if over else -1,
            "weight": int(bool(rule.weight)),
            "counts": int(rule.over_units == "count"),
            "sign": SIGNS[rule.condition.sign] if rule.condition else 0,
            "condition": rule.condition.limit if rule.condition else 0,
            "ever": int(rule.once == "ever"),
            "kinds": self._bits_of(collected),
            "collects": self._bits_of(rule.collected_at) if rule.collected_at else -1,
            "kindset": self._kindsets.get(collected, -1),
        }

    @cached_property
    def shape(self) -> Shape:
        """What the question and the data need of the plan."""
        rules = list(self.rules.values())
        mine = self._mine
        status = set(mine["status"].unique().to_pylist())
        pairs = any(rule.is_pair for rule in rules)
        readings = {(row["rclass"], row["target"], row["reading"]) for row in self._readings}
        places, _ = self._places
        reporters = {self.coded.units.words[unit] for unit in mine["unit"].unique().to_pylist()}
        depths = {
            depth for place in places for unit, depth in zip(place.units, place.depths, strict=True) if unit in reporters
        }
        nonleaf = {parent for place in places for parent in place.parents}
        own_above = any(place.nodes[unit] in nonleaf for place in places for unit in reporters if unit in place.nodes)
        nested_kinds = any(at != below for _, node, at, below in self._base if node in nonleaf)
        rounds = bool(self._rounds)
        return Shape(
            depth=max(depths, default=0),
            tree_depth=max((depth for place in places for depth in place.depths), default=0),
            own_depths=frozenset(depths) or frozenset({0}),
            times=frozenset(OVER_TIME[rule.over_time] for rule in rules),
            pairs=pairs,
            incomplete=pairs and self._incomplete(mine),
            estimates=bool(status & {1, FILLED}),
            plans=len(mine["plan"].unique()) > 1 or bool(mine["plan"].unique().to_pylist() != [0] and len(mine)),
            slots=any(row["slot"] for row in self._spans),
            many_readings=len({key[:2] for key in readings}) < len(readings),
            whole_cells=("bits" if self._by_bits else "count") if any(row["needed"] for row in self._readings) else "",
            fills=len(self._coarser_steps) if self._coarser else 0,
            contained=bool(self._nested),
            parts=1 + max(row["step"] for row in self._parts) if self._parts else 0,
            over_another=any(rule.denominator or rule.weight for rule in rules),
            counts=any(rule.over_units == "count" for rule in rules),
            means=any(rule.over_units == "mean" for rule in rules),
            extremes=any(rule.over_units in OVER_UNITS for rule in rules),
            mixed=own_above,
            deltas=own_above or nested_kinds or rounds or bool(self._not_applicable),
            rounds=rounds,
            eras=len(places) > 1,
            whole=not self.question.unit_keys and self.question.unit is None,
            missing=self.question.with_missing,
            wide=self._is_wide(mine),
        )

    @cached_property
    def _mine(self) -> pa.Table:
        """The facts of the indicators in question that have a value or a denominator."""
        facts = self.facts
        if len(self.rules) < len(self.coded.indicators.words):
            numbers = pa.array([self.numbers[code] for code in self.rules], pa.int32())
            facts = facts.filter(pc.is_in(facts["indicator"], numbers))
        if facts["value"].null_count:
            facts = facts.filter(pc.or_(pc.is_valid(facts["value"]), pc.is_valid(facts["denominator"])))
        return facts

    @staticmethod
    def _is_wide(facts: pa.Table) -> bool:
        """Whether a sum of products or values could need more than 64 bits."""
        values = pc.abs(facts["value"].cast(pa.float64()))
        times = pc.max_element_wise(pc.abs(facts["denominator"].cast(pa.float64())), 1.0)
        total = pc.sum(pc.multiply(values, times)).as_py() or 0.0
        others = pc.sum(times).as_py() or 0.0
        return bool(total + others > SAFE)

    def _incomplete(self, facts: pa.Table) -> bool:
        if facts["value"].null_count:
            return True
        ratios = [self.numbers[code] for code, rule in self.rules.items() if rule.form != "number"]
        of_ratios = facts.filter(pc.is_in(facts["indicator"], pa.array(ratios, pa.int32())))
        return bool(of_ratios["denominator"].null_count)

    @cached_property
    def _base(self) -> list[tuple[int, int, int, int]]:
        """By kindset and node: how many units would be expected at and below it, and below it alone."""
        found = []
        for kinds, kindset in self._kindsets.items():
            for place in self._places[0]:
                at, below = place.expected(kinds)
                found += [
                    (kindset, place.first + index, at[index], below[index]) for index in range(len(place.units) + 1)
                ]
        return found

    @cached_property
    def _shown(self) -> list[dict[str, int]]:
        """The nodes that become rows."""
        question, found = self.question, []
        for place in self._places[0]:
            if not question.unit_keys:
                nodes = [place.whole if question.unit is None else place.nodes[question.unit]]
            else:
                wanted = set(question.unit_keys)
                nodes = [
                    node for unit, node in place.nodes.items() if "unit" in wanted or place.tree.kinds[unit] in wanted
                ]
            found += [{"era": place.era, "node": node} for node in nodes]
        return found

    def inputs(self) -> dict[str, pa.Table]:
        """Return the tables that the plan reads."""
        rules = [self._rule(code, rule) for code, rule in self.rules.items()]
        asked = [
            {"indicator": self.numbers[code], "bucket": self.buckets.index(bucket)}
            for code, own in self._buckets_of.items()
            for bucket in own
        ]
        places, eras = self._places
        base = list(zip(*self._base, strict=True))
        listed = [
            {"indicator": indicator, "bucket": bucket, "unit": unit}
            for (indicator, bucket), units in self._rounds.items()
            for unit in units
        ]
        return {
            "facts": self.facts.select(FACTS),
            "rules": _table(rules, "indicator"),
            "spans": _table(self._spans, "timing period bucket slot ord"),
            "nested": _table(self._nested, "bucket inner_ord outer_ord"),
            "readings": _table(self._readings, "rclass cell target reading bit needed"),
            "coarser": _table(self._coarser, "step cell coarser needed rclass"),
            "targets": _table([{"target": self.cells.numbers[target]} for target in self.question.targets], "target"),
            "parts": _table(self._parts, "step whole part largest"),
            "buckets": _table([{"bucket": number, "era": era} for number, era in enumerate(eras)], "bucket era"),
            "nodes": nodes_table(places, self.coded.units, self._kinds),
            "base": pa.table(dict(zip(("kindset", "node", "expected", "below"), map(pa.array, base), strict=True))),
            "shown": _table(self._shown, "era node"),
            "asked": _table(asked, "indicator bucket"),
            "not_applicable": _table(self._not_applicable, "indicator unit bucket"),
            "in_round": _table([{"indicator": one, "bucket": bucket} for one, bucket in self._rounds], "indicator bucket"),
            "listed": _table(listed, "indicator bucket unit"),
            "listed_above": _table(self._listed_above, "indicator bucket listed node"),
        }

    # The answer

    def decoded(self, cube: pa.Table) -> dict[Key, Total]:
        """Return the rows of a cube as totals by their key."""
        if not self.buckets:
            return {}
        units = {node: unit for place in self._places[0] for unit, node in place.nodes.items()}
        first = self._first_reported()
        found = {}
        for row in cube.to_pylist():
            code, bucket = self.coded.indicators.words[row["indicator"]], self.buckets[row["bucket"]]
            key = Key(code, units.get(row["node"]), bucket.period, self.cells.words[row["target"]])
            is_asked = first[code] is not None and bucket.period.last >= first[code]
            is_listed = (row["indicator"], row["bucket"]) in self._rounds
            counts = (row["expected"], row["na"]) if is_asked or is_listed else (0, 0)
            found[key] = _total(row, *counts)
        return found

    def _first_reported(self) -> dict[str, Any]:
        """The first day of the first year in which anyone reported each indicator; `None`: nobody ever."""
        firsts: dict[int, date] = {}
        groups = self.facts.filter(pc.and_(pc.is_valid(self.facts["value"]), pc.less(self.facts["status"], 2)))
        groups = groups.group_by(["indicator", "period"]).aggregate([])
        for indicator, period in zip(groups["indicator"].to_pylist(), groups["period"].to_pylist(), strict=True):
            if self._is_within(period):
                day = self.periods[period].first
                firsts[indicator] = min(day, firsts.get(indicator, day))

        def first(code: str) -> date | None:
            days = [firsts.get(self.numbers[code])] + [first(part) for part in self.rules[code].parts]
            return min((day for day in days if day), default=None)

        def year(day: date | None) -> date | None:
            return Period.around(day, "year", self.question.first_month).first if day else None

        return {code: year(first(code)) for code in self.question.indicators}


def _timing(rule: Indicator) -> tuple[int, bool, bool]:
    return rule.keeps_looking(), rule.over_time == "none", rule.over_units == "count"


def _rclass(rule: Indicator) -> tuple[bool, frozenset[str]]:
    return rule.adds_over_cells, frozenset(axis for axis, whole in rule.axes.items() if not whole)


def _table(rows: Sequence[Mapping[str, Any]], names: str) -> pa.Table:
    """Return rows of whole numbers as columns."""
    columns = list(rows[0]) if rows else names.split()
    return pa.table({name: pa.array([row[name] for row in rows], pa.int64()) for name in columns})


def _microseconds(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(microseconds=1)


def _total(row: Mapping[str, Any], expected: int, not_applicable: int) -> Total:
    def whole(name: str) -> int | None:
        return None if row[name] is None else int(row[name])

    recorded = row["recorded"]
    return Total(
        numerator=whole("n"),
        denominator=whole("d"),
        known=whole("k"),
        reported=row["rep"] or 0,
        unexpected=row["unexp"] or 0,
        expected=expected or 0,
        not_applicable=not_applicable,
        imputed=int(row["imp"] or 0),
        recorded_at=None if recorded is None else EPOCH + timedelta(microseconds=recorded),
        slots=row["slots"] if row["n"] is not None else 1,
        stated=whole("stated"),
        computed=whole("computed"),
    )
