"""Somebody stays signed in as long as was agreed, with a key that nobody else could have chosen."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from remit_web.commands.demo import PASSWORD
from remit_web.shell.sessions import BEGAN, SEEN

WHO = "planning@example.org"
DAY = 24 * 3600


def signed_in(client: Client, **more: str) -> Client:
    answer = client.post("/sign-in/", {"login": WHO, "password": PASSWORD, **more})
    assert answer.status_code == 302
    return client


def is_signed_in(client: Client) -> bool:
    return WHO in client.get("/").content.decode()


def aged(client: Client, **moments: int) -> None:
    """Set back what a session notes, by so many seconds."""
    session: Any = client.session
    for name, seconds in moments.items():
        session[name] = int(time.time()) - seconds
    session.save()


@pytest.fixture
def somebody(anyone: Client) -> Client:
    return signed_in(anyone)


@pytest.fixture
def staying(anyone: Client) -> Client:
    return signed_in(anyone, remember="on")


def test_signing_in_gives_a_new_key(anyone: Client) -> None:
    session: Any = anyone.session
    session["something"] = "kept"
    session.save()
    before = anyone.cookies[settings.SESSION_COOKIE_NAME].value
    signed_in(anyone)
    assert anyone.cookies[settings.SESSION_COOKIE_NAME].value != before
    assert not Session.objects.filter(session_key=before).exists()


def test_a_key_that_somebody_else_chose_is_not_taken(anyone: Client) -> None:
    anyone.cookies[settings.SESSION_COOKIE_NAME] = "chosenbysomebodyelse0123456789ab"
    signed_in(anyone)
    assert anyone.cookies[settings.SESSION_COOKIE_NAME].value != "chosenbysomebodyelse0123456789ab"
    other = Client()
    other.cookies[settings.SESSION_COOKIE_NAME] = "chosenbysomebodyelse0123456789ab"
    assert not is_signed_in(other)


def test_a_key_is_worth_nothing_after_signing_out(somebody: Client) -> None:
    key = somebody.cookies[settings.SESSION_COOKIE_NAME].value
    assert is_signed_in(somebody)
    somebody.post("/sign-out/")
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = key
    assert not is_signed_in(thief)
    assert not Session.objects.filter(session_key=key).exists()


def test_the_key_is_kept_where_scripts_do_not_read_until_the_browser_closes(somebody: Client) -> None:
    cookie = somebody.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/"
    assert not cookie["max-age"] and not cookie["expires"] and not cookie["domain"]


def test_who_chose_to_stay_keeps_the_key_for_the_days_agreed(staying: Client) -> None:
    assert staying.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == settings.SESSION_COOKIE_AGE == 14 * DAY


def test_a_session_that_nobody_used_ends(somebody: Client) -> None:
    aged(somebody, seen=settings.IDLE_END - 60, began=settings.IDLE_END)
    assert is_signed_in(somebody)
    aged(somebody, seen=settings.IDLE_END + 60)
    key = somebody.cookies[settings.SESSION_COOKIE_NAME].value
    assert not is_signed_in(somebody)
    assert not Session.objects.filter(session_key=key).exists()


def test_asking_for_something_keeps_a_session_in_use(somebody: Client) -> None:
    aged(somebody, seen=settings.IDLE_END - 60)
    somebody.get("/")
    assert time.time() - somebody.session[SEEN] < 30


def test_a_session_that_is_to_stay_ends_when_it_is_too_old_however_much_it_was_used(staying: Client) -> None:
    aged(staying, seen=3 * DAY, began=settings.SESSION_COOKIE_AGE - 60)
    assert is_signed_in(staying)
    aged(staying, began=settings.SESSION_COOKIE_AGE + 60)
    assert not is_signed_in(staying)


def test_signing_in_again_begins_anew(staying: Client) -> None:
    aged(staying, began=settings.SESSION_COOKIE_AGE - 60)
    staying.post("/sign-out/")
    signed_in(staying)
    assert time.time() - staying.session[BEGAN] < 30


def test_no_session_is_written_for_each_page(somebody: Client) -> None:
    with CaptureQueriesContext(connection) as asked:
        somebody.get("/plans/")
        somebody.get("/units/")
    assert not [one["sql"] for one in asked if not one["sql"].startswith(("SELECT", "SAVEPOINT", "RELEASE"))]


def test_who_reads_without_signing_in_has_no_session(anyone: Client) -> None:
    anyone.get("/")
    anyone.post("/language/", {"value": "fr"})
    assert settings.SESSION_COOKIE_NAME not in anyone.cookies
    assert not Session.objects.exists()


@pytest.mark.parametrize(("address", "value"), [("/language/", "fr"), ("/theme/", "dark")])
def test_a_choice_is_kept_where_scripts_do_not_read(anyone: Client, address: str, value: str) -> None:
    (cookie,) = anyone.post(address, {"value": value}).cookies.values()
    assert cookie.value == value
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/"


def test_no_cookie_is_set_but_those_whose_names_are_settings(somebody: Client) -> None:
    """Over HTTPS each of these names says that the cookie is of this host alone (tests/boundaries/test_environment.py)."""
    names = {getattr(settings, name) for name in dir(settings) if name.endswith("_COOKIE_NAME")}
    somebody.post("/language/", {"value": "fr"})
    somebody.post("/theme/", {"value": "dark"})
    somebody.get("/")
    somebody.post("/sign-out/")
    assert len(somebody.cookies) == 5 == len(names)
    assert set(somebody.cookies) == names
