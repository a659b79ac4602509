"""A plan's money as its source states it: lines, totals, and equivalents as printed beside computed ones."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from remit.cli.linkages import unit_of
from remit.cli.tables import Column, number, table, without_empty
from remit.errors import MissingRate
from remit.exact import divided, to_decimal
from remit.language import gettext
from remit.money import NONE_STATED, Rate, Rates, minor_digits
from remit.periods import Period

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

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


def _stage(federation: Federation, plan: str, lines: list[Row], width: int) -> Iterator[str]:
    stage, currency = lines[0]["stage"], lines[0]["currency"]
    stated = [
        row for row in _stated(federation, plan) if (row["stage"], row["currency"]) == (stage, currency)
    ]
    whole = sum(row["amount"] or 0 for row in lines)
    if 1 < len(lines) <= MANY:
        yield from _lines(federation, lines, whole, width)
    else:
        yield f"{stage.capitalize()}: {_in(whole, currency)}"
    for row in stated:
        if not row["element"]:
            yield gettext("Printed as the total: {amount}").format(amount=_in(row["amount"], currency))
    yield from _equivalents(federation, lines)
    if unstated := sum(row["amount"] is None for row in lines):
        yield gettext("{count} of {all} lines state no amount").format(count=unstated, all=len(lines))


def _stated(federation: Federation, plan: str) -> list[Row]:
    return [row for row in federation.rows("stated_totals") if row["plan"] == plan]


def _lines(federation: Federation, lines: list[Row], whole: int, width: int) -> Iterator[str]:
    stage, currency = lines[0]["stage"], lines[0]["currency"]
    columns = [
        Column(gettext("Line"), wraps=True),
        Column(gettext("Period")),
        Column(f"{stage.capitalize()}, {unit_of(currency)}", right=True),
    ]
    rows = [[_name(federation, row), row["period"] or "", _amount(row)] for row in lines]
    rows.append([gettext("Total"), "", number(to_decimal(whole))])
    yield from table(*without_empty(columns, rows), width=width)


def _name(federation: Federation, row: Row) -> str:
    title = federation.name_of("elements", f"{row['plan']}/{row['element']}", "title")
    return row["reference"] or title or row["category"] or row["element"] or gettext("the plan")


def _in(ten_thousandths: int, currency: str) -> str:
    """Return an amount with its currency; one without a stated currency says so."""
    unit = unit_of(currency)
    return f"{number(to_decimal(ten_thousandths))} {f'({unit})' if currency == NONE_STATED else unit}"


def _amount(row: Row) -> str:
    return gettext("not stated") if row["amount"] is None else number(to_decimal(row["amount"]))


def _equivalents(federation: Federation, lines: list[Row]) -> Iterator[str]:
    """Yield equivalents as printed, each beside what the rate gives on the day of the line."""
    by_id = {row["id"]: row for row in lines}
    for printed in federation.rows("equivalents"):
        line = by_id.get(printed["money"])
        if line is None or line["amount"] is None:
            continue
        yield gettext("  = {printed} as printed{computed}").format(
            printed=_in(printed["amount"], printed["currency"]),
            computed=_computed(federation, line, printed["currency"]),
        )


def _computed(federation: Federation, line: Row, currency: str) -> str:
    day = _day(line)
    if day is None:
        return ""
    rates = Rates.of(
        Rate(
            row["series"],
            row["currency"],
            row["base"],
            row["valid_from"],
            Decimal(row["rate"]),
            row["quoted"],
        )
        for row in federation.rows("rates")
    )
    try:
        converted = rates.convert(to_decimal(line["amount"]), line["currency"], currency, day)
    except MissingRate:
        return gettext("; no rate is stated")
    amount = f"{divided(converted.amount, 1, places=minor_digits(currency)):,.{minor_digits(currency)}f}"
    used = ", ".join(f"{rate.rate} {rate.base}" for rate in converted.rates)
    return gettext("; {amount} by the rate of {rate}").format(amount=amount, rate=used)


def _day(line: Row) -> date | None:
    if line["on"]:
        on: date = line["on"]
        return on
    return Period.parse(line["period"]).first if line["period"] else None
