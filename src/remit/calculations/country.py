"""One country: who lives there, whose lines are spent there, whom they reach and what they serve.

    found = country(federation, "GEO", date(2026, 11, 20))
    [(line.holder, line.gap) for line in found.lines]

Lines are those of the plans of units that live there, and the lines that such units hold or carry out in other plans. Money
that passes between two units of a plan stands once, where it is kept; how much that leaves out is said beside each plan.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from remit.audiences import seen_by
from remit.calculations.country_lines import CountryLines, PlanMoney, PlanPart, RefusedPlan
from remit.calculations.country_people import people_of
from remit.elements import Elements
from remit.periods import Period
from remit.units import Trees

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from datetime import date

    from remit.calculations.country_lines import CountryLine
    from remit.calculations.country_people import People
    from remit.engines import Engine
    from remit.federation import Federation, Row
    from remit.observations import Audience
    from remit.units import Tree

Role = Literal["host", "secretariat", "partner"]
Whose = Literal["own", "federation", "other"]
SECRETARIAT = "secretariat"
"""The kind of unit that, with all below it, is the secretariat."""


@dataclass(frozen=True)
class Serves:
    """One link from an element of a plan of the country. `share`: a fraction as text, empty where it carries no money."""

    plan: str
    element: str
    kind: str
    share: str
    to_plan: str
    to_element: str
    to_title: str
    whose: Whose
    """Of the unit itself, of the federation (the top of the tree), or of another."""


@dataclass(frozen=True)
class Country:
    """A country on a day. Units and plans by code, in order; money in ten-thousandths of each line's currency."""

    code: str
    on: date
    year: str
    hosts: tuple[str, ...]
    secretariat: tuple[str, ...]
    """Units of the secretariat that live there (delegations)."""
    partners: tuple[str, ...]
    """Everyone else who lives there outside the tree, or who holds or gives money of these lines."""
    plans: tuple[str, ...]
    """Plans of hosts, of the secretariat's units there, and of units below them, in force in the year."""
    of_partners: tuple[str, ...]
    """Plans of others who live there, in force in the year; `money` has theirs too, `lines` only those kept or spent by hosts."""
    lines: tuple[CountryLine, ...]
    abroad: tuple[CountryLine, ...]
    """Lines that units of this country hold in plans of other countries."""
    money: tuple[PlanMoney, ...]
    parts: tuple[PlanPart, ...]
    """Of plans of others that have lines here: what these come to."""
    refused: tuple[RefusedPlan, ...]
    people: tuple[People, ...]
    serves: tuple[Serves, ...]

    def role(self, unit: str) -> Role:
        """Return what a holder is here; a secretariat's unit may live elsewhere."""
        if unit in self.hosts:
            return "host"
        return "partner" if unit in self.partners else "secretariat"


def country(
    federation: Federation,
    code: str,
    on: date,
    *,
    year: Period | None = None,
    audience: Audience = "whole",
    currency: str | None = None,
    engine: Engine | None = None,
) -> Country:
    """Return a country (ISO 3166-1 alpha-3) on a day; people and plans of `year` (default: the year around the day).

    `currency`: make all lines one currency, as `funding` does; a plan that cannot be is among `refused`. `engine`: without
    one, for each part the one that is quicker.
    """
    seen = seen_by(federation, audience)
    known = seen.current()
    place = _Place(known, code, on, year or Period.around(on, "year", known.settings.first_month))
    found = CountryLines(seen, place.family, place.plans, on, currency, engine, place.of_partners)
    every = list(found.lines())
    lines = tuple(line for line in every if not place.is_elsewhere(line.plan))
    abroad = tuple(line for line in every if place.is_elsewhere(line.plan))
    holders = {line.holder for line in lines} | {unit for line in lines for unit in line.counterparts}
    givers = {gift.partner for line in lines for gift in line.contributions}
    partners = {one for one in holders | givers | place.outside if one and not place.is_ours(one)}
    parts: dict[str, list[CountryLine]] = {}
    for line in lines:
        parts.setdefault(line.plan, []).append(line)
    people = tuple(people_of(seen, place, audience, engine))
    return Country(
        code, on, place.year.name, place.hosts, place.secretariat, tuple(sorted(partners)), place.plans,
        place.of_partners, lines, abroad, tuple(found.money()),
        tuple(PlanPart.of(plan, of) for plan, of in parts.items() if plan not in {*place.plans, *place.of_partners}),
        tuple(found.refused), people, tuple(_serves(known, place)),
    )  # fmt: skip


def people_by_year(
    federation: Federation,
    code: str,
    on: date,
    years: Iterable[Period],
    *,
    audience: Audience = "whole",
    engine: Engine | None = None,
) -> dict[str, tuple[People, ...]]:
    """Return whom the hosts of a country on a day reached, as in `country`; of some years those in which there is anything."""
    seen = seen_by(federation, audience)
    found = {
        year.name: tuple(people_of(seen, _Place(seen.current(), code, on, year), audience, engine)) for year in years
    }
    return {year: people for year, people in found.items() if people}


def _tree(known: Federation, on: date) -> tuple[Tree, dict[str | None, list[str]]]:
    """Return the usual tree on a day, and who stands under whom: worked out once, whatever the number of countries."""
    tree = Trees.of(known, known.settings.tree).at(Period(on, on))
    return tree, known.once(("children", on), tree.children)


def _places(known: Federation) -> dict[str, list[Row]]:
    """Return who has lived in each country."""

    def by_country() -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in known.rows("unit_places"):
            found.setdefault(row["country"], []).append(row)
        return found

    return known.once("places by country", by_country)


class _Place:
    """Who lives in a country on a day, and the plans of those in a year."""

    def __init__(self, known: Federation, code: str, on: date, year: Period) -> None:
        self.known, self.on, self.year = known, on, year
        self.tree, below = _tree(known, on)
        self.living = {row["unit"] for row in _places(known).get(code, ()) if self._holds(row)}
        there = sorted(unit for unit in self.living if unit in self.tree.valid)
        self.secretariat = tuple(unit for unit in there if self.is_secretariat(unit))
        self.hosts = tuple(unit for unit in there if not self.is_secretariat(unit) and not self._is_below(unit))
        self.family = {*there, *self._below(below)}
        self.outside = self.living - self.tree.parents.keys()
        self.plans = tuple(sorted(self._plans(self.family)))
        self.of_partners = tuple(sorted(self._plans(self.outside)))

    def _holds(self, row: Row) -> bool:
        return (row["from"] is None or row["from"] <= self.on) and (row["to"] is None or row["to"] >= self.on)

    def is_secretariat(self, unit: str) -> bool:
        return any(self.tree.kinds.get(above) == SECRETARIAT for above in self.tree.above(unit))

    def is_ours(self, unit: str) -> bool:
        """Whether a unit is a host, below one, or of the secretariat."""
        return unit in self.family or (unit in self.tree.parents and self.is_secretariat(unit))

    def is_elsewhere(self, plan: str) -> bool:
        """Whether a plan is of a unit that lives in another country; the secretariat's plans are everywhere."""
        owner = self._owners[plan]
        lives_here = owner in self.family or owner in self.living
        return not lives_here and owner in self._placed and not self.is_secretariat(owner)

    @cached_property
    def _owners(self) -> dict[str, str]:
        return {row["plan"]: row["unit"] for row in self.known.rows("plans")}

    @cached_property
    def _placed(self) -> set[str]:
        """All units that live in some country on the day."""
        return {row["unit"] for row in self.known.rows("unit_places") if self._holds(row)}

    def _is_below(self, unit: str) -> bool:
        """Whether a unit stands below one that lives here."""
        return any(above in self.living for above in list(self.tree.above(unit))[1:])

    def _below(self, below: Mapping[str | None, list[str]]) -> Iterator[str]:
        """Yield the units below those that live here."""
        waiting = [one for unit in self.living for one in below.get(unit, ())]
        while waiting:
            unit = waiting.pop()
            yield unit
            waiting += below.get(unit, ())

    def _plans(self, units: Collection[str]) -> Iterator[str]:
        """Yield the plans of some units that are in force in the year."""
        for row in self.known.rows("plans"):
            in_force = row["period"] is None or Period.parse(row["period"]).overlaps(self.year)
            if row["unit"] in units and in_force:
                yield row["plan"]


def _serves(known: Federation, place: _Place) -> Iterator[Serves]:
    """Yield the links of the country's plans, in order of their elements."""
    owners = {row["plan"]: row["unit"] for row in known.rows("plans")}
    elements = Elements(known)
    order = {(plan, one): at for plan in place.plans for at, one in enumerate(elements.in_order(plan))}
    tops = {unit for unit, parent in place.tree.parents.items() if parent is None}
    links = [row for row in known.rows("links") if row["from_plan"] in set(place.plans)]

    def key(row: Row) -> tuple[str, int, str, str, str, str]:
        name = row["from_plan"], row["from_element"]
        return name[0], order.get(name, 0), name[1], row["to_plan"], row["to_element"], row["kind"]

    for row in sorted(links, key=key):
        owner = owners.get(row["to_plan"], "")
        whose: Whose = "own" if owner in place.family else "federation" if owner in tops else "other"
        title = known.name_of("elements", f"{row['to_plan']}/{row['to_element']}", "title")
        yield Serves(
            row["from_plan"], row["from_element"], row["kind"], row["share"] or "",
            row["to_plan"], row["to_element"], title, whose,
        )  # fmt: skip
