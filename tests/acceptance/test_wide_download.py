"""The wide download 2009-2012: rates, published Swiss francs, and years that are not calendar years."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from .conftest import SOCIETIES, WIDE, of_kind, plain

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Loaded, Remit, Row

pytestmark = pytest.mark.data
CHF = " (CHF)"
EMPTY = {"", "#N/A"}
CUT = {("JPY", "2011"), ("JPY", "2012"), ("VND", "2011"), ("VND", "2012"), ("KRW", "2009"), ("KRW", "2012")}


class Pair(NamedTuple):
    """A local amount beside its published Swiss francs; `line` as an editor counts lines."""

    line: int
    field: str
    currency: str
    year: str
    local: Decimal
    published: Decimal

    def converted(self, rates: dict[tuple[str, str], Fraction]) -> Fraction:
        """Return the local amount by the year's rate."""
        known = self.currency == "CHF" or not self.local
        return Fraction(self.local) * (Fraction(1) if known else rates[self.currency, self.year])

    def half(self) -> Fraction:
        """Return half of the last digit printed."""
        return Fraction(10) ** int(self.published.as_tuple().exponent) / 2

    def is_reproduced(self, rates: dict[tuple[str, str], Fraction]) -> bool:
        return abs(self.converted(rates) - Fraction(self.published)) <= self.half()


class Kept(NamedTuple):
    """What the federation holds of the download."""

    rates: dict[tuple[str, str], Fraction]
    money: dict[str, Row]
    printed: dict[str, Row]
    covers: dict[tuple[str, str], set[str]]


@pytest.fixture(scope="module")
def rows(fdrs: Path) -> list[Row]:
    return plain(fdrs / WIDE)


@pytest.fixture(scope="module")
def pairs(rows: list[Row]) -> list[Pair]:
    return [
        Pair(number, field, row["KPI_CUR_Code"], row["KPI_Year"], Decimal(text), Decimal(row[field + CHF]))
        for number, row in enumerate(rows, start=2)
        for field, text in row.items()
        if field + CHF in row and text not in EMPTY
    ]


@pytest.fixture(scope="module")
def kept(remit: Remit, databank: Loaded, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    folder = tmp_path_factory.mktemp("wide") / "dump"
    remit("dump", folder, "--federation", databank.folder)
    covers: dict[tuple[str, str], set[str]] = {}
    for row in plain(folder / "observations.csv"):
        if row["source"] == WIDE:
            covers.setdefault((row["unit"], row["period"]), set()).add(row["covers"])
    rates = plain(folder / "rates.csv")
    assert {(row["quoted"], row["base"]) for row in rates} == {("direct", "CHF")}
    return Kept(
        {(row["currency"], row["valid_from"][:4]): Fraction(row["rate"]) for row in rates},
        {row["id"]: row for row in plain(folder / "money.csv")},
        {row["money"]: row for row in plain(folder / "equivalents.csv")},
        covers,
    )


def test_there_is_one_rate_for_each_currency_and_year(pairs: list[Pair], kept: Kept) -> None:
    assert set(kept.rates) == {(pair.currency, pair.year) for pair in pairs if pair.local and pair.currency != "CHF"}
    assert round(kept.rates["EUR", "2012"], 6) == Fraction("1.207729")
    assert round(kept.rates["USD", "2012"], 6) == Fraction("0.913910")


def test_conversion_reproduces_the_published_francs_but_for_amounts_that_were_cut(
    pairs: list[Pair], kept: Kept
) -> None:
    """Within half of the last digit printed."""
    assert len(pairs) > 700
    wrong = set()
    for pair in pairs:
        if not pair.is_reproduced(kept.rates):
            wrong.add((pair.currency, pair.year))
    assert wrong == CUT


def test_each_amount_that_was_cut_is_listed_with_both_figures(databank: Loaded, pairs: list[Pair], kept: Kept) -> None:
    listed = {
        (int(one["at"]), one["field"]): one for one in of_kind(databank.said["problems"], "databank-not-reproduced")
    }
    cut = [pair for pair in pairs if not pair.is_reproduced(kept.rates)]
    assert set(listed) == {(pair.line, pair.field) for pair in cut}
    for pair in cut:
        problem = listed[pair.line, pair.field]
        computed = Decimal(problem["facts"]["computed"])
        assert Decimal(problem["facts"]["published"]) == pair.published
        assert abs(Fraction(computed) - pair.converted(kept.rates)) <= pair.half()
        assert f"{pair.published:f}" in problem["says"]
        assert f"{computed:f}" in problem["says"]
        assert problem["mend"]
        assert problem["file"] == WIDE


def test_local_and_published_amounts_are_both_kept(pairs: list[Pair], kept: Kept) -> None:
    """Nothing converted is stored; four decimal places are kept, and a longer amount is rounded half to even."""
    found = {
        (row["currency"], Decimal(row["amount"]), Decimal(kept.printed[key]["amount"]))
        for key, row in kept.money.items()
    }
    places = Decimal("0.0001")
    assert found == {(pair.currency, pair.local.quantize(places), pair.published.quantize(places)) for pair in pairs}
    assert len(kept.money) == len(kept.printed) == len(pairs)


def test_starts_with_day_and_month_exchanged_are_notices(databank: Loaded, rows: list[Row]) -> None:
    exchanged = {number: days for number, row in enumerate(rows, start=2) if (days := _exchanged(row))}
    notices = {int(one["at"]): one for one in of_kind(databank.said["problems"], "databank-day-and-month")}
    assert len(notices) == 20
    assert set(notices) == set(exchanged)
    assert not any(one["blocks"] for one in notices.values())
    for number, (start, end) in exchanged.items():
        assert _period(start, end) in notices[number]["says"]


def test_a_year_that_is_not_january_to_december_keeps_its_days(fdrs: Path, rows: list[Row], kept: Kept) -> None:
    codes = {row["NSO_DON_name"]: row["KPI_DON_code"] for row in plain(fdrs / SOCIETIES)}
    seen = 0
    for row in rows:
        unit = row["KPI_DON_Code"] if row["KPI_DON_Code"] in codes.values() else codes[row["NSO_DON_name"]]
        start, end = _exchanged(row) or (_day(row["KPI_StartDate"]), _day(row["KPI_EndDate"]))
        if start and end and start <= end:
            year = int(row["KPI_Year"])
            plain_year = (start, end) == (date(year, 1, 1), date(year, 12, 31))
            days = {_days(text) for text in kept.covers.get((unit, row["KPI_Year"]), set())}
            assert days <= {None if plain_year else (start, end)}, row
            seen += not plain_year
    assert seen > 20


def test_flags_and_empty_cells_are_not_numbers(remit: Remit, databank: Loaded, rows: list[Row]) -> None:
    """`#N/A` and an empty cell are missing; TRUE and FALSE are 1 and 0."""
    said = remit(
        "rollup", "--federation", databank.folder, "--indicator", "KPI_hasExternalAduits,Population",
        "--by", "member,year", "--format", "json",
    )  # fmt: skip
    figures = {(row["indicator"], row["member"], row["year"]): row.get("value") for row in said.json}
    flags = {"TRUE": "1", "FALSE": "0"}
    for row in rows:
        unit, year = row["KPI_DON_Code"], row["KPI_Year"]
        if ("Population", unit, year) in figures:
            flag = row["KPI_hasExternalAduits"]
            assert figures.get(("KPI_hasExternalAduits", unit, year)) == flags.get(flag), row
            text = row["Population"]
            assert figures["Population", unit, year] == (None if text in EMPTY else text), row


def _day(text: str) -> date | None:
    """Return the day of an Excel serial number, or of a day written as 31/12/2012 01:00."""
    if text in EMPTY:
        return None
    if "/" in text:
        day, month, year = map(int, text.split(maxsplit=1)[0].split("/"))
        return date(year, month, day)
    return date(1899, 12, 30) + timedelta(days=int(Decimal(text)))


def _exchanged(row: Row) -> tuple[date, date] | None:
    """Return twelve months that a serial start makes only with its day and month exchanged."""
    start, end = _day(row["KPI_StartDate"]), _day(row["KPI_EndDate"])
    if start is None or end is None or "/" in row["KPI_StartDate"] or start.day > 12:
        return None
    other = start.replace(month=start.day, day=start.month)
    return (other, end) if _is_a_year(other, end) and not _is_a_year(start, end) else None


def _is_a_year(start: date, end: date) -> bool:
    after = end + timedelta(days=1)
    return (after.month, after.day) == (start.month, start.day) and after.year == start.year + 1


def _period(start: date, end: date) -> str:
    return f"{start.isoformat()}/{end.isoformat()}"


def _days(name: str) -> tuple[date, date] | None:
    """Return the first and last day of a period's name; None where it is empty."""
    if not name:
        return None
    first, _, last = name.partition("/")
    return _bounds(first)[0], _bounds(last or first)[1]


def _bounds(name: str) -> tuple[date, date]:
    """Return the bounds of 2008, 2008Q1, 2008-01 or 2008-01-31."""
    if len(name) == 10:
        return date.fromisoformat(name), date.fromisoformat(name)
    year = int(name[:4])
    if len(name) == 4:
        months: Any = (1, 12)
    elif "Q" in name:
        months = (3 * int(name[5:]) - 2, 3 * int(name[5:]))
    else:
        months = (int(name[5:]), int(name[5:]))
    after = date(year + months[1] // 12, months[1] % 12 + 1, 1)
    return date(year, months[0], 1), after - timedelta(days=1)
