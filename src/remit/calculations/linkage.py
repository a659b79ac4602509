"""Linkage: how the money of a plan's elements reaches the objectives and goals that they serve.

    link(federation, "GS-2008-2011").totals

Shares are fractions and stay exact through the whole chain. Then each element's amount is split over what it
serves in the smallest unit of the currency, so that the parts add up to the whole, both from above and from
below. What is not linked shows as its own remainder. Stages of money and currencies are never added to one
another, and money into two frameworks is two views of the same money.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from remit.calculations.line_of_sight import Flow
from remit.calculations.linked_parts import line_of_sight
from remit.elements import Elements
from remit.engines import duck
from remit.engines.choice import quicker
from remit.engines.plan import Plan, Step
from remit.engines.reference import linkage as in_python
from remit.errors import WrongUse

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from remit.calculations.line_of_sight import Linkage
    from remit.elements import View
    from remit.engines import Engine
    from remit.federation import Federation

DIGITS = 38
"""The most digits of a whole number in SQL. A chain of shares that needs more is followed in plain Python."""


def link(
    federation: Federation,
    plan: str,
    *,
    into: str | None = None,
    as_of: datetime | None = None,
    engine: Engine | None = None,
) -> Linkage:
    """Return where the money of `plan` goes, as it was known at `as_of`.

    `into`: only what reaches one plan, by whichever way, each amount once. Else along each path of plans by itself.
    Shares that add up to more than the whole, shared links without a share and circles are among its
    problems; money is not passed on there. Raises `WrongUse` where there is no such plan.
    """
    known = federation.current(as_of)
    for one in filter(None, (plan, into)):
        if one not in {row["plan"] for row in known.rows("plans")}:
            raise WrongUse(f"there is no plan {one}")
    elements = Elements(known)
    views = elements.views_into(plan, into) if into else elements.views(plan)
    engine = engine or quicker(known, "money")
    run = _on_duckdb if engine == "duckdb" and _fits(known, plan, views) else in_python.flows
    return line_of_sight(known, plan, elements, views, run(known, plan, views))


def sql(depth: int) -> Plan:
    """Return the calculation: lines, what each element has of its own, then step by step along the edges."""
    hops = [Step("hop_0", _FIRST), *(Step(f"hop_{step}", _hop(step)) for step in range(1, depth + 1))]
    every = " UNION ALL ".join(f"SELECT * FROM {hop.name}" for hop in hops)
    return Plan((*_OWN, *hops, Step("flow", every), Step("linkage", _RESULT)))


_OWN = (
    Step(
        "lines",
        """SELECT COALESCE(money.element, '') AS element, COALESCE(money.holder, '') AS holder,
                  COALESCE(money.counterpart, '') AS counterpart, money.stage, money.currency,
                  COALESCE(CAST(money.amount AS DECIMAL(38, 0)), 0) AS amount,
                  CASE WHEN money.amount IS NULL THEN 0 ELSE 1 END AS stated
           FROM money JOIN asked ON money.plan = asked.plan""",
    ),
    Step("holders", "SELECT DISTINCT holder, stage, currency FROM lines WHERE holder <> ''"),
    # Money between two units that both hold lines here stands in both: it is counted where it is kept.
    Step(
        "marked",
        """SELECT lines.*, CASE WHEN holders.holder IS NULL THEN 0 ELSE 1 END AS between_units
           FROM lines LEFT JOIN holders
             ON lines.counterpart = holders.holder AND lines.holder <> holders.holder
            AND lines.stage = holders.stage AND lines.currency = holders.currency""",
    ),
    Step("known", "SELECT DISTINCT element FROM starts"),
    Step(
        "placed",
        """SELECT COALESCE(known.element, '') AS element, marked.stage, marked.currency, marked.amount,
                  marked.stated
           FROM marked LEFT JOIN known ON marked.element = known.element WHERE marked.between_units = 0""",
    ),
    Step(
        "own",
        """SELECT starts.node, placed.stage, placed.currency,
                  CAST(SUM(CAST(placed.amount AS DECIMAL(38, 0))) AS DECIMAL(38, 0)) AS num,
                  MAX(placed.stated) AS stated, MAX(1 - placed.stated) AS unstated
           FROM placed JOIN starts ON placed.element = starts.element
           GROUP BY starts.node, placed.stage, placed.currency""",
    ),
)
_FIRST = "SELECT node, stage, currency, num, CAST(1 AS DECIMAL(38, 0)) AS den, stated, unstated FROM own"
_RESULT = """
SELECT 'own' AS what, node, stage, currency, num, den, stated, unstated FROM hop_0
UNION ALL
SELECT 'flow' AS what, node, stage, currency,
       CAST(SUM(CAST(num AS DECIMAL(38, 0))) AS DECIMAL(38, 0)) AS num, den,
       MAX(stated) AS stated, MAX(unstated) AS unstated
FROM flow GROUP BY node, stage, currency, den
UNION ALL
SELECT 'between' AS what, -1 AS node, stage, currency,
       CAST(SUM(CAST(amount AS DECIMAL(38, 0))) AS DECIMAL(38, 0)) AS num, CAST(1 AS DECIMAL(38, 0)) AS den,
       MAX(stated) AS stated, MAX(1 - stated) AS unstated
FROM marked WHERE between_units = 1 GROUP BY stage, currency"""


def _hop(step: int) -> str:
    """Return one step of money along the edges: a share of a share is the product of their parts."""
    return f"""SELECT edges.target AS node, before.stage, before.currency,
       CAST(SUM(CAST(before.num * edges.num AS DECIMAL(38, 0))) AS DECIMAL(38, 0)) AS num,
       CAST(before.den * edges.den AS DECIMAL(38, 0)) AS den,
       MAX(before.stated) AS stated, MAX(before.unstated) AS unstated
FROM hop_{step - 1} AS before JOIN edges ON edges.source = before.node
GROUP BY edges.target, before.stage, before.currency, CAST(before.den * edges.den AS DECIMAL(38, 0))"""


def _on_duckdb(federation: Federation, plan: str, views: Sequence[View]) -> list[Flow]:
    starts = [(name[1], node) for view in views for name, node in view.nodes.items() if name[0] == plan]
    edges = [edge for view in views for edge in view.edges]
    inputs = {
        "asked": pa.table({"plan": [plan]}),
        "money": federation.table("money"),
        "starts": pa.table(
            {
                "element": pa.array([element for element, _ in starts]),
                "node": pa.array([node for _, node in starts]),
            }
        ),
        "edges": pa.table(
            {
                "source": pa.array([edge.source for edge in edges], pa.int64()),
                "target": pa.array([edge.target for edge in edges], pa.int64()),
                "num": _whole(edge.share.numerator for edge in edges),
                "den": _whole(edge.share.denominator for edge in edges),
            }
        ),
    }
    rows = duck.run(sql(max(view.depth for view in views)), inputs).to_pylist()
    return [_flow(row) for row in rows]


def _flow(row: dict[str, Any]) -> Flow:
    exact = Fraction(int(row["num"]), int(row["den"]))
    return Flow(
        row["what"],
        row["node"],
        row["stage"],
        row["currency"],
        exact,
        bool(row["stated"]),
        bool(row["unstated"]),
    )


def _whole(numbers: Iterable[int]) -> pa.Array:
    return pa.array([Decimal(number) for number in numbers], pa.decimal128(DIGITS, 0))


def _fits(federation: Federation, plan: str, views: Sequence[View]) -> bool:
    """Whether no product of amounts and shares has more digits than SQL's whole numbers."""
    amounts = sum(abs(row["amount"] or 0) for row in federation.rows("money") if row["plan"] == plan)
    return len(str(amounts * max(_denominator(view) for view in views))) <= DIGITS


def _denominator(view: View) -> int:
    """Return the largest product of denominators along any way through a view."""
    found = dict.fromkeys(view.nodes.values(), 1)
    for node in view.order:
        for edge in view.out.get(node, ()):
            found[edge.target] = max(found[edge.target], found[node] * edge.share.denominator)
    return max(found.values(), default=1)
