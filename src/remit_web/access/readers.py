"""Who reads, and what of it they may see (docs/explanation/audiences.md).

Who holds a role on a unit, or on one above it, sees the whole there; other people of the federation see what is for the
federation; everyone else sees what is public.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from remit.observations import SEES, Audience
from remit_web.access.models import Person
from remit_web.units.models import Standing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest


@dataclass(frozen=True)
class Reader:
    """One reader. `held`: the units that a role is held on, and the ranges of places below them in today's trees."""

    person: Person | None
    held: frozenset[str] = frozenset()
    ranges: tuple[tuple[str, int, int], ...] = ()
    """Tree, first and last place."""

    @staticmethod
    def of(request: HttpRequest) -> Reader:
        """Return who reads a page; worked out once for each request."""
        found: Reader | None = getattr(request, "_reader", None)
        if found is None:
            found = _reader(request.user if isinstance(request.user, Person) else None)
            request._reader = found  # type: ignore[attr-defined]
        return found

    @property
    def base(self) -> Audience:
        """What the reader sees wherever no role is held."""
        return "public" if self.person is None else "federation"

    def audiences_of(self, units: Iterable[str]) -> dict[str, Audience]:
        """Return what the reader sees of each unit: at most one query, whatever their number."""
        wanted = set(units)
        whole = self.held & wanted
        if self.ranges and wanted - whole:
            trees = {tree for tree, _first, _last in self.ranges}
            places = Standing.objects.filter(tree__in=trees, unit__in=wanted).values_list("tree", "unit", "first")
            whole |= {
                unit
                for tree, unit, place in places
                if any(tree == of and first <= place <= last for of, first, last in self.ranges)
            }
        return {unit: "whole" if unit in whole else self.base for unit in wanted}

    def audience_of(self, unit: str) -> Audience:
        """Return what the reader sees of one unit."""
        return self.audiences_of([unit])[unit]

    def audience_of_all(self, units: Iterable[str]) -> Audience:
        """Return what the reader sees of what is made of some units together: the whole, where that is so of each."""
        return "whole" if {*self.audiences_of(units).values()} == {"whole"} else self.base

    def sees(self, visibility: str, unit: str) -> bool:
        """Whether something of a unit is shown to the reader."""
        return visibility in SEES[self.base] or visibility in SEES[self.audience_of(unit)]


def _reader(person: Person | None) -> Reader:
    if person is None:
        return Reader(None)
    held = frozenset(person.roles.values_list("unit", flat=True))
    ranges = Standing.objects.filter(unit__in=held).values_list("tree", "first", "last") if held else ()
    return Reader(person, held, tuple(ranges))
