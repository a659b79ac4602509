"""The published imputations are read for the values that they were made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .conftest import LONG, problems_of, rows_of

if TYPE_CHECKING:
    from .conftest import Read

HEADER = "doncode,kpi,year,rule,y_3,y_2,y_1,imputed_by_ifrc\n"


def test_a_value_that_stands_nowhere_else_is_loaded_and_the_imputed_one_is_not(read_values: Read) -> None:
    reading = read_values(imputed=f"{HEADER}DAA001,KPI_GB_Tot,2019,carry-forward,7.0,,9.0,9.0\n")
    found = {(row["period"], row["value"], row["status"]) for row in rows_of(reading, "observations")}
    assert found == {("2018", 9_0000, "reported"), ("2016", 7_0000, "reported")}
    assert [row["indicator"] for row in rows_of(reading, "indicators")] == ["KPI_GB_Tot"]


def test_a_value_of_the_long_table_is_not_loaded_twice(read_values: Read) -> None:
    reading = read_values(
        long=f"{LONG}DAA001,2018,KPI_PeopleVol_Tot,40\n",
        imputed=f"{HEADER}DAA001,KPI_PeopleVol_Tot,2019,carry-forward,,,40.0,40.0\n",
    )
    assert len(rows_of(reading, "observations")) == 1
    assert reading.problems == []


def test_a_value_that_differs_from_the_long_table_is_a_problem_with_both_figures(read_values: Read) -> None:
    reading = read_values(
        long=f"{LONG}DAA001,2018,KPI_PeopleVol_Tot,40\nDBB001,2018,KPI_PeopleVol_Tot,\n",
        imputed=f"{HEADER}DAA001,KPI_PeopleVol_Tot,2019,carry-forward,,,41,41\n"
        "DBB001,KPI_PeopleVol_Tot,2019,carry-forward,,,3,3\n",
    )
    assert problems_of(reading) == [("databank-source-disagrees", f"imputed.csv:{line}:y_1") for line in (2, 3)]
    assert [(each.facts["value"], each.facts["other"]) for each in reading.problems] == [
        ("41", "40"),
        ("3", "missing"),
    ]


def test_unknown_codes_are_problems_here_too(read_values: Read) -> None:
    reading = read_values(imputed=f"{HEADER}DZZ999,KPI_None,2019,carry-forward,,,1,1\n")
    assert problems_of(reading) == [
        ("databank-unknown-society", "imputed.csv:2:doncode"),
        ("databank-unknown-indicator", "imputed.csv:2:kpi"),
    ]
