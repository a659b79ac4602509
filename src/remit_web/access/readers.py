"""Who reads, and what of it they may see (docs/explanation/audiences.md).

Who may read the whole of a unit (`May.READ_WHOLE`, there or above) sees the whole there; other people of the federation
see what is for the federation; everyone else sees what is public. Who is away lends all roles to whoever acts for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from remit_web.access.models import Delegation, Person, Role, in_force
from remit_web.access.reach import Reach
from remit_web.access.rights import ROLES, May
from remit_web.audit.actors import Actor
from remit_web.units.models import Standing
from remit_web.units.today import today

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest

    from remit.observations import Audience
    from remit_web.audit.actors import Door


class Holding(NamedTuple):
    """A role that the reader holds today. `lent_by`: the code of the person who is away and whose role it is."""

    role: str
    unit: str
    lent_by: str = ""


@dataclass(frozen=True)
class Reader:
    """One reader, and the roles held today; `places`: where the units of these roles stand in today's trees."""

    person: Person | None
    holdings: tuple[Holding, ...] = ()
    places: tuple[tuple[str, str, int, int], ...] = ()
    """Unit, tree, first and last place."""
    scope: str | None = None
    """Of a program that reads with a token: what the token opens."""

    @staticmethod
    def of(request: HttpRequest) -> Reader:
        """Return who reads a page; worked out once for each request."""
        found: Reader | None = getattr(request, "_reader", None)
        if found is None:
            found = reader_of(request.user if isinstance(request.user, Person) else None)
            request._reader = found  # type: ignore[attr-defined]
        return found

    @cached_property
    def base(self) -> Audience:
        """What the reader sees wherever no role lets them see more. Who is there only from outside sees what is public."""
        if self.person is None:
            return "public"
        is_outside = bool(self.holdings) and all(ROLES[one.role].is_outside for one in self.holdings)
        return "public" if is_outside else "federation"

    def reach(self, right: May) -> Reach:
        """Return how far a right of the reader's reaches."""
        found = self._reaches.get(right)
        if found is None:
            units = frozenset(one.unit for one in self.holdings if right in ROLES[one.role].rights)
            ranges = tuple(place[1:] for place in self.places if place[0] in units)
            found = self._reaches[right] = Reach(units, ranges)
        return found

    @cached_property
    def _reaches(self) -> dict[May, Reach]:
        return {}

    def may(self, right: May, unit: str) -> bool:
        """Whether the reader has a right on a unit."""
        return unit in self.reach(right).covers([unit])

    def has(self, right: May) -> bool:
        """Whether the reader has a right on any unit."""
        return bool(self.reach(right))

    @property
    def oversees(self) -> bool:
        """Whether the reader may know what other people may do."""
        return self.has(May.GIVE_ROLES) or self.has(May.READ_RECORD)

    def audiences_of(self, units: Iterable[str]) -> dict[str, Audience]:
        """Return what the reader sees of each unit: at most one query, whatever their number."""
        wanted = set(units)
        whole = self.reach(May.READ_WHOLE).covers(wanted)
        return {unit: "whole" if unit in whole else self.base for unit in wanted}

    def audience_of(self, unit: str) -> Audience:
        """Return what the reader sees of one unit."""
        return self.audiences_of([unit])[unit]

    def audience_of_all(self, units: Iterable[str]) -> Audience:
        """Return what the reader sees of what is made of some units together: the whole, where that is so of each."""
        return "whole" if {*self.audiences_of(units).values()} == {"whole"} else self.base

    def acts(self, right: May, unit: str, *, door: Door, address: str = "") -> Actor:
        """Return who acts by a right on a unit: for whom, too, where only a lent role gives that right there."""
        lent = ""
        for one in self.holdings:
            if right in ROLES[one.role].rights and self._covers(one.unit, unit):
                lent = one.lent_by
                if not lent:
                    break
        return Actor(self.person.code if self.person else "", lent, door, address)

    def _covers(self, held: str, unit: str) -> bool:
        ranges = tuple(place[1:] for place in self.places if place[0] == held)
        return unit in Reach(frozenset({held}), ranges).covers([unit])


def reader_of(person: Person | None) -> Reader:
    """Return a person as a reader, with the roles of today: two queries."""
    if person is None or not person.is_active:
        return Reader(None)
    day = today()
    away = Delegation.objects.filter(in_force(day), to=person).values("away")
    rows = Role.objects.filter(in_force(day), role__in=ROLES)
    mine = rows.filter(person=person) | rows.filter(person__in=away, person__is_active=True)
    found = mine.order_by("id").values_list("role", "unit", "person", "person__code")
    holdings = tuple(Holding(role, unit, "" if of == person.pk else code) for role, unit, of, code in found)
    units = {one.unit for one in holdings}
    places = Standing.objects.filter(unit__in=units).values_list("unit", "tree", "first", "last") if units else ()
    return Reader(person, holdings, tuple(places))
