"""Elements of plans, and the ways that money takes from one to another.

An element passes its money on along its `shared` links; one without such links, to the element above it.
Money goes into one plan at a time, along a path of plans: within the programme itself, from the programme
into a strategy, from there into the goals that the strategy serves. Each path is a *view* of the same money;
two views are never added.

On a path into another plan, an element's own links into that plan go before those of the elements that it
serves, so that an amount arrives once and not by two ways.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from remit.checks.links_lead_on import LINKS_IN_CIRCLE
from remit.checks.shares_within_one_plan import NO_SHARE, SHARES_OVER_WHOLE
from remit.exact import divided
from remit.problems import Place
from remit.schema import fraction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from remit.federation import Federation
    from remit.problems import Problem

Name = tuple[str, str]
"""A plan and one of its elements; the element is empty for what belongs to the plan as a whole."""


class Edge(NamedTuple):
    """One step of money between two nodes of a view. `linked`: along a link, not to the element above."""

    source: int
    target: int
    share: Fraction
    linked: bool


@dataclass
class View:
    """The network that money flows through along one path of plans; the path is empty for the plain tree."""

    path: tuple[str, ...]
    nodes: dict[Name, int] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)

    @cached_property
    def out(self) -> dict[int, list[Edge]]:
        """The edges that leave each node."""
        found: dict[int, list[Edge]] = defaultdict(list)
        for edge in self.edges:
            found[edge.source].append(edge)
        return found

    @cached_property
    def into(self) -> dict[int, list[Edge]]:
        """The edges that reach each node."""
        found: dict[int, list[Edge]] = defaultdict(list)
        for edge in self.edges:
            found[edge.target].append(edge)
        return found

    @cached_property
    def order(self) -> list[int]:
        """The nodes, each behind those that it gets money from."""
        sorter: TopologicalSorter[int] = TopologicalSorter({node: [] for node in self.nodes.values()})
        for edge in self.edges:
            sorter.add(edge.target, edge.source)
        return list(sorter.static_order())

    @cached_property
    def depth(self) -> int:
        """The most steps that money takes."""
        steps = dict.fromkeys(self.nodes.values(), 0)
        for node in self.order:
            for edge in self.out.get(node, ()):
                steps[edge.target] = max(steps[edge.target], steps[node] + 1)
        return max(steps.values(), default=0)


def whose(units: Iterable[str], of_plan: str) -> str:
    """Return whose a line is; `units`: what it says and those above it say, the nearest first, empty where they say nothing."""
    return next(filter(None, units), of_plan)


class Elements:
    """The elements and links of a federation, as they stand at one moment."""

    def __init__(self, federation: Federation) -> None:
        self.rows: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
        for row in federation.rows("elements"):
            self.rows[row["plan"]][row["element"]] = row
        self.is_of = {(row["plan"], row["level"]): row["is"] for row in federation.rows("levels")}
        self.unit_of_plan = {row["plan"]: row["unit"] for row in federation.rows("plans")}
        self.links: dict[Name, list[dict[str, Any]]] = defaultdict(list)
        for row in federation.rows("links"):
            self.links[row["from_plan"], row["from_element"]].append(row)
        self.problems: list[Problem] = []
        self._shared: dict[Name, dict[str, dict[str, Fraction]]] = {}
        self._rootless: set[Name] = set()
        self._settled: set[str] = set()

    def row(self, name: Name) -> dict[str, Any]:
        """Return an element's row; empty where a link names an element that is not there."""
        return self.rows.get(name[0], {}).get(name[1], {})

    def unit_of(self, plan: str, element: str) -> str:
        """Return whose line an element is: as it says, else as the nearest element above it does, else the plan's unit."""
        name: Name | None = (plan, element)
        passed: dict[Name, str] = {}
        while name is not None and name not in passed:
            passed[name] = self.row(name).get("unit") or ""
            name = self._above(name)
        return whose(passed.values(), self.unit_of_plan.get(plan, ""))

    def in_order(self, plan: str) -> list[str]:
        """Return a plan's elements as printed: each before those below it, siblings in their order."""
        below: dict[str, list[str]] = defaultdict(list)
        rows = self.rows.get(plan, {})
        for element in sorted(rows, key=lambda element: rows[element]["order"] or 0):
            above = self._above((plan, element))
            below[above[1] if above else ""].append(element)
        found, waiting = [], below[""][::-1]
        while waiting:
            found.append(element := waiting.pop())
            waiting += below[element][::-1]
        return found

    def views(self, plan: str) -> list[View]:
        """Return the views of a plan's money: by its tree, by its own links, into each plan served."""
        nodes = _Counter()
        return [self._tree(plan, nodes), *self._views_from((plan,), nodes)]

    def views_into(self, plan: str, into: str) -> list[View]:
        """Return the views of a plan's money by its tree, and by every way into one plan served: each amount once.

        An element's own links into that plan go before those into a plan that leads there; of several such plans the
        first in order of code is taken.
        """
        nodes, leads = _Counter(), self._leading_to(into)

        def following(name: Name) -> str | None:
            groups = self.shared(name)
            onward = [into] if into in groups else sorted(leads.get(name[0], set()) & groups.keys())
            return onward[0] if onward and name[0] != into else None

        for on_the_way in leads:
            self._settle(on_the_way)
        path = (plan,) if plan == into else (plan, into)
        return [self._tree(plan, nodes), self._view(path, nodes, following)]

    def plans_into(self, into: str) -> list[str]:
        """Return the other plans with money that may reach a plan by shared links, in order of code."""
        return sorted(self._leading_to(into))

    def shared(self, name: Name) -> dict[str, dict[str, Fraction]]:
        """Return an element's shares by plan served and element; none where they exceed the whole."""
        if name not in self._shared:
            self._shared[name] = dict(self._shares(name)) if self.row(name) else {}
        return self._shared[name]

    def _views_from(self, path: tuple[str, ...], nodes: _Counter) -> Iterator[View]:
        view = self._view(path, nodes)
        yield view
        onward = {plan for name in view.nodes if name[0] == path[-1] for plan in self.shared(name)}
        for plan in sorted(onward - set(path)):
            yield from self._views_from((*path, plan), nodes)

    def _tree(self, plan: str, nodes: _Counter) -> View:
        tree = View(())
        self._settle(plan)
        for name in self._names(plan):
            tree.nodes[name] = nodes.next()
        for name, node in tree.nodes.items():
            if (above := self._above(name)) is not None:
                tree.edges.append(Edge(node, tree.nodes[above], Fraction(1), linked=False))
        return tree

    def _leading_to(self, into: str) -> dict[str, set[str]]:
        """Return the plans from which money may reach a plan, each with the plans that it goes on to.

        Where plans serve one another in a circle, only steps that come nearer are kept.
        """
        steps: dict[str, set[str]] = defaultdict(set)
        for (plan, _), links in self.links.items():
            steps[plan] |= {link["to_plan"] for link in links if link["kind"] == "shared" and link["share"]} - {plan}
        far, near = {into: 0}, [into]
        for reached in near:
            new = [plan for plan, onward in sorted(steps.items()) if reached in onward and plan not in far]
            far.update(dict.fromkeys(new, far[reached] + 1))
            near += new
        leads = {plan: steps[plan] & far.keys() for plan in near[1:]}
        try:
            TopologicalSorter(leads).prepare()
        except CycleError:
            leads = {plan: {one for one in onward if far[one] < far[plan]} for plan, onward in leads.items()}
        return leads

    def _view(self, path: tuple[str, ...], nodes: _Counter, onward: Callable[[Name], str | None] | None = None) -> View:
        """Return the network of one path: all elements of its first plan, and what they reach.

        `onward`: into which plan an element's money goes on, where that is not the next one of the path.
        """
        for plan in path:
            self._settle(plan)
        view = View(path)
        waiting = self._names(path[0])
        view.nodes = {name: nodes.next() for name in waiting}
        following = dict(pairwise(path))
        while waiting:
            name = waiting.pop()
            for target, share, linked in self._ways(name, onward(name) if onward else following.get(name[0])):
                if target not in view.nodes:
                    view.nodes[target] = nodes.next()
                    waiting.append(target)
                view.edges.append(Edge(view.nodes[name], view.nodes[target], share, linked))
        return view

    def _ways(self, name: Name, following: str | None) -> Iterator[tuple[Name, Fraction, bool]]:
        groups = self.shared(name)
        plan = following if following in groups else name[0]
        if plan in groups:
            yield from (((plan, element), share, True) for element, share in groups[plan].items())
        elif (above := self._above(name)) is not None:
            yield above, Fraction(1), False

    def _names(self, plan: str) -> list[Name]:
        return [(plan, ""), *((plan, element) for element in self.rows.get(plan, {}))]

    def _above(self, name: Name) -> Name | None:
        parent = self.row(name).get("parent")
        above = (name[0], parent or "")
        return above if parent and self.row(above) and name not in self._rootless else None

    def _shares(self, name: Name) -> Iterator[tuple[str, dict[str, Fraction]]]:
        groups: dict[str, dict[str, Fraction]] = defaultdict(dict)
        for link in self.links.get(name, ()):
            if link["kind"] != "shared":
                continue
            share = fraction(link["share"])
            if share is None:
                self.problems.append(
                    NO_SHARE.at(_place(name), element=name[1], served=link["to_element"], to_plan=link["to_plan"])
                )
            else:
                groups[link["to_plan"]][link["to_element"]] = share
        for plan, shares in groups.items():
            total = sum(shares.values())
            if total > 1:
                self.problems.append(_beyond(name, plan, shares))
            yield plan, shares if total <= 1 else {}

    def _settle(self, plan: str) -> None:
        """Cut every circle within a plan, and say so: money that would go round stays where it is."""
        if plan in self._settled:
            return
        self._settled.add(plan)
        while circle := self._circle(plan):
            around = [*circle, circle[0]]
            self.problems.append(
                LINKS_IN_CIRCLE.at(Place(plan), elements=" > ".join("/".join(name) for name in around))
            )
            linked = [name for name in circle if plan in self.shared(name)]
            for name in linked:
                self.shared(name)[plan] = {}
            if not linked:
                self._rootless.add(circle[0])

    def _circle(self, plan: str) -> list[Name]:
        sorter = TopologicalSorter(
            {name: [target for target, *_ in self._ways(name, None)] for name in self._names(plan)}
        )
        try:
            sorter.prepare()
        except CycleError as error:
            circle: list[Name] = error.args[1]
            return circle[:0:-1]
        return []


class _Counter:
    """Numbers the nodes of all views together."""

    def __init__(self) -> None:
        self.last = -1

    def next(self) -> int:
        self.last += 1
        return self.last


def _place(name: Name) -> Place:
    return Place(name[0], name[1], "links")


def _beyond(name: Name, plan: str, shares: dict[str, Fraction]) -> Problem:
    return SHARES_OVER_WHOLE.at(
        _place(name),
        plan=name[0],
        element=name[1],
        served=plan,
        to_plan=plan,
        percent=f"{divided(100 * sum(shares.values()), 1, places=2):f}",
        shares=", ".join(f"{element} {share}" for element, share in shares.items()),
    )
