"""Every `console` block of the documentation is run, in order, and shows what comes out.

A block that a sentence ending in `` `NAME`: `` introduces is a file, which is written first. Each page has a folder of
its own. `...` stands for anything. A page that reads `databank/` or `frameworks/` needs that open data set; one that
names PostgreSQL needs that. What works on a database, or is a program, has a process of its own.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

import pytest

from remit.cli import main

REPOSITORY = Path(__file__).parents[2]
SERVED = {"read-through-the-api.md"}
"""Pages that need the demonstration: `tests/scenes/test_api_page.py` follows them."""
ON_THE_DATABASE = {"load", "dump", "rollup", "link", "audit", "invite"}
"""Commands that work on the database where no folder is named."""
DATA = {"databank": "fdrs", "frameworks": "uninfo"}
"""Folders of the pages that hold an open data set, with its fixture."""

_BLOCK = re.compile(r"(?:`(?P<file>[\w./-]+)`:\n\n)?^```(?P<kind>[a-z]+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)

_STYLE = re.compile(r"\x1b\[[0-9;]*m")


class Step(NamedTuple):
    """A file to write, a command and what it says, or (neither) a program in Python."""

    file: str
    command: str
    text: str


def steps_of(page: Path) -> list[Step]:
    found = []
    for block in _BLOCK.finditer(page.read_text(encoding="utf-8")):
        if block["file"] and block["kind"] != "console":
            found.append(Step(block["file"], "", block["text"]))
        elif block["kind"] == "python" and block["text"].startswith("from pathlib"):
            found.append(Step("", "", block["text"]))
        elif block["kind"] == "console":
            found += [Step("", *_command(part)) for part in re.split(r"^\$ ", block["text"], flags=re.MULTILINE)[1:]]
    return found


def _command(text: str) -> tuple[str, str]:
    command, _, output = text.partition("\n")
    return command, output


class Terminal(io.StringIO):
    """A place to write to that says it is a terminal: tables are fitted to its width."""

    def isatty(self) -> bool:
        return True


class Plain(io.StringIO):
    """What is said beside the output stands in it, as in a terminal."""

    def __init__(self, terminal: Terminal) -> None:
        super().__init__()
        self.terminal = terminal

    def write(self, text: str) -> int:
        return self.terminal.write(text)


def run(words: list[str]) -> tuple[str, int]:
    """Run a command as at a terminal; return what it says, and its exit code."""
    terminal, code = Terminal(), 0
    with redirect_stdout(terminal), redirect_stderr(Plain(terminal)):
        try:
            main.main(words, prog_name="remit")
        except SystemExit as done:
            code = int(done.code or 0)
    return _STYLE.sub("", terminal.getvalue()), code


def run_apart(words: list[str], folder: Path, settings: dict[str, str]) -> tuple[str, int]:
    """Run a command in a process of its own, in a folder, with the application's settings."""
    others = {name: value for name, value in os.environ.items() if not name.startswith(("REMIT_", "DJANGO_"))}
    program, *rest = words
    command = [sys.executable, *(["-c", "from remit.cli import main; main()"] if program == "remit" else []), *rest]
    done = subprocess.run(command, cwd=folder, env=others | settings, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr, done.returncode


def is_apart(words: list[str]) -> bool:
    return words[0] == "python" or (words[1] in ON_THE_DATABASE and "--federation" not in words)


def lines_of(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip("\n").splitlines()]


def _pattern(line: str) -> str:
    """Return what a line stands for: `...` for anything in it, or alone for any lines."""
    return "(?s:.*)" if line == "..." else ".*".join(map(re.escape, line.split("...")))


def is_shown(output: str, shown: str) -> bool:
    pattern = "\n".join(map(_pattern, lines_of(shown)))
    return re.fullmatch(pattern, "\n".join(lines_of(output))) is not None


def with_console(folder: str = "docs/**") -> list[Path]:
    pages = sorted(REPOSITORY.glob(f"{folder}/*.md"))
    return [page for page in pages if page.name not in SERVED and any(step.command for step in steps_of(page))]


@pytest.mark.parametrize("page", with_console(), ids=lambda page: str(page.relative_to(REPOSITORY)))
def test_what_a_page_shows_comes_out(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")
    steps = steps_of(page)
    for folder, fixture in DATA.items():
        if any(f" {folder}/" in step.command for step in steps):
            (tmp_path / folder).symlink_to(request.getfixturevalue(fixture))
    code, settings = 0, dict[str, str]()
    for step in steps:
        if step.file:
            (tmp_path / step.file).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / step.file).write_text(step.text, encoding="utf-8")
            continue
        if not step.command:
            exec(step.text, {})  # a whole program, which must run
            continue
        words = shlex.split(step.command)
        if words[0] == "echo":
            output = f"{code}\n"
        elif words[0] == "export":
            output, settings = "", {"REMIT_DATABASE": request.getfixturevalue("postgresql")}
        elif is_apart(words):
            output, code = run_apart(words, tmp_path, settings)
        else:
            assert words[0] == "remit", step.command
            output, code = run(words[1:])
        assert is_shown(output, step.text), f"{page.name}: $ {step.command}\n{output}"


@pytest.mark.parametrize("folder", ["docs/tutorials"])
def test_every_tutorial_is_run(folder: str) -> None:
    pages = {page.name for page in (REPOSITORY / folder).glob("*.md")} - {"README.md"}
    followed = {"find-what-was-put-in.md"}  # click by click, in tests/scenes/test_put_in.py
    assert pages - followed == {page.name for page in with_console(folder)}


def test_a_block_that_shows_something_else_is_found() -> None:
    assert is_shown("Loaded into fed.\n\n", "Loaded into fed.")
    assert is_shown("as of 2026-01-01.\nDone", "as of ....\nDone")
    assert is_shown("one\ntwo\nthree\nfour", "one\n...\nfour")
    assert not is_shown("3 of 4", "4 of 4")
    assert not is_shown("3 of 4\nmore", "3 of 4")
