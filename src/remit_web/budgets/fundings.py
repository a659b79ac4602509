"""The funding of a plan as kept, and what one of its figures was made from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.paginator import Paginator

from remit.calculations.standing import KINDS
from remit.schema import INCOME, NEED, USE
from remit_web.budgets.models import Contribution, Equivalent, Fund, Money
from remit_web.figures.queries import answered
from remit_web.organisation.queries import names_of
from remit_web.units.queries import latest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from django.core.paginator import Page
    from django.db.models import QuerySet

    from remit.observations import Audience


Facts = dict[str, Any]
AT_ONCE = 100
NONE_STATED = "-"
"""In an address: what is not stated."""
BY_LINE = ("gap", "beyond")
"""Measures that are worked out line by line; all others are sums of amounts."""
STAGES = (*NEED, *INCOME, *USE)


EMPTY: Facts = {
    "refused": None, "need": "", "currency": "", "whole": None, "elements": {}, "lines": [], "holders": {}, "sources": [],
    "periods": {}, "between": {}, "between_rows": [], "rates": [], "rows": [], "above": {},
}  # fmt: skip


def money_of(audience: Audience, plan: str) -> Facts:
    """Return the funding of a plan as kept for an audience; `refused` says what stops it."""
    facts = {**EMPTY, **(answered(audience, "funding", plan) or {})}
    rates = [{**rate, "valid_from": date.fromisoformat(rate["valid_from"])} for rate in facts["rates"]]
    return {**facts, "rates": rates}


class Asked(NamedTuple):
    """Which figure of a plan's funding: of a line, an element, a holder, a source or a quarter; else of the whole."""

    measure: str
    element: str = ""
    holder: str = ""
    category: str = ""
    is_line: bool = False
    kept_by: str | None = None
    fund: str | None = None
    contribution: str = ""
    quarter: str | None = None
    kind: str = ""
    """Of what passes between units: need, income or use."""

    @staticmethod
    def of(query: Mapping[str, str]) -> Asked:
        """Return what an address asks for. One that names a holder or a category is of a line."""
        element, holder, category = (query.get(name, "") for name in ("element", "holder", "category"))
        kept_by, fund, quarter = (
            query[name].removeprefix(NONE_STATED) if name in query else None for name in ("kept_by", "fund", "quarter")
        )
        is_line = bool(holder or category or query.get("line"))
        return Asked(
            query.get("measure", "required"), element, holder, category, is_line=is_line, kept_by=kept_by, fund=fund,
            contribution=query.get("contribution", ""), quarter=quarter, kind=query.get("kind", ""),
        )  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One row of money. `amount`: in the currency of the funding; `was`: the rows that it corrects, the latest first."""

    facts: Facts
    kind: str
    amount: int | None
    is_converted: bool
    was: tuple[Facts, ...]
    printed: tuple[Facts, ...]
    """What the source prints it as in other currencies."""


def figure(facts: Facts, asked: Asked) -> list[Any] | None:
    """Return value, reported and expected of a figure; None where there is no such figure."""
    if asked.measure == "between":
        between: list[Any] | None = facts["between"].get(_kind(facts, asked))
        return between
    standing = _standing(facts, asked)
    sums: list[Any] | None = standing.get(asked.measure) if standing else None
    return sums


def _kind(facts: Facts, asked: Asked) -> str:
    """Return the kind of money between units that is asked for: the first there is where none is named."""
    return asked.kind or next(iter(facts["between"]), "")


def _standing(facts: Facts, asked: Asked) -> Facts | None:
    if asked.kept_by is not None:
        found: Facts | None = facts["holders"].get(asked.kept_by)
        return found
    if asked.fund is not None:
        same = (
            one for one in facts["sources"] if (one["fund"], one["contribution"]) == (asked.fund, asked.contribution)
        )
        return next(same, None)
    if asked.quarter is not None:
        spent = facts["periods"].get(asked.quarter)
        return {"spent": spent} if spent else None
    if asked.is_line:
        return next((line for line in facts["lines"] if _is_line(line, asked)), None)
    of: Facts | None = facts["elements"].get(asked.element) if asked.element else facts["whole"]
    return of


def _is_line(line: Facts, asked: Asked) -> bool:
    return (line["element"], line["holder"], line["category"]) == (asked.element, asked.holder, asked.category)


def lines_of(facts: Facts, asked: Asked) -> list[Facts]:
    """Return the lines whose own amounts add up to a gap, or to what is beyond."""
    if asked.is_line:
        return [line for line in facts["lines"] if _is_line(line, asked)]
    lines = [line for line in facts["lines"] if asked.kept_by is None or line["holder"] == asked.kept_by]
    return [line for line in lines if asked.element in facts["above"][line["element"]]]


def rows_of(facts: Facts, asked: Asked) -> list[Facts]:
    """Return the rows that a figure was made from, as `remit.Funding.made_of` gives them."""
    if asked.measure == "between":
        return [row for row in facts["between_rows"] if row["kind"] == _kind(facts, asked)]
    standing, kinds = _standing(facts, asked), KINDS[asked.measure]  # type: ignore[index]
    covers = asked.measure == "gap" and bool(standing and standing.get("covered"))
    return [
        row for row in facts["rows"] if _counts(facts, row, asked, kinds) or (covers and _reaches(facts, row, asked))
    ]


def _counts(facts: Facts, row: Facts, asked: Asked, kinds: Iterable[str]) -> bool:
    if row["kind"] not in kinds:
        return False
    if asked.kept_by is not None:
        return bool(row["holder"] == asked.kept_by)
    if asked.quarter is not None:
        return bool(row["quarter"] == asked.quarter)
    if asked.fund is not None:
        return (row["fund"], row["contribution"]) == (asked.fund, asked.contribution)
    return _is_line(row, asked) if asked.is_line else asked.element in facts["above"][row["element"]]


def _reaches(facts: Facts, row: Facts, asked: Asked) -> bool:
    """Whether unearmarked money of this row may cover a gap here."""
    at, element = row["element"], asked.element
    return row["kind"] == "unearmarked" and (at in facts["above"][element] or element in facts["above"][at])


def rows_page(facts: Facts, asked: Asked, number: int) -> Page[Any]:
    """Return a page of the rows behind a figure, each with what it corrects: a constant number of queries."""
    page: Page[Any] = Paginator(rows_of(facts, asked), AT_ONCE).get_page(number)
    shown = list(page.object_list)
    by_id = _by_id(Money.objects.filter(id__in=[one["id"] for one in shown]))
    corrected, printed = _corrected(by_id.values()), printed_as(list(by_id))
    page.object_list = [
        Row(
            by_id[one["id"]], one["kind"], one["amount"], by_id[one["id"]]["currency"] != facts["currency"],
            tuple(_chain(by_id[one["id"]], corrected)),
            tuple(printed.get(one["id"], ())),
        )
        for one in shown
        if one["id"] in by_id
    ]  # fmt: skip
    return page


def printed_as(ids: Iterable[str]) -> dict[str, list[Facts]]:
    """Return what sources print some amounts as in other currencies, by the amount's id."""
    found: dict[str, list[Facts]] = {}
    for row in latest(Equivalent.objects.filter(money__in=list(ids))).order_by("currency").values():
        found.setdefault(row["money"], []).append({**row})
    return found


def _corrected(rows: Iterable[Facts]) -> dict[str, Facts]:
    """Return every row that later rows of the same plans correct, by id: one query."""
    rows = list(rows)
    if not any(row["supersedes"] for row in rows):
        return {}
    plans = {row["plan"] for row in rows}
    superseded = Money.objects.filter(plan__in=plans, supersedes__isnull=False).values("supersedes")
    return _by_id(Money.objects.filter(id__in=superseded))


def _by_id(rows: QuerySet[Money]) -> dict[str, Facts]:
    return {row["id"]: {**row} for row in rows.values()}


def _chain(row: Facts, corrected: Mapping[str, Facts]) -> Iterator[Facts]:
    met = {row["id"]}
    while (before := corrected.get(row["supersedes"] or "")) and before["id"] not in met:
        met.add(before["id"])
        yield before
        row = before


@dataclass(frozen=True)
class Names:
    """What the units, funds and contributions of some money are called, and what each fund is."""

    units: Mapping[str, str]
    funds: Mapping[str, str]
    kinds: Mapping[str, str]
    contributions: Mapping[str, str]
    partners: Mapping[str, str]


def names_in(units: Iterable[str], funds: Iterable[str], contributions: Iterable[str]) -> Names:
    """Return names: at most five queries."""
    gifts, pots = sorted(filter(None, set(contributions))), sorted(filter(None, set(funds)))
    partners = dict(latest(Contribution.objects.filter(contribution__in=gifts)).values_list("contribution", "partner"))
    kinds = dict(latest(Fund.objects.filter(fund__in=pots)).values_list("fund", "kind"))
    return Names(
        names_of("units", {*units, *partners.values()}), names_of("funds", pots), kinds,
        names_of("contributions", gifts), partners,
    )  # fmt: skip


def lines_at(plan: str, element: str) -> list[Facts]:
    """Return the rows of money that stand at one element, in the order of their stages and periods."""
    rows: list[Facts] = [{**row} for row in latest(Money.objects.filter(plan=plan, element=element)).values()]
    return sorted(
        rows, key=lambda row: (STAGES.index(row["stage"]), row["holder"] or "", row["period"] or "", row["id"])
    )
