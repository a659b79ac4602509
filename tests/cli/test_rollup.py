"""Figures at the command line: to read, and for programs."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest

if TYPE_CHECKING:
    from pathlib import Path

Remit = Any
ASK = ("--indicator", "volunteers", "--by", "region,year")
COLUMNS = (
    "indicator,region,region_name,year,value,numerator,denominator,status,stated,reported,expected,unexpected,"
    "imputed,covered,as_of,note"
)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_csv_has_the_agreed_columns_in_order(remit: Remit, loaded: Path) -> None:
    said = remit("rollup", "--federation", loaded, *ASK, "--format", "csv").output
    assert said.splitlines()[0] == COLUMNS


def test_csv_values_are_shortest_exact_decimals_and_missing_is_empty(remit: Remit, loaded: Path) -> None:
    found = {
        (row["region"], row["year"]): row
        for row in rows(remit("rollup", "--federation", loaded, *ASK, "--format", "csv").output)
    }
    assert found["AFR", "2009"]["value"] == "1300.5"
    assert found["AFR", "2008"]["value"] == "1200"
    assert (found["AFR", "2008"]["reported"], found["AFR", "2008"]["expected"]) == ("1", "2")
    assert found["ASI", "2009"]["region_name"] == "Asia, Pacific"
    assert found["ASI", "2009"]["imputed"] == ""


def test_a_column_named_twice_stands_once(remit: Remit, loaded: Path) -> None:
    told = ("rollup", "--federation", loaded, "--indicator", "volunteers", "--format", "csv")
    assert remit(*told, "--by", "year,region,year").output == remit(*told, "--by", "year,region").output


def test_json_values_are_texts_and_what_is_missing_is_absent(remit: Remit, loaded: Path) -> None:
    said = json.loads(remit("rollup", "--federation", loaded, *ASK, "--format", "json").output)
    kenya = next(row for row in said if row["region"] == "AFR" and row["year"] == "2009")
    assert kenya["value"] == "1300.5"
    assert kenya["reported"] == 2
    assert "imputed" not in kenya
    assert "denominator" not in kenya
    assert kenya["as_of"] == "2010-02-01T10:00:00Z"


def test_parquet_holds_exact_decimals(remit: Remit, loaded: Path, tmp_path: Path) -> None:
    out = tmp_path / "figures.parquet"
    remit("rollup", "--federation", loaded, *ASK, "--format", "parquet", "--out", out)
    table = pq.read_table(out)
    assert table.column_names == COLUMNS.split(",")
    assert Decimal("1300.5") in table["value"].to_pylist()


def test_the_table_names_units_and_says_how_complete_each_figure_is(remit: Remit, loaded: Path) -> None:
    said = remit("rollup", "--federation", loaded, *ASK).output
    assert "People volunteering (volunteers)" in said
    assert "Value, people" in said
    (line,) = [line for line in said.splitlines() if line.startswith("Africa") and "2008" in line]
    assert "1,200" in line
    assert "1 of 2" in line


def test_as_of_a_date_means_its_end_in_the_federations_zone(remit: Remit, loaded: Path) -> None:
    """In Auckland, 2009-02-01 10:00 UTC is within the first of February, an hour before midnight."""
    told = ("--federation", loaded, "--indicator", "volunteers", "--by", "year", "--format", "csv")
    values = {row["year"]: row["value"] for row in rows(remit("rollup", *told, "--as-of", "2009-02-01").output)}
    assert values["2008"] == "1200"
    values = {row["year"]: row["value"] for row in rows(remit("rollup", *told, "--as-of", "2009-01-31").output)}
    assert not values.get("2008")
    moment = "2009-02-01T09:59:59Z"
    values = {row["year"]: row["value"] for row in rows(remit("rollup", *told, "--as-of", moment).output)}
    assert not values.get("2008")


def test_what_may_not_be_added_is_refused_with_the_reason(remit: Remit, loaded: Path) -> None:
    said = remit("rollup", "--federation", loaded, "--indicator", "score", "--by", "federation,year", "--format", "csv")
    figure = next(row for row in rows(said.output) if row["year"] == "2009")
    assert figure["status"] == "refused"
    assert figure["value"] == ""
    assert figure["note"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("--indicator nothing", "nothing"),
        ("--indicator volunteers --by planet", "planet"),
        ("--indicator volunteers --unit MARS", "MARS"),
        ("--indicator volunteers --tree oak", "oak"),
        ("--indicator volunteers --as-of yesterday", "yesterday"),
        ("--indicator volunteers --tree-on 2009-02-30", "2009-02-30"),
        ("--indicator volunteers,,score", "comma"),
        ("--indicator volunteers --format xml", "xml"),
    ],
)
def test_wrong_use_is_told_by_name(remit: Remit, loaded: Path, words: str, told: str) -> None:
    assert told in remit("rollup", "--federation", loaded, *words.split(), code=2).output


def test_both_engines_say_the_same(remit: Remit, loaded: Path) -> None:
    told = ("rollup", "--federation", loaded, *ASK, "--format", "csv")
    assert remit(*told).output == remit(*told, "--engine", "reference").output


def test_an_indicator_of_a_later_day_is_not_said_to_be_unknown(remit: Remit, loaded: Path) -> None:
    asked = ("rollup", "--indicator", "volunteers", "--federation", loaded)
    said = remit(*asked, "--as-of", "1999-12-30", code=2).output
    assert "The indicator volunteers was not recorded by 1999-12-30T23:59:59+13:00." in said
    said = remit("rollup", "--indicator", "vol", "--federation", loaded, "--as-of", "1999-12-30", code=2).output
    assert "There is no indicator vol." in said


def test_figures_are_not_written_where_there_is_no_folder(remit: Remit, loaded: Path, tmp_path: Path) -> None:
    out = tmp_path / "nodir" / "x.csv"
    said = remit("rollup", "--federation", loaded, "--indicator", "volunteers", "--out", out, code=2).output
    assert f"there is no folder {out.parent}; make it" in said
