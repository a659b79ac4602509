"""`remit check-deploy` and the warning of `remit serve`, as people run them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from benchmarks.start import running

if TYPE_CHECKING:
    from pathlib import Path

SAFE = {
    "REMIT_HOSTS": "remit.example.org", "REMIT_HTTPS": "yes", "REMIT_PROXIES": "1", "REMIT_SECOND_FACTOR": "required",
    "REMIT_MAIL": "smtp://mail.example.org/?from=remit@example.org",
}  # fmt: skip
MAKE_ADMINISTRATOR = """
from remit_web.commands import up_to_date
up_to_date()
from remit_web.access.models import Person, Role
Role.objects.create(person=Person.objects.create_user("head@example.org", "my own words"), role="administrator", unit="TOP")
"""


def run(data: Path, code: str, *words: str, **variables: str) -> tuple[int, str]:
    """Run a program with the application's settings, in a process of its own."""
    others = {name: value for name, value in os.environ.items() if not name.startswith(("REMIT_", "DJANGO_", "PG"))}
    done = subprocess.run(
        [sys.executable, "-c", code, *words], env=others | {"REMIT_DATA": str(data)} | variables, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def check_deploy(data: Path, *words: str, **variables: str) -> tuple[int, str]:
    return run(data, "from remit.cli import main; main()", "check-deploy", *words, **variables)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with an administrator, made as `remit serve` makes it."""
    folder = tmp_path_factory.mktemp("place") / "data"
    code, said = run(folder, MAKE_ADMINISTRATOR)
    assert code == 0, said
    return folder


def test_a_safe_place_is_told_so_with_what_was_checked(data: Path) -> None:
    code, said = check_deploy(data, **SAFE)
    assert (code, said.splitlines()[0]) == (0, "Nothing is unsafe."), said
    assert "Everything goes over HTTPS." in said


def test_an_unsafe_place_is_refused_with_how_to_mend_it(data: Path) -> None:
    code, said = check_deploy(data, **{**SAFE, "REMIT_HTTPS": "no", "REMIT_DEBUG": "yes"})
    assert code == 1
    assert said.startswith("2 things are unsafe")
    assert "Set REMIT_DEBUG=no" in said and "then set REMIT_HTTPS=yes" in said


def test_a_program_reads_the_same(data: Path) -> None:
    code, said = check_deploy(data, "--json", **{**SAFE, "REMIT_PROXIES": "0"})
    found = json.loads(said)
    assert code == 1 and found["safe"] is False
    assert [one["code"] for one in found["checks"] if not one["safe"]] == ["proxies"]
    assert all(set(one) == {"code", "safe", "holds", "says", "mend"} for one in found["checks"])


def test_looking_changes_nothing(tmp_path: Path) -> None:
    code, said = check_deploy(tmp_path / "none", **SAFE)
    assert code == 1 and "is not there" in said
    assert not (tmp_path / "none").exists()


def test_serving_to_others_warns_of_what_is_unsafe(data: Path) -> None:
    with running(data, "serve", "--host", "0.0.0.0", "--workers", "1", REMIT_HOSTS="*"):
        pass
    said = (data.parent / "serve.log").read_text()
    assert "Warning: others may reach this, and it is not safe (hosts, https, second-factor, mail)" in said


def test_serving_to_this_machine_warns_of_nothing(data: Path) -> None:
    (data.parent / "serve.log").unlink(missing_ok=True)
    with running(data, "serve", "--workers", "1"):
        pass
    assert "Warning" not in (data.parent / "serve.log").read_text()
