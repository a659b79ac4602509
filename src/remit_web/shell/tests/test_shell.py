"""The parts of every page: they work without scripts, in each language, and say clearly what went wrong."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings

from remit.documents.charts.look import DARK, LIGHT
from remit_web.commands.demo import PASSWORD
from remit_web.shell import views

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db
STYLE = (Path(views.__file__).parent / "static" / "remit" / "base.css").read_text()


def test_charts_have_the_same_colours_on_pages_and_on_paper() -> None:
    on_pages = dict(re.findall(r"--chart-(\w+): (light-dark\([^)]*\));", STYLE))
    assert on_pages == {name: f"light-dark({LIGHT[name]}, {DARK[name]})" for name in LIGHT}


def test_sides_are_logical_so_that_pages_mirror() -> None:
    assert not re.findall(
        r"(?:margin|padding|border)-(?:left|right)|[{; ](?:left|right):|text-align: (?:left|right)", STYLE
    )


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("fr", "ltr"), ("ar", "rtl")])
def test_a_chosen_language_stays(anyone: Client, language: str, direction: str) -> None:
    answer = anyone.post("/language/", {"value": language, "next": "/plans/?kind=grant"})
    assert answer.headers["Location"] == "/plans/?kind=grant"
    assert f'lang="{language}" dir="{direction}"' in anyone.get("/").content.decode()
    assert f'lang="{language}" dir="{direction}"' in anyone.get("/sign-in/").content.decode()


def test_chosen_colours_stay(anyone: Client) -> None:
    anyone.post("/theme/", {"value": "dark", "next": "/"})
    assert 'data-bs-theme="dark"' in anyone.get("/").content.decode()
    assert 'data-bs-theme="dark"' in anyone.get("/sign-in/").content.decode()


def test_a_choice_never_leads_to_another_site(anyone: Client) -> None:
    assert anyone.post("/theme/", {"value": "dark", "next": "https://elsewhere.example/"}).headers["Location"] == "/"


@pytest.mark.parametrize("path", ["/", "/sign-in/", "/search/", "/nowhere/"])
def test_no_page_has_scripts_or_styles_of_its_own(anyone: Client, path: str) -> None:
    page = anyone.get(path).content.decode()
    assert "<style" not in page
    assert not re.findall(r"<script(?![^>]*(?:src=|application/json))", page)
    assert not re.findall(r"\son\w+=", page)
    assert page.count("<h1") == 1


def test_what_is_not_there_says_where_to_look(anyone: Client) -> None:
    page = anyone.get("/nowhere/")
    assert page.status_code == 404
    assert "There is no such page" in page.content.decode()


def test_a_failure_needs_no_database(rf: object, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        answer = views.failed(rf.get("/"))  # type: ignore[attr-defined]
    assert answer.status_code == 500
    assert "Something went wrong" in answer.content.decode()


def test_signing_in_goes_back_to_the_page(anyone: Client) -> None:
    who = {"login": "planning@example.org", "password": PASSWORD, "next": "/plans/"}
    assert anyone.post("/sign-in/", who).headers["Location"] == "/plans/"
    page = anyone.get("/").content.decode()
    assert "planning@example.org" in page
    assert "/sign-out/" in page


def test_a_wrong_password_is_said_beside_the_field_and_tells_nothing_more(anyone: Client) -> None:
    known = anyone.post("/sign-in/", {"login": "planning@example.org", "password": "not that one"}).content.decode()
    unknown = anyone.post("/sign-in/", {"login": "nobody@example.org", "password": "not that one"}).content.decode()

    def said(page: str) -> str:
        return " ".join(re.findall(r'role="alert".*?</div>', page, re.DOTALL))

    assert "is not right" in said(known)
    assert said(known) == said(unknown)
    assert 'aria-invalid="true"' in known


def test_every_language_is_named_in_itself(anyone: Client) -> None:
    page = anyone.get("/").content.decode()
    assert len(settings.LANGUAGES) == len(re.findall(r'name="value" value="\w+" lang="', page))
    assert "français" in page


@pytest.mark.parametrize(
    ("path", "entry"),
    [
        ("/", "Overview"), ("/plans/S2030/line-of-sight/", "Line of sight"), ("/plans/S2030/", "Plans"),
        ("/units/M-ARV/", "Units"), ("/indicators/reached/", "Indicators"), ("/collection/", "Collection"), ("/search/", ""),
    ],
)  # fmt: skip
def test_the_menu_says_where_a_page_belongs(anyone: Client, path: str, entry: str) -> None:
    page = anyone.get(path).content.decode()
    here = re.findall(r'class="main-entry" href="[^"]*" aria-current="page">([^<]*)<', page)
    assert here == [entry] * 2 * bool(entry), "once in the bar, once in the menu of a phone"
