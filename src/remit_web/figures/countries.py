"""The facts of countries, and of the lines that each unit keeps: kept ready for their pages."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from remit.audiences import seen_by
from remit.calculations.country import country, people_by_year
from remit.calculations.country_lines import CountryLines
from remit_web.figures.priorities import years

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from remit.federation import Federation
    from remit.observations import Audience

ALL = "all"
"""The key of the answer that lists every country; a country's own key is its code of three letters."""
IN_LIST = ("code", "hosts", "secretariat", "partners", "plans", "of_partners", "money")


def countries(federation: Federation, audience: Audience, today: date) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each country where units live (`remit.calculations.country`), with its people year by year; then the list of them all."""
    every, looked_at = [], years(federation.current(), today)
    for code in sorted(set(federation.current().table("unit_places")["country"].to_pylist())):
        facts = asdict(country(federation, code, today, audience=audience))
        people = people_by_year(federation, code, today, looked_at, audience=audience)
        facts["people"] = {year: [asdict(one) for one in found] for year, found in people.items()}
        every.append({name: facts[name] for name in IN_LIST})
        yield code, facts
    yield ALL, {"countries": every}


def lines_of_units(federation: Federation, audience: Audience, today: date) -> Iterator[tuple[str, dict[str, Any]]]:
    """The lines that each unit holds or carries out, in its own plans and in those of others."""
    seen = seen_by(federation, audience)
    money = seen.current().table("money")
    for unit in sorted({*money["holder"].to_pylist(), *money["implementer"].to_pylist()} - {None}):
        found = CountryLines(seen, {unit}, (), today, None, None)
        lines = [asdict(line) for line in found.lines()]
        yield unit, {"lines": lines, "refused": [asdict(one) for one in found.refused]}
