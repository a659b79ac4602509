"""From exact fractions to whole cents: a linkage's amounts, in parts that add up both ways."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from remit import exact, money
from remit.calculations.line_of_sight import Amount, Flow, Linkage, Linked, Part, Rest, Served, Stated, Total
from remit.calculations.rounding import in_units

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from remit.elements import Edge, Elements, Name, View
    from remit.federation import Federation

Sort = tuple[str, str]
"""A stage and a currency: only money of one sort is added."""


def line_of_sight(
    federation: Federation, plan: str, elements: Elements, views: Sequence[View], flows: Iterable[Flow]
) -> Linkage:
    """Return what `flows`, the exact numbers of an engine, come to in whole units of their currencies."""
    facts = _Facts(flows)
    tree, *paths = (_Passed(view, facts, elements) for view in views)
    shown = _Shown(federation, elements, tree, paths)
    return Linkage(
        plan,
        tuple(shown.total(plan, sort) for sort in sorted(facts.sorts)),
        tuple(shown.linked(name, path) for path in paths for name in shown.names(path)),
        tuple(elements.problems),
    )


class _Facts:
    """An engine's numbers, by what they say and of which node."""

    def __init__(self, flows: Iterable[Flow]) -> None:
        self.own: dict[int, dict[Sort, Flow]] = defaultdict(dict)
        self.flow: dict[int, dict[Sort, Flow]] = defaultdict(dict)
        self.between: dict[int, dict[Sort, Flow]] = defaultdict(dict)
        for flow in flows:
            at: dict[Sort, Flow] = getattr(self, flow.what)[flow.node]
            at[flow.stage, flow.currency] = flow.plus(at.get((flow.stage, flow.currency)))
        every = (self.own, self.flow, self.between)
        self.sorts = {sort for nodes in every for at in nodes.values() for sort in at}
        self.units = {sort: self._unit(sort) for sort in self.sorts}

    def _unit(self, sort: Sort) -> int:
        """Return what amounts are split in: the currency's smallest unit, if all lines are whole in it."""
        unit: int = 10 ** (exact.PLACES - money.minor_digits(sort[1]))
        lines = (at[sort].amount for at in self.own.values() if sort in at)
        return unit if all(amount % unit == 0 for amount in lines) else 1


class _Passed:
    """Money as it passes through one view: at each node, along each edge, and what goes no further."""

    def __init__(self, view: View, facts: _Facts, elements: Elements) -> None:
        self.view, self.facts, self.elements = view, facts, elements
        self.at: dict[int, dict[Sort, int]] = defaultdict(lambda: defaultdict(int))
        self._along: dict[Edge, dict[Sort, int]] = defaultdict(dict)
        self._left: dict[int, dict[Sort, int]] = defaultdict(dict)
        for node in view.nodes.values():
            for sort, flow in facts.own.get(node, {}).items():
                self.at[node][sort] += int(flow.amount)
        for node in view.order:
            for sort, amount in list(self.at[node].items()):
                self._pass_on(node, sort, amount)

    def _pass_on(self, node: int, sort: Sort, amount: int) -> None:
        edges, unit = self.view.out.get(node, []), self.facts.units[sort]
        *parts, rest = money.split(amount // unit, [*(edge.share for edge in edges), self._rest(node)])
        for edge, part in zip(edges, parts, strict=True):
            self._along[edge][sort] = part * unit
            self.at[edge.target][sort] += part * unit
        self._left[node][sort] = rest * unit

    def _rest(self, node: int) -> Fraction:
        return 1 - sum((edge.share for edge in self.view.out.get(node, ())), Fraction(0))

    def amounts(self, node: int) -> tuple[Amount, ...]:
        """Return what stands at a node."""
        return self._amounts(node, Fraction(1), self.at[node])

    def along(self, edge: Edge) -> tuple[Amount, ...]:
        """Return what takes an edge."""
        return self._amounts(edge.source, edge.share, self._along[edge])

    def left(self, node: int) -> tuple[Amount, ...]:
        """Return what goes no further."""
        return self._amounts(node, self._rest(node), self._left[node])

    def _amounts(self, node: int, share: Fraction, whole: Mapping[Sort, int]) -> tuple[Amount, ...]:
        flows = sorted(self.facts.flow.get(node, {}).items())
        return tuple(
            Amount(*sort, whole[sort] if flow.stated else None, flow.amount * share, flow.unstated)
            for sort, flow in flows
        )

    @cached_property
    def name_of(self) -> dict[int, Name]:
        return {node: name for name, node in self.view.nodes.items()}

    @cached_property
    def links(self) -> bool:
        """Whether any money can take a link here."""
        return any(edge.linked for edge in self.view.edges)

    @cached_property
    def served(self) -> set[int]:
        """What money is meant to reach: in another plan, all there; else what is linked to, and its level."""
        plan, nodes = self.view.path[-1], self.view.nodes
        if len(self.view.path) > 1:
            return {node for name, node in nodes.items() if name[0] == plan}
        aimed = {edge.target for edge in self.view.edges if edge.linked}
        levels = {self.elements.row(self.name_of[node]).get("level") for node in aimed} - {None}
        return aimed | {node for name, node in nodes.items() if self.elements.row(name).get("level") in levels}

    @cached_property
    def arrived(self) -> set[int]:
        """The nodes that are served, and all that get money from them."""
        found = set(self.served)
        for node in self.view.order:
            if node in found:
                found |= {edge.target for edge in self.view.out.get(node, ())}
        return found

    def linked(self, sort: Sort) -> int:
        """Return how much of the money reaches what is served, counted where it first does."""
        own = sum(
            int(self.facts.own.get(node, {})[sort].amount)
            for node in self.served
            if sort in self.facts.own.get(node, {})
        )
        return own + sum(self._along[edge].get(sort, 0) for edge in self._arriving)

    @cached_property
    def _arriving(self) -> list[Edge]:
        """The edges along which money first reaches what is served."""
        return [edge for edge in self.view.edges if edge.target in self.served and edge.source not in self.arrived]

    @cached_property
    def made_of(self) -> Mapping[int, Mapping[str, Fraction]]:
        """What part of each element's own lines stands at each node."""
        found: dict[int, dict[str, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
        for node in self.view.order:
            if node in self.facts.own:
                found[node][self.name_of[node][1]] += 1
            for edge in self.view.out.get(node, ()):
                _take(found[edge.target], found[node], edge.share)
        return found

    @cached_property
    def linked_of(self) -> Mapping[str, Fraction]:
        """What part of each element's own lines reaches what is served."""
        found: dict[str, Fraction] = defaultdict(Fraction)
        for node in self.served & self.facts.own.keys():
            found[self.name_of[node][1]] += 1
        for edge in self._arriving:
            _take(found, self.made_of[edge.source], edge.share)
        return found


def _take(into: dict[str, Fraction], from_: Mapping[str, Fraction], share: Fraction) -> None:
    for element, part in from_.items():
        into[element] += part * share


class _Shown:
    """Elements and totals with their names, made from what passed through every view."""

    def __init__(self, federation: Federation, elements: Elements, tree: _Passed, paths: Sequence[_Passed]) -> None:
        self.federation, self.elements, self.tree, self.paths = federation, elements, tree, paths
        self._stated: dict[Name, list[dict[str, Any]]] = defaultdict(list)
        for row in federation.rows("stated_totals"):
            self._stated[row["plan"], row["element"] or ""].append(row)
        self._plain: dict[Name, list[tuple[Name, str]]] = defaultdict(list)
        for source, links in elements.links.items():
            for link in links:
                self._plain[link["to_plan"], link["to_element"]].append((source, link["kind"]))

    def names(self, path: _Passed) -> Iterator[Name]:
        """Yield the elements of a path's last plan, as printed; of a plan served, those reached."""
        plan = path.view.path[-1]
        known = self.elements.in_order(plan)
        reached = {name[1] for name in path.view.nodes if name[0] == plan} - {""}
        yield from ((plan, element) for element in known if element in reached)
        yield from ((plan, element) for element in sorted(reached - set(known)))

    def total(self, plan: str, sort: Sort) -> Total:
        flows = [
            at[sort] for node in self.tree.view.nodes.values() if sort in (at := self.tree.facts.own.get(node, {}))
        ]
        whole = sum(int(flow.amount) for flow in flows)
        amount = Amount(
            *sort,
            whole if any(flow.stated for flow in flows) else None,
            Fraction(whole),
            any(flow.unstated for flow in flows),
        )
        between = self.tree.facts.between.get(-1, {}).get(sort)
        serves = tuple(
            Served(path.view.path, linked := path.linked(sort), whole - linked, path.linked_of)
            for path in self.paths
            if path.links
        )
        stated = tuple(one for one in self._beside((plan, ""), [amount]) if (one.stage, one.currency) == sort)
        return Total(amount, int(between.amount) if between else 0, stated, serves)

    def linked(self, name: Name, path: _Passed) -> Linked:
        row, node = self.elements.row(name), path.view.nodes[name]
        own = self.tree.amounts(self.tree.view.nodes[name]) if name in self.tree.view.nodes else ()
        amounts = path.amounts(node)
        return Linked(
            plan=name[0],
            element=name[1],
            parent=row.get("parent") or "",
            code=row.get("code") or "",
            title=self._title(name),
            level=row.get("level") or "",
            is_=self.elements.is_of.get((name[0], row.get("level") or ""), ""),
            via=path.view.path,
            own=own,
            amounts=amounts,
            stated=tuple(self._beside(name, amounts or own)),
            to=(*self._to(name, path), *self._serving(name)),
            from_=(*self._from(node, path), *self._served_by(name, path)),
            not_linked=tuple(self._rests(name, path)),
            made_of=path.made_of[node],
        )

    def _onward(self, path: _Passed) -> Iterator[_Passed]:
        """Yield the path itself, and those that go one plan further."""
        yield path
        yield from (longer for longer in self.paths if longer.view.path[:-1] == path.view.path)

    def _to(self, name: Name, path: _Passed) -> Iterator[Part]:
        for onward in self._onward(path):
            plan = onward.view.path[-1]
            for edge in onward.view.out.get(onward.view.nodes.get(name, -1), ()):
                target = onward.name_of[edge.target]
                if edge.linked and target[0] == plan:
                    yield self._part("shared", target, onward, edge)

    def _from(self, node: int, path: _Passed) -> Iterator[Part]:
        for edge in path.view.into.get(node, ()):
            if edge.linked:
                yield self._part("shared", path.name_of[edge.source], path, edge)

    def _part(self, kind: str, other: Name, path: _Passed, edge: Edge) -> Part:
        return Part(kind, *other, self._title(other), edge.share, path.view.path, path.along(edge))

    def _serving(self, name: Name) -> Iterator[Part]:
        """Yield the links of an element that carry no money."""
        for link in self.elements.links.get(name, ()):
            if link["kind"] != "shared":
                other = link["to_plan"], link["to_element"]
                yield Part(link["kind"], *other, self._title(other), None, (), ())

    def _served_by(self, name: Name, path: _Passed) -> Iterator[Part]:
        for other, kind in self._plain.get(name, ()):
            if kind != "shared" and other[0] in path.view.path:
                yield Part(kind, *other, self._title(other), None, (), ())

    def _rests(self, name: Name, path: _Passed) -> Iterator[Rest]:
        for onward in self._onward(path):
            node = onward.view.nodes.get(name)
            plan = onward.view.path[-1]
            if node is None or not (onward.links or plan in self.elements.shared(name)):
                continue
            amounts = tuple(amount for amount in onward.left(node) if amount.exact or amount.incomplete)
            if amounts and (node not in onward.arrived or plan in self.elements.shared(name)):
                yield Rest(plan, onward.view.path, amounts)

    def _title(self, name: Name) -> str:
        return self.federation.name_of("elements", "/".join(name), "title")

    def _beside(self, name: Name, amounts: Sequence[Amount]) -> Iterator[Stated]:
        """Yield the printed totals of an element, each beside its computed amount, in the same unit."""
        computed = {(one.stage, one.currency): one for one in amounts if one.amount is not None}
        for row in self._stated.get(name, ()):
            unit = row["printed_in"] * exact.SCALE
            printed = Fraction(row["amount"], unit)
            found = computed.get((row["stage"], row["currency"]))
            yield Stated(
                row["stage"],
                row["currency"],
                in_units(printed, 1, like=printed),
                None if found is None else in_units(found.exact, unit, like=printed),
                row["printed_in"],
                row["source"] or "",
            )
