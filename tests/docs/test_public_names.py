"""What `import remit` offers: an example that runs, and names that come when they are first used."""

from __future__ import annotations

import doctest
import subprocess
import sys
from pathlib import Path
from time import perf_counter

import pytest

import remit

REPOSITORY = Path(__file__).parents[2]


def test_the_example_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(REPOSITORY)
    failed, tried = doctest.testmod(remit)
    assert (failed, tried) == (0, 5)


@pytest.mark.parametrize("name", remit.__all__)
def test_every_public_name_is_there_and_listed(name: str) -> None:
    assert getattr(remit, name) is not None
    assert name in dir(remit)


def test_a_name_that_is_not_there_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'nonsense'"):
        _ = remit.nonsense


def test_importing_remit_imports_nothing_heavy() -> None:
    code = "import sys, remit; print({'pyarrow', 'duckdb', 'click'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_help_comes_in_less_than_a_third_of_a_second() -> None:
    """The fastest of five: other work on the machine is not its fault."""
    code = "from remit.cli import main; main(['--help'])"

    def seconds() -> float:
        began = perf_counter()
        subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
        return perf_counter() - began

    assert min(seconds() for _ in range(5)) < 0.3
