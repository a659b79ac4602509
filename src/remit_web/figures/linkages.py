"""Where the money of each plan goes, and what reaches each framework from the plans that serve it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from remit.audiences import hidden_within, seen_by, without
from remit.calculations.linkage import link
from remit.calculations.money_reaching import ROLES, money_reaching
from remit.elements import Elements
from remit.errors import RemitError
from remit.periods import Period
from remit.units import Trees

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import date

    from remit.federation import Federation
    from remit.observations import Audience


def linkages(federation: Federation, audience: Audience, today: date) -> Iterator[tuple[str, dict[str, Any]]]:
    """Where the money of each plan goes: `remit.link`."""
    seen = seen_by(federation, audience)
    for row in seen.current().rows("plans"):
        try:
            found = link(seen, row["plan"])
        except RemitError as refused:
            yield row["plan"], {"refused": str(refused)}
            continue
        facts = found.as_json()
        for written, problem in zip(facts["problems"], found.problems, strict=True):
            written["plans"] = [problem.where.file, problem.facts.get("to_plan", problem.where.file)]
        yield row["plan"], facts


def reachings(federation: Federation, audience: Audience, today: date) -> Iterator[tuple[str, dict[str, Any]]]:
    """What reaches the elements of each plan that others serve with a share of their money (`remit.money_reaching`).

    For the whole: of plans for units only, those of the plan's unit and of what stands below it. Who sees the whole there
    sees all of these; and one sum of several plans cannot leave out a part for each reader.
    """
    seen = seen_by(federation, audience)
    units = {row["plan"]: row["unit"] for row in seen.current().rows("plans")}
    elements = Elements(seen.current())
    for plan in _served(seen):
        hidden: Collection[str] = ()
        if audience == "whole":
            hidden = hidden_within(federation, below(federation, units[plan], today)) & {*elements.plans_into(plan)}
        if facts := _reaching(without(seen, hidden), plan, today):
            yield plan, facts


def _served(seen: Federation) -> list[str]:
    """Return the plans that others serve with a share of their money."""
    plans = {row["plan"] for row in seen.current().rows("plans")}
    served = {
        row["to_plan"]
        for row in seen.current().rows("links")
        if row["kind"] == "shared" and row["from_plan"] != row["to_plan"]
    }
    return sorted(served & plans)


def _reaching(seen: Federation, plan: str, today: date) -> dict[str, Any] | None:
    """Return what reaches a plan; None where no plan that is seen serves it."""
    if plan not in _served(seen):
        return None
    try:
        found = money_reaching(seen, plan, on=today)
    except RemitError as refused:
        return {"refused": str(refused)}
    elements: dict[str, dict[str, Any]] = {}
    for (element, role), reaching in found.elements.items():
        elements.setdefault(element, dict.fromkeys(ROLES))[role] = asdict(reaching)
    refused_rows = [asdict(one) for one in found.refused]
    return {"currency": found.currency, "elements": elements, "not_converted": refused_rows}


def below(federation: Federation, unit: str | None, today: date) -> frozenset[str]:
    """Return a unit and what stands below it today in every tree that it stands in: what a role on or above it opens."""
    known = federation.current()
    found: set[str] | None = None
    for code in sorted(set(known.table("trees")["tree"].to_pylist())):
        tree = Trees.of(known, code).at(Period(today, today))
        if unit in tree.valid:
            here = _all_below(tree.children(), unit)
            found = here if found is None else found & here
    return frozenset({unit or "", *(found or ())})


def _all_below(children: Mapping[str | None, Sequence[str]], unit: str | None) -> set[str]:
    found, waiting = set[str](), [unit]
    while waiting:
        new = [one for one in children.get(waiting.pop(), ()) if one not in found]
        found.update(new)
        waiting += new
    return found
