"""The plans that a reader may see: the one way to a plan, as a query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from remit_web.access.visibility import seen
from remit_web.plans.models import Plan
from remit_web.units.queries import latest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from remit_web.access.readers import Reader


def visible(reader: Reader) -> QuerySet[Plan]:
    """Return the plans that the reader may see, each as it stands now."""
    return latest(Plan.objects.filter(seen(reader, "plans", "plan")))


def plans_seen(reader: Reader, codes: Iterable[str]) -> set[str]:
    """Return those of some plans that the reader may see."""
    return set(visible(reader).filter(plan__in=set(codes)).values_list("plan", flat=True))
