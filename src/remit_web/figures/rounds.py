"""How far each unit is with each round, kept ready."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from remit.calculations.answering import answering

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from remit.federation import Federation
    from remit.observations import Audience


def rounds(federation: Federation, audience: Audience, today: date) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every round by its code: of each unit that is asked, its region, how much is asked and answered, and its state."""
    for code, asked in answering(federation, today, audience=audience).items():
        yield code, {"units": [[one.unit, one.region, one.of, one.answered, one.last, one.state] for one in asked]}
