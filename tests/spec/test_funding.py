"""Funding: what a plan requires, has available and has spent, and the gap. Each case runs on both engines."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from remit import exact
from remit.calculations.funding import funding
from remit.calculations.standing import Line
from remit.errors import Refused, WrongUse

from .conftest import given

if TYPE_CHECKING:
    from remit.calculations.standing import Standing, Sum
    from remit.engines import Engine
    from remit.federation import Federation

PLAN = """
plans
plan | unit | kind      | currency
P    | U    | programme | CHF

elements
plan | element | parent | level   | order
P    | G       |        | goal    | 1
P    | A       | G      | output  | 1
P    | B       | G      | output  | 2
P    | H       |        | goal    | 2

funds
fund | kind
core | core
tied | earmarked

"""


def case(money: str, more: str = "") -> Federation:
    """A plan of goals G (outputs A and B) and H, with rows of money; in francs unless they say otherwise."""
    columns, *lines = [line.strip() for line in money.strip().splitlines()]
    named = "\n".join([f"plan | {columns}", *(f"P | {line}" for line in lines)])
    if "currency" not in columns:
        currencies = ["currency", *["CHF"] * len(lines)]
        pairs = zip(named.splitlines(), currencies, strict=True)
        named = "\n".join(f"{line} | {cell}" for line, cell in pairs)
    federation: Federation = given(f"{PLAN}money\n{named}{more}")
    return federation


def francs(one: Sum | int | None) -> object:
    value = one if isinstance(one, int) or one is None else one.value
    return None if value is None else exact.to_decimal(value)


def shown(standing: Standing) -> tuple[object, ...]:
    """Required, available, gap, beyond, net."""
    figures = standing.required, standing.available, standing.gap, standing.beyond, standing.net
    return tuple(francs(one) for one in figures)


A_AND_B = """
    element | stage       | amount
    A       | requirement | 100
    A       | confirmed   | 130
    B       | requirement | 100
    B       | received    | 40
"""


def test_money_beyond_one_line_does_not_cover_another(engine: Engine) -> None:
    """A needs 100 and has 130 earmarked, B needs 100 and has 40: gap 60, beyond 30. Net, it would seem 30."""
    found = funding(case(A_AND_B), "P", engine=engine)
    assert shown(found.whole) == (200, 170, 60, 30, 30)
    assert shown(found.elements["A"].rolled) == (100, 130, 0, 30, -30)
    assert shown(found.elements["B"].rolled) == (100, 40, 60, 0, 60)
    assert shown(found.elements["G"].rolled) == shown(found.whole)
    assert shown(found.elements["G"].own) == (None, None, None, None, None)


def test_unearmarked_money_of_a_level_above_covers_gaps(engine: Engine) -> None:
    """With 20 unearmarked at the goal, the gap is 40; beyond stays 30."""
    found = funding(case(f"{A_AND_B}    G | received | 20\n"), "P", engine=engine)
    assert shown(found.whole) == (200, 190, 40, 30, 10)
    assert (francs(found.whole.unearmarked), francs(found.whole.covered), found.whole.left) == (20, 20, 0)
    assert francs(found.elements["B"].rolled.gap) == 40
    assert {row["amount"] for row in found.made_of("gap", "B")} == {1_000_000, 400_000, 200_000}


def test_the_nearest_unearmarked_money_goes_first(engine: Engine) -> None:
    """A and B need 100 each, H needs 50. G holds 150, the plan 70.

    G's covers A and B first, 75 each. The plan's covers what is open in proportion: 25, 25 and 50 get 17.5,
    17.5 and 35.
    """
    found = funding(
        case(
            """
            element | stage       | amount
            A       | requirement | 100
            B       | requirement | 100
            H       | requirement | 50
            G       | received    | 150
                    | received    | 70
            """
        ),
        "P",
        engine=engine,
    )
    gaps = {element: francs(found.elements[element].rolled.gap) for element in "ABGH"}
    assert gaps == {"A": Decimal("7.5"), "B": Decimal("7.5"), "G": 15, "H": 15}
    assert francs(found.whole.gap) == 30 == francs(found.whole.net)


def test_a_part_is_shared_by_largest_remainder_in_the_smallest_unit(engine: Engine) -> None:
    """0.02 unearmarked for three gaps of 1: the first two get a cent, so that the parts are the whole."""
    money = """
            element | holder | stage       | amount
            A       | X      | requirement | 1
            A       | Y      | requirement | 1
            B       |        | requirement | 1
            G       |        | received    | 0.02
    """
    found = funding(case(money), "P", engine=engine)
    assert [francs(one.gap) for one in found.lines.values()] == [Decimal("0.99"), Decimal("0.99"), 1]


def test_unearmarked_money_that_no_gap_takes_is_left(engine: Engine) -> None:
    """H holds 10, and nothing below it needs anything; G holds 500 and needs 200 at most."""
    money = f"{A_AND_B}    G | received | 500\n    H | received | 10\n"
    found = funding(case(money), "P", engine=engine)
    assert (francs(found.whole.gap), francs(found.whole.left)) == (0, 450)
    assert (francs(found.elements["G"].rolled.left), francs(found.elements["H"].own.left)) == (440, 10)


def test_money_of_an_earmarked_fund_covers_nothing_else(engine: Engine) -> None:
    """Tied to G, where no line states a need, 20 do not reach B; as core money they would."""
    money = """
            element | stage       | amount | fund
            B       | requirement | 100    |
            G       | received    | 20     | {fund}
    """
    tied = funding(case(money.format(fund="tied")), "P", engine=engine).whole
    core = funding(case(money.format(fund="core")), "P", engine=engine).whole
    assert (francs(tied.gap), francs(tied.beyond)) == (100, 20)
    assert (francs(core.gap), francs(core.beyond)) == (80, 0)


def test_an_amount_that_is_not_stated_is_not_zero(engine: Engine) -> None:
    """A states 0 available, B says that it is not stated, H has no income at all."""
    money = """
            element | stage       | amount
            A       | requirement | 100
            A       | confirmed   | 0
            B       | requirement | 100
            B       | confirmed   |
            H       | requirement | 100
    """
    found = funding(case(money), "P", engine=engine)
    assert found.elements["A"].rolled.available == (0, 1, 1)
    assert found.elements["B"].rolled.available == (None, 0, 1)
    assert found.elements["B"].rolled.gap == (None, 0, 1)
    assert found.elements["B"].rolled.net is None
    assert found.elements["H"].rolled.available == (None, 0, 1)
    assert found.elements["H"].rolled.gap == (1_000_000, 1, 1)
    assert found.whole.gap == (2_000_000, 2, 3)
    assert found.whole.required == (3_000_000, 3, 3)
    assert found.whole.spent == (None, 0, 3)


def test_a_pledge_is_not_available(engine: Engine) -> None:
    found = funding(case(A_AND_B.replace("confirmed", "pledged")), "P", engine=engine)
    assert francs(found.whole.available) == 40
    with_pledges = funding(
        case(A_AND_B.replace("confirmed", "pledged")), "P", income=("pledged", "received"), engine=engine
    )
    assert francs(with_pledges.whole.available) == 170


def test_each_holder_and_category_is_a_line_of_its_own(engine: Engine) -> None:
    money = """
            element | holder | category | stage       | amount
            A       | X      | staff    | requirement | 10
            A       | X      | travel   | requirement | 10
            A       | Y      | staff    | requirement | 10
            A       | X      | staff    | confirmed   | 30
    """
    found = funding(case(money), "P", engine=engine)
    assert list(found.lines) == [Line("A", "X", "staff"), Line("A", "X", "travel"), Line("A", "Y", "staff")]
    assert (francs(found.whole.gap), francs(found.whole.beyond)) == (20, 20)
    assert [row["amount"] for row in found.made_of("available", Line("A", "X", "staff"))] == [300_000]


def test_money_between_two_units_of_the_plan_counts_once(engine: Engine) -> None:
    """X passes 100 to Y, which spends them and 50 of its own: the plan has spent 150, 100 are left out."""
    money = """
            element | holder | counterpart | stage       | amount
            A       | X      | Y           | expenditure | 100
            A       | Y      |             | expenditure | 100
            A       | Y      | shop        | expenditure | 50
    """
    found = funding(case(money), "P", engine=engine)
    assert francs(found.whole.spent) == 150
    assert found.between == {"use": (1_000_000, 1, 1)}


RATES = """

rates
series | currency | base | valid_from | rate
2008   | USD      | CHF  | 2008-01-01 | 1.1
2008   | USD      | CHF  | 2009-01-01 | 1.2
"""
TWO_CURRENCIES = """
            element | stage       | amount | currency | on
            A       | requirement | 100    | CHF      |
            A       | confirmed   | 50     | USD      | {on}
"""


def test_amounts_of_another_currency_are_converted_at_the_rate_of_their_day(engine: Engine) -> None:
    """50 USD on a day of 2008 are 55 CHF; the rate is shown beside."""
    found = funding(case(TWO_CURRENCIES.format(on="2008-06-30"), RATES), "P", engine=engine)
    assert (found.currency, francs(found.whole.available), francs(found.whole.gap)) == ("CHF", 55, 45)
    assert [rate.rate for rate in found.rates] == [Decimal("1.1")]
    undated = case(TWO_CURRENCIES.format(on=""), RATES)
    assert francs(funding(undated, "P", on=date(2009, 1, 1), engine=engine).whole.available) == 60


@pytest.mark.parametrize(
    ("on", "rates", "why"),
    [
        ("2007-12-31", RATES, "on or before"),
        ("", RATES, "states no day"),
        ("2008-06-30", "", "may not be added"),
    ],
)
def test_currencies_that_cannot_be_made_one_are_refused(engine: Engine, on: str, rates: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        funding(case(TWO_CURRENCIES.format(on=on), rates), "P", engine=engine)


def test_two_series_of_rates_are_never_mixed(engine: Engine) -> None:
    federation = case(TWO_CURRENCIES.format(on="2008-06-30"), f"{RATES}spot | USD | CHF | 2008-01-01 | 1.3\n")
    with pytest.raises(Refused, match="2008, spot"):
        funding(federation, "P", engine=engine)
    assert francs(funding(federation, "P", series="spot", engine=engine).whole.available) == 65


def test_an_amount_can_be_asked_as_it_was_known(engine: Engine) -> None:
    """Recorded as 100 in January, corrected to 120 in March: as of February it is 100."""
    money = """
            element | stage       | amount | recorded_at          | id | supersedes
            A       | requirement | 100    | 2020-01-15T00:00:00Z | a  |
            A       | requirement | 120    | 2020-03-15T00:00:00Z | b  | a
    """
    federation = case(money)
    assert francs(funding(federation, "P", engine=engine).whole.required) == 120
    before = funding(federation, "P", as_of=date(2020, 2, 28), engine=engine)
    assert francs(before.whole.required) == 100
    assert before.recorded_at == datetime(2020, 1, 15, tzinfo=UTC)


def test_money_of_an_element_that_is_not_there_stands_at_the_plan(engine: Engine) -> None:
    found = funding(case("element | stage | amount\nZ | requirement | 7"), "P", engine=engine)
    assert francs(found.whole.required) == 7


def test_a_plan_without_money_has_nothing_stated(engine: Engine) -> None:
    found = funding(given(PLAN), "P", engine=engine)
    assert found.whole.required == (None, 0, 0)
    assert found.whole.net is None
    assert not found.lines


def test_a_plan_or_stage_that_nobody_knows_is_wrong_use(engine: Engine) -> None:
    with pytest.raises(WrongUse):
        funding(given(PLAN), "Q", engine=engine)
    with pytest.raises(WrongUse):
        funding(given(PLAN), "P", need="received", engine=engine)
