"""A plan's funding at the command line, beside where its money goes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

Remit = Any

LEVELS = "[{level: r, name: Result, is: outcome}, {level: o, name: Output, is: output}]"
PLAN = f"""\
schema: remit-plan/1
plan: {{plan: A, unit: U, kind: project, title: Wells, currency: CHF}}
units: [{{unit: U, kind: member}}]
levels: {LEVELS}
elements:
  - {{element: r1, level: r, code: '1', title: Water}}
  - {{element: e1, level: o, parent: r1, code: '1.1', title: Pumps}}
  - {{element: e2, level: o, parent: r1, code: '1.2', title: Tanks}}
money:
  - {{element: e1, stage: requirement, amount: 1000}}
  - {{element: e2, stage: requirement, amount: 500}}
"""
INCOME = """\
  - {element: e1, stage: received, amount: 400}
  - {element: e2, stage: confirmed, amount: 700}
  - {element: e1, stage: expenditure, amount: 50}
"""


def written(folder: Path, text: str) -> Path:
    (folder / "a.yaml").write_text(text)
    return folder / "a.yaml"


def of_funding(said: str) -> dict[str, list[str]]:
    lines = said.partition("Funding, ")[2].splitlines()
    return {line.split()[0]: line.split() for line in lines if line.strip()}


def test_link_shows_what_is_missing_where_needs_and_income_are_stated(remit: Remit, tmp_path: Path) -> None:
    rows = of_funding(remit("link", written(tmp_path, PLAN + INCOME)).output)
    assert rows["1.1"][1:] == ["Pumps", "1,000", "400", "50", "600", "600", "0"]
    assert rows["1.2"][1:] == ["Tanks", "500", "700", "0", "-200", "200"]
    assert rows["Whole"][2:] == ["1,500", "1,100", "50", "600", "400", "200"]


def test_link_as_json_gives_the_funding_of_the_whole_and_of_each_element(remit: Remit, tmp_path: Path) -> None:
    said = json.loads(remit("link", written(tmp_path, PLAN + INCOME), "--format", "json").output)["funding"]
    assert said["currency"] == "CHF"
    assert said["whole"] == {
        "required": "1500",
        "available": "1100",
        "spent": "50",
        "gap": "600",
        "net": "400",
        "beyond": "200",
        "lines": {"reported": 2, "expected": 2},
    }
    assert list(said["elements"]) == ["r1", "e1", "e2"]
    assert said["elements"]["e2"]["spent"] is None


def test_a_plan_without_income_has_no_table_of_funding(remit: Remit, tmp_path: Path) -> None:
    plan = written(tmp_path, PLAN)
    assert "Funding" not in remit("link", plan).output
    assert json.loads(remit("link", plan, "--format", "json").output)["funding"] is None


def test_currencies_that_cannot_be_joined_are_told_in_one_line(remit: Remit, tmp_path: Path) -> None:
    text = (PLAN + INCOME).replace(", currency: CHF}", "}").replace("amount:", "currency: CHF, amount:")
    plan = written(tmp_path, text.replace("CHF, amount: 700", "USD, amount: 700"))
    lines = remit("link", plan).output.splitlines()
    (line,) = [line for line in lines if line.startswith("Funding")]
    assert line.startswith("Funding is not computed: ")
    assert "USD" in line
    assert "USD" in json.loads(remit("link", plan, "--format", "json").output)["funding"]["refused"]


def test_a_long_level_is_counted_and_listed_only_where_asked_for(remit: Remit, tmp_path: Path) -> None:
    elements = "".join(f"  - {{element: x{n}, level: o, parent: r1, code: X{n}}}\n" for n in range(60))
    plan = written(tmp_path, (PLAN + INCOME).replace("money:\n", elements + "money:\n"))
    said = remit("link", plan).output
    assert "and 62 more: --all shows them." in said
    assert "X59" not in said
    assert "Whole plan" in said
    everything = remit("link", plan, "--all").output
    assert "X59" in everything
    assert " more" not in everything


@pytest.mark.data
def test_link_shows_the_gap_of_a_framework(remit: Remit, uninfo: Path) -> None:
    rows = of_funding(remit("link", uninfo / "NPL.json.gz").output)
    assert rows["Whole"][2:] == ["169,317,135", "148,205,069", "122,376,448", "21,227,178", "21,112,066", "115,112"]
