"""The plans that a reader may see, the one way to a plan, as a query; and as which audience each is seen.

A plan is seen by what it says of itself (public, federation, unit and above, named people); by who writes lines of their own
unit in it; and, of grants, by the donor whose money pays for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from remit.observations import SEES
from remit_web.access.rights import May
from remit_web.access.visibility import DEFAULT, NAMED, seen
from remit_web.figures.models import Party
from remit_web.plans.models import Plan
from remit_web.units.queries import latest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from remit.observations import Audience
    from remit_web.access.readers import Reader

PARTS = (("writes", May.WRITE_PLAN), ("writes", May.WRITE_BUDGET), ("gives", May.READ_GRANTS))
"""What a unit does in a plan of another, and the right that then opens the plan."""


def visible(reader: Reader) -> QuerySet[Plan]:
    """Return the plans that the reader may see, each as it stands now."""
    allowed = seen(reader, "plans", "plan")
    parts = [Q(part=part) & reader.reach(right).where() for part, right in PARTS if reader.has(right)]
    if parts:
        taking = Party.objects.filter(_any(parts)).values("plan")
        allowed |= ~_is_named() & Q(plan__in=taking)
    return latest(Plan.objects.filter(allowed))


def _any(conditions: Iterable[Q]) -> Q:
    found = Q(pk__in=[])
    for one in conditions:
        found |= one
    return found


def _is_named() -> Q:
    return Q(visibility=NAMED, visibility__isnull=False)


def plans_seen(reader: Reader, codes: Iterable[str]) -> set[str]:
    """Return those of some plans that the reader may see."""
    return set(visible(reader).filter(plan__in=set(codes)).values_list("plan", flat=True))


def seen_as(audience: Audience, visibility: str | None) -> Audience:
    """Return the audience as which a reader sees a plan; `audience`: as which they see its unit.

    Who takes part in a plan, or is named for it, sees it as the first audience that may.
    """
    shown = visibility or DEFAULT
    if shown in SEES[audience]:
        return audience
    return next((one for one in SEES if shown in SEES[one]), "whole")
