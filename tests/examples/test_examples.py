"""The example plans: they load, they hold together, and they say what their sources say."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import pytest

from remit import exact
from remit.calculations.equivalents import equivalents
from remit.calculations.linkage import link
from remit.engines import Engine
from remit.exchange.folder import files_of, read_files
from remit.federation import Federation, Settings
from remit.intake import take_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from remit.exchange.base import Reading

REPOSITORY = Path(__file__).parents[2]
SOURCES = REPOSITORY.parent / "shared" / "seeds"
EXAMPLES = {
    "movement-cooperation": ("MC-2009-2010", "001"),
    "operational-plan": ("GS-2008-2011", "002"),
    "common-services": ("CS-2003", "003"),
    "action-plan": ("HWO-2013", "004"),
}
"""Each example's plan, and the number of its source text."""
FROM_ELSEWHERE = {
    "operational-plan": {"PP", "COUNCIL", "BUDGET", "WSIS", "TELECOM", "INTERSECTORAL", "cost-table"},
    "common-services": {"hq"},  # two words of this title have run together in the text
    "action-plan": {"7.3"},  # its words stand on two pages, with a table's cell between them
}
"""What another source states, or the text holds in two pieces."""


def reading(name: str) -> Reading:
    return read_files(files_of(REPOSITORY / "examples" / name), Settings())


@pytest.fixture(scope="module", params=EXAMPLES)
def name(request: pytest.FixtureRequest) -> str:
    example: str = request.param
    return example


@pytest.fixture(scope="module")
def example(name: str) -> Federation:
    return opened(name)


def opened(name: str) -> Federation:
    return Federation.open(REPOSITORY / "examples" / name)


def test_it_loads_without_any_problem_and_again_adds_nothing(name: str) -> None:
    first = take_in(Federation(), reading(name))
    assert first.problems == []
    again = take_in(first.federation, reading(name))
    assert (again.problems, sum(again.added.values())) == ([], 0)


def test_what_is_written_is_read_back_to_the_same_bytes(example: Federation, tmp_path: Path) -> None:
    example.save(tmp_path / "first")
    Federation.open(tmp_path / "first").save(tmp_path / "second")
    first, second = (
        {file.relative_to(folder): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
        for folder in (tmp_path / "first", tmp_path / "second")
    )
    assert len(first) > 1
    assert first == second


def test_no_two_elements_of_a_plan_have_one_code(example: Federation) -> None:
    codes = Counter((row["plan"], row["element"].lower()) for row in example.rows("elements"))
    assert [code for code, times in codes.items() if times > 1] == []


def test_whoever_is_responsible_is_a_unit_with_a_name(example: Federation) -> None:
    named = {row["unit"] for row in example.rows("units") if example.name_of("units", row["unit"])}
    assert {row["unit"] for row in example.rows("responsibilities")} <= named


def test_every_plan_names_the_document_that_it_is_taken_from(example: Federation) -> None:
    for row in example.rows("plans"):
        assert row["source"]
        assert "/" not in row["source"].replace("MBG-01/7-E", "")


def test_it_says_what_its_source_says(name: str, example: Federation) -> None:
    """Titles, tasks, risks and chapters stand in the source, word by word."""
    plan, number = EXAMPLES[name]
    source = words_of_the_source(number)
    elsewhere = FROM_ELSEWHERE.get(name, set())
    told = [(key, f" {words(text)} ") for key, text in said(example, plan) if text and key not in elsewhere]
    apart = [f"{key}: {text}" for key, text in told if text not in source]
    assert apart == []


def said(federation: Federation, plan: str) -> Iterator[tuple[str, str]]:
    """Yield the texts of a plan with the key of what they belong to, paragraph by paragraph."""
    for row in federation.rows("elements"):
        if row["plan"] == plan:
            for field in ("title", "description"):
                yield row["element"], federation.name_of("elements", f"{plan}/{row['element']}", field)
    for row in federation.rows("sections"):
        if row["plan"] == plan:
            yield from ((row["section"], line) for line in (row["text"] or "").splitlines())
    for table, field, key in (("responsibilities", "task", "elements"), ("risks", "text", "risk")):
        yield from ((row[key], row[field] or "") for row in federation.rows(table) if row["plan"] == plan)
    for row in federation.rows("risks"):
        yield from ((row["risk"], line) for line in (row["response"] or "").splitlines())


def words(text: str) -> str:
    return " ".join(re.findall(r"\w+", re.sub(r"<[^>]*>", " ", text).lower()))


def words_of_the_source(number: str) -> str:
    found = sorted(SOURCES.glob(f"{number}_*.txt"))
    if not found:
        pytest.skip("left out: the source texts are not beside the repository")
    text = re.sub(r"(?m)^\d+(?=[A-Z])", "", found[0].read_text(encoding="utf-8"))  # slides begin with their number
    return f" {words(text)} "


def test_what_a_source_leaves_open_is_not_stated() -> None:
    """Nothing is made up for what only other papers have: the summary budget, risks, the budget's period."""
    states = {
        name: {row["section"]: row["state"] for row in opened(name).rows("sections") if row["state"] != "stated"}
        for name in EXAMPLES
    }
    assert states["movement-cooperation"]["summary-budget"] == "not stated"
    assert states["operational-plan"]["risks"] == "not stated"
    assert states["common-services"]["budget-period"] == "not stated"
    assert states["action-plan"]["after-action-12"] == "breaks off here"


@pytest.mark.parametrize("engine", get_args(Engine))
def test_the_operational_plan_reproduces_the_published_table(engine: Engine) -> None:
    """In thousands of CHF: outputs of 132,617 over five objectives; nothing is left over."""
    linkage = link(opened("operational-plan"), "GS-2008-2011", engine=engine)
    printed = {one.element: one.stated[0] for one in linkage.elements if one.stated}
    assert [int(one.computed or 0) for one in printed.values()] == [29_579, 30_999, 36_902, 10_584, 24_553]
    assert {one.difference for one in printed.values()} == {Decimal(0)}
    costs = [one.amounts[0].exact / exact.SCALE / 1000 for one in linkage.elements if one.is_ == "output"]
    assert costs == [11_804, 28_195, 67_677, 5_680, 17_708, 1_553]
    total, parts = linkage.totals[0], [linkage.element(one).amounts[0].amount or 0 for one in printed]
    assert sum(parts) == total.amount.amount == 132_617_000 * exact.SCALE
    assert [one.difference for one in total.stated] == [Decimal(0)]
    assert linkage.problems == ()


def test_the_goals_are_served_as_the_text_says() -> None:
    """The General Secretariat is involved in goals 1, 3, 5 and 6, and orients 2 and 4."""
    mission = link(opened("operational-plan"), "GS-2008-2011").element("mission")
    assert {part.element: part.kind for part in mission.to} == {
        "goal-1": "serves", "goal-3": "serves", "goal-5": "serves", "goal-6": "serves",
        "goal-2": "orients", "goal-4": "orients",
    }  # fmt: skip


def test_the_programme_shows_its_budget_in_three_currencies() -> None:
    """CHF 1,238,316 = USD 1,131,915 = EUR 788,736 as printed, 1,131,915.90 and 788,736.31 computed."""
    found = equivalents(opened("movement-cooperation"), "MC-2009-2010")
    assert {one.to: (one.printed, one.shown) for one in found} == {
        "USD": (Decimal(1_131_915), Decimal("1131915.9")),
        "EUR": (Decimal(788_736), Decimal("788736.31")),
    }


def test_the_common_services_budget_is_the_sum_of_its_six_lines() -> None:
    """265,000 + 180,000 + 255,000 + 200,000 + 132,000 + 600,000 = 1,632,000, in no stated currency."""
    federation = opened("common-services")
    [total] = link(federation, "CS-2003").totals
    assert len(federation.rows("money")) == 6
    assert (total.amount.currency, exact.text(total.amount.amount or 0)) == ("XXX", "1632000")
    assert [one.difference for one in total.stated] == [Decimal(0)]


def test_the_action_plan_keeps_every_task_with_its_actions_and_roles() -> None:
    rows = opened("action-plan").rows("responsibilities")
    assert roles_of(rows, "1.1 1.2") == {"DGO": "lead", "WUN": "in cooperation"}
    assert roles_of(rows, "12.1 12.2") == {"HRD": "lead", "CCU": "contributor", "CSU-NETWORK": "contributor"}
    assert roles_of(rows, "12.6") == {"HRD": "not stated"}
    assert "11.3" not in " ".join(row["elements"] for row in rows).split()


def roles_of(rows: list[dict[str, Any]], elements: str) -> dict[str, str]:
    return {row["unit"]: row["role"] for row in rows if row["elements"] == elements}
