"""One unit: what it is, where it stands, what it came from and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q

from remit_web.organisation.models import Succession, TreeRow, Unit, UnitPlace
from remit_web.units.models import Standing
from remit_web.units.places import tree_codes
from remit_web.units.queries import latest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


class Step(NamedTuple):
    """One succession. `unit`: the other one; `share`: the part of the old unit that the new one took on."""

    unit: str
    on: date
    share: str


@dataclass(frozen=True)
class Portrait:
    """A unit as it is recorded."""

    unit: str
    kind: str
    first: date | None
    last: date | None
    countries: tuple[str, ...]
    trees: tuple[str, ...]
    came_from: tuple[Step, ...]
    went_into: tuple[Step, ...]


def portrait(unit: str) -> Portrait | None:
    """Return what is recorded of a unit; None where there is no such unit."""
    row = latest(Unit.objects.filter(unit=unit)).values().first()
    if row is None:
        return None
    steps = latest(Succession.objects.filter(Q(from_unit=unit) | Q(to_unit=unit))).order_by("on", "number")
    rows = dict.fromkeys(steps.values_list("from_unit", "to_unit", "on", "share"))  # once, in however many trees
    return Portrait(
        unit, row["kind"], row["valid_from"], row["valid_to"],
        tuple(countries_of([unit]).get(unit, ())),
        tuple(Standing.objects.filter(tree__in=tree_codes(), unit=unit).order_by("tree").values_list("tree", flat=True)),
        tuple(Step(old, on, share) for old, new, on, share in rows if new == unit),
        tuple(Step(new, on, share) for old, new, on, share in rows if old == unit),
    )  # fmt: skip


def stood_under(unit: str) -> dict[str, date | None]:
    """Return where a unit that stands in no tree today stood, and until when."""
    rows = latest(TreeRow.objects.filter(unit=unit)).exclude(parent=None).order_by("to", "number")
    return {parent: until for parent, until in rows.values_list("parent", "to") if parent}


def countries_of(units: Iterable[str]) -> dict[str, list[str]]:
    """Return the countries that units live in; a place that has an end is left out."""
    found: dict[str, list[str]] = {}
    rows = latest(UnitPlace.objects.filter(unit__in=list(units), to=None)).order_by("country")
    for unit, country in rows.values_list("unit", "country"):
        found.setdefault(unit, []).append(country)
    return found
