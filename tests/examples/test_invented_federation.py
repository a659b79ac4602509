"""The invented federation: always the same files, small, whole; and what was put in holds by the engine's own figures."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from remit import exact
from remit.calculations.achievement import achievement
from remit.calculations.change import change
from remit.calculations.completeness import completeness
from remit.calculations.funding import funding
from remit.calculations.linkage import link
from remit.calculations.money_reaching import money_reaching
from remit.calculations.rollup import rollup
from remit.calculations.standing import Line
from remit.elements import Elements
from remit.exchange.folder import files_of, read_files
from remit.federation import Federation, Settings
from remit.intake import take_in
from remit.periods import Period
from remit.units import comparable

if TYPE_CHECKING:
    from remit.calculations.achievement import Achievement

EXAMPLES = Path(__file__).parents[2] / "examples"
FOLDER = EXAMPLES / "invented-federation"
MOST_UNITS, MOST_BYTES = 400, 5_000_000
YEARS = ("2023", "2024", "2025", "2026")
COUNTRY_PLANS = ("CP-ARV-2026", "CP-CED-2026", "CP-KIL-2026", "CP-MEN-2026", "CP-ORE-2026", "CP-PAD-2026")
BESIDE = {"MC-2009-2010", "GS-2008-2011", "CS-2003", "HWO-2013"}


@pytest.fixture(scope="module")
def federation() -> Federation:
    return Federation.open(FOLDER)


def francs(amount: int | None) -> Decimal | None:
    return None if amount is None else exact.to_decimal(amount)


def aims(federation: Federation, indicator: str, **of: str) -> dict[str, Achievement]:
    """The achievement of each year."""
    return {one.keys[0]: one for one in achievement(federation, indicator, by=["year"], **of)}  # type: ignore[arg-type]  # only texts are passed on


def total(federation: Federation, indicator: str, **of: object) -> dict[str, Decimal | None]:
    """The figure of each period."""
    return {figure.keys[0]: figure.value for figure in rollup(federation, [indicator], by=["year"], **of)}  # type: ignore[arg-type]  # options of rollup


# The files


def test_the_script_makes_the_same_bytes_again(tmp_path: Path) -> None:
    """In another process, where nothing depends on the order of sets."""
    script = str(EXAMPLES / "make_invented_federation.py")
    subprocess.run([sys.executable, script, str(tmp_path)], check=True)
    kept = {file.relative_to(FOLDER): file for file in FOLDER.rglob("*") if file.is_file() and file.suffix != ".md"}
    made = {file.relative_to(tmp_path): file for file in tmp_path.rglob("*") if file.is_file()}
    assert made.keys() == kept.keys()
    assert [str(name) for name in made if made[name].read_bytes() != kept[name].read_bytes()] == []


def test_it_is_small_enough_to_be_carried_about(federation: Federation) -> None:
    assert len(federation.rows("units")) <= MOST_UNITS
    assert sum(file.stat().st_size for file in FOLDER.rglob("*") if file.is_file()) <= MOST_BYTES


def test_it_loads_without_any_problem_and_again_adds_nothing() -> None:
    reading = read_files(files_of(FOLDER), Settings())
    first = take_in(Federation(), reading)
    assert first.problems == []
    again = take_in(first.federation, reading)
    assert (again.problems, sum(again.added.values())) == ([], 0)


# What there is


def test_sixty_members_stand_in_six_regions_and_sixty_countries(federation: Federation) -> None:
    kinds = {row["unit"]: row["kind"] for row in federation.rows("units")}
    above = {row["unit"]: row["parent"] for row in federation.rows("trees") if row["tree"] == "structure"}
    members = [unit for unit, kind in kinds.items() if kind == "member"]
    assert (len(members), len({above[one] for one in members})) == (60, 6)
    assert len({row["country"] for row in federation.rows("unit_places") if row["unit"] in members}) == 60
    assert kinds[above["B-ARV-COAST-TOWN"]] == "province" and above["B-ARV-COAST"] == "M-ARV"


def test_forty_indicators_are_reported_for_four_years_with_gaps(federation: Federation) -> None:
    common = {
        row["indicator"] for row in federation.rows("expected") if row["round"] == "R-2025" and row["unit"] == "M-ARV"
    }
    assert len(common | {"reached-by-service"}) == 40
    rules = {row["over_units"] for row in federation.rows("indicators") if row["indicator"] in common}
    assert rules >= {"sum", "max", "ratio", "count", "weighted mean"}
    for year, found in zip(YEARS, completeness(federation, "reached-health"), strict=True):
        assert (found.period, found.expected) == (year, 60)
        assert found.missing


def test_names_are_there_in_three_languages(federation: Federation) -> None:
    named = {(row["of"], row["key"], row["language"]) for row in federation.rows("texts")}
    for language in ("en", "fr", "ar"):
        assert ("units", "R-AFW", language) in named
        assert all(("elements", f"S2030/P{number}", language) in named for number in range(1, 6))
        assert sum(of == "indicators" and spoken == language for of, _, spoken in named) >= 12


def test_every_element_and_plan_has_a_title(federation: Federation) -> None:
    for row in federation.rows("elements"):
        assert federation.name_of("elements", f"{row['plan']}/{row['element']}", "title") or row["plan"] in BESIDE, row


def test_country_plans_have_lines_of_the_host_the_secretariat_and_two_partners(federation: Federation) -> None:
    for plan in COUNTRY_PLANS:
        host = plan.replace("CP-", "M-").removesuffix("-2026")
        holders = {line.holder for line in funding(federation, plan).lines}
        assert {host, "SEC"} < holders and len(holders) == 4, plan


def test_lines_of_country_plans_are_of_those_who_hold_money_there(federation: Federation) -> None:
    """Three units besides the host write lines in each, and a partner a chapter in one."""
    elements = Elements(federation)
    for plan in COUNTRY_PLANS:
        host, held = (
            elements.unit_of_plan[plan],
            {(line.element, line.holder) for line in funding(federation, plan).lines},
        )
        stated = [row for row in elements.rows[plan].values() if row["unit"]]
        assert len({row["unit"] for row in stated}) == 3, plan
        for row in stated:
            assert {(row["element"], row["unit"]), (row["parent"], row["unit"])} & held, row
        assert host in {elements.unit_of(plan, element) for element in elements.rows[plan]}
    assert [(row["plan"], row["unit"]) for row in federation.rows("sections") if row["unit"]] == [
        ("CP-ARV-2026", "M-ALP")
    ]


def test_plans_of_others_stand_beside_with_units_in_no_tree(federation: Federation) -> None:
    plans = {row["plan"]: row["unit"] for row in federation.rows("plans")}
    in_trees = {row["unit"] for row in federation.rows("trees")}
    assert plans.keys() >= BESIDE
    assert not {plans[plan] for plan in BESIDE} & in_trees
    assert not {"LUMEN", "MINCO", "IOHE"} & in_trees


def test_all_money_of_the_chain_is_followed_into_the_strategy(federation: Federation) -> None:
    """Every output of the budget and the country plans serves Strategy 2030 with all of its money."""
    for plan in ("SEC-2026", *COUNTRY_PLANS, "AP-2026-01"):
        linkage = link(federation, plan, into="S2030")
        need = next(one.amount.amount for one in linkage.totals if one.amount.stage == "requirement")
        served = [
            amount.amount or 0
            for one in linkage.elements if one.plan == "S2030"
            for amount in one.amounts if amount.stage == "requirement"
        ]  # fmt: skip
        assert (sum(served), linkage.problems) == (need, ()), plan


def test_what_serves_priority_4_is_the_sum_that_is_made_by_hand(federation: Federation) -> None:
    reaching = money_reaching(federation, "S2030", currency="CHF")
    assert francs(reaching.of("P4", "need").amount) == 1_950_000 + 820_000 + 300_000 + 1_350_000 + 940_000 + 70_000
    assert reaching.refused == ()


# What was put in (examples/invented-federation/PUT-IN.md)


def test_an_output_is_well_funded_and_behind(federation: Federation) -> None:
    standing = funding(federation, "SEC-2026").elements["O2.2"].rolled
    assert (francs(standing.required.value), francs(standing.available.value)) == (1_650_000, 1_550_000)
    found = aims(federation, "o-care", unit="SEC", plan="SEC-2026")["2026"]
    assert (found.actual.value, found.target, found.share) == (9, 20, Decimal("0.3125"))


def test_an_output_is_ahead_and_unfunded(federation: Federation) -> None:
    standing = funding(federation, "SEC-2026").elements["O3.2"].rolled
    assert (francs(standing.available.value), francs(standing.gap.value)) == (0, 840_000)
    assert francs(standing.spent.value) == 75_000
    found = aims(federation, "o-small-grants", unit="SEC", plan="SEC-2026")["2026"]
    assert (found.actual.value, found.target) == (41, 30)


def test_a_line_is_over_funded_beside_one_that_is_under_funded(federation: Federation) -> None:
    found = funding(federation, "CP-ARV-2026")
    host, secretariat = found.lines[Line("O2.1", "M-ARV", "")], found.lines[Line("O2.1", "SEC", "")]
    assert (francs(host.gap.value), francs(host.beyond.value)) == (0, 30_000)
    assert (francs(secretariat.gap.value), francs(secretariat.beyond.value)) == (60_000, 0)
    assert francs(found.elements["O2.1"].rolled.gap.value) == 60_000


def test_unearmarked_money_covers_gaps_in_proportion(federation: Federation) -> None:
    elements = funding(federation, "SEC-2026").elements
    gaps = [francs(elements[code].rolled.gap.value) for code in ("O5.1", "O5.2", "O5.3", "O5.4", "OB5")]
    assert gaps == [396_000, 9_000, 720_000, 333_000, 1_458_000]


def test_money_that_a_partner_passes_on_counts_once(federation: Federation) -> None:
    found = funding(federation, "CP-PAD-2026")
    assert francs(found.whole.spent.value) == 4_055_000
    assert francs(found.between["use"].value) == 200_000


def test_a_member_is_late(federation: Federation) -> None:
    found = {one.period: one for one in completeness(federation, "reached")}
    assert found["2025"].missing == ("M-MAG", "M-QUE", "M-TIB")
    assert (len(found["2025"].reported), found["2025"].expected) == (57, 60)
    assert "M-TIB" in found["2026"].missing
    assert "M-TIB" in found["2024"].reported
    changed = change(federation, "reached", Period.parse("2024"), Period.parse("2025"))
    assert changed.units == 57
    assert changed.share is not None and changed.plain_share is not None and changed.share > changed.plain_share


def test_a_value_is_restated_and_the_first_one_is_kept(federation: Federation) -> None:
    now = total(federation, "blood-donations", unit="M-IBE")
    then = total(federation, "blood-donations", unit="M-IBE", as_of=date(2025, 10, 31))
    assert (now["2024"], then["2024"]) == (46_900, 71_900)


def test_a_branch_split_and_its_series_goes_on(federation: Federation) -> None:
    values = {
        row["unit"]: row["value"] for row in federation.rows("observations")
        if row["indicator"] == "volunteers" and row["period"] == "2024" and row["unit"] == "B-KIL-RIFT"
    }  # fmt: skip
    carried = comparable(values, federation.rows("successions"), date(2025, 12, 31))
    assert {unit: francs(value) for unit, (value, _) in carried.items()} == {
        "B-KIL-RIFT-NORTH": Decimal("4346.4"), "B-KIL-RIFT-SOUTH": Decimal("2897.6"),
    }  # fmt: skip
    units = {row["unit"]: row for row in federation.rows("units")}
    assert units["B-KIL-RIFT"]["valid_to"] == date(2024, 12, 31)
    assert units["B-KIL-RIFT-SOUTH"]["valid_from"] == date(2025, 1, 1)


def test_a_year_that_ends_in_march_has_its_own_column(federation: Federation) -> None:
    income = total(federation, "income", unit="M-NIH")
    assert income["2025-04-01/2026-03-31"] == 269_700_000
    assert not income.keys() & set(YEARS) or all(income[year] is None for year in YEARS if year in income)


def test_a_target_has_no_baseline_and_another_waits_for_one(federation: Federation) -> None:
    schools = aims(federation, "schools", plan="S2030")["2026"]
    assert (schools.target, schools.baseline) == (11_000, None)
    [waiting] = [row for row in federation.rows("targets") if row["status"] == "to be established"]
    assert (waiting["element"], waiting["indicator"], waiting["value"]) == ("E2.1", "knows-how", None)


def test_people_whom_the_appeal_and_the_country_plan_reach_count_once(federation: Federation) -> None:
    by_plan = {
        row["plan"]: francs(row["value"]) for row in federation.rows("observations")
        if (row["indicator"], row["unit"], row["period"]) == ("reached", "M-MEN", "2026")
    }  # fmt: skip
    assert by_plan == {"CP-MEN-2026": 128_400, "AP-2026-01": 174_600}
    assert total(federation, "reached", unit="M-MEN")["2026"] == 174_600


def test_one_grant_pays_for_lines_in_three_countries(federation: Federation) -> None:
    paid: dict[str, Fraction] = {}
    for row in federation.rows("money"):
        if row["contribution"] == "C-LUMEN-2026":
            paid[row["plan"]] = paid.get(row["plan"], Fraction(0)) + Fraction(row["amount"], exact.SCALE)
    assert paid == {"CP-ARV-2026": 800_000, "CP-PAD-2026": 1_300_000, "CP-CED-2026": 1_500_000}
    [grant] = [row for row in federation.rows("contributions") if row["contribution"] == "C-LUMEN-2026"]
    assert francs(grant["amount"]) == sum(paid.values())


def test_the_mid_term_review_revised_two_targets_and_says_why(federation: Federation) -> None:
    revised = [row for row in federation.rows("targets") if row["status"] == "revised"]
    assert {(row["element"], row["period"], francs(row["value"]), row["decision"]) for row in revised} == {
        ("O1.1", "2026", 30, "GB-2026-D4"), ("O5.3", "2027", 38, "GB-2026-D4"),
    }  # fmt: skip
    assert all(row["reason"] for row in revised)
    assert aims(federation, "o-deployed", unit="SEC", plan="SEC-2026")["2026"].target == 30
    before = achievement(federation, "o-deployed", by=["year"], unit="SEC", plan="SEC-2026", as_of=date(2026, 5, 31))
    assert [one.target for one in before if one.keys[0] == "2026"] == [24]


def test_budget_rates_make_a_plan_in_dollars_comparable(federation: Federation) -> None:
    found = funding(federation, "CP-KIL-2026", currency="CHF")
    assert francs(found.whole.required.value) == Decimal(6793600)


def test_the_public_sees_less_than_the_federation(federation: Federation) -> None:
    assert not total(federation, "income", audience="public")
    assert total(federation, "income", audience="federation")
    assert not total(federation, "integrity-cases", audience="federation")
    assert total(federation, "integrity-cases", audience="whole")


def test_what_is_for_named_people_is_in_no_figure(federation: Federation) -> None:
    rows = federation.current().rows("observations")
    one = next(row for row in rows if row["visibility"] == "named")
    assert (one["indicator"], one["unit"], one["value"]) == ("inquiries", "B-KIL-RIFT-NORTH", 1_0000)
    figures = total(federation, "inquiries", unit=one["unit"], audience="whole")
    assert set(figures.values()) <= {None}
