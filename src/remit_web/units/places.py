"""Where units stand today: the usual tree, the line above a unit, and the units directly below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F

from remit_web.units.models import FederationSettings, Standing

if TYPE_CHECKING:
    from django.db.models import QuerySet

DEEPEST = 30
"""A line above a unit is followed so far; no tree is deeper."""


def usual_tree() -> str:
    """Return the tree that figures stand in: the federation's usual one, or the only one that there is."""
    usual = FederationSettings.objects.values_list("tree", flat=True).first() or "structure"
    trees = set(Standing.objects.values_list("tree", flat=True).distinct())
    return usual if usual in trees or len(trees) != 1 else trees.pop()


def tops(tree: str) -> list[str]:
    """Return the units at the top of a tree, the one with most units below it first."""
    rows = Standing.objects.filter(tree=tree, parent="").order_by(F("first") - F("last"), "unit")
    return list(rows.values_list("unit", flat=True))


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
