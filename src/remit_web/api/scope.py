"""What a reader of the API may see, as conditions on rows: the same as on pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from remit_web.access.rights import May
from remit_web.access.visibility import seen

if TYPE_CHECKING:
    from remit_web.access.readers import Reader


def observations_seen(reader: Reader) -> Q:
    """Return which values the reader may see: by their visibility and their unit."""
    return seen(reader, "observations", "id")


def figures_seen(reader: Reader) -> Q:
    """Return which of the kept figures are the reader's: one for each place."""
    reach = reader.reach(May.READ_WHOLE)
    whole, told = reach.where(), Q(seen_from="") | reach.where("seen_from")
    return (Q(audience="whole") & whole & told) | (Q(audience=reader.base) & ~whole)
