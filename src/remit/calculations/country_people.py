"""Whom the programmes of a country reach: by programme, and once for the unit that carries them out."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

import pyarrow as pa
import pyarrow.compute as pc

from remit.calculations.in_period import figures_in
from remit.indicators import indicators_of
from remit.observations import SEES
from remit.periods import Period
from remit.units import Trees

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from remit.engines import Engine
    from remit.federation import Federation
    from remit.observations import Audience
    from remit.units import Tree


@dataclass(frozen=True)
class Programme:
    """What one programme counted; `plan` is empty for what the unit stated for all its work."""

    plan: str
    value: Decimal | None
    status: str


@dataclass(frozen=True)
class People:
    """An indicator whose programmes may not simply be added: by programme, and once for the unit (the engine's figure).

    `programmes`: empty where the unit's values are of no programme.
    """

    indicator: str
    unit: str
    joined: str
    """How programmes join: `max` (the same people), or `none` (the unit states its total)."""
    programmes: tuple[Programme, ...]
    value: Decimal | None
    status: str
    reported: int
    expected: int
    notes: tuple[str, ...]


class Place(Protocol):
    """A country in a year: who hosts there, with all below them."""

    @property
    def known(self) -> Federation: ...

    @property
    def year(self) -> Period: ...

    @property
    def tree(self) -> Tree: ...

    @property
    def hosts(self) -> tuple[str, ...]: ...

    @property
    def family(self) -> Collection[str]: ...


def people_of(seen: Federation, place: Place, audience: Audience, engine: Engine | None) -> Iterator[People]:
    """Yield the indicators that do not simply add up over programmes, of which a host has something in the year.

    Those that programmes counted, and what the host counted (people, schools) without saying in which programme.
    """
    rules = indicators_of(place.known)
    plans = {row["plan"] for row in place.known.rows("plans")}
    figure = _Figures(seen, place.year, audience, engine)
    counted = seen.once(
        ("counted by programmes", place.year, audience), lambda: _counted(place.known, place.year, audience)
    )
    for host in place.hosts:
        mine: dict[str, set[str]] = {}
        for unit in place.family:
            if unit in counted and host in place.tree.above(unit):
                for indicator, programmes in counted[unit].items():
                    mine.setdefault(indicator, set()).update(programmes)
        for indicator, programmes in sorted(mine.items()):
            named = sorted(programmes & {"", *plans}) if programmes & plans else []
            if named or (rules[indicator].measure == "count" and rules[indicator].over_units == "sum"):
                parts = tuple(Programme(plan, *figure.of(indicator, host, plan)[:2]) for plan in named)
                once = figure.of(indicator, host)
                if named or once[0] is not None:
                    yield People(indicator, host, rules[indicator].over_plans, parts, *once)


def _counted(known: Federation, year: Period, audience: Audience) -> dict[str, dict[str, set[str]]]:
    """Return the programmes that counted something in a year, by unit and indicator; empty: said of no programme.

    A value that the audience may not see does not even show that there is one.
    """
    joined = [code for code, rule in indicators_of(known).items() if rule.over_plans != "sum"]
    table = known.table("observations")
    table = table.filter(pc.is_in(table["indicator"], pa.array(joined, pa.string())))
    table = table.filter(pc.is_in(table["visibility"], pa.array(SEES[audience])))
    names = [name for name in table["period"].unique().to_pylist() if year.contains(Period.parse(name))]
    table = table.filter(pc.is_in(table["period"], pa.array(names, pa.string())))
    found: dict[str, dict[str, set[str]]] = {}
    for row in table.group_by(["unit", "indicator", "plan"]).aggregate([]).to_pylist():
        found.setdefault(row["unit"], {}).setdefault(row["indicator"], set()).add(row["plan"] or "")
    return found


_Said = tuple[Decimal | None, str, int, int, tuple[str, ...]]
"""Value, status, reported, expected and notes of a figure."""


@dataclass(frozen=True)
class _Figures:
    """Figures of a year, made for every unit that lives in some country at once."""

    seen: Federation
    year: Period
    audience: Audience
    engine: Engine | None

    def of(self, indicator: str, unit: str, programme: str | None = None) -> _Said:
        """Return what is said of a unit; by one programme (empty: of none), or by all of them."""
        of = self.seen if programme is None else self._of_programme(programme)
        joined, units = self.seen.once("people of countries", self._asked)
        one = figures_in(
            of, joined, self.year, by=["unit"], units=units, audience=self.audience,
            engine=self.engine,
        ).get((indicator, unit))  # fmt: skip
        return (
            (None, "missing", 0, 0, ())
            if one is None
            else (one.value, one.status, one.reported, one.expected, one.notes)
        )

    def _asked(self) -> tuple[list[str], frozenset[str]]:
        known = self.seen.current()
        joined = sorted(code for code, rule in indicators_of(known).items() if rule.over_plans != "sum")
        stands = Trees.of(known, known.settings.tree).places.keys()
        return joined, frozenset(stands & {row["unit"] for row in known.rows("unit_places")})

    def _of_programme(self, plan: str) -> Federation:
        """Return the federation with the values of one programme only."""

        def made() -> Federation:
            known = self.seen.current()
            table = known.table("observations")
            return known.with_tables({"observations": table.filter(pc.equal(pc.fill_null(table["plan"], ""), plan))})

        return self.seen.once(("values of programme", plan), made)
