"""The long table: every cell is read, the empty ones as missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from remit.federation import Federation

from .conftest import CODEBOOK, LONG, SOCIETIES, packed, problems_of, rows_of, stops

if TYPE_CHECKING:
    from .conftest import Read

VALUES = f"""{LONG}\
DAA001,2010,KPI_PeopleVol_Tot,1200.0
DAA001,2011,KPI_PeopleVol_Tot,
DBB001,2010,KPI_PeopleVol_Tot,0.0
"""


def test_an_empty_cell_is_missing_and_a_zero_is_zero(read_values: Read) -> None:
    reading = read_values(long=VALUES)
    found = {(row["unit"], row["period"]): (row["value"], row["status"]) for row in rows_of(reading, "observations")}
    assert found == {
        ("DAA001", "2010"): (1200_0000, "reported"),
        ("DAA001", "2011"): (None, "missing"),
        ("DBB001", "2010"): (0, "reported"),
    }
    assert {row["source"] for row in rows_of(reading, "observations")} == {"long.csv"}
    assert reading.problems == []


def test_what_was_seen_is_counted(read_values: Read) -> None:
    seen = read_values(long=VALUES).seen
    assert (seen["cells"], seen["values"], seen["missing"], seen["societies"]) == (3, 2, 1, 3)


def test_a_packed_file_reads_like_a_plain_one(read_values: Read) -> None:
    assert rows_of(read_values(long=packed(VALUES)), "observations") == rows_of(
        read_values(long=VALUES), "observations"
    )


def test_societies_become_units_in_regions(read: Read) -> None:
    reading = read(societies=SOCIETIES)
    units = {row["unit"]: (row["kind"], str(row["valid_from"])) for row in rows_of(reading, "units")}
    assert units == {
        "S1": ("region", "None"),
        "DAA001": ("member", "1957-10-26"),
        "DBB001": ("member", "1923-02-08"),
        "S2": ("region", "None"),
        "DCC001": ("member", "None"),
    }
    trees = {row["unit"]: (row["tree"], row["parent"], row["from"]) for row in rows_of(reading, "trees")}
    assert trees["DBB001"] == ("zones", "S1", None), "a society stands in its region also before its admission"
    assert trees["S1"] == ("zones", None, None)
    names = {row["key"]: row["text"] for row in rows_of(reading, "texts")}
    assert (names["S1"], names["DCC001"]) == ("North", "Cape Red Cross")
    assert [row["country"] for row in rows_of(reading, "unit_places")] == ["AAA", "BBB", "CCC"]


def test_only_indicators_with_values_are_taken_from_the_codebook(read_values: Read) -> None:
    reading = read_values(long=VALUES)
    (indicator,) = rows_of(reading, "indicators")
    stated = {name: value for name, value in indicator.items() if value is not None}
    assert stated == {
        "indicator": "KPI_PeopleVol_Tot",
        "measure": "count",
        "unit_of_measure": "people",
        "decimals": 0,
        "direction": "none",
        "over_units": "sum",
        "over_time": "last",
        "over_plans": "sum",
        "reported_as": "on a day",
        "imputation": "last",
        "collected_at": "member",
        "once": "ever",
        "total": "stated",
    }


def test_a_codebook_without_values_gives_all_its_indicators(read: Read) -> None:
    reading = read(codebook=CODEBOOK)
    assert len(rows_of(reading, "indicators")) == 9


def test_how_an_indicator_adds_up_follows_from_its_section(read: Read) -> None:
    rows = {row["indicator"]: row for row in rows_of(read(codebook=CODEBOOK), "indicators")}
    found = {
        code: (
            row["measure"],
            row["currency"],
            row["over_units"],
            row["over_time"],
            row["over_plans"],
            row["imputation"],
        )
        for code, row in rows.items()
    }
    assert found["KPI_ReachH_CPD"] == ("count", None, "sum", "none", "max", "mean")
    assert found["KPI_IncomeLC_CHF"] == ("amount", "CHF", "sum", "sum", "sum", "last")
    assert found["KPI_IncomeLC"] == ("amount", "XXX", "none", "sum", "sum", "last"), "currencies are not mixed"
    assert found["ar"] == ("yes/no", None, "count", "last", "max", "none")
    assert found["Poverty"] == ("score", None, "none", "none", "none", "none")


def test_codes_are_not_told_apart_by_case(read_values: Read) -> None:
    (row,) = rows_of(read_values(long=f"{LONG}daa001,2010,kpi_peoplevol_tot,5\n"), "observations")
    assert (row["unit"], row["indicator"]) == ("DAA001", "KPI_PeopleVol_Tot")


def test_values_may_name_what_the_federation_knows(read: Read, read_values: Read) -> None:
    first = read_values(long=VALUES)
    known = Federation().with_rows({batch.table: batch.rows for batch in first.batches if batch.table != "texts"})
    reading = read(known, later=f"{LONG}DCC001,2012,KPI_PeopleVol_Tot,7\n")
    assert [row["value"] for row in rows_of(reading, "observations")] == [7_0000]
    assert reading.problems == []


def test_a_yes_or_no_is_read_as_one(read_values: Read) -> None:
    reading = read_values(long=f"{LONG}DAA001,2010,ar,TRUE\nDBB001,2010,ar,0.0\nDCC001,2010,ar,perhaps\n")
    assert [row["value"] for row in rows_of(reading, "observations")] == [1_0000, 0]
    assert problems_of(reading) == [("unknown-choice", "long.csv:4:value")]


def test_an_indicator_that_is_a_text_is_left_out_with_a_notice(read_values: Read) -> None:
    reading = read_values(long=f"{LONG}DAA001,2010,analyst,Ann\nDBB001,2010,analyst,Bo\n")
    assert problems_of(reading) == [("databank-not-in-numbers", "long.csv:2:kpi")]
    assert stops(reading) == []
    assert reading.problems[0].facts["count"] == "2"
