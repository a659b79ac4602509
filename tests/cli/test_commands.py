"""The commands as a shell sees them: help, exit codes, pipes."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import click
import pytest

from remit.cli import main, sections

if TYPE_CHECKING:
    from pathlib import Path


Remit = Any
COMMANDS = [command for commands in sections().values() for command in commands]
REMIT = [sys.executable, "-c", "from remit.cli import main; main(prog_name='remit')"]


def run(*words: object, **more: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*REMIT, *map(str, words)], capture_output=True, text=True, check=False, timeout=60, **more)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: str(command.name))
def test_every_command_has_help_with_an_example(remit: Remit, command: click.Command) -> None:
    said = remit(command.name, "--help").output
    assert f"remit {command.name} " in said.split("Example")[1]
    options = [one for one in command.params if isinstance(one, click.Option)]
    assert all(one.help for one in options if one.name != "form")


def test_help_names_every_command_and_the_exit_codes(remit: Remit) -> None:
    said = remit("--help").output
    assert all(f"  {name}  " in said for name in main.commands)
    assert "2 wrong use" in said


def test_help_comes_at_once() -> None:
    """Heavy libraries are imported by the commands that need them."""
    heavy = "import sys, remit.cli; print({'pyarrow', 'duckdb', 'rich.progress', 'yaml'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", heavy], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
    started = time.perf_counter()
    assert run("--help").returncode == 0
    assert time.perf_counter() - started < 2, "0.1 s on a free machine"


def test_exit_codes_are_those_of_the_manual(files: Path, tmp_path: Path) -> None:
    assert run("load", files, "--federation", tmp_path / "new").returncode == 0
    (files / "units.csv").write_bytes(b"unit,kind\n\xff\xfe,member\n")
    assert run("load", files, "--federation", tmp_path / "new").returncode == 1
    assert run("load", files, "--federation", tmp_path / "new", "--unknown").returncode == 2
    assert run("load").returncode == 2
    assert run("nonsense").returncode == 2


@pytest.mark.parametrize(
    "words",
    [
        ("load", "nowhere"),
        ("load", "nowhere", "--federation", "new"),
        ("link", "nowhere"),
        ("walk", "nowhere"),
    ],
)
def test_mistakes_are_told_without_a_traceback(words: tuple[str, ...], tmp_path: Path) -> None:
    done = run(*words, cwd=tmp_path)
    assert done.returncode in {1, 2}
    assert "Traceback" not in done.stderr
    assert "nowhere" in done.stdout + done.stderr or "--federation" in done.stderr


def test_a_folder_that_may_not_be_written_is_told_without_a_traceback(files: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = run("load", files, "--federation", tmp_path / "file" / "inside")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert str(tmp_path / "file") in done.stderr


def test_a_reader_that_goes_away_is_no_error(files: Path) -> None:
    """`remit check FILES --all | head -1`: the pipe closes long before the output ends."""
    lines = ["indicator,unit,period,value", *("volunteers,NOWHERE,2009,x" for _ in range(20_000))]
    (files / "observations.csv").write_text("\n".join(lines))
    with subprocess.Popen(
        [*REMIT, "check", str(files), "--all"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == ""
    assert process.returncode == 141, "as of a program that SIGPIPE ends"


def test_a_pipe_gets_no_colours(loaded: Path) -> None:
    done = run("rollup", "--federation", loaded, "--indicator", "volunteers")
    assert "\x1b" not in done.stdout + done.stderr
