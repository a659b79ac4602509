"""Coming in and going out: who is let in, what is written down, and which doors there are."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import get_resolver

from remit_web.access.lock_out import forget_tries
from remit_web.access.models import Person

from .people import REPORTER, at_the_door, person, personal, recorded, signed_in

pytestmark = pytest.mark.django_db


def test_signing_in_and_out_is_recorded() -> None:
    client = signed_in(REPORTER)
    client.post("/sign-out/")
    code = person(REPORTER).code
    (came,), (went,) = recorded("sign-in.done"), recorded("sign-out.done")
    assert (came.person, came.door, came.after) == (code, "page", {"by": ["password"]})
    assert went.person == code
    assert personal(came, "address") == "127.0.0.1"


def test_a_wrong_password_is_refused_and_recorded_for_whose_account_it_is() -> None:
    page = at_the_door(REPORTER, "not the password")
    assert page.status_code == 200 and "is not right" in page.content.decode()
    (record,) = recorded("sign-in.failed")
    assert (record.person, record.of, record.key) == ("", "people", person(REPORTER).code)
    assert personal(record, "email") == REPORTER


def test_somebody_unknown_is_refused_alike_and_recorded_without_a_person() -> None:
    known, unknown = (at_the_door(email, "wrong") for email in (REPORTER, "nobody@example.org"))
    said = [page.content.decode().split("errorlist")[1].split("</ul>")[0] for page in (known, unknown)]
    assert said[0] == said[1]
    assert [record.key for record in recorded("sign-in.failed")] == [person(REPORTER).code, ""]


def test_a_closed_account_opens_nothing_and_its_sessions_end() -> None:
    client = signed_in(REPORTER)
    assert client.get("/account/").status_code == 200
    Person.objects.filter(email=REPORTER).update(is_active=False)
    assert client.get("/account/").status_code == 302
    assert at_the_door(REPORTER)["Location"] == "/sign-in/closed/"


def test_the_page_that_asked_for_an_account_is_led_back_to_and_no_other_place() -> None:
    inside = Client().post("/sign-in/?next=/plans/", {"login": REPORTER, "password": "remit-demo", "next": "/plans/"})
    outside = Client().post("/sign-in/", {"login": REPORTER, "password": "remit-demo", "next": "https://evil.example/"})
    assert inside["Location"] == "/plans/"
    assert outside["Location"] == "/"


def test_nobody_makes_an_account_at_the_door() -> None:
    names = {one.name for pattern in get_resolver().url_patterns for one in _all(pattern)}
    assert not names & {"account_signup", "socialaccount_signup", "socialaccount_connections", "account_email"}
    assert Client().get("/accounts/signup/").status_code == 404


def _all(pattern: Any) -> list[Any]:
    inner = getattr(pattern, "url_patterns", None)
    return [pattern] if inner is None else [found for one in inner for found in _all(one)]


@pytest.mark.parametrize(
    "address", ["/account/", "/account/sessions/", "/account/tokens/", "/account/app/", "/people/invitations/"]
)
def test_pages_of_an_account_lead_a_stranger_to_the_door(anyone: Client, address: str) -> None:
    page = anyone.get(address)
    assert page.status_code == 302 and page["Location"] == f"/sign-in/?next={address}"


# Too many tries


def test_five_wrong_passwords_shut_an_account_for_a_quarter_of_an_hour() -> None:
    for _ in range(5):
        assert at_the_door(REPORTER, "wrong").status_code == 200
    page = at_the_door(REPORTER)
    assert page.status_code == 429, "the right password opens it no more"
    assert 14 * 60 < int(page["Retry-After"]) <= 15 * 60
    assert "Try again in 15" in page.content.decode()
    assert len(recorded("sign-in.failed")) == 5
    assert at_the_door("planning@example.org").status_code == 302, "others come in"


def test_the_door_opens_again_when_the_first_of_the_tries_is_long_ago(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    began = time.time()
    for seconds in (0, 60, 120, 180, 240):
        monkeypatch.setattr(time, "time", lambda at=began + seconds: at)
        at_the_door(REPORTER, "wrong")
    monkeypatch.setattr(time, "time", lambda: began + 300)
    assert int(at_the_door(REPORTER)["Retry-After"]) == 600
    monkeypatch.setattr(time, "time", lambda: began + 901)
    assert at_the_door(REPORTER).status_code == 302


def test_an_address_that_tries_many_accounts_is_shut_out_and_others_are_not() -> None:
    for number in range(30):
        at_the_door(f"nobody{number}@example.org", "wrong", REMOTE_ADDR="192.0.2.7")
    assert at_the_door(REPORTER, REMOTE_ADDR="192.0.2.7").status_code == 429
    assert at_the_door(REPORTER, REMOTE_ADDR="192.0.2.8").status_code == 302


def test_those_who_come_in_are_not_counted() -> None:
    for _ in range(8):
        assert at_the_door(REPORTER).status_code == 302


def test_tries_are_counted_in_one_place_for_all_processes() -> None:
    at_the_door(REPORTER, "wrong")
    assert kept() >= 2


def test_tries_that_no_longer_count_are_let_go() -> None:
    cache.set("over", 1, timeout=-1)
    cache.set("counts", 1, timeout=60)
    assert kept() == 2
    forget_tries()
    assert kept() == 1 and cache.get("counts") == 1


def kept() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM remit_cache")
        return int(cursor.fetchone()[0])


def test_the_right_address_is_counted_behind_a_server_in_front(settings: Any) -> None:
    settings.PROXIES = 1
    for _ in range(30):
        at_the_door("nobody@example.org", "wrong", headers={"X-Forwarded-For": "198.51.100.1, 192.0.2.7"})
    refused = at_the_door(REPORTER, headers={"X-Forwarded-For": "203.0.113.9, 192.0.2.7"})
    assert refused.status_code == 429, "what a browser adds in front does not count"
    assert at_the_door(REPORTER, headers={"X-Forwarded-For": "192.0.2.8"}).status_code == 302
