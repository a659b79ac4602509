"""Exit codes as a script relies on them: 0 done, 1 a problem that blocks, 2 wrong use; nothing of it a traceback."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .conftest import Remit

PLAN = Path(__file__).parent.parent.parent / "examples" / "operational-plan" / "plans" / "GS-2008-2011.yaml"
UNITS = "unit,kind\nKEN,member\n"


def test_what_is_done_exits_with_0_though_there_are_notices(shell: Remit, tmp_path: Path) -> None:
    (tmp_path / "observations.csv").write_text("indicator,unit,period,value\nV,KEN,2008,1.23456\n")
    (tmp_path / "units.csv").write_text(UNITS)
    (tmp_path / "indicators.csv").write_text("indicator,measure,currency,over_units,over_time\nV,amount,CHF,sum,sum\n")
    said = shell("load", tmp_path, "--federation", tmp_path / "new", code=0).output
    assert "1.23456" in said
    shell("rollup", "--federation", tmp_path / "new", "--indicator", "V", code=0)
    shell("dump", tmp_path / "dump", "--federation", tmp_path / "new", code=0)
    shell("check", tmp_path / "dump", code=0)


def test_a_plan_is_checked_linked_and_converted(shell: Remit, tmp_path: Path) -> None:
    shell("check", PLAN.parent.parent, code=0)
    shell("link", PLAN, code=0)
    shell("convert", PLAN, tmp_path / "plan.json", code=0)
    shell("convert", tmp_path / "plan.json", tmp_path / "plan.yaml", code=0)
    shell("convert", tmp_path / "plan.yaml", tmp_path / "again.json", code=0)
    assert (tmp_path / "plan.json").read_bytes() == (tmp_path / "again.json").read_bytes()


@pytest.mark.parametrize("command", ["check bad.csv", "load bad.csv --federation new", "convert bad.csv out"])
def test_a_problem_that_blocks_exits_with_1_and_writes_nothing(shell: Remit, tmp_path: Path, command: str) -> None:
    file = tmp_path / "units.csv"
    file.write_text("unit,kind\nKE N,member\n")
    words = [
        tmp_path / word if word in {"new", "out"} else word for word in command.replace("bad.csv", str(file)).split()
    ]
    said = shell(*words, code=1)
    assert "units.csv:2" in said.output + said.errors
    assert [path.name for path in tmp_path.iterdir()] == ["units.csv"]


@pytest.mark.parametrize(
    "command",
    [
        "nonsense",
        "load --nonsense",
        "rollup",
        "rollup --federation new --indicator V",
        "rollup --indicator V",
        "link nothing-here",
        "walk nothing-here",
        "convert one",
    ],
)
def test_wrong_use_exits_with_2_and_a_sentence(shell: Remit, command: str) -> None:
    said = shell(*command.split(), code=2)
    assert said.output == ""
    assert "Error: " in said.errors


def test_figures_can_be_piped_without_a_word_beside_them(shell: Remit, tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text(UNITS)
    (tmp_path / "trees.csv").write_text("tree,unit,parent\nstructure,KEN,\n")
    (tmp_path / "indicators.csv").write_text("indicator,measure,over_units,over_time\nV,count,sum,sum\n")
    (tmp_path / "observations.csv").write_text("indicator,unit,period,value\nV,KEN,2008,7\n")
    shell("load", tmp_path, "--federation", tmp_path / "new")
    said = {
        form: shell("rollup", "--federation", tmp_path / "new", "--indicator", "V", "--format", form)
        for form in ("csv", "json", "table")
    }
    assert {one.errors for one in said.values()} == {""}
    assert [row["value"] for row in said["csv"].csv] == [row["value"] for row in said["json"].json] == ["7"]
    assert "1 of 1" in said["table"].output
