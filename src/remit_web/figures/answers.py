"""What is kept ready besides figures: one function for each kind of answer, each giving keys and facts.

Facts are codes and exact numbers, as plain data. Each is made of a federation that holds only what its audience may see.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from remit_web.figures.achievements import achievements
from remit_web.figures.attention import answers_by_unit, incomplete_by_year, needs_attention
from remit_web.figures.countries import countries, lines_of_units
from remit_web.figures.fundings import fundings
from remit_web.figures.linkages import lines_reaching, linkages, reachings
from remit_web.figures.priorities import priorities_by_year
from remit_web.figures.rounds import rounds
from remit_web.figures.summaries import summaries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from remit.federation import Federation
    from remit.observations import Audience


ANSWERS: dict[str, Callable[[Federation, Audience, date], Iterator[tuple[str, dict[str, Any]]]]] = {
    "country": countries,
    "unit-lines": lines_of_units,
    "linkage": linkages,
    "reaching": reachings,
    "reaching-lines": lines_reaching,
    "funding": fundings,
    "achievement": achievements,
    "plan": summaries,
    "priorities": priorities_by_year,
    "attention": needs_attention,
    "incomplete": incomplete_by_year,
    "answers": answers_by_unit,
    "rounds": rounds,
}
"""Every kind of answer, by its name."""
