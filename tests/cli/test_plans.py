"""Plans at the command line: linked, converted, and walked through."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

Remit = Any
EXAMPLES = Path(__file__).parents[2] / "examples"
PLAN = EXAMPLES / "operational-plan" / "plans" / "GS-2008-2011.yaml"


def amounts_by_code(text: str) -> dict[str, list[str]]:
    return {line.split()[0]: line.split() for line in text.splitlines() if line.strip()}


def test_link_shows_the_published_table(remit: Remit) -> None:
    said = remit("link", PLAN).output
    lines = [line for line in said.splitlines() if line.split()[:1] in (["1"], ["2"], ["3"], ["4"], ["5"])]
    for line, amount in zip(lines, ["29,579", "30,999", "36,902", "10,584", "24,553"], strict=True):
        assert line.split().count(amount) == 2, "computed and published stand beside each other"
    assert "thousands of CHF" in said
    assert "Total requirement: 132,617 thousands of CHF; published: 132,617" in said


def test_link_lists_each_element_below_the_one_that_it_stands_under(remit: Remit) -> None:
    said = remit("link", EXAMPLES / "invented-federation" / "plans" / "SEC-2026.yaml", "--all").output
    first = said.splitlines()[5:14]
    assert [line.split()[0] for line in first] == ["1", "1.1", "1.1.1", "1.1.2", "1.2", "1.2.1", "2", "2.1", "2.1.1"]
    assert [len(line) - len(line.lstrip()) for line in first] == [0, 2, 4, 4, 2, 4, 0, 2, 4]


def test_link_takes_a_plan_by_its_code(remit: Remit) -> None:
    by_code = remit("link", "GS-2008-2011", "--federation", EXAMPLES / "operational-plan").output
    assert by_code == remit("link", PLAN).output


def test_link_takes_a_folder_with_one_main_plan(remit: Remit) -> None:
    assert remit("link", EXAMPLES / "operational-plan").output == remit("link", PLAN).output


def test_link_of_a_folder_with_several_plans_lists_them(remit: Remit, tmp_path: Path) -> None:
    for code in ("AA-1", "BB-2"):
        (tmp_path / f"{code}.yaml").write_text(SHARED.replace("plan: A,", f"plan: {code},").replace("LINE", "1"))
    said = remit("link", tmp_path, code=2).output
    assert "name the file of one: AA-1, BB-2." in said
    remit("convert", tmp_path, tmp_path / "kept")
    said = remit("link", tmp_path / "kept", code=2).output
    assert f"--federation {tmp_path / 'kept'}: AA-1, BB-2." in said
    remit("link", "AA-1", "--federation", tmp_path / "kept")


def test_a_plans_file_is_checked_with_the_plans_beside_it(remit: Remit) -> None:
    assert remit("check", PLAN).output == remit("check", EXAMPLES / "operational-plan").output


def test_a_copy_of_a_plans_file_that_stands_alone_lacks_what_it_names(remit: Remit, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(PLAN.read_bytes())
    assert "SP-2008-2011" in remit("check", tmp_path / "a.yaml", code=1).output


def test_link_as_json_has_exact_texts(remit: Remit) -> None:
    said = json.loads(remit("link", PLAN, "--format", "json").output)
    assert {"totals", "elements", "problems"} <= said.keys()
    assert [total["amount"] for total in said["totals"]] == ["132617000"]


def test_link_of_a_plan_that_nobody_knows_is_wrong_use(remit: Remit) -> None:
    said = remit("link", "XX-1", "--federation", EXAMPLES / "operational-plan", code=2).output
    assert "XX-1" in said


def test_a_plan_turns_into_json_and_back(remit: Remit, tmp_path: Path) -> None:
    remit("convert", PLAN, tmp_path / "a.json")
    remit("convert", tmp_path / "a.json", tmp_path / "a.yaml")
    remit("convert", tmp_path / "a.yaml", tmp_path / "b.json")
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()


def test_a_bad_plan_is_not_converted(remit: Remit, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("schema: remit-plan/1\nplan: &x {plan: A}\n")
    remit("convert", tmp_path / "a.yaml", tmp_path / "b.json", code=1)
    assert not (tmp_path / "b.json").exists()


def test_files_become_a_federations_folder(remit: Remit, files: Path, tmp_path: Path) -> None:
    remit("convert", files, tmp_path / "out")
    assert (tmp_path / "out" / "federation.yaml").is_file()


def test_a_plan_is_not_written_where_there_is_no_folder(remit: Remit, tmp_path: Path) -> None:
    said = remit("convert", PLAN, tmp_path / "nodir" / "a.json", code=2).output
    assert "there is no folder" in said


@pytest.mark.parametrize("name", ["a.docx", "b.yaml"])
def test_what_cannot_be_written_is_wrong_use(remit: Remit, files: Path, tmp_path: Path, name: str) -> None:
    """There is no such format; a folder without a plan is no plan."""
    remit("convert", files, tmp_path / name, code=2)
    assert not (tmp_path / name).exists()


def test_the_walk_walks_through_four_plans_in_eighty_columns(remit: Remit) -> None:
    said = remit("walk").output
    assert [f"{number}/4" in said for number in range(1, 5)] == [True] * 4
    assert max(len(line) for line in said.splitlines()) <= 80
    for part in ("Line of sight", "Money", "Gaps", "Problems"):
        assert said.count(f"\n{part}\n") == 4
    assert "\x1b" not in said


def test_the_walk_shows_printed_equivalents_beside_computed_ones(remit: Remit) -> None:
    said = remit("walk", EXAMPLES / "movement-cooperation").output
    assert "1,238,316 CHF" in said
    assert "1,131,915 USD as printed; 1,131,915.90 by the rate of 1.094 CHF" in said
    assert "788,736 EUR as printed; 788,736.31 by the rate of 1.57 CHF" in said


def test_the_walk_adds_up_lines_without_a_currency(remit: Remit) -> None:
    said = remit("walk", EXAMPLES / "common-services").output
    assert "1,632,000 (no currency stated)" in said


@pytest.mark.data
def test_the_walk_shows_the_gap_of_a_framework(remit: Remit, uninfo: Path) -> None:
    said = remit("walk", uninfo / "NPL.json.gz").output
    assert "21,227,178 USD are not funded" in said
    assert "21,112,066 USD would be" in said


def test_amounts_that_nobody_states_are_not_shown_as_zero(remit: Remit, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(
        "schema: remit-plan/1\n"
        "plan: {plan: A, unit: U, kind: project, title: Wells, currency: CHF}\n"
        "units: [{unit: U, kind: member}]\n"
        "levels: [{level: o, name: Output, is: output}]\n"
        "elements: [{element: e1, level: o, code: '1', title: Pumps}]\n"
        "money: [{element: e1, stage: requirement}]\n"
    )
    said = remit("walk", tmp_path / "a.yaml").output
    assert "Requirement: not stated\n" in said
    assert "Lines of money that state no amount: 1 of 1" in said
    assert "Total requirement: not stated\n" in remit("link", tmp_path / "a.yaml").output


SHARED = """\
schema: remit-plan/1
plan: {plan: A, unit: U, kind: project, title: Wells, currency: CUR}
units: [{unit: U, kind: member}]
levels: [{level: r, name: Objective, is: objective}, {level: o, name: Output, is: output}]
elements: [{element: r1, level: r}, {element: r2, level: r}, {element: e1, level: o}, {element: e2, level: o}]
links:
  - {from_element: e1, to_element: r1, share: 1/3}
  - {from_element: e1, to_element: r2, share: 2/3}
  - {from_element: e2, to_element: r1, share: 1}
money:
  - {element: e1, stage: requirement, amount: 1000}
  - {element: e2, stage: requirement, amount: LINE}
"""


@pytest.mark.parametrize(
    ("line", "parts", "total"),
    [
        ("250.5, currency: CHF", "583.83 666.67 1,000.00 250.50", "1,250.50 CHF"),
        ("250, currency: CHF", "583 667 1,000 250", "1,250 CHF"),
        ("250, currency: JPY", "583 667 1,000 250", "1,250 JPY"),
        ("0.125, currency: KWD", "333.458 666.667 1,000.000 0.125", "1,000.125 KWD"),
    ],
)
def test_parts_and_their_total_are_shown_in_one_unit_and_add_up(
    remit: Remit, tmp_path: Path, line: str, parts: str, total: str
) -> None:
    (tmp_path / "a.yaml").write_text(SHARED.replace("CUR", line[-3:]).replace("LINE", line))
    said = remit("link", tmp_path / "a.yaml").output
    rows = [row.split() for row in said.splitlines() if row.startswith(("r1 ", "r2 ", "e1 ", "e2 "))]
    assert [row[1] for row in rows] == parts.split()
    assert f"Total requirement: {total}\n" in said


def test_at_a_terminal_the_walk_waits_between_plans_and_can_be_left() -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", "from remit.cli import main; main(['walk'])"]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        said = b""
        while b"q to leave" not in said:
            said += os.read(ours, 65536)
        for _ in range(100):  # a key that is pressed before the terminal listens is lost
            os.write(ours, b"q")
            time.sleep(0.1)
            if process.poll() is not None:
                break
        process.kill()
        assert process.returncode == 0
    assert b"1/4" in said
    assert b"2/4" not in said
    os.close(ours)
