"""Money in other currencies: what is printed, beside what the rates give."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from remit import exact
from remit.calculations.equivalents import equivalents
from remit.exchange.base import Rows
from remit.federation import Federation

RATES = (("USD", "1.094", date(2009, 1, 1)), ("EUR", "1.57", date(2009, 1, 1)))


def programme(*rates: tuple[str, str, date], **line: Any) -> Federation:
    """The programme of 2009-2010: CHF 1,238,316, printed also as USD 1,131,915 and EUR 788,736."""
    rows, now = Rows("case"), datetime(2026, 1, 1, tzinfo=UTC)
    rows.add("plans", "1", plan="MC", unit="U", kind="programme", period="2009/2010", recorded_at=now)
    values = {
        "stage": "requirement",
        "currency": "CHF",
        "amount": 1_238_316 * exact.SCALE,
        "recorded_at": now,
    }
    rows.add("money", "2", id="m", plan="MC", **(values | line))
    for currency, amount in (("USD", 1_131_915), ("EUR", 788_736)):
        printed = {"currency": currency, "amount": amount * exact.SCALE}
        rows.add("equivalents", "3", money="m", recorded_at=now, **printed)
    for currency, rate, day in rates:
        rate_of = {"currency": currency, "base": "CHF", "valid_from": day, "rate": rate}
        rows.add("rates", "4", series="MC", quoted="direct", recorded_at=now, **rate_of)
    return Federation(tables={batch.table: batch.rows for batch in rows.reading().batches})


def test_printed_equivalents_stand_beside_computed_ones() -> None:
    """1,238,316 / 1.094 = 1,131,915.90 beside the printed 1,131,915; / 1.57 = 788,736.31 beside 788,736."""
    usd, eur = equivalents(programme(*RATES), "MC")
    assert (usd.printed, usd.shown) == (Decimal(1_131_915), Decimal("1131915.9"))
    assert (eur.printed, eur.shown) == (Decimal(788_736), Decimal("788736.31"))
    assert usd.computed is not None
    assert usd.computed.amount == Fraction(1_238_316_000, 1_094)


def test_the_rates_stand_beside_the_computed_amount() -> None:
    usd, _ = equivalents(programme(*RATES), "MC")
    assert usd.computed is not None
    assert [(rate.rate, rate.valid_from) for rate in usd.computed.rates] == [(Decimal("1.094"), date(2009, 1, 1))]


def test_a_missing_rate_leaves_only_what_is_printed() -> None:
    """No rate of the euro, and one of the dollar only from 2010 on: nothing is computed, and nothing is 0."""
    found = equivalents(programme(("USD", "1.094", date(2010, 1, 1))), "MC")
    assert [(one.printed, one.computed, one.difference) for one in found] == [
        (Decimal(1_131_915), None, None),
        (Decimal(788_736), None, None),
    ]


def test_a_line_with_a_day_of_its_own_takes_the_rate_of_that_day() -> None:
    """From 2010 on a dollar costs 2 CHF: a line of 30 June 2010 comes to 619,158."""
    later = (*RATES, ("USD", "2", date(2010, 1, 1)))
    usd, _ = equivalents(programme(*later, on=date(2010, 6, 30)), "MC")
    assert usd.shown == 619_158
