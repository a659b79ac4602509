"""Where the money of each plan goes, and what reaches each framework from the plans that serve it."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
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
    from fractions import Fraction

    from remit.calculations.money_reaching import MoneyReaching
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
    for plan, found in _each(federation, audience, today):
        yield plan, {"refused": str(found)} if isinstance(found, RemitError) else _written(found)


def lines_reaching(federation: Federation, audience: Audience, today: date) -> Iterator[tuple[str, dict[str, Any]]]:
    """What each plan's part of `reachings` is made of, by framework and plan: its lines, and what part of them arrives."""
    for framework, found in _each(federation, audience, today):
        if isinstance(found, RemitError):
            continue
        for plan in dict.fromkeys(line.plan for line in found.lines):
            made_of = {element: _shares(of) for (from_, element), of in found.made_of.items() if from_ == plan}
            lines = [asdict(line) for line in found.lines if line.plan == plan]
            yield f"{framework}/{plan}", {"made_of": made_of, "lines": lines}


def _shares(made_of: Mapping[str, Fraction]) -> dict[str, str]:
    return {element: str(share) for element, share in made_of.items()}


def _served(seen: Federation) -> list[str]:
    """Return the plans that others serve with a share of their money."""
    plans = {row["plan"] for row in seen.current().rows("plans")}
    served = {
        row["to_plan"]
        for row in seen.current().rows("links")
        if row["kind"] == "shared" and row["from_plan"] != row["to_plan"]
    }
    return sorted(served & plans)


def _each(federation: Federation, audience: Audience, today: date) -> Iterator[tuple[str, MoneyReaching | RemitError]]:
    """Yield what reaches each plan that others serve, computed once; or what stops it."""
    seen = seen_by(federation, audience)
    units = {row["plan"]: row["unit"] for row in seen.current().rows("plans")}
    elements = Elements(seen.current())
    for plan in _served(seen):
        hidden: Collection[str] = ()
        if audience == "whole":
            hidden = hidden_within(federation, below(federation, units[plan], today)) & {*elements.plans_into(plan)}
        rest = without(seen, hidden)
        if plan in _served(rest):
            yield plan, seen.once(("reaching", plan, audience, today), partial(_reaching, rest, plan, today))


def _reaching(seen: Federation, plan: str, today: date) -> MoneyReaching | RemitError:
    try:
        return money_reaching(seen, plan, on=today)
    except RemitError as refused:
        return refused


def _written(found: MoneyReaching) -> dict[str, Any]:
    elements: dict[str, dict[str, Any]] = {}
    for (element, role), reaching in found.elements.items():
        elements.setdefault(element, dict.fromkeys(ROLES))[role] = asdict(reaching)
    return {
        "refused": "", "currency": found.currency, "elements": elements,
        "not_converted": [asdict(one) for one in found.refused],
    }  # fmt: skip


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
