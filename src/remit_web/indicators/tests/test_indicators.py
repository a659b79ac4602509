"""Indicators: what is measured, and its figures by unit, year and breakdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.utils.html import escape

from remit_web.figures.models import Figure
from remit_web.indicators.models import Indicator
from remit_web.shell.formats import number
from remit_web.units.models import Standing

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries


def page(client: Client, path: str = "", **query: str) -> str:
    response: Any = client.get(f"/indicators/{path}", query)
    assert response.status_code == 200
    return b"".join(response.streaming_content).decode() if response.streaming else response.content.decode()


def test_every_indicator_is_listed_once(anyone: Client) -> None:
    html = page(anyone)
    codes = set(Indicator.objects.values_list("indicator", flat=True))
    assert all(html.count(f'href="/indicators/{code}/"') == 1 for code in codes)


def test_the_latest_figure_is_of_a_year_of_the_federation(planner: Client) -> None:
    """One member's accounts run from April to March: they are the latest only where no year has a value."""
    assert "/figures/income/WFRS/2025/" in page(planner, find="income")
    Figure.objects.filter(unit="WFRS", indicator="income", own_period=False).update(value=None)
    assert "/figures/income/WFRS/2025-04-01/2026-03-31/" in page(planner, find="income")


def test_of_several_units_at_the_top_one_is_chosen(anyone: Client) -> None:
    """Without the federation above them, the regions stand at the top."""
    Standing.objects.filter(tree="structure", unit="WFRS").delete()
    Standing.objects.filter(tree="structure", parent="WFRS").update(parent="")
    html = page(anyone, top="R-AFW", find="volunteers")
    assert "/figures/volunteers/R-AFW/2026/" in html
    assert '<option value="R-AFW" selected>West and Central Africa' in html
    assert '<option value="R-AME" selected>' in page(anyone, "volunteers/", unit="R-AME")


def test_an_indicator_is_found_by_a_part_of_its_name_or_code(anyone: Client) -> None:
    assert "/indicators/blood-donations/" in page(anyone, find="donat")
    assert "/indicators/blood-donations/" not in page(anyone, find="volunteer")
    assert "No indicator is called so" in page(anyone, find="zzz")


def test_figures_by_year_are_the_engines(anyone: Client) -> None:
    html = page(anyone, "reached/", unit="R-AFE")
    for value in Figure.objects.filter(audience="public", indicator="reached", unit="R-AFE", cell="").exclude(value=None).values_list("value", flat=True):  # fmt: skip
        assert escape(number(value)) in html


def test_figures_by_category_are_the_engines(anyone: Client) -> None:
    html = page(anyone, "volunteers/", unit="M-ARV", by="sex", period="2025")
    rows = Figure.objects.filter(audience="public", indicator="volunteers", unit="M-ARV", period="2025")
    values = rows.filter(cell__startswith="sex=").exclude(value=None).values_list("value", flat=True)
    assert len(values) > 2
    assert all(escape(number(value)) in html for value in values)


def test_the_bars_are_of_those_who_were_asked(anyone: Client) -> None:
    """Only members report how many people they reach: the secretariat lacks nothing, and its dash says why."""
    html = page(anyone, "reached/")
    bars = html[html.index("By unit, 2026") :]
    assert "East and Southern Africa" in bars
    assert "Secretariat" not in bars[: bars.index("The same on a map")]
    assert "nothing was reported; Nobody here was expected to report it for this time" in html


def test_values_that_are_not_by_year_have_columns_of_their_own(planner: Client) -> None:
    assert "not by year" in page(planner, "income/", unit="M-NIH")


def test_a_download_holds_the_same_figures_exactly(anyone: Client) -> None:
    lines = page(anyone, "volunteers/", unit="M-ARV", format="csv").splitlines()
    header = lines[0].split(",")
    rows = [dict(zip(header, line.split(","), strict=True)) for line in lines[1:]]
    own = {(row["period"], row["cell"]): row["value"] for row in rows if row["unit"] == "M-ARV" and row["value"]}
    kept = Figure.objects.filter(audience="public", indicator="volunteers", unit="M-ARV").exclude(value=None)
    assert own == {(one.period, one.cell): one.value for one in kept}


def test_what_is_not_there_is_not_found(anyone: Client) -> None:
    assert anyone.get("/indicators/nothing/").status_code == 404
    assert anyone.get("/indicators/reached/?unit=NOBODY").status_code == 404


def test_a_reader_sees_no_figure_of_another_audience(anyone: Client, planner: Client) -> None:
    figure = Figure.objects.filter(audience="whole", indicator="income", unit="M-ARV", cell="").exclude(value=None)[0]
    assert escape(number(figure.value)) in page(planner, "income/", unit="M-ARV")
    assert escape(number(figure.value)) not in page(anyone, "income/", unit="M-ARV")


@pytest.mark.parametrize("path", ["", "reached/?unit=M-ARV", "reached/?unit=R-AFE", "volunteers/?unit=R-AFE&by=sex"])
def test_more_rows_need_no_more_queries(
    anyone: Client, django_assert_max_num_queries: DjangoAssertNumQueries, path: str
) -> None:
    with django_assert_max_num_queries(30):
        anyone.get(f"/indicators/{path}")
