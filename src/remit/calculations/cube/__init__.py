"""The roll-up on DuckDB: a question turned into small tables of numbers, the plan for it, and the answer turned back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from remit.calculations.cube.cells import Cells, reading_class
from remit.calculations.cube.coding import Profile, coded
from remit.calculations.cube.places import ground_of
from remit.calculations.cube.plan import plan
from remit.calculations.cube.rounds import Above, Rounds, is_nested
from remit.calculations.cube.running import with_increments
from remit.calculations.cube.small import table
from remit.calculations.cube.sql import FILLED, FORMS, OVER_TIME, OVER_UNITS, SIGNS, Shape
from remit.calculations.cube.timing import Timing, way
from remit.calculations.totals import Key, Total
from remit.engines import duck

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from remit.calculations.cube.places import Ground, Places
    from remit.calculations.question import Bucket, Question
    from remit.indicators import Indicator
    from remit.observations import Value
    from remit.periods import Period

SAFE = 4e18
"""Below this sum of absolute values, 64-bit sums cannot overflow."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def totals(question: Question, imputed: Iterable[Value]) -> dict[Key, Total]:
    """Return every total that a question asks for; `imputed` are the values that fill in."""
    cube = Cube(question, list(imputed))
    return cube.decoded(cube.run())


class Cube:
    """One question as tables of whole numbers."""

    def __init__(self, question: Question, imputed: Sequence[Value] = ()) -> None:
        self.question = question
        self.rules = question.rules
        self.coded = coded(question.federation)
        self.numbers = self.coded.indicators.numbers
        self._is_imputed = bool(imputed)
        self.facts, self.periods = self._facts(imputed)
        self.timing = Timing(question, self.periods, self._in_use)
        used = frozenset(self.coded.cells.words[cell] for cell in self._profile.cells)
        self.cells = Cells(question, self.coded.cells, used)
        self.rounds = Rounds(question, self.coded, self.timing)

    @property
    def buckets(self) -> list[Bucket]:
        """The periods that figures are made for; a bucket's number is its place here."""
        return self.timing.buckets

    @property
    def places(self) -> tuple[Places, ...]:
        """Where units stand, era by era."""
        return self.ground.places

    def run(self) -> pa.Table:
        """Return the cube: indicator, node, bucket, target, and the exact sums (see `Total`)."""
        if not self.buckets:
            return pa.table({})
        lasting = {"nodes", "base"} if len(self._kindsets) == 1 else {"nodes"}
        return self._session.run(plan(self.shape), self.inputs(), lasting)

    @property
    def _session(self) -> duck.Session:
        """The session that holds the places: federations that have their units in common work in the same."""
        return self.question.federation.once("duck", duck.Session, of=("trees", "units"))

    # Values

    def _facts(self, imputed: Sequence[Value]) -> tuple[pa.Table, list[Period]]:
        """The values of the indicators in question: running totals as increments, imputed ones added."""
        facts, periods = self.coded.facts, list(self.coded.periods)
        if len(self.rules) < len(self.coded.indicators.words):
            mine = pa.array([self.numbers[code] for code in self.rules], facts.schema.field("indicator").type)
            facts = facts.filter(pc.is_in(facts["indicator"], mine))
        running = {
            self.numbers[code]: rule for code, rule in self.rules.items() if rule.reported_as.startswith("so far")
        }
        if running:
            facts, periods = with_increments(facts, periods, running, self.question)
        if imputed:
            facts = pa.concat_tables([facts, self._filled(imputed, periods)])
        within = self.question.within
        if within is not None:
            kept = [number for number, period in enumerate(periods) if within.contains(period)]
            facts = facts.filter(pc.is_in(facts["period"], pa.array(kept, pa.int32())))
        return facts, periods

    def _filled(self, imputed: Sequence[Value], periods: list[Period]) -> pa.Table:
        numbers = {period: number for number, period in enumerate(periods)}
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
                "recorded": (value.recorded_at - EPOCH) // timedelta(microseconds=1),
            }
            for value in imputed
        ]
        return pa.Table.from_pylist(rows, self.coded.facts.schema)

    @cached_property
    def _profile(self) -> Profile:
        return self.coded.profile if self.facts is self.coded.facts else Profile(self.facts)

    @cached_property
    def _in_use(self) -> dict[str, frozenset[int]]:
        """The periods in which each indicator has anything."""
        found: dict[str, set[int]] = {}
        for indicator, period in self._profile.periods:
            found.setdefault(self.coded.indicators.words[indicator], set()).add(period)
        return {code: frozenset(periods) for code, periods in found.items()}

    # Units

    @cached_property
    def _grounded(self) -> tuple[Ground, list[int]]:
        return ground_of(self.question, self.buckets, self.coded.units)

    @property
    def ground(self) -> Ground:
        return self._grounded[0]

    @cached_property
    def _collected(self) -> dict[str, frozenset[str]]:
        """The kinds of unit that report each indicator asked for: as it says, or those that do."""
        found: dict[str, set[str]] = {code: set(self.rules[code].collected_at) for code in self.question.indicators}
        undeclared = {code for code, kinds in found.items() if not kinds}
        if undeclared:
            for indicator, kind in self._kinds_of_reporters():
                code = self.coded.indicators.words[indicator]
                if code in undeclared:
                    found[code].add(kind)
        return {code: frozenset(kinds) for code, kinds in found.items()}

    def _kinds_of_reporters(self) -> list[tuple[int, str]]:
        """Every indicator with every kind of unit in the tree that reported it."""
        pairs, codes = self._profile.reporters, self.ground.kind_codes
        kinds = codes.take(pairs["unit"])
        groups = (
            pa.table({"indicator": pairs["indicator"], "kind": kinds}).group_by(["indicator", "kind"]).aggregate([])
        )
        rows = zip(groups["indicator"].to_pylist(), groups["kind"].to_pylist(), strict=True)
        return [(indicator, self.ground.kinds.words[kind]) for indicator, kind in rows if kind is not None]

    @cached_property
    def _kindsets(self) -> dict[frozenset[str], int]:
        return {kinds: number for number, kinds in enumerate(dict.fromkeys(self._collected.values()))}

    @cached_property
    def _listed_above(self) -> list[Above]:
        return self.rounds.above(*self._grounded)

    # What the plan needs

    @cached_property
    def shape(self) -> Shape:
        """What the question and the data need of the plan."""
        rules, question = list(self.rules.values()), self.question
        profile, standing = self._profile, self.ground.of_units(self._profile.units)
        depths = {depth for places in standing for depth in places["depth"].unique().to_pylist()}
        mixed = any(pc.any(pc.equal(places["above"], 1)).as_py() for places in standing)
        nested_kinds = any(self.ground.base(kinds).nested for kinds in self._kindsets)
        pairs = any(rule.is_pair for rule in rules)
        readings = {(one.rclass, one.target, one.reading) for one in self.cells.readings}
        rounds = bool(self.rounds.listed)
        unexpected = rounds or mixed or self._has_unexpected(standing)
        at_the_bottom = len(depths) == 1 and len(standing) == 1 and standing[0].num_rows == len(profile.units)
        return Shape(
            depth=max(depths, default=0),
            tree_depth=self.ground.tree_depth,
            own_depths=frozenset(depths) or frozenset({0}),
            times=frozenset(OVER_TIME[rule.over_time] for rule in rules),
            pairs=pairs,
            incomplete=pairs and self._is_incomplete(),
            estimates=profile.has_estimates,
            imputed=self._is_imputed,
            standing_pairs=any(rule.over_time in {"last", "max"} and rule.form != "number" for rule in rules),
            plans=profile.has_plans,
            slots=any(span.slot for span in self.timing.spans),
            carried=any(span.carried for span in self.timing.spans),
            many_readings=len({key[:2] for key in readings}) < len(readings),
            whole_cells=any(one.least for one in self.cells.readings),
            cells_by_bit=self.cells.by_bit,
            fills=len(self.cells.steps) if self.cells.coarser else 0,
            contained=bool(self.timing.nested),
            parts=max((depth for _, depth in self._parts), default=-1) + 1,
            over_another=any(rule.denominator or rule.weight for rule in rules),
            counts=any(rule.over_units == "count" for rule in rules),
            means=any(rule.over_units == "mean" for rule in rules),
            extremes=any(rule.over_units in OVER_UNITS for rule in rules),
            mixed=mixed,
            unexpected=unexpected,
            deltas=mixed or nested_kinds or rounds or bool(self.rounds.not_applicable),
            rounds=rounds,
            nested_rounds=is_nested(self._listed_above),
            eras=len(self.places) > 1,
            many_kindsets=len(self._kindsets) > 1 or bool(self.rounds.listed) or mixed,
            whole=not question.unit_keys and question.unit is None,
            every_unit="unit" in question.unit_keys and question.units is None,
            nodes_are_units=at_the_bottom and not unexpected,
            missing=question.with_missing,
            wide=self._is_wide(),
        )

    def _has_unexpected(self, standing: Sequence[pa.Table]) -> bool:
        """Whether any unit may have reported that was not expected: one that does not exist, or of another kind."""
        kinds = self.ground.bits_of(frozenset.intersection(*self._kindsets))
        return any(
            pc.any(
                pc.or_(pc.equal(places["valid"], 0), pc.equal(pc.bit_wise_and(places["kind_bit"], kinds), 0))
            ).as_py()
            for places in standing
        )

    def _is_wide(self) -> bool:
        """Whether a sum of values or products could need more than 64 bits."""
        largest = self._profile.largest_sum
        return largest * largest > SAFE if any(rule.weight for rule in self.rules.values()) else largest > SAFE

    def _is_incomplete(self) -> bool:
        """Whether a ratio may lack a part."""
        pairs = {self.numbers[code] for code, rule in self.rules.items() if rule.form != "number"}
        return self._profile.without_value or bool(pairs & self._profile.without_denominator)

    @cached_property
    def _parts(self) -> list[tuple[str, int]]:
        """The indicators that are made of others, with how deep: those made of plain ones are 0."""

        def depth(code: str) -> int:
            return max((1 + depth(part) for part in self.rules[code].parts), default=0)

        return [(code, depth(code) - 1) for code, rule in self.rules.items() if rule.parts]

    # The plan's inputs

    def inputs(self) -> dict[str, pa.Table]:
        """Return the tables that the plan reads."""
        timing, cells, rounds = self.timing, self.cells, self.rounds
        ground, eras = self._grounded
        parts = [
            (depth, self.numbers[code], self.numbers[part], int(self.rules[code].join_parts == "max"))
            for code, depth in self._parts
            for part in self.rules[code].parts
        ]
        bases = [ground.base(kinds).numbered(number) for kinds, number in self._kindsets.items()]
        found = {
            "facts": self.facts,
            "rules": pa.Table.from_pylist([self._rule(code, rule) for code, rule in self.rules.items()]),
            "spans": table("timing period bucket slot ord carried", timing.spans),
            "nested": table("bucket inner_ord outer_ord", timing.nested),
            "time_atoms": table("timing period atom", timing.atoms),
            "time_buckets": table("atom bucket slot alone", timing.atom_buckets),
            "readings": table("rclass cell target reading counts least", cells.readings),
            "coarser": table("step cell coarser needed rclass", cells.coarser),
            "targets": table("target", [(cells.codes.numbers[target],) for target in self.question.targets]),
            "parts": table("step whole part largest", parts),
            "buckets": table("bucket era", enumerate(eras)),
            "nodes": ground.nodes,
            "base": bases[0] if len(bases) == 1 else pa.concat_tables(bases),
            "not_applicable": table("indicator bucket unit", rounds.not_applicable),
            "in_round": table("indicator bucket", rounds.listed),
            "listed": table("indicator bucket unit", rounds.rows()),
            "listed_above": table("indicator bucket listed node depth", self._listed_above),
        }
        if self.question.with_missing or not self.shape.every_unit:
            found["shown"] = table("era node", self._shown())
        if self.question.with_missing:
            found["asked"] = table("indicator bucket", self._asked())
        if self.shape.by_atoms:
            found["cell_atoms"] = table("rclass cell atom bit", cells.atoms)
            found["atom_readings"] = table("atom target reading needed alone", cells.atom_readings)
        return found

    def _asked(self) -> list[tuple[int, int]]:
        """Indicator and bucket of every figure that is asked for, known or not."""
        numbers = self.timing.numbers
        return [(self.numbers[code], numbers[one]) for code, own in self.timing.buckets_of.items() for one in own]

    def _rule(self, code: str, rule: Indicator) -> dict[str, int]:
        collected = self._collected.get(code, frozenset())
        over = rule.denominator or rule.weight
        return {
            "indicator": self.numbers[code],
            "asked": int(code in self._collected),
            "form": FORMS[rule.form],
            "timing": self.timing.ways[way(rule)],
            "rclass": self.cells.classes[reading_class(rule)],
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
            "kinds": self.ground.bits_of(collected),
            "collects": self.ground.bits_of(rule.collected_at) if rule.collected_at else -1,
            "kindset": self._kindsets.get(collected, -1),
        }

    def _shown(self) -> list[tuple[int, int]]:
        """Era and node of the units that become rows."""
        question, found = self.question, []
        wanted = set(question.unit_keys)
        for place in self.places:
            if not wanted:
                nodes = [place.whole if question.unit is None else place.nodes[question.unit]]
            else:
                nodes = [node for unit, node in place.nodes.items() if self._is_row(unit, place.tree.kinds[unit])]
            found += [(place.era, node) for node in nodes]
        return found

    def _is_row(self, unit: str, kind: str) -> bool:
        """Whether a unit stands in a column: in that of its kind, or in `unit`, where some kind may have that name too."""
        every, some = "unit" in self.question.unit_keys, self.question.units
        return unit in some if every and some is not None else every or kind in self.question.unit_keys

    # The answer

    def decoded(self, cube: pa.Table) -> dict[Key, Total]:
        """Return the rows of a cube as totals by their key."""
        if not self.buckets:
            return {}
        units = {node: unit for place in self.places for unit, node in place.nodes.items()}
        first = self._first_reported()
        found = {}
        for row in cube.to_pylist():
            code, bucket = self.coded.indicators.words[row["indicator"]], self.buckets[row["bucket"]]
            key = Key(code, units.get(row["node"]), bucket.period, self.cells.codes.words[row["target"]])
            is_asked = self.question.is_asked(code, first[code], bucket)
            is_listed = (row["indicator"], row["bucket"]) in self.rounds.listed
            counts = (row["expected"], row.get("na", 0)) if is_asked or is_listed else (0, 0)
            found[key] = _total(row, *counts)
        return found

    def _first_reported(self) -> dict[str, date | None]:
        """The first day for which anyone reported each indicator; `None`: nobody ever."""
        firsts: dict[int, date] = {}
        for indicator, period in self._profile.reported_periods:
            day = self.periods[period].first
            firsts[indicator] = min(day, firsts.get(indicator, day))

        def first(code: str) -> date | None:
            days = [firsts.get(self.numbers[code])] + [first(part) for part in self.rules[code].parts]
            return min((day for day in days if day), default=None)

        return {code: first(code) for code in self.question.indicators}


def _total(row: Mapping[str, Any], expected: int, not_applicable: int) -> Total:
    def whole(name: str) -> int | None:
        found = row.get(name)
        return None if found is None else int(found)

    recorded = row["recorded"]
    return Total(
        numerator=whole("n"),
        denominator=whole("d"),
        known=whole("k" if "k" in row else "d"),
        reported=row["rep"] or 0,
        unexpected=row.get("unexp") or 0,
        expected=expected or 0,
        not_applicable=not_applicable,
        imputed=whole("imp") or 0,
        recorded_at=None if recorded is None else EPOCH + timedelta(microseconds=recorded),
        slots=row.get("slots", 1) if row["n"] is not None else 1,
        stated=whole("stated"),
        computed=whole("computed"),
    )
