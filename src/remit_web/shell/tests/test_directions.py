"""On a page that reads from right to left, what reads from the left stands apart and keeps its order."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.utils import translation

from remit_web.shell import formats
from remit_web.shell.jinja import texts_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

FROM_LEFT, AS_IT_BEGINS, END = "\u2066", "\u2068", "\u2069"


@pytest.fixture
def in_arabic() -> Iterator[None]:
    with translation.override("ar"):
        yield


@pytest.mark.usefixtures("in_arabic")
def test_a_number_with_a_sign_stands_apart() -> None:
    assert formats.percent(Decimal("0.88")) == f"{FROM_LEFT}88\u202f%{END}"
    assert formats.number(-5) == f"{FROM_LEFT}\u22125{END}"
    assert formats.number(5) == "5", "digits alone are never turned round"


@pytest.mark.usefixtures("in_arabic")
def test_a_day_stands_apart_in_a_sentence_of_another_language() -> None:
    assert formats.day(date(2026, 11, 20)) == f"{AS_IT_BEGINS}20 نوفمبر 2026{END}"
    assert formats.period("2026-03").startswith(AS_IT_BEGINS)
    assert formats.period("2026") == "2026"


def test_a_page_that_reads_from_the_left_has_no_marks(anyone: Client) -> None:
    assert formats.percent(Decimal("0.88")) == "88\u202f%"
    assert not re.search(r"[\u2066-\u2069]", anyone.get("/").content.decode())


def test_a_text_that_is_not_translated_reads_as_it_is_written() -> None:
    assert texts_in("ar").text("%(part)s of it.", part=5) == f"{FROM_LEFT}5 of it.{END}"
    assert texts_in("ar").text("November") == "نوفمبر", "one that is translated needs nothing"
    assert texts_in("fr").text("%(part)s of it.", part=5) == "5 of it."


def test_one_number_of_another_keeps_its_order(anyone: Client) -> None:
    anyone.post("/language/", {"value": "ar", "next": "/"})
    html = anyone.get("/figures/reached/WFRS/2026/").content.decode()
    assert '<bdi dir="ltr">8 / 10</bdi>' in html
    assert not re.search(r"\d / \d", re.sub(r"<bdi.*?</bdi>", "", html))
