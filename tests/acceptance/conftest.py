"""What a new user does: commands on published files; and those files read plainly."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import pytest
from click.testing import CliRunner

from remit.cli import main

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

COMMAND = (sys.executable, "-c", "from remit.cli import main; main(prog_name='remit')")
LONG, WIDE = "fdrs_2010_2019_long.csv.gz", "fdrs_wide_2009_2012.csv.gz"
SOCIETIES, EXAMPLES = "national_societies.csv", "imputation_examples_2019.csv"
Row = dict[str, str]


class Said(NamedTuple):
    """What a command left behind."""

    code: int
    output: str
    errors: str

    @property
    def json(self) -> Any:
        return json.loads(self.output)

    @property
    def csv(self) -> list[Row]:
        return list(csv.DictReader(io.StringIO(self.output, newline="")))


class Remit(Protocol):
    """Run the command with words; it must leave with `code`."""

    def __call__(self, *words: object, code: int = 0) -> Said: ...


class Loaded(NamedTuple):
    """A federation on disk, and what its load said."""

    folder: Path
    said: Any


@pytest.fixture(scope="session")
def remit() -> Remit:
    """Run commands inside this process: importing takes longer than most of them."""

    def run(*words: object, code: int = 0) -> Said:
        done = CliRunner(env={"COLUMNS": "80"}).invoke(main, [str(word) for word in words], prog_name="remit")
        assert done.exit_code == code, done.output
        assert isinstance(done.exception, SystemExit | None), done.exception
        return Said(done.exit_code, done.stdout, done.stderr)

    return run


@pytest.fixture(scope="session")
def shell() -> Remit:
    """Run each command in a process of its own, as a shell does."""
    surroundings = {**os.environ, "COLUMNS": "80"}

    def run(*words: object, code: int = 0) -> Said:
        done = subprocess.run(
            [*COMMAND, *map(str, words)], capture_output=True, check=False, timeout=60, env=surroundings, text=True
        )
        assert done.returncode == code, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return Said(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture(scope="session")
def databank(shell: Remit, fdrs: Path, tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """All of the databank's files, loaded."""
    folder = tmp_path_factory.mktemp("databank") / "federation"
    return Loaded(folder, shell("load", fdrs, "--format", "fdrs", "--federation", folder, "--json").json)


@pytest.fixture(scope="session")
def frameworks(remit: Remit, uninfo: Path, tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """The nine frameworks, loaded."""
    folder = tmp_path_factory.mktemp("frameworks") / "federation"
    return Loaded(folder, remit("load", uninfo, "--format", "uninfo", "--federation", folder, "--json").json)


def plain(path: Path) -> list[Row]:
    """Return the rows of a CSV file, gzipped or not, as text."""
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder; nothing where there is none."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def of_kind(problems: Sequence[dict[str, Any]], code: str) -> list[dict[str, Any]]:
    """Return the problems of one kind."""
    return [problem for problem in problems if problem["code"] == code]
