"""The lines of money behind an amount along the line of sight, each with the part of it that is in the amount."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from remit.calculations.rows_behind import kept_once, rows_behind
from remit_web.budgets.models import Money
from remit_web.figures.queries import answered
from remit_web.plans.elements import share_said
from remit_web.units.queries import latest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from remit_web.plans.queries import Head
    from remit_web.plans.sight import Sort
    from remit_web.plans.sight_behind import Amount
    from remit_web.plans.tree import Tree

Facts = dict[str, Any]
ROLES = ("need", "income", "use")
WHAT = ("", "between")
NOTHING_BROUGHT: Facts = {"lines": (), "made_of": {}}


class Behind(NamedTuple):
    """One line of money. `amount`: the whole of it, in the currency of what it is behind; `part`: what is in that."""

    id: str
    element: str
    amount: int | None
    share: Fraction
    part: int | None

    @property
    def share_said(self) -> str:
        return share_said(str(self.share))


class Asked(NamedTuple):
    """What plans bring to an element: of which role; all plans or one; in which currency; `what`: or what passes between units."""

    role: str
    element: str
    plan: str = ""
    currency: str = ""
    what: str = ""

    @staticmethod
    def of(query: Mapping[str, str]) -> Asked:
        role, element, plan = (query.get(name, "") for name in ("role", "element", "from"))
        return Asked(role, element, plan, query.get("currency", ""), query.get("what", ""))


@dataclass(frozen=True)
class Brought:
    """What is brought, in ten-thousandths; `plans`: what each plan adds, where all of them are asked for."""

    value: int | None
    incomplete: bool
    currency: str
    plans: tuple[Facts, ...]


def own_behind(plan: str, sort: Sort, amount: Amount, tree: Tree) -> list[Behind]:
    """Return the lines behind an amount of a plan's own money, in the order of its elements: one query."""
    rows = latest(Money.objects.filter(plan=plan, stage=sort.stage, currency=sort.currency)).order_by("id")
    kept, between = kept_once([{**row} for row in rows.values()])
    return _behind(between if amount.between else kept, tree, amount.made_of, amount.value)


def brought(reaching: Facts, asked: Asked) -> Brought | None:
    """Return what plans bring to an element; None where there is nothing of this kind."""
    of = reaching["elements"].get(asked.element, {}).get(asked.role)
    currency = asked.currency or reaching["currency"]
    if of is None or asked.what not in WHAT:
        return None
    if not asked.plan:
        return Brought(of["amount"], of["incomplete"], reaching["currency"], tuple(of["plans"]))
    parts = of["between"] if asked.what else [*of["plans"], *of["not_converted"]]
    one = next((part for part in parts if (part["plan"], part["currency"]) == (asked.plan, currency)), None)
    return None if one is None else Brought(one["amount"], one["incomplete"], currency, ())


def brought_behind(framework: Head, asked: Asked, found: Brought, tree: Tree) -> list[Behind]:
    """Return the lines behind what one plan brings to an element of a framework: one query."""
    kept = answered(framework.audience, "reaching-lines", f"{framework.code}/{asked.plan}") or NOTHING_BROUGHT
    lines = [
        line
        for line in kept["lines"]
        if (line["role"], line["currency"], line["between"]) == (asked.role, found.currency, bool(asked.what))
    ]
    made_of = {element: Fraction(share) for element, share in kept["made_of"].get(asked.element, {}).items()}
    return _behind(lines, tree, made_of, found.value)


def _behind(rows: Iterable[Facts], tree: Tree, made_of: Mapping[str, Fraction], total: int | None) -> list[Behind]:
    order = {line.element: at for at, line in enumerate(tree.lines)}
    ordered = sorted(rows, key=lambda row: (order.get(row["element"] or "", -1), row["id"]))
    return [
        Behind(one.row["id"], one.row["element"] or "", one.row["amount"], one.share, one.amount)
        for one in rows_behind(ordered, tree.by_code, made_of, total)
    ]


def recorded(behind: Iterable[Behind]) -> dict[str, Facts]:
    """Return the rows of some lines as they are recorded, by id: one query."""
    return {row["id"]: {**row} for row in Money.objects.filter(id__in=[one.id for one in behind]).values()}
