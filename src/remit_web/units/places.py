"""Where units stand today: the usual tree, the line above a unit, and the units directly below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F

from remit_web.units.models import FederationSettings, Standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

DEEPEST = 30
"""A line above a unit is followed so far; no tree is deeper."""
MANY_TOPS = 200


def usual_tree() -> str:
    """Return the tree that figures stand in: the federation's usual one, or the only one that there is."""
    usual = FederationSettings.objects.values_list("tree", flat=True).first() or "structure"
    if Standing.objects.filter(tree=usual).exists():
        return usual
    trees = tree_codes()
    return trees[0] if len(trees) == 1 else usual


def tree_codes() -> list[str]:
    """Return the trees there are: one look into an index for each, whatever the number of units."""
    found: list[str] = []
    while (code := _next_tree(found[-1] if found else "")) is not None:
        found.append(code)
    return found


def _next_tree(after: str) -> str | None:
    return Standing.objects.filter(tree__gt=after).order_by("tree").values_list("tree", flat=True).first()


def tops(tree: str) -> list[str]:
    """Return the units at the top of a tree, the one with most units below it first."""
    return list(_by_size(Standing.objects.filter(tree=tree, parent="")))


def _by_size(places: QuerySet[Standing]) -> QuerySet[Standing, str]:
    return places.order_by(F("first") - F("last"), "unit").values_list("unit", flat=True)


def top_units() -> list[str]:
    """Return the units at the top of the federation's usual tree, the one with most units below it first.

    Of several those that units stand under; where none does, so many of all as one can choose from.
    """
    tree = usual_tree()
    above_others = Standing.objects.filter(tree=tree, parent="", last__gt=F("first"))
    return list(_by_size(above_others)) or list(_by_size(Standing.objects.filter(tree=tree, parent=""))[:MANY_TOPS])


def top_unit() -> str:
    """Return the unit at the top of the federation's usual tree, the largest of several; empty where no tree stands."""
    return chosen_top(top_units())


def chosen_top(tops: Sequence[str], asked: str = "") -> str:
    """Return which of the units at the top a page shows: the one asked for, else the largest; empty where there is none."""
    return asked if asked in tops else next(iter(tops), "")


def line_of(unit: str, tree: str) -> list[str]:
    """Return the units above a unit from the top down, the unit itself last; nothing where it stands nowhere today.

    One query for each level, however many units there are.
    """
    line: list[str] = []
    while unit and len(line) < DEEPEST:
        above = Standing.objects.filter(tree=tree, unit=unit).values_list("parent", flat=True).first()
        if above is None:
            break
        line.insert(0, unit)
        unit = above
    return line


def directly_below(unit: str, tree: str) -> QuerySet[Standing]:
    """Return the places of the units directly below a unit, in order of their code."""
    return Standing.objects.filter(tree=tree, parent=unit).order_by("unit")
