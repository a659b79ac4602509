"""Rounds, and how far each unit is with them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from remit.calculations.answering import ANSWERING
from remit_web.collection.models import Round
from remit_web.figures.models import Answer
from remit_web.organisation.queries import names_of
from remit_web.units.places import top_units
from remit_web.units.queries import latest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from remit_web.access.readers import Reader

STATES: dict[str, str] = {str(word): name for word, name in ANSWERING.items()}
DONE = ("reported", "reported late")
ALL_REPORTED = "all-reported"
"""In an address: every state in which all is reported."""


class Region(NamedTuple):
    """The units of one region in a round."""

    unit: str
    name: str
    expected: int
    reported: int
    partly: int


@dataclass(frozen=True)
class OneRound:
    """A round with its dates."""

    code: str
    name: str
    period: str
    opens: date | None
    due: date | None
    closes: date | None
    regions: tuple[Region, ...] = field(default=())

    @property
    def expected(self) -> int:
        return sum(region.expected for region in self.regions)

    @property
    def reported(self) -> int:
        return sum(region.reported for region in self.regions)


class Standing(NamedTuple):
    """One unit in a round: how much is asked and answered, and its state."""

    unit: str
    region: str
    of: int
    answered: int
    last: str | None
    state: str


class Named(NamedTuple):
    """The same with names."""

    unit: str
    name: str
    region: str
    of: int
    answered: int
    last: date | None
    state: str
    state_name: str


def all_rounds() -> list[OneRound]:
    """Return the rounds, the latest first."""
    rows = list(latest(Round.objects.all()).values("round", "period", "opens", "due", "closes"))
    names = names_of("rounds", [row["round"] for row in rows])
    found = [
        OneRound(row["round"], names[row["round"]], row["period"], row["opens"], row["due"], row["closes"])
        for row in rows
    ]
    return sorted(found, key=lambda one: (one.period, one.code), reverse=True)


def units_of(reader: Reader, one: OneRound) -> list[Standing]:
    """Return how far each unit is, those first that are behind; made of the values that the reader may see."""
    facts = facts_of(reader, [one.code]).get(one.code, {})
    order = list(STATES)
    found = [Standing(*row) for row in facts.get("units", ())]
    return sorted(found, key=lambda row: (order.index(row.state), row.region, row.unit))


def chosen(rows: Iterable[Standing], region: str, state: str) -> list[Standing]:
    """Return the units of a region that are in a state (or in any that has reported all); without either, of any."""
    states = DONE if state == ALL_REPORTED else (state,) if state else tuple(STATES)
    return [row for row in rows if region in {"", row.region} and row.state in states]


def with_regions(reader: Reader, rounds: list[OneRound]) -> list[OneRound]:
    """Return rounds with how many units of each region have reported."""
    facts = facts_of(reader, [one.code for one in rounds])
    counted = {code: _counted([Standing(*row) for row in of["units"]]) for code, of in facts.items()}
    names = names_of("units", {region for of in counted.values() for region, _counts in of})
    return [
        OneRound(
            one.code, one.name, one.period, one.opens, one.due, one.closes,
            tuple(Region(region, names[region], *counts) for region, counts in counted.get(one.code, ())),
        )
        for one in rounds
    ]  # fmt: skip


def _counted(rows: list[Standing]) -> list[tuple[str, tuple[int, int, int]]]:
    expected = Counter(row.region for row in rows)
    done = Counter(row.region for row in rows if row.state in DONE)
    partly = Counter(row.region for row in rows if row.state not in DONE and row.answered)
    return [(region, (expected[region], done[region], partly[region])) for region in sorted(expected)]


def named(rows: Iterable[Standing]) -> list[Named]:
    """Return rows with names, for one page."""
    given = list(rows)
    names = names_of("units", {code for row in given for code in (row.unit, row.region)})
    return [
        Named(
            row.unit, names[row.unit], names[row.region], row.of, row.answered,
            datetime.fromisoformat(row.last).date() if row.last else None, row.state, STATES[row.state],
        )
        for row in given
    ]  # fmt: skip


def facts_of(reader: Reader, codes: list[str]) -> dict[str, dict[str, Any]]:
    """What is kept of some rounds, as the reader sees the whole federation."""
    rows = Answer.objects.filter(audience=reader.audience_of_all(top_units()), kind="rounds", key__in=codes)
    return dict(rows.values_list("key", "facts"))
