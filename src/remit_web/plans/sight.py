"""Line of sight: what a plan's money serves, share by share, as a table and as a flow."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext as _

from remit.documents.charts import Flow, Stop, Stream
from remit.exact import SCALE
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
NOT_LINKED: Name = ("", "")
MOST_STOPS = 60
"""More stops side by side cannot be read; then the lowest stages are left to the table."""
NOT_LINKED_FIRST = "not-linked"
MONEY: Name = ("", "money")
"""The last stage of a picture: the money that elements have of their own, not from those below them."""


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
    """One element: its own money with that of all below it, what it serves, and what goes no further."""

    facts: Facts
    own: Decimal | None
    amount: Decimal | None
    incomplete: bool
    to: tuple[Served, ...]
    from_: tuple[Served, ...]
    not_linked: Decimal | None
    stated: tuple[Facts, ...]


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
    return [_line(one, via, sort) for one in found]


def _line(one: Facts, via: tuple[str, ...], sort: Sort) -> SightLine:
    along = [part for part in one["to"] if tuple(part["via"]) in {via[: len(one["via"])], via[: len(one["via"]) + 1]}]
    rest = [rest for rest in one["not_linked"] if tuple(rest["via"]) in {tuple(one["via"]), via}]
    return SightLine(
        one, _number(one["own"], sort), _number(one["amounts"], sort), _is_incomplete(one["amounts"], sort),
        _served(along, sort),
        _served([part for part in one["from"] if tuple(part["via"]) == tuple(one["via"])], sort),
        next((_number(left["amounts"], sort) for left in rest if _number(left["amounts"], sort)), None),
        tuple(total for total in one["stated"] if (total["stage"], total["currency"]) == sort),
    )  # fmt: skip


def _served(parts: Iterable[Facts], sort: Sort) -> tuple[Served, ...]:
    return tuple(
        Served(part["plan"], part["element"], part["title"], part["kind"], share_said(part["share"]),
               _number(part["amounts"], sort))
        for part in parts
    )  # fmt: skip


def _number(amounts: Iterable[Facts], sort: Sort) -> Decimal | None:
    found = next((one for one in amounts if (one["stage"], one["currency"]) == sort), None)
    return None if found is None or found["amount"] is None else Decimal(found["amount"])


def _is_incomplete(amounts: Iterable[Facts], sort: Sort) -> bool:
    return any(one["incomplete"] for one in amounts if (one["stage"], one["currency"]) == sort)


class Step(NamedTuple):
    """Money from a lower element to a higher one."""

    lower: Name
    upper: Name
    amount: Decimal
    share: str = ""


def flow_of_plan(linkage: Facts, via: tuple[str, ...], sort: Sort) -> Flow | None:
    """Return the picture of one way: goals, objectives, outputs, activities, and the money itself as its own last stage."""
    steps = fitting([step for step in _steps(linkage, via, sort) if step.amount > 0])
    steps += _money(steps, via[0])
    names = {(one["plan"], one["element"]): one for one in linkage["elements"]}
    titles = {name: (one["code"], one["title"]) for name, one in names.items()}
    titles |= {NOT_LINKED: ("", _("Not linked")), MONEY: ("", _("Money"))}
    order = {name: index for index, name in enumerate(names)}
    return drawn(steps, titles, order, sort.currency, str(STAGES[sort.stage]))


def _money(steps: list[Step], plan: str) -> list[Step]:
    """Return the money that elements of a plan pass on beyond what comes to them from below: it is their own."""
    own: dict[Name, Decimal] = defaultdict(Decimal)
    for step in steps:
        own[step.lower] += step.amount
        own[step.upper] -= step.amount
    return [Step(MONEY, name, amount) for name, amount in own.items() if name[0] == plan and amount > 0]


def _steps(linkage: Facts, via: tuple[str, ...], sort: Sort) -> list[Step]:
    found = []
    for at, plan in enumerate(via):
        inside = {
            one["element"]: one
            for one in linkage["elements"]
            if one["plan"] == plan and tuple(one["via"]) == via[: at + 1]
        }
        onward = {element: _onward(one, via, at, sort) for element, one in inside.items()}
        passed = {above for element, steps in onward.items() if steps for above in _above(inside, element)}
        for element, one in inside.items():
            found += onward[element] or ([] if element in passed else _upward(one, inside, at, sort))
    return found


def _above(inside: Mapping[str, Facts], element: str) -> set[str]:
    """Return what stands above an element: where a part of it goes along links, only the rest would be theirs."""
    found: set[str] = set()
    while (element := inside[element]["parent"]) in inside and element not in found:
        found.add(element)
    return found


def _onward(one: Facts, via: tuple[str, ...], at: int, sort: Sort) -> list[Step]:
    """Return the steps along an element's links, and what of it is not linked."""
    name = (one["plan"], one["element"])
    for reach in (via[: at + 2], via[: at + 1]):
        parts = [part for part in one["to"] if tuple(part["via"]) == reach and part["kind"] == "shared"]
        if parts:
            rest = [_number(left["amounts"], sort) for left in one["not_linked"] if tuple(left["via"]) == reach]
            steps = [
                Step(name, (part["plan"], part["element"]), _number(part["amounts"], sort) or Decimal(0), part["share"])
                for part in parts
            ]
            return [*steps, *(Step(name, NOT_LINKED, amount) for amount in rest if amount)]
    return []


def _upward(one: Facts, inside: Mapping[str, Facts], at: int, sort: Sort) -> list[Step]:
    """Return the step to the element above, which takes what does not go along a link of its own."""
    if one["parent"] not in inside:
        return []
    amount = _number(one["amounts"] if at else one["own"], sort)
    return [Step((one["plan"], one["element"]), (one["plan"], one["parent"]), amount or Decimal(0))]


def flow_of_reaching(
    reaching: Facts, role: str, tops: Iterable[Name], titles: Mapping[Name, tuple[str, str]], label: str
) -> Flow | None:
    """Return the picture of what all plans bring to a framework: its top elements at one side, the plans at the other."""
    steps = []
    for top in tops:
        of = reaching["elements"].get(top[1], {}).get(role)
        parts = of["plans"] if of else ()
        steps += [
            Step((part["plan"], ""), top, Decimal(part["amount"]) / SCALE)
            for part in parts
            if part["amount"] and part["amount"] > 0
        ]
    order = {name: index for index, name in enumerate(titles)}
    return drawn(steps, titles, order, reaching["currency"], label)


def drawn(
    steps: list[Step], titles: Mapping[Name, tuple[str, str]], order: Mapping[Name, int], currency: str, title: str
) -> Flow | None:
    """Return a flow of steps, higher elements first; None where there is nothing to draw."""
    steps = fitting(steps)
    if not steps:
        return None
    stages = _stages(steps)
    ordered = sorted(stages, key=lambda name: (stages[name], name == NOT_LINKED, order.get(name, -1)))
    stops = tuple(
        Stop(_key(name), stages[name], _called(titles, name), titles.get(name, ("", ""))[0]) for name in ordered
    )
    streams = tuple(
        Stream(_key(step.upper), _key(step.lower), step.amount, step.share)
        for step in sorted(steps, key=lambda step: (ordered.index(step.upper), ordered.index(step.lower)))
    )
    return Flow(
        title, _("From what is served to what serves it"), stops, streams, currency if currency != "XXX" else ""
    )


def fitting(steps: list[Step]) -> list[Step]:
    """Return steps without the lowest stages, as long as too many stops would stand side by side."""
    stages = _stages(steps)
    while stages and max(_many(stages).values()) > MOST_STOPS:
        last = max(stages.values())
        steps = [step for step in steps if stages[step.lower] < last]
        stages = _stages(steps)
    return steps


def _stages(steps: list[Step]) -> dict[Name, int]:
    """Return how far each element stands from what is served last: one that serves stands behind all that it serves."""
    above: dict[Name, set[Name]] = defaultdict(set)
    for step in steps:
        above[step.lower].add(step.upper)
    found: dict[Name, int] = {}
    for name in TopologicalSorter(above).static_order():
        found[name] = 1 + max((found[one] for one in above.get(name, ())), default=-1)
    return found


def _many(stages: Mapping[Name, int]) -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    for stage in stages.values():
        found[stage] += 1
    return found


def _key(name: Name) -> str:
    return "/".join(name) if name != NOT_LINKED else NOT_LINKED_FIRST


def _called(titles: Mapping[Name, tuple[str, str]], name: Name) -> str:
    code, title = titles.get(name, ("", name[1] or name[0]))
    return f"{apart(code)} {title}" if code else title
