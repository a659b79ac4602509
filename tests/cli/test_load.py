"""Loading, checking and dumping at the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from remit.cli import options

if TYPE_CHECKING:
    from pathlib import Path

Remit = Any


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_load_says_what_was_added(remit: Remit, files: Path, tmp_path: Path) -> None:
    said = remit("load", files, "--federation", tmp_path / "new").output
    assert "observations" in said
    assert ["observations", "7", "0", "0"] in [line.split() for line in said.splitlines()]
    assert (tmp_path / "new" / "observations.csv").is_file()


def test_a_new_federation_takes_the_settings_that_come_with_it(loaded: Path) -> None:
    assert "Pacific/Auckland" in (loaded / "federation.yaml").read_text()


def test_loading_again_adds_nothing_and_changes_no_byte(remit: Remit, files: Path, loaded: Path) -> None:
    before = bytes_of(loaded)
    said = remit("load", files, "--federation", loaded).output
    assert ["observations", "0", "7", "0"] in [line.split() for line in said.splitlines()]
    assert bytes_of(loaded) == before


def test_dump_load_dump_gives_the_same_bytes(remit: Remit, loaded: Path, tmp_path: Path) -> None:
    remit("dump", tmp_path / "one", "--federation", loaded)
    remit("load", tmp_path / "one", "--federation", tmp_path / "again")
    remit("dump", tmp_path / "two", "--federation", tmp_path / "again")
    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "two") == bytes_of(loaded)


def test_a_problem_that_blocks_loads_nothing_and_makes_no_folder(remit: Remit, files: Path, tmp_path: Path) -> None:
    text = (files / "observations.csv").read_text()
    (files / "observations.csv").write_text(text + "volunteers,NOWHERE,2009,many,,2010-02-01T10:00:00Z\n")
    said = remit("load", files, "--federation", tmp_path / "new", code=1).output
    assert "observations.csv:9" in said
    assert "“many” is not a number." in said
    assert "Nothing was loaded" in said
    assert "Added" not in said
    assert not (tmp_path / "new").exists()


def test_a_dry_run_writes_nothing(remit: Remit, files: Path, tmp_path: Path) -> None:
    said = remit("load", files, "--federation", tmp_path / "new", "--dry-run").output
    assert "dry run" in said
    assert "Would be added" in said
    assert not (tmp_path / "new").exists()


def test_another_value_is_a_problem_and_with_a_reason_a_correction(remit: Remit, files: Path, loaded: Path) -> None:
    text = (files / "observations.csv").read_text()
    (files / "observations.csv").write_text(text.replace("KEN,2008,1200", "KEN,2008,1250"))
    said = remit("load", files / "observations.csv", "--federation", loaded, code=1).output
    assert "1200" in said
    assert "1250" in said
    assert "--correct REASON" in said
    said = remit("load", files / "observations.csv", "--federation", loaded, "--correct", "typing error").output
    assert ["observations", "0", "6", "1"] in [line.split() for line in said.splitlines()]


def test_json_says_the_same_for_programs(remit: Remit, files: Path, tmp_path: Path) -> None:
    said = json.loads(remit("load", files, "--federation", tmp_path / "new", "--json").output)
    assert said["loaded"] is True
    assert said["tables"]["observations"] == {"added": 7, "unchanged": 0, "corrected": 0}
    assert [problem for problem in said["problems"] if problem["blocks"]] == []


def test_json_problems_have_a_place_a_sentence_and_a_mend(remit: Remit, tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_text("")
    said = json.loads(remit("load", tmp_path / "empty.csv", "--federation", tmp_path / "new", "--json", code=1).output)
    (problem,) = said["problems"]
    assert said["loaded"] is False
    assert (problem["code"], problem["file"], problem["blocks"]) == ("empty-file", "empty.csv", True)
    assert problem["says"]
    assert problem["mend"]


def test_a_file_of_no_known_format_asks_for_its_name(remit: Remit, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear all")
    said = remit("load", tmp_path / "letter.txt", "--federation", tmp_path / "new", code=1).output
    assert "--format" in said
    assert "folder, plan, fdrs, uninfo" in said


def test_texts_for_people_beside_data_are_left_out_with_a_notice(remit: Remit, files: Path, tmp_path: Path) -> None:
    (files / "README.md").write_text("# Rivers")
    said = remit("load", *sorted(files.iterdir()), "--federation", tmp_path / "one").output
    assert "README.md" in said
    assert ["observations", "7", "0", "0"] in [line.split() for line in said.splitlines()]
    papers = tmp_path / "papers"
    papers.mkdir()
    for name in ("LICENSE", "letter.txt", "notes.md"):
        (papers / name).write_text("Dear all")
    (papers / "plan.yaml").write_text("schema: remit-plan/1\nplan: {plan: A, unit: KEN, kind: project, title: Wells}\n")
    said = remit("load", papers, "--federation", tmp_path / "one").output
    assert "3 notices" in said
    assert "plans" in said


def test_what_is_not_there_is_said_by_name(remit: Remit, tmp_path: Path) -> None:
    said = remit("load", tmp_path / "nowhere.csv", "--federation", tmp_path / "new", code=1).output
    assert "nowhere.csv" in said


def test_an_unknown_format_is_wrong_use(remit: Remit, files: Path, tmp_path: Path) -> None:
    said = remit("load", files, "--format", "xyz", "--federation", tmp_path / "new", code=2).output
    assert "folder, plan, fdrs, uninfo" in said


def test_a_folder_of_other_files_is_not_written_into(remit: Remit, files: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "diary.txt").write_text("dear diary")
    assert "other files" in remit("load", files, "--federation", mine, code=2).output
    assert "other files" in remit("dump", mine, "--federation", files, code=2).output
    assert list(bytes_of(mine)) == ["diary.txt"]


def test_check_finds_what_load_would_and_writes_nothing(remit: Remit, files: Path, tmp_path: Path) -> None:
    assert "Nothing is wrong." in remit("check", files).output
    (files / "trees.csv").write_text("tree,unit,parent\nstructure,ALL,AFR\nstructure,AFR,ALL\n")
    before = bytes_of(tmp_path)
    said = remit("check", files, code=1).output
    assert "AFR" in said
    assert bytes_of(tmp_path) == before


def test_check_against_a_federation_knows_its_codes(remit: Remit, files: Path, loaded: Path) -> None:
    remit("check", files / "observations.csv", code=1)
    remit("check", files / "observations.csv", "--federation", loaded)


@pytest.mark.parametrize("command", ["load x.csv", "dump out", "rollup --indicator a", "link X-1"])
def test_without_a_folder_or_a_database_a_command_asks_for_one(
    remit: Remit, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setattr(options, "entry_points", lambda **_: ())  # as where only the engine is installed
    assert "--federation" in remit(*command.split(), code=2).output


def test_a_folder_without_a_federation_is_wrong_use(remit: Remit, tmp_path: Path) -> None:
    said = remit("rollup", "--indicator", "a", "--federation", tmp_path / "nowhere", code=2).output
    assert "There is no federation in" in said


@pytest.mark.data
def test_the_databank_loads_and_says_what_was_seen(remit: Remit, fdrs: Path, tmp_path: Path) -> None:
    said = remit("load", fdrs, "--format", "fdrs", "--federation", tmp_path / "new").output
    assert "cells 42,680" in said
    assert "societies 194" in said


def test_many_notices_are_counted_and_the_first_shown(remit: Remit, loaded: Path, tmp_path: Path) -> None:
    folder = tmp_path / "more"
    folder.mkdir()
    lines = [f"volunteers,KEN,{year},1.23456" for year in range(1900, 1920)]
    (folder / "observations.csv").write_text("\n".join(["indicator,unit,period,value", *lines]) + "\n")
    said = remit("load", folder, "--federation", loaded, "--dry-run").output
    assert "20 notices" in said
    assert "and 15 more" in said
    said = remit("load", folder, "--federation", loaded, "--dry-run", "--all").output
    assert said.count("1.23456") == 20
