"""An amount of a plan in another currency than the plan's needs a rate on or before its day.

Its day is the one at whose rate it is converted, else the last day of its period, else of its plan's. Amounts
without a stated currency are never converted, and so need none.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pyarrow as pa

from remit.errors import MissingRate
from remit.language import N_
from remit.money import NONE_STATED, Rate, Rates
from remit.periods import Period
from remit.problems import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from remit.checks.facts import Facts
    from remit.federation import Row
    from remit.problems import Problem

NO_RATE = Kind(
    "missing-rate",
    N_("{amount} {currency} cannot be converted to {to}, the currency of {plan}: no rate on or before {day}."),
    N_("Add a rate of {currency} in {to} that is valid on that day; a later one is never used."),
)
Need = tuple[str, str, date]


def check(facts: Facts) -> Iterator[Problem]:
    plans = {row["plan"]: row for row in facts.rows("plans") if row["currency"] != NONE_STATED}
    needs = [_need(row, plans.get(row["plan"])) for row in facts.rows("money")]
    if not any(needs) or "rates" in facts.partial:
        return
    rates = Rates.of(_rate(row) for row in facts.rows("rates"))
    missing = {need for need in set(needs) if need and not _has(rates, need)}
    mask = pa.array([need in missing for need in needs], pa.bool_())
    yield from facts.listed(NO_RATE, "money", mask, "currency", more=lambda row: _said(row, plans[row["plan"]]))


def _need(row: Row, plan: Row | None) -> Need | None:
    """Return from what, to what and on which day an amount has to be converted."""
    if plan is None or row["amount"] is None or row["currency"] in {NONE_STATED, plan["currency"]}:
        return None
    return row["currency"], plan["currency"], _day(row, plan)


def _day(row: Row, plan: Row) -> date:
    period = row["period"] or plan["period"]
    if row["on"]:
        day: date = row["on"]
        return day
    return Period.parse(period).last if period else date.max


def _rate(row: Row) -> Rate:
    series, currency, base, valid_from = (row[name] for name in ("series", "currency", "base", "valid_from"))
    return Rate(series, currency, base, valid_from, Decimal(row["rate"]), row["quoted"])


def _has(rates: Rates, need: Need) -> bool:
    currency, to, day = need
    try:
        rates.convert(Decimal(1), currency, to, day)
    except MissingRate:
        return False
    return True


def _said(row: Row, plan: Row) -> dict[str, object]:
    return {"to": plan["currency"], "day": _day(row, plan)}
