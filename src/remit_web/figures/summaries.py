"""One line for each plan: what lists of plans show."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from remit_web.figures.achievements import achievements
from remit_web.figures.fundings import fundings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from remit.federation import Federation
    from remit.observations import Audience


def summaries(federation: Federation, audience: Audience, today: date) -> Iterator[tuple[str, dict[str, Any]]]:
    """The whole of each plan's funding, and how many of its results stand how: for lists of plans."""
    words = {plan: Counter(one["state"]["word"] for one in facts["headlines"])
             for plan, facts in achievements(federation, audience, today)}  # fmt: skip
    for plan, facts in fundings(federation, audience, today):
        kept: dict[str, Any] = {name: facts[name] for name in ("need", "currency", "whole", "refused") if name in facts}
        yield plan, {**kept, "states": words.get(plan, {})}
