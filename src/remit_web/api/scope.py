"""What a reader of the API may see, as conditions on rows: the same as on pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from remit.observations import SEES
from remit_web.plans.models import Plan
from remit_web.plans.of_units import plans_seen
from remit_web.units.models import Standing

if TYPE_CHECKING:
    from remit_web.access.readers import Reader


def whole_units(reader: Reader, column: str = "unit") -> Q:
    """Return which units the reader sees the whole of: those of a role, and those below them."""
    if not reader.held:
        return Q(pk__in=[])
    below = Q(pk__in=[])
    for tree, first, last in reader.ranges:
        below |= Q(tree=tree, first__gte=first, first__lte=last)
    return Q(**{f"{column}__in": reader.held}) | Q(**{f"{column}__in": Standing.objects.filter(below).values("unit")})


def observations_seen(reader: Reader) -> Q:
    """Return which values the reader may see: by their visibility and their unit."""
    return Q(visibility__in=SEES[reader.base]) | (Q(visibility__in=SEES["whole"]) & whole_units(reader))


def figures_seen(reader: Reader) -> Q:
    """Return which of the kept figures are the reader's: one for each place."""
    whole = whole_units(reader)
    told = Q(seen_from="") | whole_units(reader, "seen_from")
    return (Q(audience="whole") & whole & told) | (Q(audience=reader.base) & ~whole)


def every_plan_seen(reader: Reader) -> set[str]:
    """Return the plans that the reader may see."""
    return plans_seen(reader, Plan.objects.values_list("plan", flat=True).distinct())
