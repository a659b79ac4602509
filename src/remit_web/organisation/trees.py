"""Trees as they stand today: who stands under whom, a page at a time, whatever their size."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef

from remit_web.organisation.models import Unit
from remit_web.units.models import Standing
from remit_web.units.places import tree_codes, usual_tree
from remit_web.units.queries import latest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.core.paginator import Page

AT_ONCE = 100
"""Units listed under one unit; the others stand on further pages."""
OPEN = 400
"""Up to so many units, all levels below come with the page, to be opened there; beyond, each level is a page."""


@dataclass
class Place:
    """A unit in a tree. `under`: those directly below it that come along with a page."""

    unit: str
    kind: str
    parent: str
    first: int
    last: int
    under: list[Place] = field(default_factory=list)

    @property
    def below(self) -> int:
        """How many stand below it, at any level."""
        return self.last - self.first

    @property
    def rest(self) -> bool:
        """Whether more stand directly below it than come along."""
        return self.below > 0 and (not self.under or len(self.under) == AT_ONCE)


_FACTS = ("unit", "kind", "parent", "first", "last")


def tree_choices() -> list[str]:
    """Return the trees there are, the usual one first."""
    usual = usual_tree()
    return sorted(tree_codes(), key=lambda code: (code != usual, code))


def place_of(tree: str, unit: str) -> Place | None:
    """Return where a unit stands in a tree, or None."""
    row = Standing.objects.filter(tree=tree, unit=unit).values_list(*_FACTS).first()
    return None if row is None else Place(*row)


def under(tree: str, unit: str, number: int) -> Page[Place]:
    """Return a page of the units directly under one (empty: at the top), each with all below it where these are few."""
    rows = Standing.objects.filter(tree=tree, parent=unit).order_by("unit")
    page: Page[Any] = Paginator(rows.values_list(*_FACTS), AT_ONCE).get_page(number)
    page.object_list = [Place(*row) for row in page.object_list]
    if sum(place.below for place in page) <= OPEN:
        _fill(tree, list(page))
    return page


def _fill(tree: str, places: list[Place]) -> None:
    """Put all that stands below some places under them."""
    if not any(place.below for place in places):
        return
    span = {"first__gt": places[0].first, "first__lte": places[-1].last}
    rows = Standing.objects.filter(tree=tree, **span).exclude(parent=places[0].parent).order_by("first")
    by_unit = {place.unit: place for place in places}
    for row in rows.values_list(*_FACTS):
        place = Place(*row)
        by_unit[place.unit] = place
        above = by_unit.get(place.parent)
        if above is not None and len(above.under) < AT_ONCE:
            above.under.append(place)


def every(places: list[Place]) -> Iterator[Place]:
    """Yield places and all that stand under them."""
    for place in places:
        yield place
        yield from every(place.under)


def by_name(places: list[Place], names: Mapping[str, str]) -> list[Place]:
    """Return places in order of their names, and all that stands under them too."""
    for place in places:
        place.under = by_name(place.under, names)
    return sorted(places, key=lambda place: (names[place.unit].casefold(), place.unit))


def in_no_tree(number: int) -> Page[Any]:
    """Return a page of the units (code and kind) that stand in no tree today: partners, and units that have ended."""
    outside = latest(Unit.objects.filter(~Exists(Standing.objects.filter(unit=OuterRef("unit")))))
    return Paginator(outside.order_by("unit").values("unit", "kind", "valid_to"), AT_ONCE).get_page(number)
