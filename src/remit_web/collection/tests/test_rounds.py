"""Rounds: who has reported of those that were asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils.html import escape

from remit.calculations.answering import answering
from remit_web.collection.models import Round
from remit_web.organisation.queries import names_of
from remit_web.store import DatabaseStore
from remit_web.units.today import today

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries


def test_a_round_shows_each_unit_that_is_asked_with_its_state(anyone: Client) -> None:
    federation = DatabaseStore().read().current()
    asked = answering(federation, today(), audience="public")["R-2025"]
    names = names_of("units", [one.unit for one in asked])
    html = anyone.get("/collection/R-2025/").content.decode()
    assert all(escape(names[one.unit]) in html for one in asked)
    for state in {one.state for one in asked}:
        shown = anyone.get("/collection/R-2025/", {"state": state}).content.decode()
        wanted = {one.unit for one in asked if one.state == state}
        assert {one.unit for one in asked if f'href="/units/{one.unit}/"' in shown} == wanted


def test_every_round_is_listed_with_its_days(anyone: Client) -> None:
    html = anyone.get("/collection/").content.decode()
    codes = set(Round.objects.values_list("round", flat=True))
    assert codes and all(f'href="/collection/{code}/"' in html for code in codes)


def test_a_round_that_is_not_there_is_not_found(anyone: Client) -> None:
    assert anyone.get("/collection/NOTHING/").status_code == 404


@pytest.mark.usefixtures("rows_may_change")
def test_a_federation_without_rounds_says_what_to_do(anyone: Client) -> None:
    Round.objects.all().delete()
    assert "No round yet" in anyone.get("/collection/").content.decode()


def test_more_rounds_need_no_more_queries(
    anyone: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(15):
        anyone.get("/collection/")
    with django_assert_max_num_queries(15):
        anyone.get("/collection/R-2025/")
