"""Sessions: where somebody is signed in, and ending them."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pytest
from allauth.usersessions.models import UserSession

from remit_web.access.sessions import device

from .people import REPORTER, person, recorded, signed_in

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0 Mobile Safari/537.36"


@pytest.fixture
def here() -> Client:
    return signed_in(REPORTER, headers={"User-Agent": FIREFOX})


@pytest.fixture
def phone() -> Client:
    return signed_in(REPORTER, headers={"User-Agent": PHONE}, REMOTE_ADDR="192.0.2.7")


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def numbers(client: Client) -> list[str]:
    """The sessions that a page offers to end."""
    page = client.get("/account/sessions/").content.decode()
    return [one for one in re.findall(r'name="session" value="(\w+)"', page) if one != "others"]


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (FIREFOX, "Firefox, Linux"), (PHONE, "Chrome, Android"), ("curl/8.5", "curl"), ("", "unknown"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.0 Safari/605.1.15", "Safari, macOS"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/138.0 Safari/537.36 Edg/138.0", "Edge, Windows"),
    ],
)  # fmt: skip
def test_a_device_is_called_as_people_would(agent: str, said: str) -> None:
    assert device(agent) == said


def test_the_page_says_where_one_is_signed_in(here: Client, phone: Client) -> None:
    page = here.get("/account/sessions/").content.decode()
    assert all(said in page for said in ("Firefox, Linux", "Chrome, Android", "192.0.2.7", "this one"))
    assert len(numbers(here)) == 1, "the one that asks is ended by signing out"


def test_ending_one_session_shuts_that_one_only(here: Client, phone: Client) -> None:
    here.post("/account/sessions/end/", {"session": numbers(here)[0]})
    assert is_in(here) and not is_in(phone)
    assert [record.before for record in recorded("session.ended")] == [{"device": "Chrome, Android"}]


def test_ending_all_others_leaves_this_one(here: Client, phone: Client) -> None:
    other = signed_in(REPORTER)
    here.post("/account/sessions/end/", {"session": "others"})
    assert [is_in(client) for client in (here, phone, other)] == [True, False, False]


def test_nobody_ends_the_session_of_somebody_else(here: Client) -> None:
    planner = signed_in("planning@example.org")
    of_others = UserSession.objects.get(user=person("planning@example.org"))
    here.post("/account/sessions/end/", {"session": of_others.pk})
    assert is_in(planner)


def test_a_session_is_written_down_as_seen_now_and_then_and_not_each_time(
    here: Client, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):  # the session and the person, which every page asks for
        here.get("/sign-in/stopped/")
    before = UserSession.objects.get(user=person(REPORTER)).last_seen_at
    later = time.time() + 301
    monkeypatch.setattr(time, "time", lambda: later)
    here.get("/account/")
    assert UserSession.objects.get(user=person(REPORTER)).last_seen_at > before
