"""The page of a country holds what the engine says of it."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import TYPE_CHECKING

import pytest

from remit.calculations.country import country
from remit_web.collection.models import Observation
from remit_web.collection.tests.hidden import leave
from remit_web.figures.keep import keep
from remit_web.figures.models import Answer, Figure
from remit_web.organisation.country_page import percent_of
from remit_web.shell.formats import amount, number
from remit_web.store import DatabaseStore

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


def page(client: Client, code: str) -> str:
    return unescape(client.get(f"/countries/{code}/").content.decode())


@pytest.mark.parametrize("code", ["GEO", "MDG", "KEN"])
def test_every_amount_is_the_engines_and_opens_its_rows(anyone: Client, code: str) -> None:
    html = page(anyone, code)
    found = country(DatabaseStore().read(), code, TODAY, audience="public")
    assert found.lines
    for line in found.lines:
        where = f"/plans/{line.plan}/money/explained/?element={line.element}&holder={line.stated_holder}"
        for value, measure in (
            (line.need, "required"),
            (line.available, "available"),
            (line.spent, "spent"),
            (line.gap, "gap"),
        ):
            shown = re.search(rf'href="{re.escape(where)}[^"]*&measure={measure}"[^>]*>([^<]*)<', html)
            assert shown
            assert shown[1] == amount(value, line.currency)


def test_people_stand_by_programme_and_once(anyone: Client) -> None:
    html = page(anyone, "MDG")
    found = country(DatabaseStore().read(), "MDG", TODAY, audience="public")
    assert any(people.programmes for people in found.people)
    for people in found.people:
        before = "<b>" if people.programmes else "<dd>"
        figure = rf'{before}<a class="fig[^"]*" href="/figures/{people.indicator}/M-MEN/2026/"[^>]*>([^<]*)<'
        once = re.search(figure, html)
        assert once
        assert once[1] == number(people.value)
        assert all(number(one.value) in html for one in people.programmes)


def test_who_counts_people_in_no_programme_has_a_total(anyone: Client) -> None:
    html = page(anyone, "CHE").partition('id="people"')[2].partition("</section>")[0]
    kept = Figure.objects.get(audience="public", unit="M-ALP", indicator="reached", period="2026", cell="")
    assert f">{number(kept.value)}</a>" in html
    assert "no programme stated" in html
    assert 'href="/units/M-ALP/"' in html


@pytest.mark.usefixtures("rows_may_change")
def test_people_are_of_the_latest_year_with_values_and_of_any_that_is_asked_for(anyone: Client) -> None:
    """The answer of a country keeps every year in which there is anything; here nothing came for 2026."""
    leave(["reached"])
    Observation.objects.filter(unit__in=["M-ALP", "M-MEN"], period__startswith="2026").delete()
    keep(DatabaseStore().read())
    html = page(anyone, "CHE")
    assert "Whom they reach, 2025" in html
    assert "/figures/reached/M-ALP/2025/" in html
    assert '<option value="2026">' not in html
    earlier = unescape(anyone.get("/countries/CHE/?year=2023").content.decode())
    kept = Figure.objects.get(audience="public", unit="M-ALP", indicator="reached", period="2023", cell="")
    assert f'/figures/reached/M-ALP/2023/" title="complete; 1 of 1 unit reported">{number(kept.value)}</a>' in earlier


def test_an_appeal_of_others_stands_with_what_its_lines_here_come_to(anyone: Client) -> None:
    html = page(anyone, "MDG").partition('id="plans"')[2].partition("</section>")[0]
    lines = [line for line in Answer.objects.get(kind="country", key="MDG", audience="public").facts["lines"] if line["plan"] == "AP-2026-01"]  # fmt: skip
    assert len(lines) == 4
    row = html[html.index('href="/plans/AP-2026-01/"') :].partition("</tr>")[0]
    for name in ("need", "available", "spent", "gap"):
        assert f'<a class="fig" href="#money">{amount(sum(line[name] for line in lines), "CHF")}</a>' in row


def test_holders_stand_in_order_host_secretariat_partners(anyone: Client) -> None:
    html = page(anyone, "GEO").partition('id="money"')[2]
    places = [html.index(f'rowgroup" colspan="8"><a href="/units/{unit}/"') for unit in ("M-ARV", "SEC", "M-ALP")]
    assert places == sorted(places)


def test_what_is_served_stands_with_its_share(anyone: Client) -> None:
    html = page(anyone, "GEO").partition('id="serves"')[2]
    assert "Villages are ready for floods and landslides" in html
    assert f'People come through disasters and crises</a> <span class="unit">{percent_of("3/4")}' in html


def test_a_grant_that_the_public_may_not_see_is_not_on_the_page(anyone: Client, planner: Client) -> None:
    assert "/plans/GR-LUMEN/" in page(planner, "GEO")
    assert "GR-LUMEN" not in page(anyone, "GEO")


def test_a_country_without_plans_says_so(anyone: Client) -> None:
    html = page(anyone, "AUS")
    assert "No line of money is kept or carried out here." in html
    assert "Nothing here is linked to a strategy yet." in html


def test_the_number_of_queries_does_not_grow_with_the_lines(
    anyone: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(15) as few:
        page(anyone, "MDG")
    kept = Answer.objects.get(kind="country", key="MDG", audience="public")
    kept.facts["lines"] *= 9
    kept.save()
    with django_assert_max_num_queries(15) as many:
        html = page(anyone, "MDG")
    assert html.count("CP-MEN-2026/money/explained/") > 200
    assert len(many.captured_queries) == len(few.captured_queries)


def test_more_lines_than_can_be_read_are_added_up_by_holder(anyone: Client) -> None:
    """As of a country team with hundreds: each holder's sum opens all that it keeps in the plan."""
    kept = Answer.objects.get(kind="country", key="MDG", audience="public")
    mine = [line for line in kept.facts["lines"] if line["plan"] == "CP-MEN-2026"]
    kept.facts["lines"] = mine * 12
    kept.save()
    html = page(anyone, "MDG").partition('id="money"')[2].partition("</section>")[0]
    for holder in {line["stated_holder"] for line in mine}:
        need = 12 * sum(line["need"] for line in mine if line["stated_holder"] == holder)
        where = f"/plans/CP-MEN-2026/money/explained/?kept_by={holder}&measure=required"
        assert f'href="{where}">{amount(need, "EUR")}</a>' in html
        assert anyone.get(where).status_code == 200
    assert "element=" not in html


def test_countries_with_plans_come_first_with_their_money(anyone: Client) -> None:
    html = unescape(anyone.get("/countries/").content.decode())
    assert html.index("Arvenia: Country plan 2026") < html.index("Without a plan in force") < html.index("Australia")
    assert amount(19100000000, "CHF") in html
