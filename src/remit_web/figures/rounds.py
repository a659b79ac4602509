"""How far each unit is with each round, kept ready."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from remit.calculations.answering import answering
from remit.calculations.seen_in_full import hidden_in_part

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from remit.federation import Federation
    from remit.observations import Audience


def rounds(federation: Federation, audience: Audience, today: date) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every round by its code: of each unit that is asked, its region, how much is asked and answered, and its state.

    `hidden`: the indicators that the round asks for and of which nothing is said.
    """
    expected, hidden = federation.current().rows("expected"), hidden_in_part(federation, audience)
    left_out: dict[str, set[str]] = {}
    for row in expected:
        if row["indicator"] in hidden:
            left_out.setdefault(row["round"], set()).add(row["indicator"])
    for code, asked in answering(federation, today, audience=audience).items():
        units = [[one.unit, one.region, one.of, one.answered, one.last, one.state] for one in asked]
        yield code, {"units": units, "hidden": sorted(left_out.get(code, ()))}
