"""Rates recovered from amounts that are published in two currencies, and the amounts themselves."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from remit.exchange.fdrs.recovery import MOST_DIGITS, Interval, Pair, recovered, simplest

from .conftest import WIDE, problems_of, rows_of, stops

if TYPE_CHECKING:
    from .conftest import Read

MONEY = "KPI_CUR_Code,KPI_IncomeLC,KPI_donatedInKindLC,KPI_recievedInKindLC"
MONEY += ",KPI_IncomeLC (CHF),KPI_donatedInKindLC (CHF),KPI_recievedInKindLC (CHF)"


def money(*lines: str) -> str:
    return "\n".join([f"{WIDE},{MONEY}", *lines]) + "\n"


def pairs(*texts: tuple[str, str]) -> list[Pair]:
    return [Pair(Decimal(local), Decimal(published)) for local, published in texts]


def test_amounts_become_money_with_the_published_amount_beside(read_values: Read) -> None:
    reading = read_values(download=money("DAA001,,,,2012,,,EUR,1000,0,30,1207.729469,0,36.23188407"))
    rows = rows_of(reading, "money")
    assert [(row["id"], row["stage"], row["amount"]) for row in rows] == [
        ("fdrs:DAA001:2012:KPI_IncomeLC", "received", 1000_0000),
        ("fdrs:DAA001:2012:KPI_donatedInKindLC", "expenditure", 0),
        ("fdrs:DAA001:2012:KPI_recievedInKindLC", "in kind", 30_0000),
    ]
    assert {(row["holder"], row["currency"], row["period"], row["on"]) for row in rows} == {
        ("DAA001", "EUR", "2012", date(2012, 12, 31))
    }
    stated = {row["money"]: (row["currency"], row["amount"]) for row in rows_of(reading, "equivalents")}
    assert stated["fdrs:DAA001:2012:KPI_IncomeLC"] == ("CHF", 1207_7295)
    (rate,) = rows_of(reading, "rates")
    assert (rate["series"], rate["currency"], rate["base"], rate["valid_from"], rate["rate"]) == (
        "databank", "EUR", "CHF", date(2012, 1, 1), "1.207729469",
    )  # fmt: skip
    assert [problem.code for problem in reading.problems] == ["rounded", "rounded"]


def test_a_zero_beside_an_empty_local_amount_is_no_value(read_values: Read) -> None:
    reading = read_values(download=money("DAA001,,,,2012,,,EUR,,,,0,0,0"))
    assert rows_of(reading, "money") == rows_of(reading, "equivalents") == rows_of(reading, "rates") == []
    assert reading.problems == []


def test_swiss_francs_without_a_local_amount_are_left_out_with_a_notice(read_values: Read) -> None:
    reading = read_values(download=money("DAA001,,,,2012,,,EUR,,,,12.5,0,0"))
    assert problems_of(reading) == [("databank-no-local-amount", "download.csv:2:KPI_IncomeLC")]
    assert stops(reading) == []


def test_amounts_that_were_cut_are_notices_with_both_figures(read_values: Read) -> None:
    reading = read_values(
        download=money(
            "DAA001,,,,2012,,,JPY,1243960000000,,,13233487587,0,0",
            "DBB001,,,,2012,,,JPY,1142097371,,,12149843.12,0,0",
        )
    )
    (notice,) = reading.problems
    assert (notice.code, notice.blocks, str(notice.where)) == (
        "databank-not-reproduced", False, "download.csv:2:KPI_IncomeLC",
    )  # fmt: skip
    assert (notice.facts["published"], notice.facts["computed"]) == ("13233487587", "13233476613")
    assert [row["rate"] for row in rows_of(reading, "rates")] == ["0.010638185"]


def test_swiss_francs_need_no_rate_but_must_agree(read_values: Read) -> None:
    reading = read_values(download=money("DAA001,,,,2012,,,CHF,100,200,,100,201,0"))
    assert rows_of(reading, "rates") == []
    assert problems_of(reading) == [("databank-not-reproduced", "download.csv:2:KPI_donatedInKindLC")]


def test_one_wrong_pair_among_many_does_not_move_the_rate() -> None:
    good = pairs(("1001", "1208.95"), ("2003", "2419.08"), ("3007", "3631.64"))
    wrong = pairs(("5009", "9999.99"))
    assert recovered(wrong + good) == recovered(good)


def test_no_pair_that_tells_gives_no_rate() -> None:
    assert recovered(pairs(("0", "0"))) is None
    assert recovered(pairs(("100", "0"))) is None


@given(
    st.decimals("0.00001", "9", places=9),
    st.lists(st.integers(1, 10**11), min_size=1, max_size=6),
    st.integers(2, 6),
)
def test_the_recovered_rate_reproduces_every_published_amount(rate: Decimal, local: list[int], places: int) -> None:
    """Amounts converted at one rate and printed with some digits give a rate that prints them again."""
    printed = [Pair(Decimal(each), round(each * rate, places)) for each in local]
    found = recovered(printed)
    if found is None:
        assert all(pair.published == 0 for pair in printed)
        return
    assert all(pair.agrees(found) for pair in printed if pair.published)
    assert len(found.as_tuple().digits) <= len(rate.normalize().as_tuple().digits), "never more digits than needed"


@given(st.fractions("1/100000", 1000), st.fractions("1/10000000000000", 10))
def test_the_simplest_rate_lies_in_its_interval_and_can_be_kept(low: Fraction, width: Fraction) -> None:
    found = simplest(Interval(low, low + width))
    assert low <= Fraction(found) <= low + width
    assert len(found.as_tuple().digits) <= MOST_DIGITS


def test_an_interval_of_one_point_that_no_decimal_meets_is_rounded() -> None:
    found = simplest(Interval(Fraction(1, 3), Fraction(1, 3)))
    assert abs(Fraction(found) - Fraction(1, 3)) < Fraction(1, 10**17)
