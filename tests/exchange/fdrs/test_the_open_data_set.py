"""The databank's open data set: what is read equals plain counts and sums of its files."""

from __future__ import annotations

import csv
import gzip
import io
from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from remit.exchange.fdrs import Databank
from remit.exchange.sources import Source
from remit.federation import Federation
from remit.money import Rate, Rates

from .conftest import rows_of, stops

if TYPE_CHECKING:
    from pathlib import Path

    from remit.exchange.base import Reading

pytestmark = pytest.mark.data
LONG, WIDE = "fdrs_2010_2019_long.csv.gz", "fdrs_wide_2009_2012.csv.gz"
CUT = {("JPY", "2011"), ("JPY", "2012"), ("VND", "2011"), ("VND", "2012"), ("KRW", "2009"), ("KRW", "2012")}


@pytest.fixture(scope="module")
def reading(fdrs: Path) -> Reading:
    sources = [Source(path) for path in sorted(fdrs.iterdir())]
    return Databank().read(sources, Federation(), lambda *_: None)


def plain(path: Path) -> list[dict[str, str]]:
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_nothing_stops_the_load(reading: Reading) -> None:
    assert stops(reading) == []


def test_every_cell_is_read_and_the_empty_ones_are_missing(reading: Reading) -> None:
    seen = reading.seen
    assert (seen["cells"], seen["values"], seen["missing"], seen["societies"]) == (
        42_680,
        15_276,
        27_404,
        194,
    )
    rows = [row for row in rows_of(reading, "observations") if row["source"] == LONG]
    assert len(rows) == 42_680
    assert sum(row["value"] is None for row in rows) == sum(row["status"] == "missing" for row in rows) == 27_404


def test_sums_by_region_and_year_equal_those_of_the_file(reading: Reading, fdrs: Path) -> None:
    region = {row["KPI_DON_code"]: row["ZON_Code"] for row in plain(fdrs / "national_societies.csv")}
    expected: dict[tuple[str, ...], Decimal] = defaultdict(Decimal)
    for row in plain(fdrs / LONG):
        expected[row["kpi"], region[row["doncode"]], row["year"]] += Decimal(row["value"] or "0")
    parent = {row["unit"]: row["parent"] for row in rows_of(reading, "trees")}
    found: dict[tuple[Any, ...], int] = defaultdict(int)
    for value in rows_of(reading, "observations"):
        if value["source"] == LONG:
            found[value["indicator"], parent[value["unit"]], value["period"]] += value["value"] or 0
    assert len(found) == 22 * 5 * 10
    assert {key: Decimal(total) / 10_000 for key, total in found.items()} == expected


def test_no_two_files_say_something_of_the_same_cell(reading: Reading) -> None:
    keys = Counter(
        (row["indicator"], row["unit"], row["period"], row["cell"]) for row in rows_of(reading, "observations")
    )
    assert keys.most_common(1)[0][1] == 1


def test_every_indicator_with_values_is_defined_once(reading: Reading) -> None:
    defined = [row["indicator"] for row in rows_of(reading, "indicators")]
    assert len(defined) == len(set(defined))
    assert set(defined) == {row["indicator"] for row in rows_of(reading, "observations")}


def test_the_sources_of_published_imputations_are_there(reading: Reading, fdrs: Path) -> None:
    rows = {(row["unit"], row["indicator"], row["period"]): row["value"] for row in rows_of(reading, "observations")}
    examples = plain(fdrs / "imputation_examples_2019.csv")
    assert len(examples) == 140
    for row in examples:
        assert Decimal(rows[row["doncode"], row["kpi"], "2018"]) / 10_000 == Decimal(row["y_1"])
    only_there = [row for row in rows_of(reading, "observations") if row["source"] == "imputation_examples_2019.csv"]
    assert {(row["indicator"], row["period"]) for row in only_there} == {("KPI_GB_Tot", "2018")}
    assert len(only_there) == 25


def test_starts_with_day_and_month_exchanged_are_read_as_twelve_months(reading: Reading) -> None:
    codes = Counter(problem.code for problem in reading.problems)
    assert codes["databank-day-and-month"] == 20
    covers = {row["covers"] for row in rows_of(reading, "observations") if row["covers"]}
    assert "2012-04-01/2013-03-31" in covers


def test_conversion_reproduces_every_published_amount_but_those_that_were_cut(reading: Reading, fdrs: Path) -> None:
    rates = Rates.of(
        [
            Rate(row["series"], row["currency"], row["base"], row["valid_from"], Decimal(row["rate"]))
            for row in rows_of(reading, "rates")
        ]
    )
    wrong = {key for key, local, published in amounts(fdrs) if not reproduced(rates, key, local, published)}
    assert wrong == CUT


def test_every_amount_that_is_not_reproduced_is_a_notice_with_both_figures(reading: Reading) -> None:
    notices = [problem for problem in reading.problems if problem.code == "databank-not-reproduced"]
    assert {notice.facts["currency"] for notice in notices} == {"JPY", "VND", "KRW"}
    assert len(notices) == 12
    assert all(Decimal(notice.facts["published"]) != Decimal(notice.facts["computed"]) for notice in notices)


def test_one_rate_is_recovered_for_each_currency_and_year(reading: Reading) -> None:
    rates = {(row["currency"], row["valid_from"].year): Decimal(row["rate"]) for row in rows_of(reading, "rates")}
    assert len(rates) == len(rows_of(reading, "rates")) == 186
    assert round(rates["EUR", 2012], 6) == Decimal("1.207729")
    assert round(rates["USD", 2012], 6) == Decimal("0.913910")


def test_no_society_is_added_under_a_second_code(reading: Reading) -> None:
    kinds = Counter(row["kind"] for row in rows_of(reading, "units"))
    assert kinds == {"member": 194, "region": 5}


def amounts(fdrs: Path) -> list[tuple[tuple[str, str], Decimal, Decimal]]:
    """Every pair of the download in which there is a local amount."""
    found = []
    for row in plain(fdrs / WIDE):
        for name, text in row.items():
            if name + " (CHF)" in row and text:
                key = row["KPI_CUR_Code"], row["KPI_Year"]
                found.append((key, Decimal(text), Decimal(row[name + " (CHF)"])))
    return found


def reproduced(rates: Rates, key: tuple[str, str], local: Decimal, published: Decimal) -> bool:
    if not local:
        return not published
    currency, year = key
    exponent: Any = published.as_tuple().exponent
    computed = rates.convert(local, currency, "CHF", date(int(year), 12, 31)).amount
    half = Fraction(10) ** int(exponent) / 2
    return abs(computed - Fraction(published)) <= half
