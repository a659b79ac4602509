"""Amounts in one currency. Several are converted at dated rates, or refused: never added."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from remit import exact
from remit.errors import MissingRate, Refused
from remit.money import NONE_STATED, Rate, Rates

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from remit.federation import Federation, Row


def currency_of(federation: Federation, plan: Row, rows: Iterable[Row], asked: str | None) -> str:
    """Return the currency to show a plan's money in.

    The one asked for; the only one there is; the plan's own; the federation's. Raises `Refused` where there
    are several and none of these is stated.
    """
    stated = sorted({row["currency"] for row in rows})
    if asked:
        return asked
    if len(stated) == 1:
        return str(stated[0])
    for currency in (plan["currency"], federation.settings.currency):
        if currency and currency != NONE_STATED:
            return str(currency)
    if stated:
        raise Refused(f"the amounts are in {', '.join(stated)}, which may not be added: name one currency")
    return NONE_STATED


def converted(
    federation: Federation, plan: Row, rows: Sequence[Row], to: str, *, on: date | None, series: str | None
) -> tuple[list[Row], tuple[Rate, ...]]:
    """Return rows with their amounts in one currency, and the rates that were used.

    Each amount is converted at the rate of its own day (`on` where it states none) and rounded once, half to
    even, to ten-thousandths, so that sums of converted amounts add up. Raises `Refused` with the reason where
    a rate or the day is missing.
    """
    if all(row["currency"] == to or row["amount"] is None for row in rows):
        return list(rows), ()
    rates = _rates(federation, plan, series)
    used: set[Rate] = set()
    return [_converted(row, to, rates, used, on) for row in rows], tuple(sorted(used))


def _converted(row: Row, to: str, rates: Rates, used: set[Rate], on: date | None) -> Row:
    if row["currency"] == to or row["amount"] is None:
        return row
    day = row["on"] or on
    if day is None:
        raise Refused(f"{row['id']} is in {row['currency']} and states no day at whose rate it is converted to {to}")
    try:
        found = rates.convert(exact.to_decimal(row["amount"]), row["currency"], to, day)
    except MissingRate as missing:
        raise Refused(f"{row['id']} may not be added: {missing}") from missing
    used.update(found.rates)
    return {**row, "amount": exact.from_decimal(found.amount)[0]}


def _rates(federation: Federation, plan: Row, series: str | None) -> Rates:
    """Return the rates of one series: asked for, the plan's own (of its code), or the only one."""
    rows = federation.rows("rates")
    there = {row["series"] for row in rows}
    chosen = series or (plan["plan"] if plan["plan"] in there else None)
    if chosen is None and len(there) > 1:
        every = ", ".join(sorted(there))
        raise Refused(f"there are several series of rates ({every}), which are never mixed: name one")
    return Rates.of(map(_rate, rows), chosen)


def _rate(row: Row) -> Rate:
    rate = Decimal(row["rate"])
    return Rate(row["series"], row["currency"], row["base"], row["valid_from"], rate, row["quoted"])
