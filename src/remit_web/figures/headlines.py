"""The indicators that a federation puts first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from remit_web.figures.models import Answer

if TYPE_CHECKING:
    from remit_web.access.readers import Reader


def headlines(reader: Reader, top: str) -> list[str]:
    """Return the indicators of the latest strategy: first what is made of several of them, then its own in their order."""
    kept = Answer.objects.filter(audience=reader.audience_of(top), kind="priorities").order_by("-key")
    facts = kept.values_list("facts", flat=True).first()
    return [*facts["joined"], *facts["indicators"]] if facts else []
