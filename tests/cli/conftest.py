"""A small federation as files, and a way to call the commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest
from click.testing import CliRunner

from remit.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

FILES = {
    "federation.yaml": "name: Rivers\nlanguages: en\ntime_zone: Pacific/Auckland\ntree: structure\n",
    "units.csv": """unit,kind,valid_from,recorded_at
ALL,federation,,2000-01-01T00:00:00Z
AFR,region,,2000-01-01T00:00:00Z
ASI,region,,2000-01-01T00:00:00Z
KEN,member,,2000-01-01T00:00:00Z
MAL,member,,2000-01-01T00:00:00Z
NPL,member,2009-01-01,2000-01-01T00:00:00Z
""",
    "trees.csv": """tree,unit,parent,recorded_at
structure,ALL,,2000-01-01T00:00:00Z
structure,AFR,ALL,2000-01-01T00:00:00Z
structure,ASI,ALL,2000-01-01T00:00:00Z
structure,KEN,AFR,2000-01-01T00:00:00Z
structure,MAL,AFR,2000-01-01T00:00:00Z
structure,NPL,ASI,2000-01-01T00:00:00Z
""",
    "texts.csv": """of,key,field,language,text
units,AFR,name,en,Africa
units,ASI,name,en,"Asia, Pacific"
indicators,volunteers,name,en,People volunteering
""",
    "indicators.csv": """indicator,measure,unit_of_measure,over_units,over_time,recorded_at
volunteers,count,people,sum,last,2000-01-01T00:00:00Z
score,score,,none,none,2000-01-01T00:00:00Z
""",
    "observations.csv": """indicator,unit,period,value,status,recorded_at
volunteers,KEN,2008,1200,,2009-02-01T10:00:00Z
volunteers,MAL,2008,,missing,2009-02-01T10:00:00Z
volunteers,KEN,2009,1300.5,,2010-02-01T10:00:00Z
volunteers,MAL,2009,0,,2010-02-01T10:00:00Z
volunteers,NPL,2009,50,,2010-02-01T10:00:00Z
score,KEN,2009,3,,2010-02-01T10:00:00Z
score,MAL,2009,4,,2010-02-01T10:00:00Z
""",
}


class Remit(Protocol):
    """Calls a command with words; what it printed and its exit code come back."""

    def __call__(self, *words: object, code: int = 0) -> Result: ...


@pytest.fixture
def remit() -> Remit:
    def call(*words: object, code: int = 0) -> Result:
        result = CliRunner().invoke(main, [str(word) for word in words])
        assert result.exit_code == code, result.output
        return result

    return call


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """The small federation, as somebody wrote it."""
    folder = tmp_path / "files"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def loaded(remit: Remit, files: Path, tmp_path: Path) -> Path:
    """The small federation, loaded."""
    folder = tmp_path / "federation"
    remit("load", files, "--federation", folder)
    return folder
