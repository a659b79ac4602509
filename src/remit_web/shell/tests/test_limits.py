"""Who asks too often waits: on the search, in the API, and wherever a view says so."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from remit_web.shell.limits import LIMITS

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from pytest_django import Settings

API, SEARCH = LIMITS["/api/"], LIMITS["/search/"]
NOWHERE = "/api/v1/nowhere"


@pytest.fixture(autouse=True)
def _counted(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test has a file of its own; the clock stands, for otherwise a slow machine grants one more."""
    settings.LIMITS_FILE = tmp_path / "limits"
    monkeypatch.setattr(time, "time_ns", lambda: 1_800_000_000 * 10**9)


def answered(client: Client, address: str, times: int, **more: Any) -> int:
    """Return how often somebody is answered who asks so many times."""
    return sum(client.get(address, **more).status_code != 429 for _ in range(times))


def test_anyone_searches_so_often_and_then_waits(anyone: Client) -> None:
    assert answered(anyone, "/search/", SEARCH.anyone + 5) == SEARCH.anyone
    answer = anyone.get("/search/?q=water")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) == 60 / SEARCH.anyone
    assert "This is asked for too often" in answer.content.decode()
    assert f"Wait for {answer['Retry-After']} s," in answer.content.decode()


def test_who_signed_in_searches_more_often_wherever_they_are(planner: Client, reporter: Client) -> None:
    assert SEARCH.signed_in > SEARCH.anyone
    assert answered(planner, "/search/", SEARCH.signed_in + 5, REMOTE_ADDR="192.0.2.1") == SEARCH.signed_in
    assert answered(planner, "/search/", 5, REMOTE_ADDR="192.0.2.2") == 0
    assert answered(reporter, "/search/", 5, REMOTE_ADDR="192.0.2.1") == 5


def test_a_program_waits_in_the_shape_of_the_api(anyone: Client) -> None:
    assert answered(anyone, NOWHERE, API.anyone + 5) == API.anyone
    answer = anyone.get("/api/v1/units")
    assert answer.status_code == 429 and int(answer["Retry-After"]) >= 1
    assert answer.json()["error"]["code"] == "too-often"


def test_one_limit_leaves_the_others_alone(anyone: Client) -> None:
    answered(anyone, "/search/", SEARCH.anyone + 5)
    assert answered(anyone, NOWHERE, 5) == 5
    assert answered(anyone, "/units/map/", 5) == 5


def test_each_address_is_counted_alone(anyone: Client) -> None:
    answered(anyone, "/search/", SEARCH.anyone + 5, REMOTE_ADDR="192.0.2.1")
    assert answered(anyone, "/search/", 5, REMOTE_ADDR="192.0.2.2") == 5


def test_a_network_of_ipv6_is_counted_as_one_for_anybody_has_a_whole_one(anyone: Client) -> None:
    given = [anyone.get("/search/", REMOTE_ADDR=f"2001:db8:1:2::{at:x}").status_code for at in range(SEARCH.anyone + 5)]
    assert given.count(200) == SEARCH.anyone
    assert answered(anyone, "/search/", 1, REMOTE_ADDR="2001:db8:1:3::1") == 1


def test_an_address_that_is_only_claimed_is_not_believed(anyone: Client) -> None:
    given = [anyone.get("/search/", headers={"X-Forwarded-For": f"192.0.2.{at}"}).status_code for at in range(SEARCH.anyone + 5)]  # fmt: skip
    assert given.count(200) == SEARCH.anyone


def test_behind_a_server_each_is_counted_by_the_address_that_it_saw(anyone: Client, settings: Settings) -> None:
    settings.PROXIES = 1
    given = [anyone.get("/search/", headers={"X-Forwarded-For": f"203.0.113.{at}, 192.0.2.1"}).status_code for at in range(SEARCH.anyone + 5)]  # fmt: skip
    assert given.count(200) == SEARCH.anyone
    assert answered(anyone, "/search/", 1, headers={"X-Forwarded-For": "192.0.2.2"}) == 1


def test_a_session_or_key_that_is_made_up_gets_no_count_of_its_own(anyone: Client) -> None:
    answered(anyone, NOWHERE, API.anyone)
    assert answered(anyone, NOWHERE, 3, headers={"Authorization": "Bearer made-up"}) == 0
    anyone.cookies["sessionid"] = "madeup0123456789madeup0123456789"
    assert answered(anyone, NOWHERE, 3) == 0


@pytest.mark.urls("remit_web.shell.tests.failing")
@pytest.mark.parametrize("address", ["/seldom/", "/api/v1/seldom/"])
def test_a_view_may_have_a_limit_of_its_own(anyone: Client, planner: Client, address: str) -> None:
    assert [anyone.get(address).status_code for _ in range(3)] == [403, 429, 429]
    assert [planner.get(address).status_code for _ in range(3)] == [403, 403, 429]
    assert 0 < int(anyone.get(address)["Retry-After"]) <= 600


def test_a_refusal_writes_nothing_and_asks_the_database_for_nothing_but_who_asks(
    anyone: Client, planner: Client
) -> None:
    for client, most in ((anyone, 0), (planner, 5)):
        answered(client, "/search/", SEARCH.signed_in + 5)
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/search/").status_code == 429
        assert len(asked) <= most
        assert all(one["sql"].startswith("SELECT") for one in asked)


def test_a_limit_says_less_to_anyone_than_to_who_signed_in() -> None:
    assert all(0 < limit.anyone < limit.signed_in for limit in LIMITS.values())
