"""A plan's money as its source states it: lines, totals, and equivalents as printed beside computed ones."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from remit.calculations.equivalents import equivalents
from remit.cli.amounts import listed_in, places_of, rounded, unit_of
from remit.cli.tables import Column, number, table, without_empty
from remit.language import gettext
from remit.money import NONE_STATED, minor_digits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from remit.calculations.equivalents import Equivalent
    from remit.federation import Federation, Row

MANY = 24
"""With more lines than this only their totals are shown."""


def money_lines(federation: Federation, plan: str, width: int) -> Iterator[str]:
    """Yield the money of a plan by stage and currency."""
    lines = [row for row in federation.rows("money") if row["plan"] == plan]
    if not lines:
        yield gettext("No money is stated.")
    for stage, currency in dict.fromkeys((row["stage"], row["currency"]) for row in lines):
        some = [row for row in lines if (row["stage"], row["currency"]) == (stage, currency)]
        yield from _stage(federation, plan, some, width)
    yield from (_equivalent(one, several=len(lines) > 1) for one in equivalents(federation, plan))


def _stage(federation: Federation, plan: str, lines: list[Row], width: int) -> Iterator[str]:
    stage, currency = lines[0]["stage"], lines[0]["currency"]
    stated = [row for row in _stated(federation, plan) if (row["stage"], row["currency"]) == (stage, currency)]
    if 1 < len(lines) <= MANY:
        yield from _lines(federation, lines, width)
    else:
        yield f"{stage.capitalize()}: {_in(_whole(lines), currency)}"
    for row in stated:
        if not row["element"]:
            yield gettext("Printed as the total: {amount}").format(amount=_in(row["amount"], currency))
    if unstated := sum(row["amount"] is None for row in lines):
        yield gettext("Lines that state no amount: {count} of {all}").format(count=unstated, all=len(lines))


def _stated(federation: Federation, plan: str) -> list[Row]:
    return [row for row in federation.rows("stated_totals") if row["plan"] == plan]


def _lines(federation: Federation, lines: list[Row], width: int) -> Iterator[str]:
    stage, currency = lines[0]["stage"], lines[0]["currency"]
    columns = [
        Column(gettext("Line"), wraps=True),
        Column(gettext("Period")),
        Column(f"{stage.capitalize()}, {unit_of(currency)}", right=True),
    ]
    places = places_of([Fraction(row["amount"]) for row in lines if row["amount"] is not None], currency)
    parts = iter(listed_in([Fraction(row["amount"]) for row in lines if row["amount"] is not None], places))
    amounts = [None if row["amount"] is None else next(parts) for row in lines]
    whole = _whole(lines)
    rows = [
        [_name(federation, row), row["period"] or "", number(amount, gettext("not stated"))]
        for row, amount in zip(lines, amounts, strict=True)
    ]
    total = None if whole is None else rounded(Fraction(whole), places)
    rows.append([gettext("Total"), "", number(total, gettext("not stated"))])
    yield from table(*without_empty(columns, rows), width=width)


def _name(federation: Federation, row: Row) -> str:
    title = federation.name_of("elements", f"{row['plan']}/{row['element']}", "title")
    return row["reference"] or title or row["category"] or row["element"] or gettext("the plan")


def _whole(lines: list[Row]) -> int | None:
    """Return the sum of the amounts that are stated; None where none is, which is not 0."""
    stated = [row["amount"] for row in lines if row["amount"] is not None]
    return sum(stated) if stated else None


def _in(ten_thousandths: int | None, currency: str) -> str:
    """Return an amount with its currency; one without a stated currency says so."""
    if ten_thousandths is None:
        return gettext("not stated")
    unit, exact = unit_of(currency), Fraction(ten_thousandths)
    amount = number(rounded(exact, places_of([exact], currency)))
    return f"{amount} {f'({unit})' if currency == NONE_STATED else unit}"


def _equivalent(one: Equivalent, *, several: bool) -> str:
    """Return an equivalent as printed, beside what the rate of its day gives."""
    amount = f"{number(one.amount)} {one.currency} " if several else ""
    printed = gettext("{amount}= {printed} {currency} as printed").format(
        amount=amount, printed=number(one.printed), currency=one.to
    )
    if one.computed is None:
        return gettext("  {printed}; no rate is stated").format(printed=printed)
    shown = f"{one.shown:,.{minor_digits(one.to)}f}"
    used = ", ".join(f"{rate.rate} {rate.base}" for rate in one.computed.rates)
    return gettext("  {printed}; {shown} by the rate of {used}").format(printed=printed, shown=shown, used=used)
