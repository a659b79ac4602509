"""Money that reaches the elements of a framework from all plans that serve it, in one currency, one amount once.

    money_reaching(federation, "S2030", currency="CHF").of("P1", "need").amount

Each plan's money is made one currency by its own rates, and followed by `link` into the framework. What cannot be
converted is followed in its own currency and shown beside. Money that passes between two units that both keep lines of the
same stage here is counted where it is kept; how much is left out elsewhere is said.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import pyarrow as pa

from remit.calculations.linkage import link
from remit.calculations.one_currency import converted, currency_of
from remit.elements import Elements
from remit.errors import Refused, WrongUse
from remit.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from fractions import Fraction

    from remit.calculations.line_of_sight import Linked
    from remit.engines import Engine
    from remit.federation import Federation, Row

Role = Literal["need", "income", "use"]
ROLES: tuple[Role, ...] = ("need", "income", "use")
_BETWEEN = "between "


@dataclass(frozen=True)
class FromPlan:
    """What one plan adds, in ten-thousandths. `incomplete`: some line does not state its amount."""

    plan: str
    amount: int | None
    currency: str
    incomplete: bool


@dataclass(frozen=True)
class Reaching:
    """Money of one role (need, income or use) at one element, in ten-thousandths of one currency.

    `amount`: the sum of `plans`; None where no line states one, which is not 0. `not_converted`: what stands beside it in
    other currencies. `between`: what passes between two units and is counted where it is kept.
    """

    amount: int | None = None
    incomplete: bool = False
    plans: tuple[FromPlan, ...] = ()
    not_converted: tuple[FromPlan, ...] = ()
    between: tuple[FromPlan, ...] = ()


@dataclass(frozen=True)
class NotConverted:
    """Why an amount of a plan stays in its own currency."""

    plan: str
    money: str
    currency: str
    why: str


@dataclass(frozen=True)
class Line:
    """One line of a plan, in one currency where it could be converted: what amounts that reach the framework are made of.

    `between`: it passes between two units, and is counted where it is kept.
    """

    id: str
    plan: str
    element: str
    role: Role
    between: bool
    amount: int | None
    currency: str


@dataclass(frozen=True)
class MoneyReaching:
    """The money that reaches a framework's elements, by element and role.

    `made_of`: by plan and element of the framework, what part of the lines of each of the plan's elements arrives there.
    """

    framework: str
    currency: str
    elements: Mapping[tuple[str, Role], Reaching]
    refused: tuple[NotConverted, ...] = field(default=())
    made_of: Mapping[tuple[str, str], Mapping[str, Fraction]] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()

    def of(self, element: str, role: Role) -> Reaching:
        """Return the money of an element; nothing stated where none reaches it."""
        return self.elements.get((element, role), Reaching())


def money_reaching(
    federation: Federation,
    framework: str,
    *,
    currency: str | None = None,
    on: date | None = None,
    need: str = "requirement",
    income: Sequence[str] = ("confirmed", "received"),
    use: str = "expenditure",
    engine: Engine | None = None,
) -> MoneyReaching:
    """Return what reaches each element of a plan from all plans whose elements serve it, itself included.

    `need`, `income` and `use`: stages of money, as in `funding`. `currency`: as there. `on`: the day at whose rate an amount
    that states none is converted. Raises `WrongUse` where there is no such plan.
    """
    known = federation.current()
    heads = {row["plan"]: row for row in known.rows("plans")}
    if framework not in heads:
        raise WrongUse(f"there is no plan {framework}")
    roles: dict[str, Role] = {need: "need", use: "use", **dict.fromkeys(income, "income")}
    plans = [plan for plan in (framework, *Elements(known).plans_into(framework)) if plan in heads]
    rows = [row for row in known.rows("money") if row["plan"] in set(plans) and row["stage"] in roles]
    to = currency_of(known, heads[framework], rows, currency)
    made, refused = _in_one_currency(known, [heads[plan] for plan in plans], rows, to, on)
    lines = list(_by_role(made, roles, heads))
    followed = _with_money(known, lines)
    made_of: dict[tuple[str, str], Mapping[str, Fraction]] = {}
    found: dict[tuple[str, Role], list[FromPlan]] = {}
    between: dict[tuple[str, Role], list[FromPlan]] = {}
    for plan in dict.fromkeys(row["plan"] for row in made):
        for one in link(followed, plan, into=framework, engine=engine).elements:
            if one.plan == framework:
                made_of[plan, one.element] = one.made_of
                for stage, part in _parts(one, plan):
                    (between if _is_between(stage) else found).setdefault((one.element, _role(stage)), []).append(part)
    keys = {*found, *between}
    elements = {key: _together(found.get(key, ()), between.get(key, ()), to) for key in sorted(keys)}
    return MoneyReaching(framework, to, elements, tuple(refused), made_of, tuple(map(_line, lines)))


def _in_one_currency(
    federation: Federation, plans: Iterable[Row], rows: Sequence[Row], to: str, on: date | None
) -> tuple[list[Row], list[NotConverted]]:
    """Return rows in one currency, by each plan's own rates; what cannot be converted stays as it is, with the reason."""
    by_plan: dict[str, list[Row]] = {}
    for row in rows:
        by_plan.setdefault(row["plan"], []).append(row)
    made: list[Row] = []
    refused: list[NotConverted] = []
    for plan in plans:
        own, not_own = _of_one_plan(federation, plan, by_plan.get(plan["plan"], []), to, on)
        made += own
        refused += not_own
    return made, refused


def _of_one_plan(
    federation: Federation, plan: Row, rows: Sequence[Row], to: str, on: date | None
) -> tuple[list[Row], list[NotConverted]]:
    """Convert all together, which reads the rates once; where one of them is refused, each by itself."""
    try:
        amounts, _ = converted(federation, plan, rows, to, on=on, series=None)
    except Refused as why:
        if len(rows) == 1:
            return list(rows), [NotConverted(row["plan"], row["id"], row["currency"], str(why)) for row in rows]
        each = [_of_one_plan(federation, plan, [row], to, on) for row in rows]
        return [row for made, _ in each for row in made], [one for _, refused in each for one in refused]
    return [{**row, "currency": to} for row in amounts], []


def _by_role(rows: Sequence[Row], roles: Mapping[str, Role], heads: Mapping[str, Row]) -> Iterator[Row]:
    """Yield rows with their role in the place of the stage; money between two units by itself."""

    def holder(row: Row) -> str:
        return row["holder"] or heads[row["plan"]]["unit"] or ""

    keep = {(holder(row), row["stage"]) for row in rows}
    for row in rows:
        other = row["counterpart"]
        passes = bool(other) and other != holder(row) and (other, row["stage"]) in keep
        yield {**row, "stage": f"{_BETWEEN if passes else ''}{roles[row['stage']]}", "counterpart": None}


def _is_between(stage: str) -> bool:
    return stage.startswith(_BETWEEN)


def _role(stage: str) -> Role:
    return next(role for role in ROLES if stage.removeprefix(_BETWEEN) == role)


def _with_money(federation: Federation, rows: Iterable[Row]) -> Federation:
    """Return a federation with other money, and without the printed totals that would be held against it."""
    money = pa.Table.from_pylist(list(rows), TABLES["money"].schema)
    totals = TABLES["stated_totals"].schema.empty_table()
    return federation.with_tables({"money": money, "stated_totals": totals})


def _parts(one: Linked, plan: str) -> Iterator[tuple[str, FromPlan]]:
    """Yield what of a plan's money stands at an element of the framework, by stage."""
    for amount in one.amounts:
        yield amount.stage, FromPlan(plan, amount.amount, amount.currency, amount.incomplete)


def _line(row: Row) -> Line:
    stage = row["stage"]
    return Line(
        row["id"], row["plan"], row["element"] or "", _role(stage), _is_between(stage), row["amount"], row["currency"]
    )


def _together(parts: Sequence[FromPlan], between: Sequence[FromPlan], currency: str) -> Reaching:
    own = [part for part in parts if part.currency == currency]
    stated = [part.amount for part in own if part.amount is not None]
    return Reaching(
        sum(stated) if stated else None,
        any(part.incomplete for part in own),
        tuple(own),
        tuple(part for part in parts if part.currency != currency),
        tuple(between),
    )
