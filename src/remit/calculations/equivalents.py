"""Amounts in other currencies: as printed, beside what the plan's own rates give.

    CHF 1,238,316   USD 1,131,915 as printed   1,131,915.90 at 1.094 CHF from 2009-01-01

A printed equivalent is kept as its source states it and is never replaced by the computed one, nor the other
way round.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from remit import exact
from remit.errors import MissingRate
from remit.money import Converted, Rate, Rates, minor_digits
from remit.periods import Period

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from remit.federation import Federation, Row


class Equivalent(NamedTuple):
    """One amount and the same in another currency.

    `computed` is None where no rate is known on or before `day`.
    """

    amount: Decimal
    currency: str
    reference: str
    to: str
    printed: Decimal
    computed: Converted | None
    day: date | None

    @property
    def shown(self) -> Decimal | None:
        """The computed amount, rounded to the currency's smallest unit."""
        return self.computed and exact.divided(self.computed.amount, 1, minor_digits(self.to))

    @property
    def difference(self) -> Fraction | None:
        """Computed less printed, exactly."""
        return self.computed and self.computed.amount - Fraction(self.printed)


def equivalents(
    federation: Federation, plan: str, *, as_of: datetime | None = None, series: str | None = None
) -> list[Equivalent]:
    """Return each printed equivalent of a plan's amounts beside the computed one.

    `series`: which rates; by default those named after the plan. They are taken on the line's own day, else
    on the first day of its period, else on that of the plan's.
    """
    known = federation.current(as_of)
    rates = rates_of(known, series or plan)
    head = next((row for row in known.rows("plans") if row["plan"] == plan), {})
    lines = {row["id"]: row for row in known.rows("money") if row["plan"] == plan and row["amount"] is not None}
    printed = [row for row in known.rows("equivalents") if row["money"] in lines]
    return list(_beside(lines, printed, rates, head))


def rates_of(federation: Federation, series: str) -> Rates:
    """Return one series of a federation's rates."""
    rows = (row for row in federation.rows("rates") if row["series"] == series)
    return Rates.of(
        Rate(series, row["currency"], row["base"], row["valid_from"], Decimal(row["rate"]), row["quoted"])
        for row in rows
    )


def _beside(lines: dict[str, Row], printed: list[Row], rates: Rates, head: Row) -> Iterator[Equivalent]:
    for row in printed:
        line = lines[row["money"]]
        day = _day(line, head)
        yield Equivalent(
            exact.to_decimal(line["amount"]),
            line["currency"],
            line["reference"] or "",
            row["currency"],
            exact.to_decimal(row["amount"]),
            _converted(rates, line, row["currency"], day) if day else None,
            day,
        )


def _converted(rates: Rates, line: Row, to: str, day: date) -> Converted | None:
    try:
        return rates.convert(Fraction(line["amount"], exact.SCALE), line["currency"], to, day)
    except MissingRate:
        return None


def _day(line: Row, head: Row) -> date | None:
    """Return the day at whose rate a line is converted."""
    if line["on"]:
        on: date = line["on"]
        return on
    period = line["period"] or head.get("period")
    return Period.parse(period).first if period else None
