"""Commands with --as: on the database an account has its own rights, and its own view."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from remit.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Remit
    from .copies import Copies

FILES = {
    "federation.yaml": "name: Small\ntree: structure\n",
    "units.csv": "unit,kind\nALL,federation\nA,member\nB,member\n",
    "trees.csv": "tree,unit,parent\nstructure,ALL,\nstructure,A,ALL\nstructure,B,ALL\n",
    "indicators.csv": "indicator,measure,over_units,over_time\nvolunteers,count,sum,sum\n",
    "observations.csv": "indicator,unit,period,value,visibility\n"
    "volunteers,A,2025,10,federation\nvolunteers,B,2025,100,federation\nvolunteers,A,2024,7,unit\nvolunteers,B,2024,70,unit\n",
}
PEOPLE = """
from remit_web.commands import set_up; set_up()
from remit_web.access.models import Person, Role
for name, role, unit in (("a", "reporter", "A"), ("audit", "auditor", "ALL"), ("admin", "administrator", "ALL")):
    person = Person.objects.create_user(f"{name}@example.net")
    Role.objects.create(person=person, role=role, unit=unit)
"""


@pytest.fixture
def small(remit: Remit, address: str, tmp_path: Path, copies: Copies) -> Path:
    folder = tmp_path / "small"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text)

    def make() -> None:
        remit("load", folder)
        environment = {**os.environ, "REMIT_DATABASE": address, "REMIT_DATA": str(tmp_path / "data")}
        subprocess.run([sys.executable, "-c", PEOPLE], check=True, env=environment)

    copies.begin(address, "small", make)
    return folder


def figures(said: str) -> dict[str, str]:
    rows = [line.split(",") for line in said.splitlines() if line.startswith("volunteers,")]
    return {row[1]: row[2] for row in rows}


def test_an_account_sees_what_its_roles_open(remit: Remit, small: Path) -> None:
    ask = ("rollup", "--indicator", "volunteers", "--by", "year", "--format", "csv")
    assert figures(remit(*ask)) == {"2024": "77", "2025": "110"}
    assert figures(remit(*ask, "--as", "audit@example.net")) == {"2024": "77", "2025": "110"}
    assert figures(remit(*ask, "--as", "a@example.net")) == {"2025": "110"}
    own = remit(*ask, "--unit", "A", "--as", "a@example.net")
    assert figures(own) == {"2024": "7", "2025": "10"}


def test_a_reporter_loads_values_of_their_unit_and_nothing_else(remit: Remit, small: Path, tmp_path: Path) -> None:
    mine, others = tmp_path / "mine" / "observations.csv", tmp_path / "others" / "observations.csv"
    for file, unit in ((mine, "A"), (others, "B")):
        file.parent.mkdir()
        file.write_text(f"indicator,unit,period,value\nvolunteers,{unit},2026,12\n")
    said = remit("load", others, "--as", "a@example.net", code=3)
    assert "may not report values for B" in said
    assert "may not load units" in remit("load", small / "units.csv", "--as", "a@example.net", code=3)
    assert "may not load" in remit("load", mine, "--as", "audit@example.net", code=3)
    remit("load", mine, "--as", "a@example.net")
    remit("load", others, "--as", "admin@example.net")


def test_what_is_not_theirs_is_refused_before_it_is_compared(remit: Remit, small: Path, tmp_path: Path) -> None:
    file = tmp_path / "guess" / "observations.csv"
    file.parent.mkdir()
    file.write_text("indicator,unit,period,value\nvolunteers,B,2024,1\n")
    assert "70" not in remit("load", file, "--dry-run", "--as", "a@example.net", code=3)


def test_a_dump_holds_what_the_account_may_see(remit: Remit, small: Path, tmp_path: Path) -> None:
    remit("dump", tmp_path / "out", "--as", "a@example.net")
    text = (tmp_path / "out" / "observations.csv").read_text()
    assert "70," not in text and ",7," in text and ",100," in text


def test_an_account_that_is_not_there_and_a_folder_with_an_account_are_wrong_use(remit: Remit, small: Path) -> None:
    assert "Nobody here" in remit("dump", small.parent / "x", "--as", "nobody@example.net", code=2)
    result = CliRunner().invoke(
        main, ["dump", str(small.parent / "y"), "--federation", str(small), "--as", "a@example.net"]
    )
    assert result.exit_code == 2 and "no accounts" in result.output
