"""Local amounts of the wide download, the published ones in Swiss francs beside them, and the rates between.

Total income and expenditure include what passed between societies, so a total takes one category of amounts
(`KPI_IncomeLC`) and never adds its parts (`KPI_incomeFromNSsLC`) to it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from remit import exact
from remit.exchange.fdrs import columns, values
from remit.exchange.fdrs.recovery import Pair, recovered
from remit.language import N_
from remit.money import Rate, Rates
from remit.problems import Kind, Place
from remit.schema import EMPTY_FIELD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from remit.exchange.base import Rows
    from remit.exchange.fdrs.columns import Amount
    from remit.exchange.fdrs.sheets import Line

BASE = "CHF"
SERIES = "databank"
"""The series of the recovered rates: one for each currency and year, from 1 January of the year."""

NOT_REPRODUCED = Kind(
    "databank-not-reproduced",
    N_("{local} {currency} is published as CHF {published}; the year's rate of {rate} makes it {computed}."),
    N_("The local amount may have been cut to six digits, or one of the two is wrong; both are kept."),
    blocks=False,
)
NO_LOCAL_AMOUNT = Kind(
    "databank-no-local-amount",
    N_("CHF {published} is published with no amount in the local currency; it was left out."),
    N_("Add the local amount, if it is known."),
    blocks=False,
)


class Converted(NamedTuple):
    """A local amount with the published one, and where it stands."""

    at: str
    column: str
    pair: Pair


@dataclass
class Amounts:
    """Reads the amounts of a download line by line, then recovers the rates."""

    rows: Rows
    found: Sequence[Amount]
    _pairs: dict[tuple[str, int], list[Converted]] = field(default_factory=lambda: defaultdict(list))

    def read(self, line: Line, unit: str, year: int) -> None:
        """Read one society's amounts of a year."""
        currency = line.read(columns.CURRENCY, values.currency) or ""
        local = [line.number(amount.column, values.number) for amount in self.found]
        if any(each is not None for each in local) and not line.text(columns.CURRENCY):
            line.problem(EMPTY_FIELD, columns.CURRENCY, field=columns.CURRENCY, table=self.rows.file)
        for amount, value in zip(self.found, local, strict=True):
            published = line.number(amount.column + columns.PUBLISHED, values.number)
            if value is not None and line.sound:
                self._add(line, amount, (unit, year, currency), value, published)
            elif value is None and published and line.sound:
                shown = line.text(amount.column + columns.PUBLISHED)
                line.problem(NO_LOCAL_AMOUNT, amount.column, published=shown)

    def _add(self, line: Line, amount: Amount, of: tuple[str, int, str], local: int, published: int | None) -> None:
        unit, year, currency = of
        key = f"fdrs:{unit}:{year}:{amount.column}"
        what = {"holder": unit, "stage": amount.stage, "category": amount.column, "period": str(year)}
        paid = {"amount": local, "currency": currency, "on": date(year, 12, 31)}
        self.rows.add("money", line.at, id=key, **what, **paid, source=self.rows.file)
        self.rows.seen["amounts"] += 1
        if published is None:
            return
        self.rows.add("equivalents", line.at, money=key, currency=BASE, amount=published, source=self.rows.file)
        texts = line.text(amount.column), line.text(amount.column + columns.PUBLISHED)
        self._pairs[currency, year].append(Converted(line.at, amount.column, Pair(*map(Decimal, texts))))

    def convert(self) -> None:
        """Recover a rate for each currency and year; what it does not reproduce is a problem."""
        for (currency, year), converted in sorted(self._pairs.items()):
            rate = Decimal(1) if currency == BASE else recovered([each.pair for each in converted])
            if rate is None:
                continue
            self._check(Rate(SERIES, currency, BASE, date(year, 1, 1), rate), converted)
            if currency == BASE:
                continue
            told = {"series": SERIES, "currency": currency, "base": BASE, "valid_from": date(year, 1, 1)}
            self.rows.add("rates", converted[0].at, **told, rate=f"{rate:f}", quoted="direct", source=self.rows.file)
            self.rows.seen["rates"] += 1

    def _check(self, rate: Rate, converted: Sequence[Converted]) -> None:
        for at, column, pair in converted:
            if pair.agrees(rate.rate):
                continue
            computed = Rates((rate,)).convert(pair.local, rate.currency, BASE, rate.valid_from).amount
            shown = exact.shortest(exact.divided(computed, 1, max(0, -int(pair.published.as_tuple().exponent))))
            facts = {"local": f"{pair.local:f}", "currency": rate.currency, "rate": f"{rate.rate:f}"}
            place = Place(self.rows.file, at, column)
            self.rows.problems.append(
                NOT_REPRODUCED.at(place, **facts, published=f"{pair.published:f}", computed=f"{shown:f}")
            )
