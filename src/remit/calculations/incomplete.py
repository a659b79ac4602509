"""What is incomplete: for each unit of one level, how many of the answers that are expected have come."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from remit import exact
from remit.calculations.in_period import figures_in
from remit.calculations.seen_in_full import hidden_in_part
from remit.periods import Period
from remit.units import Trees

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from remit.engines import Engine
    from remit.federation import Federation
    from remit.observations import Audience


@dataclass(frozen=True)
class Asked:
    """One indicator: how many units reported it, of those expected."""

    indicator: str
    reported: int
    expected: int


@dataclass(frozen=True)
class Incomplete:
    """A unit with all below it: answers reported of those expected, which are those of each indicator that is asked for."""

    unit: str
    reported: int
    expected: int
    asked: tuple[Asked, ...]

    @property
    def lacking(self) -> tuple[Asked, ...]:
        """The indicators that lack any answer."""
        return tuple(each for each in self.asked if each.reported < each.expected)

    @property
    def share(self) -> Decimal:
        """The part that has come, from 0 to 1."""
        return exact.divided(self.reported, self.expected)


def incomplete(
    federation: Federation,
    kind: str,
    period: Period,
    *,
    indicators: Sequence[str] | None = None,
    unit: str | None = None,
    tree: str | None = None,
    audience: Audience = "whole",
    engine: Engine | None = None,
) -> list[Incomplete]:
    """Return the units of a kind (region, member) that answers are expected of, the least complete first.

    `indicators`: those to look at; without them, what the rounds of the period ask for, else all. Of those that the audience
    does not see in full no answer counts, neither as reported nor as expected. `unit`: only below it. Raises `WrongUse` for
    a kind that stands in no tree.
    """
    hidden = hidden_in_part(federation, audience)
    asked_for = list(indicators) if indicators is not None else _asked_for(federation, period)
    wanted = [code for code in asked_for if code not in hidden]
    if not wanted:
        return []
    place = {code: at for at, code in enumerate(wanted)}
    every = indicators or [
        row["indicator"] for row in federation.current().rows("indicators")
    ]  # one roll-up for all years
    known = figures_in(federation, every, period, by=[kind], unit=unit, tree=tree, audience=audience, engine=engine)
    figures = {key: figure for key, figure in known.items() if key[0] in set(wanted)}
    by_unit: dict[str, list[Asked]] = {}
    for (indicator, one), figure in figures.items():
        by_unit.setdefault(one, []).append(Asked(indicator, figure.reported, figure.expected))
    silent = set(wanted) - {indicator for indicator, _ in figures}
    for one, indicator, units in _silent(federation, silent, period, kind=kind, unit=unit, tree=tree):
        by_unit.setdefault(one, []).append(Asked(indicator, 0, units))
    found = [
        Incomplete(
            one,
            sum(each.reported for each in asked),
            sum(each.expected for each in asked),
            tuple(sorted(asked, key=lambda each: place[each.indicator])),
        )
        for one, asked in by_unit.items()
        if one and any(each.expected for each in asked)
    ]
    return sorted(found, key=lambda one: (one.share, one.unit))


def _rounds(known: Federation, period: Period) -> set[str]:
    return {row["round"] for row in known.rows("rounds") if period.contains(Period.parse(row["period"]))}


def _asked_for(federation: Federation, period: Period) -> list[str]:
    known = federation.current()
    rounds = _rounds(known, period)
    asked = {row["indicator"] for row in known.rows("expected") if row["round"] in rounds}
    every = [row["indicator"] for row in known.rows("indicators")]
    return [code for code in every if not asked or code in asked]


def _silent(
    federation: Federation, indicators: set[str], period: Period, *, kind: str, unit: str | None, tree: str | None
) -> Iterator[tuple[str, str, int]]:
    """Yield unit, indicator and how many are expected, of indicators that nobody at all reported: they have no figure."""
    known = federation.current()
    rounds, stands = _rounds(known, period), Trees.of(known, tree or known.settings.tree).at(period)
    asked = {
        (row["indicator"], row["unit"])
        for row in known.rows("expected")
        if row["round"] in rounds and row["indicator"] in indicators
    }
    counted = Counter(
        (stands.ancestor_of_kind(one, kind), indicator)
        for indicator, one in asked
        if unit is None or unit in stands.above(one)
    )
    yield from ((one, indicator, units) for (one, indicator), units in sorted(counted.items(), key=str) if one)
