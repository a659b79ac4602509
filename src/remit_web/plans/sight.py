"""Line of sight: what a plan's money serves, share by share."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from remit_web.plans.elements import share_said
from remit_web.shell.formats import apart
from remit_web.shell.words import STAGES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

Facts = dict[str, Any]
Name = tuple[str, str]
"""A plan and one of its elements."""
NO_LINKAGE: Facts = {"refused": "", "totals": [], "elements": [], "problems": []}
NOTHING_REACHES: Facts = {"refused": "", "currency": "", "elements": {}, "not_converted": []}


class Sort(NamedTuple):
    """A stage of money and a currency: only money of one sort is shown together."""

    stage: str
    currency: str


@dataclass(frozen=True)
class Served:
    """One link of a line: what it serves, with what share, and the amount that takes it."""

    plan: str
    element: str
    title: str
    kind: str
    share: str
    amount: Decimal | None


@dataclass(frozen=True)
class SightLine:
    """One element: its own money with that of all below it, what it serves, and what goes no further.

    `through`: what elements below it serve.
    """

    facts: Facts
    own: Decimal | None
    amount: Decimal | None
    incomplete: bool
    to: tuple[Served, ...]
    from_: tuple[Served, ...]
    not_linked: Decimal | None
    stated: tuple[Facts, ...]
    through: tuple[Served, ...] = ()


def plans_named(linkage: Facts) -> set[str]:
    """Return the plans that a linkage, or what reaches a plan, speaks of."""
    found: set[str] = set()
    for element in linkage.get("elements", ()):
        found |= {element["plan"], *element["via"]}
        found |= {part["plan"] for part in (*element["to"], *element["from"])}
    found |= {plan for total in linkage.get("totals", ()) for served in total["serves"] for plan in served["via"]}
    return found | {plan for problem in linkage.get("problems", ()) for plan in problem["plans"]}


def linkage_seen(whole: Facts, seen: Collection[str]) -> Facts:
    """Return a linkage without ways through plans that are not seen: each way is a view of its own, and adds up by itself."""
    if "elements" not in whole:
        return whole

    def led(parts: Iterable[Facts]) -> list[Facts]:
        return [part for part in parts if {*part["via"], part.get("plan", "")} - {""} <= {*seen}]

    elements = [
        {**one, **{name: led(one[name]) for name in ("to", "from", "not_linked")}} for one in led(whole["elements"])
    ]
    totals = [{**total, "serves": led(total["serves"])} for total in whole["totals"]]
    on_the_way = {plan for one in elements for plan in one["via"]}
    problems = [
        one for one in whole["problems"] if one["plans"][0] in on_the_way and set(one["plans"]) <= {*seen}
    ]  # fmt: skip
    problems.sort(key=lambda one: (one["where"], one["code"], one["says"]))  # they were found way by way
    return {**whole, "elements": elements, "totals": totals, "problems": problems}


def plans_reaching(reaching: Facts) -> set[str]:
    """Return the plans whose money reaches another."""
    found = {one["plan"] for one in reaching.get("not_converted", ())}
    for roles in reaching.get("elements", {}).values():
        for of in filter(None, roles.values()):
            found |= {part["plan"] for name in ("plans", "not_converted", "between") for part in of[name]}
    return found


def sorts(linkage: Facts) -> list[Sort]:
    """Return the sorts of money that a plan states, needs first."""
    order = list(STAGES)
    found = [Sort(one["stage"], one["currency"]) for one in linkage.get("totals", ())]
    return sorted(found, key=lambda one: (order.index(one.stage), one.currency))


def paths(linkage: Facts) -> list[tuple[str, ...]]:
    """Return the ways that money takes from plan to plan: those that lead on, else the plan's own."""
    found = {tuple(one["via"]) for one in linkage.get("elements", ())}
    own = {via for via in found if len(via) == 1}
    onward = found - own
    own = own if not onward or _links_within(linkage) else set()
    return sorted(own) + sorted(onward, key=lambda via: (len(via), via))


def _links_within(linkage: Facts) -> bool:
    return any(len(part["via"]) == 1 for one in linkage["elements"] for part in one["to"])


def lines(linkage: Facts, plan: str, via: tuple[str, ...], sort: Sort) -> list[SightLine]:
    """Return the elements of one plan along a way, in order."""
    inside = via[: via.index(plan) + 1]
    found = [one for one in linkage["elements"] if one["plan"] == plan and tuple(one["via"]) == inside]
    return _with_what_is_below([_line(one, via, sort) for one in found])


def _with_what_is_below(lines: list[SightLine]) -> list[SightLine]:
    """Return lines that say what those below them serve, one amount for each element that is served."""
    by_element = {line.facts["element"]: line for line in lines}
    below: dict[str, dict[Name, list[Served]]] = {}
    for line in lines:
        for above in _above(line, by_element):
            for one in line.to:
                below.setdefault(above, {}).setdefault((one.plan, one.element), []).append(one)
    return [
        replace(line, through=tuple(map(_together, below.get(line.facts["element"], {}).values()))) for line in lines
    ]


def _together(parts: list[Served]) -> Served:
    amounts = [one.amount for one in parts if one.amount is not None]
    return replace(parts[0], share="", amount=sum(amounts, Decimal(0)) if amounts else None)


def _above(line: SightLine, by_element: Mapping[str, SightLine]) -> list[str]:
    found: list[str] = []
    while (above := line.facts["parent"]) in by_element and above not in found:
        found.append(above)
        line = by_element[above]
    return found


def _line(one: Facts, via: tuple[str, ...], sort: Sort) -> SightLine:
    rest = rest_of(one, via, sort)
    return SightLine(
        one, number_in(one["own"], sort), number_in(one["amounts"], sort), is_incomplete(one["amounts"], sort),
        _served(along(one, via), sort),
        _served([part for part in one["from"] if tuple(part["via"]) == tuple(one["via"])], sort),
        number_in(rest["amounts"], sort) if rest else None,
        tuple(total for total in one["stated"] if (total["stage"], total["currency"]) == sort),
    )  # fmt: skip


def along(one: Facts, via: tuple[str, ...]) -> list[Facts]:
    """Return the links of an element that lie on a way: within its plan, and into the next one."""
    here = len(one["via"])
    return [part for part in one["to"] if tuple(part["via"]) in {via[:here], via[: here + 1]}]


def rest_of(one: Facts, via: tuple[str, ...], sort: Sort) -> Facts | None:
    """Return what of an element goes no further on a way; None where there is nothing of a sort."""
    rests = (rest for rest in one["not_linked"] if tuple(rest["via"]) in {tuple(one["via"]), via})
    return next((rest for rest in rests if number_in(rest["amounts"], sort)), None)


def _served(parts: Iterable[Facts], sort: Sort) -> tuple[Served, ...]:
    return tuple(
        Served(part["plan"], part["element"], part["title"], part["kind"], share_said(part["share"]),
               number_in(part["amounts"], sort))
        for part in parts
    )  # fmt: skip


def number_in(amounts: Iterable[Facts], sort: Sort) -> Decimal | None:
    """Return the amount of a sort among some; None where none states one."""
    found = next((one for one in amounts if (one["stage"], one["currency"]) == sort), None)
    return None if found is None or found["amount"] is None else Decimal(found["amount"])


def is_incomplete(amounts: Iterable[Facts], sort: Sort) -> bool:
    """Whether some amount of a sort is not stated."""
    return any(one["incomplete"] for one in amounts if (one["stage"], one["currency"]) == sort)


def called(code: str, title: str) -> str:
    """Return an element by its code and title in one text; apart, else the code would turn the line round."""
    return f"{apart(code)} {title}" if code else title
