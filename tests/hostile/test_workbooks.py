"""Workbooks: read as texts, with formulas and errors said by cell; what would end the program is refused."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import TYPE_CHECKING

import pytest

from remit.exchange.sheet_scan import column_name
from remit.exchange.sources import BadSource, Source
from remit.exchange.workbooks import Workbook

from .conftest import workbook

if TYPE_CHECKING:
    from pathlib import Path


def opened(folder: Path, data: bytes) -> Workbook:
    file = folder / "budget.xlsx"
    file.write_bytes(data)
    return Workbook.open(Source(file))


def refused(folder: Path, data: bytes) -> str:
    with pytest.raises(BadSource) as bad:
        _read_whole(folder, data)
    assert bad.value.problem.says
    return bad.value.problem.code


def _read_whole(folder: Path, data: bytes) -> None:
    book = opened(folder, data)
    for name in book.names:
        list(book.rows(name))


def cell(name: str, value: str, kind: str = "n") -> str:
    return f'<c r="{name}" t="{kind}"><v>{value}</v></c>'


def test_a_sheet_is_read_as_texts_with_its_rows(outside: Path) -> None:
    sheet = f'<row r="3">{cell("B3", "1200")}{cell("C3", "0.30000000000000004")}{cell("D3", "1", "b")}</row>'
    book = opened(outside, workbook(sheet))
    assert (book.names, book.problems) == (("Budget",), ())
    assert list(book.rows("Budget")) == [(3, ["", "1200", "0.3", "yes"])]
    assert str(book.place("Budget", 3, 2)) == "budget.xlsx:Budget!B3"


def test_an_empty_sheet_has_no_rows(outside: Path) -> None:
    assert list(opened(outside, workbook()).rows("Budget")) == []


def test_a_formula_is_a_problem_at_its_cell_and_is_not_run(outside: Path) -> None:
    [problem] = opened(outside, workbook('<row r="1"><c r="C4"><f>SUM(1,1)</f><v>7</v></c></row>')).problems
    assert (problem.code, str(problem.where), problem.blocks) == ("formula", "budget.xlsx:Budget!C4", True)
    assert "=SUM(1,1)" in problem.says


def test_many_formulas_are_listed_to_a_hundred_and_counted(outside: Path) -> None:
    cells = "".join(f'<row r="{row}"><c><f>1</f></c></row>' for row in range(1, 151))
    problems = opened(outside, workbook(cells)).problems
    assert [problem.code for problem in problems].count("formula") == 100
    assert problems[-1].facts["count"] == "50"


def test_an_error_is_read_as_empty_and_said(outside: Path) -> None:
    book = opened(outside, workbook(f'<row r="1">{cell("A1", "5")}{cell("B1", "#DIV/0!", "e")}</row>'))
    assert [(problem.code, problem.where.at) for problem in book.problems] == [("error-cell", "Budget!B1")]
    assert list(book.rows("Budget")) == [(1, ["5", ""])]


def test_two_cells_far_apart_are_refused(outside: Path) -> None:
    far = f'<row r="1">{cell("A1", "1")}</row><row r="1048576">{cell("XFD1048576", "2")}</row>'
    assert refused(outside, workbook(far)) == "too-many-cells"
    counted = f'<row r="1">{cell("A1", "1")}</row><row r="1048576">{"<c/>" * 16}</row>'
    assert refused(outside, workbook(counted)) == "too-many-cells"


def test_one_long_text_in_very_many_cells_is_refused(outside: Path) -> None:
    strings = f"<sst><si><t>{'x' * (1 << 20)}</t></si></sst>"
    cells = "".join(f'<row r="{row}">{cell(f"A{row}", "0", "s")}</row>' for row in range(1, 400))
    assert refused(outside, workbook(cells, **{"xl__sharedStrings.xml": strings})) == "too-big"


def test_entities_are_never_expanded(outside: Path) -> None:
    laughs = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>
    <worksheet><sheetData><row><c t="str"><v>&b;</v></c></row></sheetData></worksheet>"""
    assert refused(outside, workbook(laughs)) == "not-a-workbook"


@pytest.mark.parametrize("sheet", ["<?xml version='1.0'?><worksheet><sheetData><row", "<row><c></row>"])
def test_a_sheet_that_breaks_off_is_refused(outside: Path, sheet: str) -> None:
    assert refused(outside, workbook(sheet)) == "not-a-workbook"


def test_links_to_other_files_are_not_followed(outside: Path) -> None:
    (outside / "secret.xml").write_text("<worksheet/>")
    for target in ("../../secret.xml", "file:///etc/passwd", "http://example.org/sheet.xml"):
        relations = f"""<?xml version="1.0"?>
        <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
        <Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
        Target="{target}" TargetMode="External"/></Relationships>"""
        assert refused(outside, workbook(**{"xl___rels__workbook.xml.rels": relations})) == "not-a-workbook"


def test_an_archive_inside_is_not_opened(outside: Path) -> None:
    inner = {"xl__embeddings__inner.zip": "PK\x03\x04 nonsense"}
    assert opened(outside, workbook(cell("A1", "1").join(("<row>", "</row>")), **inner)).names == ("Budget",)


def test_another_kind_of_archive_is_no_workbook(outside: Path) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")
    assert refused(outside, made.getvalue()) == "not-a-workbook"


def test_a_part_that_is_larger_than_it_claims_is_refused(outside: Path) -> None:
    data = bytearray(workbook(cell("A1", "1") * 5000))
    record = data.index(b"PK\x01\x02")
    while data[record + 46 :].find(b"xl/worksheets/sheet1.xml") != 0:
        record = data.index(b"PK\x01\x02", record + 4)
    struct.pack_into("<I", data, record + 24, 100)
    assert refused(outside, bytes(data)) == "damaged-archive"


@pytest.mark.parametrize(("number", "name"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (16384, "XFD")])
def test_columns_have_the_names_that_spreadsheets_show(number: int, name: str) -> None:
    assert column_name(number) == name
