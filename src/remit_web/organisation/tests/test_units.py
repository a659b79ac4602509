"""The tree, one unit, and the map."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from remit import rollup
from remit_web.figures.models import Answer
from remit_web.organisation import trees
from remit_web.shell.formats import number
from remit_web.store import DatabaseStore
from remit_web.units.models import Standing
from remit_web.units.places import tops

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return unescape(response.content.decode())


def title(client: Client, address: str) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", page(client, address), re.DOTALL)
    assert found
    return found[1]


def test_the_tree_opens_level_by_level_without_scripts(anyone: Client) -> None:
    html = page(anyone, "/units/")
    assert html.count("<details>") > 20
    assert html.index("Europe and Central Asia") < html.index("Arvenia Relief Society") < html.index("B-ARV-CAPITAL<")


def test_units_stand_in_order_of_their_names(anyone: Client) -> None:
    html = page(anyone, "/units/")
    assert html.index(">Americas<") < html.index(">East and Southern Africa<") < html.index(">Secretariat<")


def test_a_tree_counts_who_stands_below_at_any_level() -> None:
    top = tops("structure")
    children = trees.under("structure", top[0], 1)
    assert (
        1 + len(children) + sum(place.below for place in children) == Standing.objects.filter(tree="structure").count()
    )
    assert all(place.below == len(list(trees.every(place.under))) for place in children)


def test_a_large_tree_is_one_level_a_page(anyone: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trees, "OPEN", 10)
    html = page(anyone, "/units/")
    assert "<details>" not in re.sub(r"<details class=.*?>", "", html)
    assert 'href="/units/?tree=structure&under=R-EUR"' in html
    assert "Arvenia Relief Society" not in html
    assert "Arvenia Relief Society" in page(anyone, "/units/?tree=structure&under=R-EUR")


def test_many_units_under_one_take_several_pages_and_no_more_queries(
    anyone: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for code, places in (("few", 3), ("many", 300)):
        Standing.objects.bulk_create(
            Standing(tree=code, unit=f"U{at:03}", parent="", kind="member", depth=0, first=at, last=at)
            for at in range(1, places + 1)
        )
    with django_assert_max_num_queries(20) as few:
        page(anyone, "/units/?tree=few")
    with django_assert_max_num_queries(20) as many:
        html = page(anyone, "/units/?tree=many&page=2")
    assert len(few.captured_queries) == len(many.captured_queries)
    assert "U101" in html
    assert "U100" not in html
    assert "101 to 200 of 300" in html


@pytest.mark.parametrize(
    "address", ["/units/?tree=none-such", "/units/?under=NONE", "/units/NONE/", "/countries/XXX/", "/countries/all/"]
)
def test_what_is_not_there_is_not_found(anyone: Client, address: str) -> None:
    assert anyone.get(address).status_code == 404


@pytest.mark.parametrize(
    "address", ["/units/?page=x", "/units/?page=9999", "/units/map/?year=never", "/units/M-ARV/?tasks=-1"]
)
def test_an_address_that_makes_no_sense_shows_the_nearest_page(anyone: Client, address: str) -> None:
    nearest = address.partition("?")[0]
    heading = re.compile(r"<h1.*?</h1>", re.DOTALL)
    assert heading.findall(page(anyone, address)) == heading.findall(page(anyone, nearest))


def test_the_figures_of_a_unit_are_those_of_the_engine(anyone: Client) -> None:
    federation = DatabaseStore().read()
    html = page(anyone, "/units/M-ARV/")
    figures = rollup(federation, ["reached"], by=["year"], unit="M-ARV", audience="public")
    for figure in figures:
        assert figure.value is not None
        assert re.search(rf'href="/figures/reached/M-ARV/{figure.keys[0]}/"[^>]*>{number(figure.value)}<', html)


def test_a_percentage_says_once_what_it_is(planner: Client) -> None:
    html = planner.get("/units/WFRS/").content.decode()
    assert "Share of income raised at home, 1 April 2025 to 31 March 2026" in re.sub(r"<[^>]+>", "", html)
    assert not re.search(r"%\s*%", re.sub(r"<[^>]+>", "", html))


def test_a_unit_that_was_split_says_who_carries_it_on_and_where_it_stood(anyone: Client) -> None:
    html = page(anyone, "/units/B-KIL-RIFT/")
    assert "This unit ended on 31 December 2024." in html
    assert "Rift North Province</a> (3/5, from 1 January 2025)" in html
    assert "Stood under" in html
    assert "Kilimeru Relief Society" in html
    assert "(took on 2/5 on 1 January 2025)" in page(anyone, "/units/B-KIL-RIFT-SOUTH/")


def test_a_partner_shows_what_it_gives_and_what_for(anyone: Client) -> None:
    html = page(anyone, "/units/LUMEN/")
    assert "none: it counts in no total of members" in html
    assert number("3600000") in html
    assert 'href="/plans/CP-ARV-2026/"' in html


def test_a_unit_shows_no_plan_that_its_reader_may_not_see(anyone: Client, planner: Client) -> None:
    assert "/plans/GR-LUMEN/" in page(planner, "/units/SEC/")
    assert "GR-LUMEN" not in page(anyone, "/units/SEC/")


def test_the_map_stands_for_each_country_by_its_host(anyone: Client) -> None:
    html = page(anyone, "/units/map/?indicator=volunteers&year=2025")
    figure = rollup(DatabaseStore().read(), ["volunteers"], by=["year"], unit="M-ARV", audience="public")
    value = next(one.value for one in figure if one.keys == ("2025",))
    assert re.search(rf'/countries/GEO/">Georgia</a>.*?/units/M-ARV/".*?>{number(value)}<', html, re.DOTALL)
    assert "<svg" in html


def test_the_map_opens_on_what_the_strategy_puts_first(anyone: Client) -> None:
    assert title(anyone, "/units/map/") == "People reached by the largest service by country"
    Answer.objects.filter(kind="priorities").delete()
    assert title(anyone, "/units/map/") == "People living at high risk of disaster by country", "else what most report"


def test_countries_are_named_in_the_language_of_the_reader(anyone: Client) -> None:
    anyone.cookies["django_language"] = "ar"
    assert "جورجيا" in page(anyone, "/countries/")
