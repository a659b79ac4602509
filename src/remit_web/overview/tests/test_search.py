"""Search finds by name in any language and by code, and only what the reader may see."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from remit_web.access.readers import Reader
from remit_web.organisation.models import Text
from remit_web.overview import search
from remit_web.overview.search import SHORTEST, find
from remit_web.plans.models import Plan

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db
NOBODY = Reader(None)


def keys(words: str, kind: str) -> list[str]:
    return [key for one in find(NOBODY, words, (kind,)) for key in one.keys]


@pytest.mark.parametrize("words", ["arvenia relief", "ARVENIA RELIEF", "  Arvenia   Relief ", "m-arv"])
def test_a_unit_is_found_by_its_name_or_code_in_any_case(words: str) -> None:
    assert keys(words, "units")[0] == "M-ARV"


def test_a_thing_is_found_by_its_name_in_another_language() -> None:
    assert "P1" in {key.partition("/")[2] for key in keys("الناس يتجاوزون", "elements")}


@pytest.mark.parametrize("words", ["personnes migrantes et deplacees", "Déplacées Atteintes", "DEPLACÉES"])
def test_accents_and_case_do_not_count(words: str) -> None:
    assert "reached-migration" in keys(words, "indicators")


def test_what_has_the_code_itself_comes_first() -> None:
    assert keys("P1", "elements")[0].endswith("/P1")


def test_hidden_plans_and_their_lines_are_not_found_by_others(anyone: Client, planner: Client) -> None:
    hidden = Plan._default_manager.exclude(visibility="public").values_list("plan", flat=True)
    assert hidden
    for plan in hidden:
        assert plan not in anyone.get("/search/", {"q": plan}).content.decode().replace(f'value="{plan}"', "").replace(
            f"“{plan}”", ""
        ).replace(f"?q={plan}", "").replace(f"%3Fq%3D{plan}", "")
        assert f"/plans/{plan}/" in planner.get("/search/", {"q": plan}).content.decode()
    assert not list(keys("Arvenia: villages", "elements"))


@pytest.mark.parametrize(("kind", "words"), [("plans", "plan"), ("elements", "people")])
def test_what_is_hidden_crowds_out_nothing_that_may_be_seen(
    monkeypatch: pytest.MonkeyPatch, kind: str, words: str
) -> None:
    monkeypatch.setattr(search, "MOST", 3)
    before = keys(words, kind)
    assert before
    recorded = datetime(2026, 1, 1, tzinfo=UTC)
    for at in range(9):
        Plan._default_manager.create(
            plan=f"A{at}", unit="SEC", kind="appeal", visibility="unit", language="en", recorded_at=recorded
        )
        key = f"A{at}" if kind == "plans" else f"A{at}/1"
        Text._default_manager.create(of=kind, key=key, field="title", language="en", text=words, recorded_at=recorded)
    assert keys(words, kind) == before


def test_all_of_a_kind_are_listed_page_by_page(anyone: Client) -> None:
    some = anyone.get("/search/", {"q": "branch"}).content.decode()
    assert "kind=units" in some
    every = anyone.get("/search/", {"q": "branch", "kind": "units"}).content.decode()
    assert every.count('<li class="item-head">') > some.count('<li class="item-head">') > 0


def test_a_script_gets_only_what_is_found(anyone: Client) -> None:
    answer = anyone.get("/search/", {"q": "water"}, headers={"HX-Request": "true"})
    assert "<html" not in answer.content.decode()
    assert "HX-Request" in answer.headers["Vary"]


@pytest.mark.parametrize("words", ["", " ", "a", "%", "_", "zzzz", "'; drop", "<b>"])
def test_any_words_give_a_page(anyone: Client, words: str) -> None:
    page = anyone.get("/search/", {"q": words})
    assert page.status_code == 200
    assert "<b>" not in page.content.decode().partition("<main")[2]
    assert len(words.strip()) >= SHORTEST or not find(NOBODY, words)


def test_a_sign_of_the_database_finds_nothing_by_itself() -> None:
    assert not keys("%%", "units")
    assert not keys("__", "units")


def test_the_number_of_queries_does_not_grow(
    anyone: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(20):
        anyone.get("/search/", {"q": "zzzz"})
    with django_assert_max_num_queries(20):
        anyone.get("/search/", {"q": "an"})


@pytest.mark.usefixtures("rows_may_change")
def test_lines_of_one_name_in_one_plan_are_told_apart(anyone: Client) -> None:
    titles = Text.objects.filter(of="elements", field="title")
    name = titles.values_list("text", flat=True).get(key="CP-ARV-2026/A1.1.1")
    titles.filter(key="CP-ARV-2026/A1.2.1").update(text=name)
    (found,) = find(NOBODY, name, ("elements",))
    hits = found.hits()
    assert [hit.name for hit in hits] == [name] * 2
    assert [hit.beside for hit in hits] == [f"Arvenia: Country plan 2026 \u00b7 A1.{n}.1" for n in (1, 2)]
    html = anyone.get("/search/", {"q": name}).content.decode()
    assert all(hit.beside in html for hit in hits)
