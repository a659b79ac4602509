"""Files that cannot be taken as they are: every problem at once, with its place, and never an exception."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from remit.errors import WrongUse
from remit.exchange.fdrs import Databank
from remit.exchange.sources import Source
from remit.federation import Federation

from .conftest import CODEBOOK, LONG, SOCIETIES, WIDE, packed, problems_of, rows_of, stops

if TYPE_CHECKING:
    from .conftest import Read


@pytest.mark.parametrize(
    ("line", "code", "field"),
    [
        ("DZZ999,2010,KPI_PeopleVol_Tot,1", "databank-unknown-society", "doncode"),
        ("DAA001,2010,KPI_Nobody_Knows,1", "databank-unknown-indicator", "kpi"),
        ("DAA001,2010,KPI_PeopleVol_Tot,many", "not-a-number", "value"),
        ('DAA001,2010,KPI_PeopleVol_Tot,"1,200"', "not-a-number", "value"),
        ("DAA001,2010,KPI_PeopleVol_Tot,-5", "databank-negative-count", "value"),
        ("DAA001,2010,KPI_PeopleVol_Tot,=1+1", "formula", "value"),
        ("DAA001,2010,KPI_PeopleVol_Tot,1e40", "too-large", "value"),
        ("DAA001,2010-13,KPI_PeopleVol_Tot,1", "impossible-period", "year"),
        ("DAA001,12,KPI_PeopleVol_Tot,1", "impossible-period", "year"),
        ("DAA001,,KPI_PeopleVol_Tot,1", "impossible-period", "year"),
        ("DAA001,2010,KPI_PeopleVol_Tot", "databank-ragged-row", ""),
        ("DAA001,2010,KPI_PeopleVol_Tot,1,2", "databank-ragged-row", ""),
    ],
)
def test_a_bad_cell_is_a_problem_with_its_place(read_values: Read, line: str, code: str, field: str) -> None:
    reading = read_values(long=f"{LONG}{line}\n")
    assert problems_of(reading) == [(code, f"long.csv:2:{field}".rstrip(":"))]
    assert stops(reading)
    assert rows_of(reading, "observations") == []


def test_lines_of_commas_alone_are_passed_over(read_values: Read) -> None:
    reading = read_values(long=f"{LONG}DAA001,2010,KPI_PeopleVol_Tot,5\r\n,,,\r\n , ,,\r\n,\r\n\r\n")
    assert problems_of(reading) == []
    assert [row["value"] for row in rows_of(reading, "observations")] == [50_000]


@pytest.mark.parametrize("mark", [";", "\t"])
def test_a_table_with_other_marks_than_commas_stops_the_load(read_values: Read, mark: str) -> None:
    reading = read_values(long=f"{LONG}DAA001,2010,KPI_PeopleVol_Tot,5\n".replace(",", mark))
    assert problems_of(reading) == [("databank-other-marks", "long.csv")]
    assert stops(reading)


def test_all_problems_of_a_row_and_of_a_file_come_at_once(read_values: Read) -> None:
    reading = read_values(long=f"{LONG}DAA001,20X0,KPI_PeopleVol_Tot,many\nDBB001,2010,KPI_PeopleVol_Tot,-1\n")
    assert problems_of(reading) == [
        ("impossible-period", "long.csv:2:year"),
        ("not-a-number", "long.csv:2:value"),
        ("databank-negative-count", "long.csv:3:value"),
    ]


def test_an_unknown_code_is_one_problem_however_many_rows_have_it(read_values: Read) -> None:
    lines = "".join(f"DZZ999,{year},KPI_PeopleVol_Tot,1\n" for year in range(2010, 2020))
    (problem,) = read_values(long=LONG + lines).problems
    assert problem.facts == {"code": "DZZ999", "count": "10"}


def test_the_same_cell_twice_is_a_problem_with_both_figures(read_values: Read) -> None:
    cell = "DAA001,2010,KPI_PeopleVol_Tot"
    (problem,) = read_values(long=f"{LONG}{cell},5\n{cell},6\n").problems
    assert problem.code == "databank-cell-twice"
    assert str(problem.where) == "long.csv:3:value"
    assert (problem.facts["other"], problem.facts["value"]) == ("5", "6")


def test_a_society_twice_is_a_problem(read: Read) -> None:
    line = SOCIETIES.splitlines()[1]
    assert problems_of(read(societies=f"{SOCIETIES}{line}\n")) == [
        ("databank-society-twice", "societies.csv:5:KPI_DON_code")
    ]


@pytest.mark.parametrize(
    ("line", "code", "field"),
    [
        (",New,North,NNN,,,S1", "empty-field", "KPI_DON_code"),
        ("D 1,New,North,NNN,,,S1", "bad-code", "KPI_DON_code"),
        ("DNN001,=HYPERLINK(1),North,NNN,,,S1", "formula", "NSO_DON_name"),
        ("DNN001,New,East,NNN,,,S1", "databank-region-names", "NSO_ZON_name"),
        ("DNN001,New,North,Nn,,,S1", "databank-bad-country", "iso_3"),
        ("DNN001,New,North,NNN,31.02.1950,,S1", "impossible-day", "admission_date"),
        ("DNN001,New,North,NNN,,,", "empty-field", "ZON_Code"),
    ],
)
def test_a_society_that_cannot_be_read_is_a_problem(read: Read, line: str, code: str, field: str) -> None:
    reading = read(societies=f"{SOCIETIES}{line}\n")
    assert problems_of(reading) == [(code, f"societies.csv:5:{field}")]
    assert "DNN001" not in {row["unit"] for row in rows_of(reading, "units")}


def test_an_indicator_twice_or_of_an_unknown_unit_is_a_problem(read: Read) -> None:
    again = "KPI_PeopleVol_Tot,,,number,\nnew,,,kilos,\n"
    assert problems_of(read(codebook=CODEBOOK + again)) == [
        ("databank-indicator-twice", "codebook.csv:11:KPI_Code"),
        ("unknown-choice", "codebook.csv:12:UNIT_Code"),
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty-file"),
        (packed(LONG * 50)[:-12], "truncated"),
        (f"{LONG}DAA001,2010,KPI_PeopleVol_Tot,1\n".encode("utf-16"), "wrong-encoding"),
        (f"{LONG}DAA001,2010,Bénévoles,1\n".encode("latin-1"), "wrong-encoding"),
        (f"{LONG}DAA001,2010,x,{'9' * 200_000}\n".encode(), "databank-not-a-table"),
        (b"doncode,year,kpi,value,value\n", "databank-double-column"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_problem(read_values: Read, content: bytes, code: str) -> None:
    reading = read_values(bad=content)
    assert [problem.code for problem in stops(reading)] == [code]
    assert reading.problems[-1].where.file == "bad.csv"


def test_other_files_are_left_out_with_a_notice(read_values: Read) -> None:
    reading = read_values(notes="# Notes\n\nOf the data.\n", book=b"PK\x03\x04\xff\xfe")
    assert problems_of(reading) == [("databank-left-out", "notes.csv"), ("databank-left-out", "book.csv")]
    assert stops(reading) == []


def test_nothing_of_the_databank_at_all_stops_the_load(read: Read) -> None:
    assert [problem.code for problem in stops(read(notes="# Notes\n"))] == ["databank-nothing"]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.sampled_from([LONG, WIDE + "\n", CODEBOOK, SOCIETIES]), st.binary(max_size=80) | st.text(max_size=80))
def test_no_content_raises(read_values: Read, header: str, content: bytes | str) -> None:
    tail = content.encode(errors="surrogatepass") if isinstance(content, str) else content
    assert read_values(file=header.encode() + tail).seen["societies"] >= 3


def test_the_databank_is_only_read() -> None:
    with pytest.raises(WrongUse):
        Databank().write(Federation(), Path("anywhere"))


def test_a_file_that_cannot_be_opened_is_not_recognised(tmp_path: Path) -> None:
    assert not Databank().recognises(Source(tmp_path / "absent.csv"))


def test_what_a_line_that_cannot_be_read_defines_is_not_unknown_too(read: Read) -> None:
    societies = SOCIETIES.replace("08.02.1923", "long ago").replace("DCC001,Cape Red Cross", "DCC001,Cape,Red Cross")
    codebook = CODEBOOK.replace("NS Governance & Structure,number,People", "NS Governance & Structure,heads,People")
    values = LONG + "DBB001,2010,KPI_GB_Tot,5\nDCC001,2010,KPI_GB_Tot,5\nDAA001,2010,KPI_PeopleVol_Tot,x\n"
    reading = read(societies=societies, codebook=codebook, long=values + "DZZ999,2010,KPI_GB_Tot,5\n")
    assert sorted(problems_of(reading)) == [
        ("databank-ragged-row", "societies.csv:4"),
        ("databank-unknown-society", "long.csv:5:doncode"),
        ("impossible-day", "societies.csv:3:admission_date"),
        ("not-a-number", "long.csv:4:value"),
        ("unknown-choice", "codebook.csv:2:UNIT_Code"),
    ]


def test_nobody_is_unknown_where_a_file_cannot_be_read(read: Read) -> None:
    reading = read(societies=SOCIETIES.encode("utf-16-be"), codebook=CODEBOOK, long=f"{LONG}DAA001,2010,KPI_GB_Tot,x\n")
    codes = [code for code, _ in problems_of(reading)]
    assert "not-a-number" in codes
    assert "databank-unknown-society" not in codes
