"""Line of sight as a picture: goals, objectives, outputs, activities, and the money that they have of their own."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from graphlib import TopologicalSorter
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from remit.documents.charts import Flow, Stop, Stream
from remit.exact import SCALE
from remit_web.plans.sight import called, number_in
from remit_web.shell.formats import number
from remit_web.shell.words import STAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from remit_web.plans.sight import Facts, Name, Sort

NOT_LINKED: Name = ("", "")
NOT_LINKED_FIRST = "not-linked"
MONEY: Name = ("", "money")
"""The last stage of a picture: the money that elements have of their own, not from those below them."""
TOGETHER = "+"
"""Behind the code of an element: all that stands below it, as one stop."""
MOST_STOPS, MOST_PLANS = 30, 60
"""More stops side by side cannot be read; then the lowest stand together, or are left to the table."""


class Step(NamedTuple):
    """Money from a lower element to a higher one."""

    lower: Name
    upper: Name
    amount: Decimal
    share: str = ""


def flow_of_plan(linkage: Facts, via: tuple[str, ...], sort: Sort) -> Flow | None:
    """Return the picture of one way: goals, objectives, outputs, activities, and the money itself as its own last stage."""
    names = {(one["plan"], one["element"]): one for one in linkage["elements"]}
    activities = _Activities(names)
    steps = fitting(merged([step for step in _steps(linkage, via, sort) if step.amount > 0]), MOST_STOPS, activities)
    steps = activities.on_the_way(steps + _money(steps, via[0]))
    titles = {name: (one["code"], one["title"] or one["element"]) for name, one in names.items()} | activities.titles
    titles |= {NOT_LINKED: ("", _("Not linked")), MONEY: ("", _("Money"))}
    return drawn(steps, titles, {**activities.order, MONEY: len(names)}, sort.currency, str(STAGES[sort.stage]))


class _Activities:
    """The activities of an element as one stop, where they are too many to be told apart, or state no money of their own."""

    def __init__(self, names: Mapping[Name, Facts]) -> None:
        self.names = names
        self.titles: dict[Name, tuple[str, str]] = {}
        self.order = {name: at for at, name in enumerate(names)}
        self.counted: dict[Name, int] = defaultdict(int)
        for (plan, _element), one in names.items():
            if one["is"] == "activity" and one["parent"]:
                self.counted[plan, one["parent"]] += 1

    def together(self, upper: Name, many: int) -> Name:
        """Return the one stop for so many activities of an element."""
        stop = upper[0], upper[1] + TOGETHER
        title = ngettext("%(num)s activity", "%(num)s activities", many) % {"num": number(many)}
        self.titles[stop] = "", title
        self.order[stop] = self.order[upper]
        return stop

    def folded(self, steps: list[Step]) -> list[Step]:
        """Return steps with one stop for all activities of an element, at whatever stage these stand."""
        uppers = {step.upper for step in steps}
        lowest: dict[Name, list[Step]] = defaultdict(list)
        kept: list[Step] = []
        for step in steps:
            is_lowest = self._is_activity(step.lower) and step.lower not in uppers
            (lowest[step.upper] if is_lowest else kept).append(step)
        return kept + [self._one(upper, of) for upper, of in lowest.items()]

    def _is_activity(self, name: Name) -> bool:
        return bool(self.names.get(name, {}).get("is") == "activity")

    def _one(self, upper: Name, steps: list[Step]) -> Step:
        if len(steps) == 1:
            return steps[0]
        stop = self.together(upper, len(steps))
        return Step(stop, upper, sum((step.amount for step in steps), Decimal(0)))

    def on_the_way(self, steps: list[Step]) -> list[Step]:
        """Return steps in which money goes to an element by way of its activities, where none of these states its own."""
        told = {step.upper for step in steps if step.lower != MONEY}
        found = []
        for step in steps:
            many = self.counted[step.upper] if step.lower == MONEY and step.upper not in told else 0
            if many:
                stop = self.together(step.upper, many)
                found += [step._replace(lower=stop), step._replace(upper=stop)]
            else:
                found.append(step)
        return found


def merged(steps: Iterable[Step]) -> list[Step]:
    """Return one step for all from one element to another."""
    found: dict[tuple[Name, Name], Step] = {}
    for step in steps:
        before = found.get((step.lower, step.upper))
        together = step if before is None else before._replace(amount=before.amount + step.amount, share="")
        found[step.lower, step.upper] = together
    return list(found.values())


def _money(steps: list[Step], plan: str) -> list[Step]:
    """Return the money that elements of a plan pass on beyond what comes to them from below: it is their own."""
    return [Step(MONEY, name, amount) for name, amount in _passed_on(steps).items() if name[0] == plan and amount > 0]


def _passed_on(steps: list[Step]) -> dict[Name, Decimal]:
    """Return what each element passes on beyond what comes to it; below 0 where something stays."""
    own: dict[Name, Decimal] = defaultdict(Decimal)
    for step in steps:
        own[step.lower] += step.amount
        own[step.upper] -= step.amount
    return own


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
        steps = []
        for element, one in inside.items():
            here = _through_results(onward[element], inside, element) if at == 0 else onward[element]
            steps += here or ([] if element in passed else _upward(one, inside, at, sort))
        found += steps if at else [*steps, *_left_at(merged(steps), {(plan, element) for element in passed})]
    return found


def _through_results(steps: list[Step], inside: Mapping[str, Facts], element: str) -> list[Step]:
    """Return steps into another plan by way of the results that an element stands under: outputs, objectives, then goals."""
    plan = inside[element]["plan"]
    above = [one for one in _above(inside, element) if inside[one]["is"] != "heading"]
    if not steps or not above or any(step.upper[0] == plan for step in steps):
        return steps
    line = [(plan, one) for one in (element, *above)]
    whole = sum((step.amount for step in steps), Decimal(0))
    return [
        *(Step(lower, upper, whole) for lower, upper in pairwise(line)),
        *(step._replace(lower=line[-1]) for step in steps),
    ]


def _left_at(steps: list[Step], passed: set[Name]) -> list[Step]:
    """Return what stays at results of which a part goes on."""
    into = {step.upper for step in steps if step.lower[0]}
    left = {name: -amount for name, amount in _passed_on(steps).items() if name in passed & into and amount < 0}
    return [Step(name, NOT_LINKED, amount) for name, amount in left.items()]


def _above(inside: Mapping[str, Facts], element: str) -> list[str]:
    """Return what stands above an element: where a part of it goes along links, only the rest would be theirs."""
    found: list[str] = []
    while (element := inside[element]["parent"]) in inside and element not in found:
        found.append(element)
    return found


def _onward(one: Facts, via: tuple[str, ...], at: int, sort: Sort) -> list[Step]:
    """Return the steps along an element's links, and what of it is not linked."""
    name = (one["plan"], one["element"])
    for reach in (via[: at + 2], via[: at + 1]):
        parts = [part for part in one["to"] if tuple(part["via"]) == reach and part["kind"] == "shared"]
        if parts:
            rest = [number_in(left["amounts"], sort) for left in one["not_linked"] if tuple(left["via"]) == reach]
            steps = [
                Step(
                    name, (part["plan"], part["element"]), number_in(part["amounts"], sort) or Decimal(0), part["share"]
                )
                for part in parts
            ]
            return [*steps, *(Step(name, NOT_LINKED, amount) for amount in rest if amount)]
    return []


def _upward(one: Facts, inside: Mapping[str, Facts], at: int, sort: Sort) -> list[Step]:
    """Return the step to the element above, which takes what does not go along a link of its own."""
    if one["parent"] not in inside:
        return []
    amount = number_in(one["amounts"] if at else one["own"], sort)
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
    return drawn(fitting(steps, MOST_PLANS), titles, order, reaching["currency"], label)


def drawn(
    steps: list[Step], titles: Mapping[Name, tuple[str, str]], order: Mapping[Name, int], currency: str, title: str
) -> Flow | None:
    """Return a flow of steps, higher elements first; None where there is nothing to draw."""
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


def fitting(steps: list[Step], most: int, activities: _Activities | None = None) -> list[Step]:
    """Return steps with at most so many stops side by side: activities stand together, then the lowest stages are left out."""
    if activities is not None and steps and max(_many(_stages(steps)).values()) > most:
        steps = activities.folded(steps)
    while (stages := _stages(steps)) and max(_many(stages).values()) > most:
        last = max(stages.values())
        steps = [step for step in steps if stages[step.lower] < last]
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
    return called(*titles.get(name, ("", name[1] or name[0])))
