"""The wide download: cells of breakdowns, yes and no, days, and what other files say differently or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .conftest import LONG, WIDE, problems_of, rows_of, stops

if TYPE_CHECKING:
    from .conftest import Read

AA = "DAA001,AAA,Aland Red Cross,North"


def wide(columns: str, *lines: str) -> str:
    return "\n".join([f"{WIDE},{columns}", *lines]) + "\n"


def test_columns_are_cells_of_their_total(read_values: Read) -> None:
    columns = "KPI_noPeopleReachedHealth,KPI_noPeopleReachedHealthDirect,KPI_noPeopleReachedHealthDirectM"
    columns += ",KPI_noPeopleReachedHealthIndirect,KPI_noPaidStaff,KPI_noPaidStaffM,KPI_noPaidStaffF"
    reading = read_values(download=wide(columns, f"{AA},2012,,,100,60,20,40,9,4,5"))
    cells = {(row["indicator"], row["cell"]): row["value"] for row in rows_of(reading, "observations")}
    assert cells == {
        ("KPI_noPeopleReachedHealth", None): 100_0000,
        ("KPI_noPeopleReachedHealth", "reach=direct"): 60_0000,
        ("KPI_noPeopleReachedHealth", "reach=direct;sex=male"): 20_0000,
        ("KPI_noPeopleReachedHealth", "reach=indirect"): 40_0000,
        ("KPI_noPaidStaff", None): 9_0000,
        ("KPI_noPaidStaff", "sex=male"): 4_0000,
        ("KPI_noPaidStaff", "sex=female"): 5_0000,
    }
    axes = {(row["indicator"], row["axis"]): row["whole"] for row in rows_of(reading, "indicator_axes")}
    assert axes == {
        ("KPI_noPaidStaff", "sex"): True,
        ("KPI_noPeopleReachedHealth", "reach"): True,
        ("KPI_noPeopleReachedHealth", "sex"): False,
    }
    assert {(row["axis"], row["category"]) for row in rows_of(reading, "categories")} == {
        ("reach", "direct"), ("reach", "indirect"), ("sex", "female"), ("sex", "male"),
    }  # fmt: skip


def test_true_and_false_are_yes_and_no_and_a_cell_without_a_value_is_missing(read_values: Read) -> None:
    columns = "KPI_hasIFRS,KPI_FiguresHasInKind,KPI_hasGoodsInKind,Population,GDP"
    reading = read_values(download=wide(columns, f"{AA},2012,,,TRUE,FALSE,,#N/A,#N/A"))
    found = {row["indicator"]: (row["value"], row["status"]) for row in rows_of(reading, "observations")}
    assert found == {
        "KPI_hasIFRS": (1_0000, "reported"),
        "KPI_FiguresHasInKind": (0, "reported"),
        "KPI_hasGoodsInKind": (None, "missing"),
        "Population": (None, "missing"),
        "GDP": (None, "missing"),
    }


@pytest.mark.parametrize(
    ("start", "end", "covers", "problem"),
    [
        ("", "", None, ""),
        ("#N/A", "", None, ""),
        ("40909.04167", "31/12/2012 01:00", None, ""),
        ("40909", "31/12/2012", None, ""),
        ("2012-01-01", "2012-12-31", None, ""),
        ("", "31/12/2012 01:00", None, ""),
        ("40912.08333", "31/03/2013 01:00", "2012-04-01/2013-03-31", "databank-day-and-month"),
        ("40553.08333", "30/09/2012 02:00", "2011-10-01/2012-09-30", "databank-day-and-month"),
        ("41064.08333", "41398.08333", "2012-04-06/2013-04-05", "databank-day-and-month"),
        ("15/07/2012 02:00", "14/07/2013 02:00", "2012-07-15/2013-07-14", ""),
        ("40909.04167", "31/01/2012 01:00", "2012-01", "databank-not-a-year"),
        ("40909.04167", "31/12/2013 01:00", "2012/2013", "databank-not-a-year"),
        ("40909.04167", "31/12/2011 01:00", None, "databank-not-a-year"),
        ("40544.04167", "31/12/2011 01:00", "2011", "databank-not-a-year"),
        ("soon", "31/12/2012 01:00", None, "impossible-day"),
        ("9999999", "", None, "impossible-day"),
        ("", "31/02/2012", None, "impossible-day"),
    ],
)
def test_the_days_that_a_year_covers(read_values: Read, start: str, end: str, covers: str | None, problem: str) -> None:
    reading = read_values(download=wide("KPI_noPaidStaff", f"{AA},2012,{start},{end},9"))
    assert [each.code for each in reading.problems] == [problem][: bool(problem)]
    rows = rows_of(reading, "observations")
    assert [(row["period"], row["covers"]) for row in rows] == ([] if stops(reading) else [("2012", covers)])


def test_a_figure_of_the_long_table_is_not_loaded_twice_and_counts_where_they_differ(
    read_values: Read,
) -> None:
    reading = read_values(
        long=f"{LONG}DAA001,2012,KPI_noLocalUnits,5\nDBB001,2012,KPI_noLocalUnits,6\nDCC001,2012,KPI_noLocalUnits,\n",
        download=wide(
            "KPI_noLocalUnits",
            f"{AA},2012,,,5",
            f"{AA},2009,,,4",
            "DBB001,,,,2012,,,8",
            "DCC001,,,,2012,,,",
        ),
    )
    found = {(row["unit"], row["period"]): row["value"] for row in rows_of(reading, "observations")}
    assert found == {
        ("DAA001", "2012"): 5_0000,
        ("DBB001", "2012"): 6_0000,
        ("DCC001", "2012"): None,
        ("DAA001", "2009"): 4_0000,
    }
    assert len(rows_of(reading, "observations")) == len(found)
    (notice,) = reading.problems
    assert (notice.code, notice.facts["value"], notice.facts["other"]) == (
        "databank-long-table-counts",
        "8",
        "6",
    )
    assert not notice.blocks


def test_a_society_under_another_code_is_found_by_its_name_and_country(read_values: Read) -> None:
    line = "DXX001,AAA,aland  red cross,North"
    reading = read_values(download=wide("KPI_noPaidStaff", f"{line},2011,,,9", f"{line},2012,,,8"))
    assert {row["unit"] for row in rows_of(reading, "observations")} == {"DAA001"}
    assert problems_of(reading) == [("databank-another-code", "download.csv:2:KPI_DON_Code")]
    assert stops(reading) == []


def test_a_society_that_is_new_is_added_in_its_region_with_a_notice(read_values: Read) -> None:
    reading = read_values(download=wide("KPI_noPaidStaff", "DNN001,NNN,New Red Cross,South,2012,,,9"))
    assert problems_of(reading) == [("databank-new-society", "download.csv:2:KPI_DON_Code")]
    assert stops(reading) == []
    assert ("DNN001", "S2") in {(row["unit"], row["parent"]) for row in rows_of(reading, "trees")}


def test_a_new_society_in_an_unknown_region_stops_the_load_once(read_values: Read) -> None:
    line = "DNN001,NNN,New Red Cross,Nowhere"
    reading = read_values(download=wide("KPI_noPaidStaff", f"{line},2011,,,9", f"{line},2012,,,9"))
    assert problems_of(reading) == [("databank-unknown-zone", "download.csv:2:NSO_ZON_name")]


def test_bad_cells_are_problems_with_line_and_column(read_values: Read) -> None:
    columns = "KPI_noPaidStaff,KPI_noPaidStaffM,KPI_hasIFRS,KPI_CUR_Code,KPI_IncomeLC,KPI_IncomeLC (CHF)"
    lines = (f"{AA},2012,,,nine,-4,maybe,,100,90", f"{AA},1812,,,1,,,EUR,,", f"{AA},2013,,,1,,,euro,=1,0")
    assert problems_of(read_values(download=wide(columns, *lines))) == [
        ("not-a-number", "download.csv:2:KPI_noPaidStaff"),
        ("databank-negative-count", "download.csv:2:KPI_noPaidStaffM"),
        ("unknown-choice", "download.csv:2:KPI_hasIFRS"),
        ("empty-field", "download.csv:2:KPI_CUR_Code"),
        ("impossible-period", "download.csv:3:KPI_Year"),
        ("bad-currency", "download.csv:4:KPI_CUR_Code"),
        ("formula", "download.csv:4:KPI_IncomeLC"),
    ]


def test_a_year_twice_is_a_problem(read_values: Read) -> None:
    reading = read_values(download=wide("KPI_noPaidStaff", f"{AA},2012,,,9", f"{AA},2012,,,9"))
    assert problems_of(reading) == [("databank-row-twice", "download.csv:3:KPI_DON_Code")]


def test_a_deleted_row_and_an_unknown_column_are_left_out_with_notices(read_values: Read) -> None:
    columns = "KPI_noPaidStaff,KPI_deletedDateTime,Weather"
    reading = read_values(download=wide(columns, f"{AA},2012,,,9,13/09/2013 11:12,fine"))
    assert [code for code, _ in problems_of(reading)] == ["databank-column-left-out", "databank-deleted"]
    assert rows_of(reading, "observations") == []
    assert stops(reading) == []
