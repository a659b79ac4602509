"""What the README shows is what comes out."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

Remit = Any
README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
FIGURES, WALK = re.findall(r"```text\n(.*?)```", README, re.DOTALL)


def test_the_first_screen_shows_lines_of_the_walk_in_order(remit: Remit) -> None:
    said = iter(remit("walk").output.splitlines())
    for line in WALK.splitlines():
        assert line in said, f"the walk no longer says, in this order: {line}"


@pytest.mark.data
def test_the_figures_are_those_of_the_databank(remit: Remit, fdrs: Path, tmp_path: Path) -> None:
    remit("load", fdrs, "--format", "fdrs", "--federation", tmp_path / "new")
    asked = ("--indicator", "KPI_PeopleVol_Tot", "--by", "region,year")
    said = iter(remit("rollup", "--federation", tmp_path / "new", *asked).output.splitlines())
    title, heading, _, *rows = FIGURES.splitlines()
    for line in (title, heading, *rows):
        assert any(shown.startswith(line) for shown in said), line
