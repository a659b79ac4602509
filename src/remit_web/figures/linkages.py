"""Where the money of each plan goes, and what reaches each framework from the plans that serve it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from remit.audiences import seen_by
from remit.calculations.linkage import link
from remit.calculations.money_reaching import ROLES, money_reaching
from remit.engines.choice import quicker
from remit.errors import RemitError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from remit.federation import Federation
    from remit.observations import Audience


def linkages(federation: Federation, audience: Audience, today: date) -> Iterator[tuple[str, dict[str, Any]]]:
    """Where the money of each plan goes: `remit.link`."""
    seen = seen_by(federation, audience)
    engine = quicker(seen, "money")
    for row in seen.current().rows("plans"):
        try:
            yield row["plan"], link(seen, row["plan"], engine=engine).as_json()
        except RemitError as refused:
            yield row["plan"], {"refused": str(refused)}


def reachings(federation: Federation, audience: Audience, today: date) -> Iterator[tuple[str, dict[str, Any]]]:
    """What reaches the elements of each plan that others serve with a share of their money (`remit.money_reaching`)."""
    seen = seen_by(federation, audience)
    engine = quicker(seen, "money")
    plans = {row["plan"] for row in seen.current().rows("plans")}
    served = {
        row["to_plan"]
        for row in seen.current().rows("links")
        if row["kind"] == "shared" and row["from_plan"] != row["to_plan"]
    }
    for plan in sorted(served & plans):
        try:
            found = money_reaching(seen, plan, on=today, engine=engine)
        except RemitError as refused:
            yield plan, {"refused": str(refused)}
            continue
        elements: dict[str, dict[str, Any]] = {}
        for (element, role), reaching in found.elements.items():
            elements.setdefault(element, dict.fromkeys(ROLES))[role] = asdict(reaching)
        refused_rows = [asdict(one) for one in found.refused]
        yield plan, {"currency": found.currency, "elements": elements, "not_converted": refused_rows}
