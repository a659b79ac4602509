"""What the database holds is what a folder holds, on both databases."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from remit.cli import main

if TYPE_CHECKING:
    from .conftest import Remit

EXAMPLES = Path(__file__).parents[2] / "examples"
FOLDERS = sorted(file.parent.name for file in EXAMPLES.glob("*/federation.yaml"))


def in_folder(*words: object) -> None:
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exit_code == 0, result.output


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.mark.parametrize("name", FOLDERS)
def test_dump_load_dump_gives_the_same_files_as_through_a_folder(remit: Remit, tmp_path: Path, name: str) -> None:
    in_folder("load", EXAMPLES / name, "--federation", tmp_path / "folder")
    in_folder("dump", tmp_path / "first", "--federation", tmp_path / "folder")
    remit("load", tmp_path / "first")
    remit("dump", tmp_path / "second")
    assert files_of(tmp_path / "second") == files_of(tmp_path / "first")


@pytest.mark.data
def test_the_databank_comes_back_as_it_went_in(remit: Remit, fdrs: Path, tmp_path: Path) -> None:
    in_folder("load", fdrs, "--format", "fdrs", "--federation", tmp_path / "folder")
    in_folder("dump", tmp_path / "first", "--federation", tmp_path / "folder")
    remit("load", tmp_path / "first")
    remit("dump", tmp_path / "second")
    assert files_of(tmp_path / "second") == files_of(tmp_path / "first")


def test_loading_again_adds_nothing(remit: Remit, tmp_path: Path) -> None:
    remit("load", EXAMPLES / "operational-plan")
    remit("dump", tmp_path / "first")
    remit("load", EXAMPLES / "operational-plan")
    remit("dump", tmp_path / "second")
    assert files_of(tmp_path / "second") == files_of(tmp_path / "first")


def test_a_correction_stands_behind_the_value_that_it_corrects(remit: Remit, tmp_path: Path) -> None:
    _small(tmp_path, "12")
    remit("load", tmp_path / "small")
    _small(tmp_path, "13")
    assert "12" in remit("load", tmp_path / "small" / "observations.csv", code=1)
    remit("load", tmp_path / "small" / "observations.csv", "--correct", "counted again")
    said = remit("rollup", "--indicator", "volunteers", "--by", "unit,year", "--format", "csv")
    assert "ALL,,2025,13," in said.replace("volunteers,", "")
    remit("dump", tmp_path / "out")
    rows = (tmp_path / "out" / "observations.csv").read_text().splitlines()
    assert len(rows) == 3
    assert any("counted again" in row for row in rows)


def test_what_blocks_leaves_the_database_as_it_was(remit: Remit, tmp_path: Path) -> None:
    _small(tmp_path, "12")
    remit("load", tmp_path / "small")
    remit("dump", tmp_path / "first")
    (tmp_path / "bad.csv").write_text("unit,kind\nNEW,member\nWORSE!,member\n")
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad.csv").rename(tmp_path / "bad" / "units.csv")
    assert "WORSE!" in remit("load", tmp_path / "bad" / "units.csv", code=1)
    remit("dump", tmp_path / "second")
    assert files_of(tmp_path / "second") == files_of(tmp_path / "first")


def _small(tmp_path: Path, value: str) -> None:
    folder = tmp_path / "small"
    folder.mkdir(exist_ok=True)
    (folder / "federation.yaml").write_text("name: Small\ntree: structure\n")
    (folder / "units.csv").write_text("unit,kind\nALL,federation\n")
    (folder / "trees.csv").write_text("tree,unit,parent\nstructure,ALL,\n")
    (folder / "indicators.csv").write_text("indicator,measure,over_units,over_time\nvolunteers,count,sum,sum\n")
    (folder / "observations.csv").write_text(f"indicator,unit,period,value\nvolunteers,ALL,2025,{value}\n")
