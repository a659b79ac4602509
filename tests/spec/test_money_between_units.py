"""One amount, once: a line counts where it is kept; a total over two units leaves out what passes between."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given as given_any
from hypothesis import settings
from hypothesis import strategies as st

from remit.calculations.spending import money_total
from remit.errors import WrongUse
from remit.exact import to_decimal
from remit.exchange.base import Rows
from remit.federation import Federation
from remit.periods import Period

from .conftest import given

if TYPE_CHECKING:
    from remit.calculations.standing import Sum
    from remit.engines import Engine

UNITS = """
units
unit  | kind        | parent
SEC   | secretariat |
NORTH | member      | SEC
SOUTH | member      | SEC

units
unit  | kind
DONOR | partner

money
holder | counterpart | stage       | amount | currency | period
"""
SPENT = """
SEC    | NORTH       | expenditure | 100    | CHF      | 2009
NORTH  |             | expenditure | 100    | CHF      | 2009
NORTH  |             | expenditure | 50     | CHF      | 2009
"""


def case(rows: str = SPENT) -> Federation:
    federation: Federation = given(UNITS + rows.strip("\n"))
    return federation


def francs(one: Sum) -> object:
    return None if one.value is None else to_decimal(one.value)


def test_what_passes_between_two_units_counts_where_it_is_spent(engine: Engine) -> None:
    """The secretariat gives 100, the member spends them and 50 of its own: the federation has spent 150.

    100 are left out, and that is said. The secretariat alone has spent 100, the member alone 150.
    """
    whole = money_total(case(), engine=engine).total("expenditure", "CHF")
    assert (francs(whole.amount), francs(whole.between)) == (150, 100)
    secretariat = money_total(case(), ["SEC"], engine=engine).total("expenditure", "CHF")
    assert (francs(secretariat.amount), francs(secretariat.between)) == (100, None)
    member = money_total(case(), ["NORTH"], engine=engine).total("expenditure", "CHF")
    assert (francs(member.amount), francs(member.between)) == (150, None)


def test_a_root_stands_for_all_units_below_it(engine: Engine) -> None:
    assert money_total(case(), root="SEC", engine=engine).units == {"SEC", "NORTH", "SOUTH"}
    assert money_total(case(), root="NORTH", engine=engine).units == {"NORTH"}


def test_what_comes_from_a_partner_is_no_money_between_units(engine: Engine) -> None:
    """The donor's 100 to the secretariat count once; what North got from the secretariat is left out."""
    federation = case(
        """
SEC    | DONOR       | received    | 100    | CHF      | 2009
NORTH  | SEC         | received    | 60     | CHF      | 2009
DONOR  | SEC         | expenditure | 100    | CHF      | 2009
"""
    )
    found = money_total(federation, engine=engine)
    assert francs(found.total("received", "CHF").amount) == 100
    assert found.total("expenditure", "CHF").amount == (None, 0, 0)


def test_currencies_and_stages_are_never_added(engine: Engine) -> None:
    federation = case(SPENT + "SOUTH  |             | expenditure | 7      | EUR      | 2009\n"
                              "SOUTH  |             | pledged     | 9      | CHF      | 2009\n")  # fmt: skip
    found = money_total(federation, engine=engine)
    shown = [(one.stage, one.currency, francs(one.amount)) for one in found.totals]
    assert shown == [("pledged", "CHF", 9), ("expenditure", "CHF", 150), ("expenditure", "EUR", 7)]


def test_an_amount_that_is_not_stated_is_missing_and_not_zero(engine: Engine) -> None:
    federation = case("SOUTH  |             | expenditure |        | CHF      | 2009\n")
    total = money_total(federation, engine=engine).total("expenditure", "CHF")
    assert (total.amount, total.units) == ((None, 0, 1), 0)
    both = money_total(case(SPENT + "SOUTH | | expenditure | | CHF | 2009\n"), engine=engine)
    assert both.total("expenditure", "CHF").amount == (1_500_000, 2, 3)
    assert both.total("expenditure", "CHF").units == 1


def test_a_row_of_a_longer_period_is_not_split(engine: Engine) -> None:
    """Asked for 2009: 150 of that year; 40 of 2009-2010 and 5 without a period apart; nothing of 2011."""
    federation = case(
        SPENT
        + """
SOUTH  |             | expenditure | 40     | CHF      | 2009/2010
SOUTH  |             | expenditure | 5      | CHF      |
SOUTH  |             | expenditure | 900    | CHF      | 2011
""".lstrip("\n")
    )
    found = money_total(federation, period=Period.parse("2009"), engine=engine)
    total = found.total("expenditure", "CHF")
    assert (francs(total.amount), francs(total.outside)) == (150, 45)
    assert [row["period"] for row in found.made_of("expenditure", "CHF", "outside")] == ["2009/2010", None]


def test_a_line_without_a_holder_is_kept_by_the_unit_of_its_plan(engine: Engine) -> None:
    federation = given(
        """
units
unit  | kind   | parent
NORTH | member |

plans
plan | unit  | kind
P    | NORTH | programme

money
plan | stage       | amount | currency
P    | expenditure | 30     | CHF
"""
    )
    assert francs(money_total(federation, ["NORTH"], engine=engine).total("expenditure", "CHF").amount) == 30
    assert francs(money_total(federation, plan="P", engine=engine).total("expenditure", "CHF").amount) == 30


def test_a_total_lists_its_rows_and_those_that_it_leaves_out(engine: Engine) -> None:
    found = money_total(case(), engine=engine)
    assert [row["amount"] for row in found.made_of("expenditure", "CHF")] == [1_000_000, 500_000]
    assert [row["holder"] for row in found.made_of("expenditure", "CHF", "between")] == ["SEC"]


@pytest.mark.parametrize("asked", [{"units": ["X"]}, {"root": "X"}, {"plan": "X"}, {"stages": ["spent"]}])
def test_what_nobody_knows_is_wrong_use(engine: Engine, asked: dict[str, Any]) -> None:
    with pytest.raises(WrongUse):
        money_total(case(), engine=engine, **asked)


NOW = datetime(2026, 1, 1, tzinfo=UTC)
_unit = st.sampled_from(["A", "B", "C", "D"])
_row = st.fixed_dictionaries(
    {
        "holder": st.none() | _unit,
        "counterpart": st.none() | _unit,
        "stage": st.sampled_from(["received", "expenditure"]),
        "currency": st.sampled_from(["CHF", "XXX"]),
        "amount": st.none() | st.integers(-(10**18), 10**18),
        "period": st.sampled_from([None, "2009", "2009Q1", "2009/2010", "2010"]),
    }
)


@settings(max_examples=60, deadline=None)
@given_any(st.lists(_row, max_size=10), st.sets(_unit), st.sampled_from([None, Period.parse("2009")]))
def test_engines_agree_and_every_amount_of_a_unit_counts_or_is_left_out(
    lines: list[dict[str, Any]], units: set[str], period: Period | None
) -> None:
    rows = Rows("any")
    for unit in "ABCD":
        rows.add("units", "", unit=unit, kind="member", recorded_at=NOW)
    for number, line in enumerate(lines):
        rows.add("money", "", id=f"m{number}", recorded_at=NOW, **line)
    federation = Federation(tables={batch.table: batch.rows for batch in rows.reading().batches})
    found = money_total(federation, units, period=period, engine="duckdb")
    assert found == money_total(federation, units, period=period, engine="reference")
    if period is None:
        held = sum(line["amount"] or 0 for line in lines if line["holder"] in units)
        assert held == sum((one.amount.value or 0) + (one.between.value or 0) for one in found.totals)
