"""Which periods count in which buckets, as numbers."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from remit.periods import Period

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from remit.calculations.question import Bucket, Question
    from remit.indicators import Indicator

Way = tuple[int, bool, bool]


class Span(NamedTuple):
    """A value's period in a bucket. `slot` 0 is the whole bucket; `ord` is larger the later the period ends.

    `carried`: a last value of before the bucket, which counts only while its unit exists.
    """

    timing: int
    period: int
    bucket: int
    slot: int
    ord: int
    carried: int


def way(rule: Indicator) -> Way:
    """Return how an indicator's periods count: how far a last value reaches, and what its slots are."""
    return rule.keeps_looking(), rule.over_time == "none", rule.over_units == "count"


class Timing:
    """The buckets of one question, from the periods in which each of its indicators has anything."""

    def __init__(self, question: Question, periods: Sequence[Period], in_use: Mapping[str, frozenset[int]]) -> None:
        self.question = question
        self.periods = periods
        self.in_use = in_use

    def _periods_of(self, code: str) -> frozenset[int]:
        return self.in_use.get(code, frozenset()).union(
            *(self._periods_of(part) for part in self.question.rules[code].parts)
        )

    @cached_property
    def buckets_of(self) -> dict[str, list[Bucket]]:
        """The buckets of each indicator asked for."""
        periods = {code: self._periods_of(code) for code in self.question.indicators}
        if not self.question.grains:
            periods = dict.fromkeys(periods, frozenset().union(*periods.values()))
        made = {own: self.question.buckets(self.periods[number] for number in own) for own in set(periods.values())}
        return {code: made[own] for code, own in periods.items()}

    @cached_property
    def buckets(self) -> list[Bucket]:
        together = {bucket for own in {id(own): own for own in self.buckets_of.values()}.values() for bucket in own}
        return sorted(together, key=lambda bucket: bucket.period)

    @cached_property
    def numbers(self) -> dict[Bucket, int]:
        return {bucket: number for number, bucket in enumerate(self.buckets)}

    @cached_property
    def ways(self) -> dict[Way, int]:
        """The ways in which periods count, by number."""
        return {found: number for number, found in enumerate(dict.fromkeys(map(way, self.question.rules.values())))}

    @cached_property
    def spans(self) -> list[Span]:
        order = sorted(set(self.periods), key=lambda period: (period.last, period.first))
        ranks = {period: rank for rank, period in enumerate(order)}
        slots: dict[Period, int] = {}
        found = []
        for rule in {way(rule): rule for rule in self.question.rules.values()}.values():
            for number in sorted(frozenset().union(*self.in_use.values())):
                period = self.periods[number]
                for bucket in self._counting(period, rule):
                    slot = self.question.slot(period, bucket, rule)
                    place = 0 if slot == bucket.period else slots.setdefault(slot, len(slots) + 1)
                    carried = int(not bucket.period.contains(period))
                    at = self.numbers[bucket]
                    found.append(Span(self.ways[way(rule)], number, at, place, ranks[period], carried))
        return found

    def _counting(self, period: Period, rule: Indicator) -> list[Bucket]:
        """The buckets that a value of a period counts in."""
        question = self.question
        if rule.keeps_looking() or not question.grains:
            return [bucket for bucket in self.buckets if question.counts_in(period, bucket, rule)]
        homes = [Period.around(period.last, grain, question.first_month) for grain in question.grains]
        near = [self._at[home] for home in dict.fromkeys([*homes, period]) if home in self._at]
        return [bucket for bucket in near if question.counts_in(period, bucket, rule)]

    @cached_property
    def _at(self) -> dict[Period, Bucket]:
        return {bucket.period: bucket for bucket in self.buckets}

    @cached_property
    def nested(self) -> list[tuple[int, int, int]]:
        """Bucket, inner and outer `ord` of periods of values that add up, where one lies in the other."""
        adds = {
            self.ways[way(rule)] for rule in self.question.rules.values() if rule.over_time in {"sum", "ratio", "mean"}
        }
        by_bucket: dict[int, dict[int, Period]] = {}
        for span in self.spans:
            if span.timing in adds:
                by_bucket.setdefault(span.bucket, {})[span.ord] = self.periods[span.period]
        return [
            (bucket, inner, outer)
            for bucket, periods in by_bucket.items()
            if len({period.days for period in periods.values()}) > 1
            for (inner, one), (outer, other) in product(periods.items(), repeat=2)
            if inner != outer and other.contains(one)
        ]

    @cached_property
    def _atoms(self) -> dict[tuple[int, frozenset[tuple[int, int]]], list[int]]:
        """Periods that count in the same buckets and slots, together."""
        places: dict[tuple[int, int], set[tuple[int, int]]] = {}
        for span in self.spans:
            places.setdefault((span.timing, span.period), set()).add((span.bucket, span.slot))
        found: dict[tuple[int, frozenset[tuple[int, int]]], list[int]] = {}
        for (timing, period), at in places.items():
            found.setdefault((timing, frozenset(at)), []).append(period)
        return found

    @property
    def atoms(self) -> list[tuple[int, int, int]]:
        """Timing, period and atom."""
        return [
            (key[0], period, number) for number, (key, periods) in enumerate(self._atoms.items()) for period in periods
        ]

    @property
    def atom_buckets(self) -> list[tuple[int, int, int, int]]:
        """Atom, bucket, slot, and whether the atom is all that counts there."""
        places = [(timing, *place) for timing, places in self._atoms for place in places]
        together = Counter(places)
        return [
            (number, *place, int(together[timing, *place] == 1))
            for number, (timing, places) in enumerate(self._atoms)
            for place in sorted(places)
        ]
