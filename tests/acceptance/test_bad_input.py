"""Bad files: a clear list with place and mend, exit 1, nothing written; the kinds that the reader of a load may meet."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from typing import TYPE_CHECKING, NamedTuple

import pytest

from .conftest import contents

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Remit

GROUND = {
    "federation.yaml": "name: Rivers\nlanguages: en\ntree: structure\ncurrency: CHF\n",
    "units.csv": "unit,kind\nALL,federation\nKEN,member\nUGA,member\n",
    "trees.csv": "tree,unit,parent\nstructure,ALL,\nstructure,KEN,ALL\nstructure,UGA,ALL\n",
    "indicators.csv": "indicator,measure,over_units,over_time\nV,count,sum,sum\n",
}
VALUES = "indicator,unit,period,value\n"
PLAN = """schema: remit-plan/1
plan: {plan: P, unit: ALL, kind: programme, title: Programme, currency: CHF}
levels:
- {level: out, name: Output, is: output}
elements:
- {element: "1", level: out, title: One}
- {element: "2", level: out, title: Two}
- {element: "3", level: out, title: Three}
"""
SHARES = """links:
- {from_element: "1", to_plan: P, to_element: "2", share: 60 %}
- {from_element: "1", to_plan: P, to_element: "3", share: 50 %}
"""
ALIASES = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
SHEET = "xl/worksheets/sheet1.xml"
WORKBOOK = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/xl/workbook.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        f'<Override PartName="/{SHEET}" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<sheets><sheet name="Budget" sheetId="1" r:id="r1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
        'Target="worksheets/sheet1.xml"/></Relationships>'
    ),
}
BLOCK = 64 << 20


class Bad(NamedTuple):
    """A bad file, where its problem is, and words that the problem says."""

    name: str
    data: str | bytes
    at: str
    says: str


CASES = {
    "unknown unit": Bad("observations.csv", VALUES + "V,KEM,2008,1\n", "2", "KEM"),
    "unknown indicator": Bad("observations.csv", VALUES + "W,KEN,2008,1\n", "2", "W"),
    "duplicate key": Bad("observations.csv", VALUES + "V,KEN,2008,1\nV,KEN,2008,2\n", "3", "V"),
    "impossible period": Bad("observations.csv", VALUES + "V,KEN,2008-13,1\n", "2", "2008-13"),
    "impossible day": Bad("observations.csv", VALUES + "V,KEN,2009-02-29/2009-12-31,1\n", "2", "2009-02-29"),
    "text in a number": Bad("observations.csv", VALUES + "V,KEN,2008,about 40\n", "2", "about 40"),
    "negative count": Bad("observations.csv", VALUES + "V,KEN,2008,-4\n", "2", "-4"),
    "formula in a cell": Bad("observations.csv", VALUES + 'V,KEN,2008,"=HYPERLINK(1)"\n', "2", "=HYPERLINK(1)"),
    "cycle in the tree": Bad("trees.csv", "tree,unit,parent\nzones,KEN,UGA\nzones,UGA,KEN\n", "3", "KEN"),
    "shares over 100 %": Bad("P.yaml", PLAN + SHARES, "", "110"),
    "missing rate": Bad(
        "P.yaml",
        PLAN + 'money:\n- {element: "1", stage: approved, amount: 5, currency: USD, on: 2008-06-01}\n',
        "",
        "USD",
    ),
    "formula in a plan": Bad(
        "P.yaml", PLAN + 'money:\n- {stage: approved, amount: "=5+1", currency: CHF}\n', "", "=5+1"
    ),
    "wrong encoding": Bad("units.csv", "unit,kind\nCIV,Côte\n".encode("latin-1"), "", "UTF-8"),
    "truncated gzip": Bad("units.csv.gz", gzip.compress(b"unit,kind\nTZA,member\n" * 99)[:-9], "", ""),
    "a file of 0 bytes": Bad("observations.csv", b"", "", ""),
    "an XLSX that is not one": Bad("budget.xlsx", b"unit,kind\nTZA,member\n", "", ""),
    "YAML alias bomb": Bad("P.yaml", ALIASES, "", ""),
}


@pytest.fixture(scope="module")
def ground(remit: Remit, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small federation, which no bad file changes."""
    folder = tmp_path_factory.mktemp("ground")
    for name, text in GROUND.items():
        (folder / name).write_text(text)
    remit("load", folder, "--federation", folder / "federation")
    return folder / "federation"


@pytest.mark.parametrize("bad", CASES.values(), ids=CASES)
def test_a_bad_file_is_refused_with_its_place_and_how_to_mend_it(
    remit: Remit, ground: Path, tmp_path: Path, bad: Bad
) -> None:
    file = tmp_path / bad.name
    file.write_bytes(bad.data if isinstance(bad.data, bytes) else bad.data.encode())
    _refused(remit, ground, file, bad.at, bad.says)


def test_a_zip_bomb_of_ten_gigabytes_is_refused(remit: Remit, ground: Path, tmp_path: Path) -> None:
    file = tmp_path / "budget.xlsx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in WORKBOOK.items():
            archive.writestr(name, text)
        _write_spaces(archive, SHEET, 160)
    assert file.stat().st_size < 16 << 20
    _refused(remit, ground, file, "", "")


def test_everything_wrong_in_one_file_is_told_at_once(remit: Remit, ground: Path, tmp_path: Path) -> None:
    file = tmp_path / "observations.csv"
    wrong = ["V,KEM,2008,1", "W,KEN,2008,1", "V,KEN,2008-13,1", "V,KEN,2009,many", "V,KEN,2010,-1", "V,KEN,2011,=1"]
    file.write_text(VALUES + "".join(f"{line}\n" for line in [*wrong, "V,UGA,2008,1", "V,UGA,2008,2"]))
    said = remit("load", file, "--federation", ground, "--json", code=1).json
    assert {problem["at"] for problem in said["problems"] if problem["blocks"]} == {"2", "3", "4", "5", "6", "7", "9"}


def test_a_line_with_three_faults_names_all_three(remit: Remit, ground: Path, tmp_path: Path) -> None:
    file = tmp_path / "observations.csv"
    file.write_text(VALUES + "W,KEM,2008-13,many\n")
    said = remit("load", file, "--federation", ground, "--json", code=1).json
    assert {problem["field"] for problem in said["problems"]} == {"indicator", "unit", "period", "value"}


def test_everything_wrong_in_several_files_is_told_at_once(remit: Remit, ground: Path, tmp_path: Path) -> None:
    names = ("wrong encoding", "truncated gzip", "shares over 100 %", "negative count", "an XLSX that is not one")
    for name in names:
        bad = CASES[name]
        (tmp_path / bad.name).write_bytes(bad.data if isinstance(bad.data, bytes) else bad.data.encode())
    files = [tmp_path / CASES[name].name for name in names]
    said = remit("load", *files, "--federation", ground, "--json", code=1).json
    assert {problem["file"] for problem in said["problems"] if problem["blocks"]} == {file.name for file in files}


def test_people_are_shown_place_words_and_mend_in_a_table(remit: Remit, ground: Path, tmp_path: Path) -> None:
    bad = CASES["text in a number"]
    file = tmp_path / bad.name
    file.write_text(str(bad.data))
    said = remit("load", file, "--federation", ground, code=1).output
    (line,) = [line for line in said.splitlines() if bad.says in line]
    assert f"{bad.name}:{bad.at}" in line
    assert "thousands separators" in line
    assert "Nothing was loaded" in said


def test_a_bad_file_makes_no_folder(remit: Remit, tmp_path: Path) -> None:
    file = tmp_path / "units.csv"
    file.write_text("unit,kind\nKE N,member\n")
    said = remit("load", file, "--federation", tmp_path / "new", code=1)
    assert "units.csv:2" in said.output
    assert not (tmp_path / "new").exists()


def _refused(remit: Remit, ground: Path, file: Path, at: str, says: str) -> None:
    """Load a bad file: the problem has its place, its words and its mend, and no byte is written."""
    before = contents(ground)
    assert before
    said = remit("load", file, "--federation", ground, "--json", code=1).json
    assert said["loaded"] is False
    blocking = [problem for problem in said["problems"] if problem["blocks"]]
    assert all(problem["says"] and problem["mend"] for problem in blocking)
    told = [one for one in blocking if one["file"] == file.name and says in one["says"] and at in {"", one["at"]}]
    assert told, blocking
    assert contents(ground) == before


def _write_spaces(archive: zipfile.ZipFile, name: str, blocks: int) -> None:
    """Append a part of spaces, 64 MiB in each block; a block is compressed once and written many times."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = deflate.compress(b" " * BLOCK) + deflate.flush(zlib.Z_FULL_FLUSH)
    data = block * blocks + b"\x03\0"  # the last block of the stream is empty
    part = zipfile.ZipInfo(name)
    part.compress_type, part.file_size, part.compress_size = zipfile.ZIP_DEFLATED, blocks * BLOCK, len(data)
    part.CRC = 0  # whoever unpacks it to compare this has already lost
    assert archive.fp is not None
    part.header_offset = archive.fp.tell()
    archive.fp.write(part.FileHeader(zip64=True) + data)
    archive.start_dir = archive.fp.tell()
    archive.filelist.append(part)
