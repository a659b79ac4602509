"""The 140 cells that the databank's publisher imputed for 2019 come out as published, and nothing else is filled in."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from .conftest import EXAMPLES, LONG, plain

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from .conftest import Loaded, Remit, Row

pytestmark = pytest.mark.data
Figures = dict[tuple[str, str], dict[str, "Any"]]


@pytest.fixture(scope="module")
def published(fdrs: Path) -> list[Row]:
    return plain(fdrs / EXAMPLES)


@pytest.fixture(scope="module")
def indicators(fdrs: Path, published: list[Row]) -> list[str]:
    return sorted({row["kpi"] for row in plain(fdrs / LONG)} | {row["kpi"] for row in published})


@pytest.fixture(scope="module")
def imputed(remit: Remit, databank: Loaded, indicators: list[str]) -> Figures:
    """Every figure of 2019 by society, with what may be filled in."""
    return _figures(remit, databank, indicators, "yes")


def test_each_published_cell_comes_out_with_the_published_value(published: list[Row], imputed: Figures) -> None:
    assert len(published) == 140
    assert Counter(row["kpi"] for row in published)["KPI_GB_Tot"] == 25
    for row in published:
        figure = imputed[row["kpi"], row["doncode"]]
        assert Decimal(figure["value"]) == Decimal(row["imputed_by_ifrc"]), row
        assert Decimal(figure["imputed"]) == Decimal(row["imputed_by_ifrc"]), row
        assert figure["reported"] == 0
        assert figure["status"] != "complete"


def test_each_published_cell_says_by_which_method_it_was_filled(published: list[Row], imputed: Figures) -> None:
    """Carried forward, and from which year."""
    for row in published:
        year = 2019 - next(back for back in (1, 2, 3) if row[f"y_{back}"])
        note = imputed[row["kpi"], row["doncode"]].get("note", "")
        assert row["rule"] == "carry-forward"
        assert "arried forward" in note, figure_of(row, note)
        assert str(year) in note, figure_of(row, note)


def test_no_society_that_submitted_anything_has_an_imputed_part(fdrs: Path, imputed: Figures) -> None:
    submitted = {row["doncode"] for row in plain(fdrs / LONG) if row["year"] == "2019" and row["value"]}
    assert submitted
    filled = {society for (_, society), figure in imputed.items() if figure.get("imputed")}
    assert filled
    assert not filled & submitted


def test_without_asking_nothing_is_filled_in(
    remit: Remit, databank: Loaded, published: list[Row], indicators: list[str]
) -> None:
    figures = _figures(remit, databank, indicators, "no")
    assert not any("imputed" in figure for figure in figures.values())
    for row in published:
        figure = figures.get((row["kpi"], row["doncode"]), {"status": "missing"})
        assert (figure.get("value"), figure["status"]) == (None, "missing")


def test_the_table_shows_the_imputed_part_in_a_column_of_its_own(remit: Remit, databank: Loaded) -> None:
    words = ("rollup", "--federation", databank.folder, "--indicator", "KPI_PeopleVol_Tot", "--by", "region,year")
    assert "Imputed" in remit(*words, "--imputed", "yes").output
    assert "Imputed" not in remit(*words).output


def figure_of(row: Row, note: str) -> str:
    return f"{row['kpi']} of {row['doncode']}: the note says “{note}”"


def _figures(remit: Remit, databank: Loaded, indicators: list[str], filled: str) -> Figures:
    said = remit(
        "rollup", "--federation", databank.folder, "--indicator", ",".join(indicators), "--imputed", filled,
        "--by", "member,year", "--format", "json",
    )  # fmt: skip
    return {(row["indicator"], row["member"]): row for row in said.json if row["year"] == "2019"}
