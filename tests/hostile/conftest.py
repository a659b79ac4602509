"""A federation, and files that were made to break it. Every one goes the way that people's files go."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import pytest
from click.testing import CliRunner

from remit.cli import main

if TYPE_CHECKING:
    from pathlib import Path

GROUND = {
    "federation.yaml": "name: Rivers\nlanguages: en\ntree: structure\n",
    "units.csv": "unit,kind\nALL,federation\nKEN,member\nUGA,member\n",
    "trees.csv": "tree,unit,parent\nstructure,ALL,\nstructure,KEN,ALL\nstructure,UGA,ALL\n",
    "indicators.csv": "indicator,measure,over_units,over_time\nV,count,sum,sum\n",
}
PLAN = """schema: remit-plan/1
plan: {plan: P, unit: ALL, kind: programme, title: Programme, currency: CHF}
levels:
- {level: out, name: Output, is: output}
elements:
- {element: "1", level: out, title: One}
- {element: "2", level: out, title: Two}
"""
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
CONTENT_TYPES = f"""<?xml version="1.0"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/></Types>"""
TOP = """<?xml version="1.0"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
 Target="xl/workbook.xml"/></Relationships>"""
BOOK = """<?xml version="1.0"?>
<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
<sheets><sheet name="Budget" sheetId="1" r:id="r1"/></sheets></workbook>"""
RELATIONS = """<?xml version="1.0"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
 Target="worksheets/sheet1.xml"/></Relationships>"""
SHEET = """<?xml version="1.0"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>"""


class Refused(NamedTuple):
    """What a load said: its problems as data, and what stands in the federation afterwards."""

    problems: list[dict[str, Any]]
    output: str

    @property
    def codes(self) -> list[str]:
        return [problem["code"] for problem in self.problems if problem["blocks"]]


class Refuses(Protocol):
    def __call__(self, *paths: Path) -> Refused: ...


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """Return a folder for files from outside."""
    folder = tmp_path / "outside"
    folder.mkdir()
    return folder


@pytest.fixture
def refuses(tmp_path: Path) -> Refuses:
    """Load files that must be refused: exit 1, problems that say how to mend, and nothing written."""
    ground = tmp_path / "ground"
    ground.mkdir()
    for name, text in GROUND.items():
        (ground / name).write_text(text)
    federation = tmp_path / "federation"
    run = CliRunner().invoke(main, ["load", str(ground), "--federation", str(federation)])
    assert run.exit_code == 0, run.output

    def load(*paths: Path) -> Refused:
        before = _bytes_of(federation)
        run = CliRunner().invoke(main, ["load", *map(str, paths), "--federation", str(federation), "--json"])
        assert run.exit_code == 1, run.output
        assert _bytes_of(federation) == before
        refused = Refused(json.loads(run.output)["problems"], run.output)
        assert refused.codes
        assert all(problem["says"] and problem["mend"] for problem in refused.problems if problem["blocks"])
        return refused

    return load


def _bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(file): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def workbook(sheet: str = "", **parts: str) -> bytes:
    """Return a workbook of one sheet; `parts` are more parts, `__` in their names stands for `/`."""
    whole = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": TOP,
        "xl/workbook.xml": BOOK,
        "xl/_rels/workbook.xml.rels": RELATIONS,
        "xl/worksheets/sheet1.xml": sheet if sheet.startswith("<?xml") else SHEET.format(sheet),
        **{name.replace("__", "/"): text for name, text in parts.items()},
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in whole.items():
            archive.writestr(name, text)
    return made.getvalue()
