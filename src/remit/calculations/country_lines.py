"""The lines of money that are kept or spent in a country."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from remit.calculations.funding import funding
from remit.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from datetime import date

    from remit.calculations.standing import Funding, Line, Standing
    from remit.engines import Engine
    from remit.federation import Federation, Row


@dataclass(frozen=True)
class Gift:
    """A contribution that pays for a line, and who gives it."""

    contribution: str
    partner: str


@dataclass(frozen=True)
class CountryLine:
    """One line: what one holder keeps for one element, by category. Amounts as in `funding`; None: not stated.

    `holder`: whose plan it is where the line states none; `stated_holder` is then empty.
    """

    plan: str
    element: str
    code: str
    title: str
    holder: str
    stated_holder: str
    category: str
    currency: str
    need: int | None
    available: int | None
    spent: int | None
    gap: int | None
    beyond: int | None
    channels: tuple[str, ...]
    implementers: tuple[str, ...]
    counterparts: tuple[str, ...]
    contributions: tuple[Gift, ...]


@dataclass(frozen=True)
class PlanMoney:
    """All money of a plan of the country. `between_*`: passed between two of its units, and left out of the rest."""

    plan: str
    currency: str
    need: int | None
    available: int | None
    unearmarked: int | None
    spent: int | None
    gap: int | None
    between_need: int
    between_income: int
    between_use: int


@dataclass(frozen=True)
class PlanPart:
    """What stands here of a plan of others: the sums of its lines here, each None where none of them states an amount."""

    plan: str
    currency: str
    need: int | None
    available: int | None
    spent: int | None
    gap: int | None

    @staticmethod
    def of(plan: str, lines: Sequence[CountryLine]) -> PlanPart:
        """Return the part of a plan that some of its lines make."""

        def together(amounts: Iterable[int | None]) -> int | None:
            stated = [amount for amount in amounts if amount is not None]
            return sum(stated) if stated else None

        return PlanPart(
            plan, lines[0].currency, together(line.need for line in lines), together(line.available for line in lines),
            together(line.spent for line in lines), together(line.gap for line in lines),
        )  # fmt: skip


@dataclass(frozen=True)
class RefusedPlan:
    """A plan whose amounts could not be made one currency, with the reason."""

    plan: str
    why: str


@dataclass
class CountryLines:
    """The lines of plans of a country, and those of its units in other plans."""

    seen: Federation
    family: Collection[str]
    """The units that live there, and those below them."""
    plans: tuple[str, ...]
    on: date
    currency: str | None
    engine: Engine | None
    of_partners: tuple[str, ...] = ()
    """Plans of others who live there: their money as a whole, and not line by line."""
    refused: list[RefusedPlan] = field(default_factory=list)

    @cached_property
    def known(self) -> Federation:
        return self.seen.current()

    @cached_property
    def fundings(self) -> dict[str, Funding]:
        """The funding of each plan that has lines here, in order of code."""
        money = self.known.rows("money")
        there = {row["plan"] for row in self.known.rows("plans")}
        mine = {row["plan"] for row in money if row["holder"] in self.family or row["implementer"] in self.family}
        wanted = (mine | ({row["plan"] for row in money} & {*self.plans, *self.of_partners})) & there
        found = {}
        for plan in sorted(wanted):
            one = self._funding(plan)
            if isinstance(one, RefusedPlan):
                self.refused.append(one)
            else:
                found[plan] = one
        return found

    def _funding(self, plan: str) -> Funding | RefusedPlan:
        """Return the funding of a plan, worked out once: the same plan has lines in many countries."""

        def made() -> Funding | RefusedPlan:
            try:
                return funding(self.seen, plan, currency=self.currency, on=self.on, engine=self.engine)
            except Refused as why:
                return RefusedPlan(plan, str(why))

        return self.seen.once(("funding", plan, self.currency, self.on, self.engine), made)

    def lines(self) -> Iterator[CountryLine]:
        """Yield the lines: of a plan of the country all, of another those that are held or carried out here."""
        for plan, found in self.fundings.items():
            rows: dict[Line, list[Row]] = {line: [] for line in found.lines}
            for entry in found.money:
                if entry.line in rows:
                    rows[entry.line].append(entry.row)
            for line, standing in found.lines.items():
                if plan in self.plans or self._is_here(line, rows[line]):
                    yield self._line(found, line, standing, rows[line])

    def money(self) -> Iterator[PlanMoney]:
        """Yield the money of each plan of the country, and of partners who live there."""
        for plan, found in self.fundings.items():
            if plan in self.plans or plan in self.of_partners:
                whole = found.whole
                between = {role: one.value or 0 for role, one in found.between.items()}
                yield PlanMoney(
                    plan=plan,
                    currency=found.currency,
                    need=whole.required.value,
                    available=whole.available.value,
                    unearmarked=whole.unearmarked.value,
                    spent=whole.spent.value,
                    gap=whole.gap.value,
                    between_need=between.get("need", 0),
                    between_income=between.get("income", 0),
                    between_use=between.get("use", 0),
                )

    def _is_here(self, line: Line, rows: list[Row]) -> bool:
        """Whether a line of another plan is held here, or all that is stated of it is carried out here."""
        by = {row["implementer"] for row in rows}
        return line.holder in self.family or (bool(by) and by <= {*self.family})

    def _line(self, found: Funding, line: Line, standing: Standing, rows: list[Row]) -> CountryLine:
        def named(column: str) -> tuple[str, ...]:
            return tuple(sorted({row[column] for row in rows} - {None}))

        element = self._elements.get((found.plan, line.element), {})
        return CountryLine(
            plan=found.plan,
            element=line.element,
            code=element.get("code") or "",
            title=self.known.name_of("elements", f"{found.plan}/{line.element}", "title"),
            holder=line.holder or self._owners[found.plan],
            stated_holder=line.holder,
            category=line.category,
            currency=found.currency,
            need=standing.required.value,
            available=standing.available.value,
            spent=standing.spent.value,
            gap=standing.gap.value,
            beyond=standing.beyond.value,
            channels=named("channel"),
            implementers=named("implementer"),
            counterparts=named("counterpart"),
            contributions=tuple(Gift(code, self._givers.get(code, "")) for code in named("contribution")),
        )

    @cached_property
    def _owners(self) -> dict[str, str]:
        return {row["plan"]: row["unit"] for row in self.known.rows("plans")}

    @cached_property
    def _elements(self) -> dict[tuple[str, str], Row]:
        return {(row["plan"], row["element"]): row for row in self.known.rows("elements")}

    @cached_property
    def _givers(self) -> dict[str, str]:
        return {row["contribution"]: row["partner"] for row in self.known.rows("contributions")}
