"""A federation's folder that was edited by hand and no longer holds together is told, not calculated with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from remit.errors import HasProblems, WrongUse
from remit.federation import Federation

if TYPE_CHECKING:
    from pathlib import Path

AT = "2020-01-01T00:00:00Z"
FILES = {
    "units.csv": f"unit,kind,recorded_at\nA,region,{AT}\nB,member,{AT}\n",
    "trees.csv": f"tree,unit,parent,recorded_at\nstructure,A,,{AT}\nstructure,B,A,{AT}\n",
    "indicators.csv": f"indicator,measure,over_units,over_time,recorded_at\nV,count,sum,sum,{AT}\n",
    "observations.csv": f"id,indicator,unit,period,value,recorded_at\no1,V,B,2009,7,{AT}\n",
}


def folder(tmp_path: Path, **changed: str | None) -> Path:
    for name, text in (FILES | {f"{name}.csv": text for name, text in changed.items()}).items():
        if text is not None:
            (tmp_path / name).write_text(text)
    return tmp_path


def codes(path: Path) -> list[str]:
    with pytest.raises(HasProblems) as caught:
        Federation.open(path)
    return [problem.code for problem in caught.value.problems]


def test_a_folder_that_holds_together_opens(tmp_path: Path) -> None:
    from remit.calculations.rollup import rollup

    assert rollup(Federation.open(folder(tmp_path)), ["V"], by=["region"]).only().value == 7


def test_units_that_are_gone_are_told_once_each(tmp_path: Path) -> None:
    assert codes(folder(tmp_path, units=f"unit,kind,recorded_at\nA,region,{AT}\n")) == ["unknown-unit", "unknown-unit"]


def test_a_parent_that_nobody_knows_is_told(tmp_path: Path) -> None:
    assert codes(folder(tmp_path, trees=FILES["trees.csv"].replace("B,A", "B,AA"))) == ["unknown-unit"]


def test_a_circle_in_a_tree_is_told_and_not_summed_around(tmp_path: Path) -> None:
    assert codes(folder(tmp_path, trees=FILES["trees.csv"].replace("A,,", "A,B,"))) == ["cycle-in-tree"]


def test_units_without_any_tree_all_stand_at_the_top(tmp_path: Path) -> None:
    from remit.calculations.rollup import rollup

    figure = rollup(Federation.open(folder(tmp_path, trees=None)), ["V"], by=["year"]).only()
    assert (figure.value, figure.reported, figure.expected) == (7, 1, 1)


def test_a_tree_named_in_the_settings_that_is_not_there_is_told(tmp_path: Path) -> None:
    from remit.calculations.rollup import rollup

    path = folder(tmp_path)
    (path / "federation.yaml").write_text("name: F\ntree: oak\n")
    with pytest.raises(WrongUse, match="no tree oak"):
        rollup(Federation.open(path), ["V"])
