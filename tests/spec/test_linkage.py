"""Linkage: how money reaches the objectives and goals that it serves. Each case runs on both engines."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from remit import exact
from remit.calculations.linkage import link
from remit.calculations.rounding import in_units, listed
from remit.engines import Engine
from remit.errors import WrongUse
from remit.exchange.base import Rows
from remit.federation import Federation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from remit.calculations.line_of_sight import Linkage

NOW = datetime(2026, 1, 1, tzinfo=UTC)
OUTPUTS = {
    "PP": (11_804, "1 2 3 4"),
    "COUNCIL": (28_195, "1 2 3"),
    "BUDGET": (67_677, "1 2 3 5"),
    "WSIS": (5_680, "2 3 4 5"),
    "TELECOM": (17_708, "3 4 5"),
    "INTERSECTORAL": (1_553, "1 2 3 4 5"),
}
"""The Union's published table (document WG-SP-FP-06/29), in thousands of CHF: cost, and objectives served."""
OBJECTIVES = {"1": 29_579, "2": 30_999, "3": 36_902, "4": 10_584, "5": 24_553}


class Case:
    """A federation written in few words: `case.element("A", "out1")`, `case.line("out1", 100)`."""

    def __init__(self) -> None:
        self.rows, self.count = Rows("case"), 0
        for plan in ("P", "SDG", "S"):
            self.add("plans", plan=plan, unit="U", kind="programme", currency="CHF")

    def add(self, table: str, /, **values: Any) -> None:
        self.rows.add(table, "1", recorded_at=NOW, **values)

    def elements(self, level: str, *elements: str, plan: str = "P", parent: str | None = None) -> Case:
        for order, element in enumerate(elements):
            self.add("elements", plan=plan, element=element, level=level, parent=parent, order=order)
        return self

    def line(self, element: str, amount: int | None, **more: Any) -> Case:
        """Add a line of so many francs."""
        self.count += 1
        values = {"plan": "P", "stage": "requirement", "currency": "CHF"} | more
        amount = None if amount is None else amount * exact.SCALE
        self.add("money", id=f"m{self.count}", element=element, amount=amount, **values)
        return self

    def link(self, element: str, to: str, share: object = None, **more: str) -> Case:
        values = {"from_plan": "P", "to_plan": "P", "kind": "shared"} | more
        self.add(
            "links",
            from_element=element,
            to_element=to,
            share=None if share is None else str(share),
            **values,
        )
        return self

    def federation(self) -> Federation:
        reading = self.rows.reading()
        return Federation(tables={batch.table: batch.rows for batch in reading.batches})


@pytest.fixture(params=get_args(Engine))
def engine(request: pytest.FixtureRequest) -> Engine:
    name: Engine = request.param
    return name


def francs(linkage: Linkage, element: str, plan: str = "P") -> str | None:
    """Return what stands at an element, in francs."""
    amount = linkage.element(element, plan).amount("requirement", "CHF")
    return None if amount is None or amount.amount is None else exact.text(amount.amount)


def published_table() -> Case:
    case = Case().elements("objective", *OBJECTIVES).elements("output", *OUTPUTS)
    for output, (cost, served) in OUTPUTS.items():
        case.line(output, cost * 1000)
        for objective in served.split():
            case.link(output, objective, Fraction(1, len(served.split())))
    return case


def test_the_published_table_comes_out_to_the_last_thousand(engine: Engine) -> None:
    """Each output is shared equally over the objectives it serves: 11,804 over four, 28,195 over three ...

    29,579 + 30,999 + 36,902 + 10,584 + 24,553 = 132,617.
    """
    linkage = link(published_table().federation(), "P", engine=engine)
    exactly = [linkage.element(one).amounts[0].exact / exact.SCALE for one in OBJECTIVES]
    assert [in_units(amount, 1000) for amount in exactly] == list(OBJECTIVES.values())
    assert listed(exactly, 1000) == list(OBJECTIVES.values())
    assert sum(exactly) == 132_617_000


def test_parts_are_whole_cents_and_add_up_from_both_sides(engine: Engine) -> None:
    """28,195,000 over three is 9,398,333.34 and twice 9,398,333.33; an objective is the sum of its parts."""
    linkage = link(published_table().federation(), "P", engine=engine)
    parts = [exact.text(part.amounts[0].amount or 0) for part in linkage.element("COUNCIL").to]
    assert parts == ["9398333.34", "9398333.33", "9398333.33"]
    for objective in OBJECTIVES:
        one = linkage.element(objective)
        assert sum(part.amounts[0].amount or 0 for part in one.from_) == one.amounts[0].amount
    assert sum(linkage.element(one).amounts[0].amount or 0 for one in OBJECTIVES) == 132_617_000 * exact.SCALE


def test_shares_of_four_decimals_would_lose_money() -> None:
    """With 0.3333 for a third the objectives come to 132,612.4 thousand, so a share is a fraction."""
    rounded = sum(
        cost * round(Fraction(1, len(served.split())), 4) for cost, served in OUTPUTS.values() for _ in served.split()
    )
    assert round(rounded, 1) == Fraction("132612.4")


def test_a_printed_total_stands_beside_the_computed_one_in_its_own_unit(engine: Engine) -> None:
    """Printed 29,579 thousand, computed 29,579,183.33: no difference. Had it been 31,420 for 30,999: -421."""
    case = published_table()
    printed = {"plan": "P", "stage": "requirement", "currency": "CHF", "printed_in": 1000}
    case.add("stated_totals", element="1", amount=29_579_000 * exact.SCALE, **printed)
    case.add("stated_totals", element="2", amount=31_420_000 * exact.SCALE, **printed)
    case.add("stated_totals", amount=132_617_000 * exact.SCALE, **printed)
    linkage = link(case.federation(), "P", engine=engine)
    assert [f"{one.printed} {one.difference}" for one in linkage.element("1").stated] == ["29579 0"]
    assert [f"{one.printed} {one.difference}" for one in linkage.element("2").stated] == ["31420 -421"]
    assert [f"{one.printed} {one.difference}" for one in linkage.totals[0].stated] == ["132617 0"]


def test_shares_go_on_as_fractions_through_the_whole_chain(engine: Engine) -> None:
    """100 to three objectives by thirds, each with a half to the goal: the goal gets 50, not 49.98."""
    case = Case().elements("goal", "g").elements("objective", "a", "b", "c").elements("output", "o").line("o", 100)
    for objective in "abc":
        case.link("o", objective, Fraction(1, 3)).link(objective, "g", Fraction(1, 2))
    linkage = link(case.federation(), "P", engine=engine)
    assert linkage.element("g").amounts[0].exact == 50 * exact.SCALE
    assert [francs(linkage, one) for one in "abc"] == ["33.34", "33.33", "33.33"]


def test_what_is_not_linked_is_a_remainder_of_its_own(engine: Engine) -> None:
    """100 with 60 % to an objective: 40 not linked; another output of 10 without links: not linked either."""
    case = Case().elements("objective", "a").elements("output", "o", "free").line("o", 100).line("free", 10)
    linkage = link(case.link("o", "a", "3/5").federation(), "P", engine=engine)
    served = linkage.totals[0].serves[0]
    assert (exact.text(served.linked), exact.text(served.not_linked)) == ("60", "50")
    assert [exact.text(rest.amounts[0].amount or 0) for rest in linkage.element("o").not_linked] == ["40"]
    assert [exact.text(rest.amounts[0].amount or 0) for rest in linkage.element("free").not_linked] == ["10"]


def test_two_frameworks_are_two_views_of_the_same_money(engine: Engine) -> None:
    """60/40 to objectives and 100 to one SDG: accepted. The money is 100 in either view, never 200."""
    case = Case().elements("objective", "a", "b").elements("output", "o").elements("goal", "3", plan="SDG")
    case.line("o", 100).link("o", "a", "3/5").link("o", "b", "2/5").link("o", "3", 1, to_plan="SDG")
    linkage = link(case.federation(), "P", engine=engine)
    assert not linkage.problems
    assert (francs(linkage, "a"), francs(linkage, "b"), francs(linkage, "3", "SDG")) == ("60", "40", "100")
    assert [exact.text(total.amount.amount or 0) for total in linkage.totals] == ["100"]
    assert {served.via: exact.text(served.linked) for served in linkage.totals[0].serves} == {
        ("P",): "100",
        ("P", "SDG"): "100",
    }


def test_shares_beyond_the_whole_within_one_plan_are_refused(engine: Engine) -> None:
    """60/50 to objectives of one plan: refused, and none of the money is passed on by guess."""
    case = Case().elements("objective", "a", "b").elements("output", "o").line("o", 100)
    linkage = link(case.link("o", "a", "3/5").link("o", "b", "1/2").federation(), "P", engine=engine)
    assert [(problem.code, problem.facts["percent"], problem.blocks) for problem in linkage.problems] == [
        ("shares-over-whole", "110", True)
    ]
    assert (francs(linkage, "a"), francs(linkage, "b")) == (None, None)
    assert [exact.text(rest.amounts[0].amount or 0) for rest in linkage.element("o").not_linked] == ["100"]


def test_money_arrives_once_in_a_plan_that_is_linked_at_two_levels(engine: Engine) -> None:
    """The output goes to the SDG itself; its objective goes there too, with only what is not there yet."""
    case = Case().elements("objective", "a").elements("output", "o", "p").elements("goal", "3", "4", plan="SDG")
    case.line("o", 100).line("p", 30).link("o", "a", 1).link("p", "a", 1)
    case.link("o", "3", 1, to_plan="SDG").link("a", "4", 1, to_plan="SDG")
    linkage = link(case.federation(), "P", engine=engine)
    assert francs(linkage, "a") == "130"
    assert (francs(linkage, "3", "SDG"), francs(linkage, "4", "SDG")) == ("100", "30")


def test_links_go_on_from_the_plan_that_is_served(engine: Engine) -> None:
    """Programme to strategy, strategy to SDG: 100 of the programme comes to 25 there by that way."""
    case = (
        Case().elements("output", "o").elements("goal", "s", plan="S").elements("goal", "3", plan="SDG").line("o", 100)
    )
    case.link("o", "s", "1/2", to_plan="S").link("s", "3", "1/2", from_plan="S", to_plan="SDG")
    linkage = link(case.federation(), "P", engine=engine)
    assert (francs(linkage, "s", "S"), francs(linkage, "3", "SDG")) == ("50", "25")
    assert linkage.element("3", "SDG").via == ("P", "S", "SDG")


def test_money_below_an_element_is_part_of_it(engine: Engine) -> None:
    """An output's activities of 70 and 30 are its 100; an activity with a link of its own goes its way."""
    case = Case().elements("objective", "a", "b").elements("output", "o").elements("activity", "x", "y", parent="o")
    case.line("x", 70).line("y", 30).link("o", "a", 1).link("y", "b", 1)
    linkage = link(case.federation(), "P", engine=engine)
    assert exact.text(linkage.element("o").own[0].amount or 0) == "100"
    assert (francs(linkage, "o"), francs(linkage, "a"), francs(linkage, "b")) == ("70", "70", "30")


def test_stages_and_currencies_are_never_added(engine: Engine) -> None:
    """100 CHF needed, 80 CHF spent and 50 USD needed are three totals."""
    case = Case().elements("objective", "a").elements("output", "o").link("o", "a", 1)
    case.line("o", 100).line("o", 80, stage="expenditure").line("o", 50, currency="USD")
    linkage = link(case.federation(), "P", engine=engine)
    assert [(one.stage, one.currency, exact.text(one.amount or 0)) for one in linkage.element("a").amounts] == [
        ("expenditure", "CHF", "80"),
        ("requirement", "CHF", "100"),
        ("requirement", "USD", "50"),
    ]


def test_an_amount_that_is_not_stated_is_not_zero(engine: Engine) -> None:
    """One line of 100 and one not stated: 100, incomplete. Not stated alone: missing, not 0."""
    case = Case().elements("objective", "a", "b").elements("output", "o", "p").link("o", "a", 1).link("p", "b", 1)
    linkage = link(case.line("o", 100).line("o", None).line("p", None).federation(), "P", engine=engine)
    assert (francs(linkage, "a"), linkage.element("a").amounts[0].incomplete) == ("100", True)
    assert (francs(linkage, "b"), linkage.element("b").amounts[0].incomplete) == (None, True)


def test_money_between_units_is_counted_where_it_is_kept(engine: Engine) -> None:
    """The secretariat gives 100, the member spends them and 50 of its own: 150, and 100 between units."""
    case = Case().elements("objective", "a").elements("output", "o").link("o", "a", 1)
    case.line("o", 100, holder="SEC", counterpart="KEN", stage="expenditure")
    linkage = link(case.line("o", 150, holder="KEN", stage="expenditure").federation(), "P", engine=engine)
    assert [(exact.text(total.amount.amount or 0), exact.text(total.between_units)) for total in linkage.totals] == [
        ("150", "100")
    ]
    assert exact.text(linkage.element("a").amounts[0].amount or 0) == "150"


def test_money_that_would_go_round_stays_and_is_said(engine: Engine) -> None:
    """a to b and b to a: a problem with the circle; the money stays where it is, and nothing hangs."""
    case = Case().elements("output", "a", "b").line("a", 100).link("a", "b", 1).link("b", "a", 1)
    linkage = link(case.federation(), "P", engine=engine)
    assert [problem.code for problem in linkage.problems] == ["links-in-circle"]
    assert (francs(linkage, "a"), francs(linkage, "b")) == ("100", None)


def test_a_shared_link_without_a_share_is_a_problem(engine: Engine) -> None:
    case = Case().elements("objective", "a").elements("output", "o").line("o", 100).link("o", "a")
    linkage = link(case.federation(), "P", engine=engine)
    assert [problem.code for problem in linkage.problems] == ["no-share"]


def test_links_without_money_are_shown_without_any() -> None:
    """An objective that orients a goal of a strategy says so; no money takes that way."""
    case = Case().elements("objective", "a").elements("goal", "s", plan="S").line("a", 100)
    linkage = link(case.link("a", "s", kind="orients", to_plan="S").federation(), "P")
    assert [(part.kind, part.element, part.amounts) for part in linkage.element("a").to] == [("orients", "s", ())]
    assert linkage.element("a").not_linked == ()


def test_yen_are_split_into_whole_yen(engine: Engine) -> None:
    """The smallest unit of the yen is the yen: 100 over three is 34, 33, 33."""
    case = Case().elements("objective", "a", "b", "c").elements("output", "o").line("o", 100, currency="JPY")
    for objective in "abc":
        case.link("o", objective, Fraction(1, 3))
    linkage = link(case.federation(), "P", engine=engine)
    assert [exact.text(part.amounts[0].amount or 0) for part in linkage.element("o").to] == ["34", "33", "33"]


def test_a_correction_counts_from_when_it_was_recorded(engine: Engine) -> None:
    """100 is corrected to 130 in February: as of January 100 reach the objective, as of March 130."""
    case = Case().elements("objective", "a").elements("output", "o").link("o", "a", 1).line("o", 100)
    february = datetime(2026, 2, 1, tzinfo=UTC)
    row = {"plan": "P", "stage": "requirement", "currency": "CHF", "element": "o"}
    case.rows.add("money", "2", id="m2", supersedes="m1", amount=130 * exact.SCALE, recorded_at=february, **row)
    federation = case.federation()
    january, march = (link(federation, "P", as_of=february.replace(month=m), engine=engine) for m in (1, 3))
    assert (francs(january, "a"), francs(march, "a")) == ("100", "130")


def test_amounts_and_shares_are_texts_in_json() -> None:
    """A program that reads 9398333.34 as a text cannot make a float of it by accident."""
    data = json.loads(json.dumps(link(published_table().federation(), "P").as_json()))
    council = next(one for one in data["elements"] if one["element"] == "COUNCIL")
    assert [(part["element"], part["share"], part["amounts"][0]["amount"]) for part in council["to"]] == [
        ("1", "1/3", "9398333.34"), ("2", "1/3", "9398333.33"), ("3", "1/3", "9398333.33"),
    ]  # fmt: skip
    assert data["totals"][0]["amount"] == "132617000"


def test_a_plan_that_nobody_knows_is_wrong_use() -> None:
    with pytest.raises(WrongUse):
        link(Case().federation(), "NONE")


def test_shares_too_fine_for_sql_are_followed_all_the_same() -> None:
    """A share with a 40-digit denominator goes through DuckDB's road as well, exactly."""
    third = Fraction(10**40 - 1, 3 * 10**40)
    case = Case().elements("objective", "a").elements("output", "o").line("o", 3).link("o", "a", third)
    assert link(case.federation(), "P").element("a").amounts[0].exact == 3 * exact.SCALE * third


@st.composite
def networks(draw: st.DrawFn) -> Case:
    """Outputs, objectives and goals with random shares of at most the whole, and lines below an output."""
    case = Case()
    layers = [[f"{layer}{number}" for number in range(draw(st.integers(1, 4)))] for layer in "oag"]
    for level, layer in zip(("output", "objective", "goal"), layers, strict=True):
        case.elements(level, *layer)
    case.elements("activity", "x", parent="o0")
    for element in ["x", *layers[0], *layers[1]]:
        amount = draw(st.one_of(st.none(), st.integers(-(10**6), 10**9)))
        case.line(element, amount, currency=draw(st.sampled_from(["CHF", "JPY"])))
    for lower, upper in pairwise(layers):
        for element in lower:
            weights = draw(st.lists(st.integers(0, 60), min_size=len(upper) + 1, max_size=len(upper) + 1))
            for target, weight in zip(upper, weights, strict=False):
                if weight:
                    case.link(element, target, Fraction(weight, sum(weights)))
    return case


@settings(max_examples=30, deadline=None)
@given(networks())
def test_parts_always_add_up_to_the_whole_and_engines_agree(case: Case) -> None:
    """Linked and not linked make the whole, and so do an element's parts, to the cent."""
    federation = case.federation()
    linkage = link(federation, "P")
    assert linkage == link(federation, "P", engine="reference")
    for total in linkage.totals:
        assert all(served.linked + served.not_linked == (total.amount.amount or 0) for served in total.serves)
    for element in linkage.elements:
        for amount in element.amounts:
            parts = [*(part.amounts for part in element.to), *(rest.amounts for rest in element.not_linked)]
            if parts:
                assert added(parts, amount.stage, amount.currency) == amount.amount


def added(amounts: Iterable[Iterable[Any]], stage: str, currency: str) -> int | None:
    found = [one.amount for some in amounts for one in some if (one.stage, one.currency) == (stage, currency)]
    stated = [amount for amount in found if amount is not None]
    return sum(stated) if stated else None
