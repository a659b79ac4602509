"""Linkage in plain Python: what is right."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from remit.calculations.line_of_sight import Flow
from remit.calculations.rows_behind import kept_once

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from remit.elements import View
    from remit.federation import Federation


def flows(federation: Federation, plan: str, views: Sequence[View]) -> list[Flow]:
    """Return what each element has of its own, and what stands at each node once all money has passed on."""
    kept, between = kept_once([row for row in federation.rows("money") if row["plan"] == plan])
    return [
        *_added("between", ((-1, row) for row in between)),
        *(flow for view in views for flow in _seen(plan, kept, view)),
    ]


def _seen(plan: str, lines: Iterable[dict[str, Any]], view: View) -> Iterator[Flow]:
    """Yield the flows of one view: each node's own money, and that with what it gets, in order."""
    whole = view.nodes[plan, ""]
    own = list(_added("own", ((view.nodes.get((plan, row["element"] or ""), whole), row) for row in lines)))
    yield from own
    at: dict[int, dict[tuple[str, str], Flow]] = defaultdict(dict)
    for flow in own:
        at[flow.node][flow.stage, flow.currency] = flow._replace(what="flow")
    for node in view.order:
        yield from at[node].values()
        for edge in view.out.get(node, ()):
            for key, flow in at[node].items():
                moved = flow._replace(node=edge.target, amount=flow.amount * edge.share)
                at[edge.target][key] = moved.plus(at[edge.target].get(key))


def _added(what: str, lines: Iterable[tuple[int, dict[str, Any]]]) -> Iterator[Flow]:
    sums: dict[tuple[int, str, str], Flow] = {}
    for node, row in lines:
        key = node, row["stage"], row["currency"]
        stated = row["amount"] is not None
        flow = Flow(what, *key, Fraction(row["amount"] or 0), stated, not stated)
        sums[key] = flow.plus(sums.get(key))
    yield from sums.values()
