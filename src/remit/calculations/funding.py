"""Funding: what a plan requires, has available and has spent, and the gap.

    funding(federation, "UNSDCF-96").whole.gap.value        # ten-thousandths

A line is what one holder keeps for one element, by category. Money for a line with a requirement is earmarked
to it, whatever its fund; so is all money of an earmarked fund. Other income is unearmarked: it stands at its
element (or at the plan) and covers the gaps of the lines of that element and below.

The gap of a line is its requirement less its earmarked money, then less unearmarked money of the levels
above, nearest first; never below 0. Where such money does not cover all gaps below it, they share it in
proportion, by largest remainder. The gap of a whole is the sum of its lines' gaps: money beyond a line's
requirement is shown, and covers nothing else.

A line without any income has no earmarked money, so its gap is what it requires. Where an amount of a line is
*not stated*, its gap is not stated either.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from remit.calculations.funding_steps import sql
from remit.calculations.one_currency import converted, currency_of
from remit.calculations.plan_tree import PlanTree
from remit.calculations.standing import Line
from remit.calculations.standing_of_lines import COLUMNS, Asked, Counted, Fact, finished
from remit.engines import duck
from remit.engines.choice import quicker
from remit.engines.reference import funding as in_python
from remit.errors import WrongUse
from remit.schema import INCOME, NEED, USE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from remit.calculations.standing import Funding
    from remit.engines import Engine
    from remit.federation import Federation, Row

AVAILABLE = ("confirmed", "received")
"""Income at hand. A pledge is a promise; goods have a stage of their own. When confirmed money arrives, its
row is corrected to *received*, so that one amount never stands in both."""


def funding(
    federation: Federation,
    plan: str,
    *,
    need: str = "requirement",
    income: Sequence[str] = AVAILABLE,
    use: str = "expenditure",
    currency: str | None = None,
    on: date | None = None,
    series: str | None = None,
    as_of: datetime | date | None = None,
    engine: Engine | None = None,
) -> Funding:
    """Return the funding of a plan as it was known at `as_of` (a day: its end), in one currency.

    `need`, `income` and `use` are stages of money. `currency`: the only one there is, else the plan's.
    Amounts in another one are converted at the rate of their own day, else of the day `on`; `series` names
    the rates. `engine`: without one, the quicker. Raises `WrongUse` where there is no such plan or stage, and
    `Refused` where currencies cannot be made one.
    """
    if need not in NEED or use not in USE or not set(income) <= set(INCOME):
        raise WrongUse(f"{need}, {', '.join(income)} and {use} are not a need, income and a use")
    moment = as_of if isinstance(as_of, datetime) or as_of is None else federation.settings.end_of(as_of)
    known = federation.current(moment)
    head = next((row for row in known.rows("plans") if row["plan"] == plan), None)
    if head is None:
        raise WrongUse(f"there is no plan {plan}")
    roles = {need: "need", use: "use", **dict.fromkeys(income, "income")}
    stated = [row for row in known.rows("money") if row["plan"] == plan and row["stage"] in roles]
    to = currency_of(known, head, stated, currency)
    rows, rates = converted(known, head, stated, to, on=on, series=series)
    tree = PlanTree.of(row for row in known.rows("elements") if row["plan"] == plan)
    tied = {row["fund"] for row in known.rows("funds") if row["kind"] == "earmarked"}
    facts = [_fact(row, roles, tree, tied) for row in rows]
    asked = Asked(plan, to, moment, tree, facts, stated, rates)
    run = _on_duckdb if (engine or quicker(known, "money")) == "duckdb" else in_python.counted
    return finished(asked, run(asked))


def _fact(row: Row, roles: dict[str, str], tree: PlanTree, tied: set[str]) -> Fact:
    return Fact(
        element=tree.place(row["element"]),
        holder=row["holder"] or "",
        category=row["category"] or "",
        counterpart=row["counterpart"] or "",
        role=roles[row["stage"]],
        stage=row["stage"],
        currency=row["currency"],
        tied=row["fund"] in tied,
        amount=row["amount"],
    )


def _on_duckdb(asked: Asked) -> list[Counted]:
    """Return the counted rows as DuckDB gives them."""
    tree = asked.tree
    inputs = {
        "money": pa.table(
            {
                name: pa.array([getattr(fact, name) for fact in asked.facts], kind)
                for name, kind in zip(Fact._fields, (*[pa.string()] * 7, pa.bool_(), pa.int64()), strict=True)
            }
        ),
        "tree": pa.table(
            {
                "element": pa.array(tree.above, pa.string()),
                "parent": pa.array([tree.parent(element) for element in tree.above], pa.string()),
                "depth": pa.array([tree.depth(element) for element in tree.above], pa.int64()),
            }
        ),
    }
    return [_counted(row) for row in duck.run(sql(tree.deepest), inputs).to_pylist()]


def _counted(row: dict[str, Any]) -> Counted:
    line = Line(row["element"], row["holder"], row["category"])
    return Counted(row["what"], line, {name: int(row[name]) for name in COLUMNS})
