"""How far a right reaches: the units that it is held on, and those below them in today's trees.

The one definition of it, as a condition on rows (`where`) and over some units (`covers`); `tests/test_reach.py` holds both
against a slow one that anyone can read.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import Q

from remit_web.units.models import Standing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet


@dataclass(frozen=True)
class Reach:
    """Units, and ranges of places below them: tree, first and last place."""

    units: frozenset[str] = frozenset()
    ranges: tuple[tuple[str, int, int], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.units)

    def covers(self, units: Iterable[str]) -> set[str]:
        """Return those of some units that it reaches: at most one query, whatever their number."""
        wanted = set(units)
        found = set(self.units & wanted)
        if not self.ranges or not wanted - found:
            return found
        trees = {tree for tree, _first, _last in self.ranges}
        places = Standing.objects.filter(tree__in=trees, unit__in=wanted).values_list("tree", "unit", "first")
        return found | {
            unit
            for tree, unit, place in places
            if any(tree == of and first <= place <= last for of, first, last in self.ranges)
        }

    def where(self, column: str = "unit") -> Q:
        """Return the condition that a row's unit is reached."""
        if not self.units:
            return Q(pk__in=[])
        return Q(**{f"{column}__in": self.units}) | Q(**{f"{column}__in": self._below.values("unit")})

    @cached_property
    def _below(self) -> QuerySet[Standing]:
        below = Q(pk__in=[])
        for tree, first, last in self.ranges:
            below |= Q(tree=tree, first__gte=first, first__lte=last)
        return Standing.objects.filter(below)
