"""Tokens: how a program reads for somebody, and what a token opens."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from remit_web.access.acting import Acting, Refused
from remit_web.access.models import Person, Token
from remit_web.access.readers import reader_of
from remit_web.access.tokens import SCOPES, make_token
from remit_web.api.routes import router
from remit_web.units.today import today

from .people import REPORTER, person, recorded, shown_again, signed_in

if TYPE_CHECKING:
    from collections.abc import Sequence

pytestmark = pytest.mark.django_db
ALL = tuple(SCOPES)


def made(scopes: Sequence[str] = ALL, days: int = 30, email: str = REPORTER) -> str:
    return make_token(Acting(reader_of(person(email))), "a program", scopes, days)[1]


def asks(path: str, token: str, client: Client | None = None) -> Any:
    return (client or Client()).get(f"/api/v1{path}", headers={"Authorization": f"Bearer {token}"})


def refused(answer: Any) -> tuple[int, str]:
    assert set(answer.json()) == {"error"} and set(answer.json()["error"]) == {"code", "message"}
    return answer.status_code, answer.json()["error"]["code"]


def test_a_program_reads_what_its_person_may_see() -> None:
    token = made()
    by_token = asks("/observations?limit=1", token).json()["count"]
    by_hand = signed_in(REPORTER).get("/api/v1/observations?limit=1").json()["count"]
    public = Client().get("/api/v1/observations?limit=1").json()["count"]
    assert public < by_token == by_hand


@pytest.mark.parametrize("token", ["remit_nothing", "", "x" * 5_000])
def test_a_token_that_is_not_known_is_refused(token: str) -> None:
    answer = asks("/units", token)
    assert refused(answer) == (401, "not-a-token")
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_token_sent_as_something_else_is_refused() -> None:
    answer = Client().get("/api/v1/units", headers={"Authorization": f"Token {made()}"})
    assert refused(answer) == (401, "not-a-token")


def test_a_token_works_through_its_last_day_and_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    token, began = made(days=1), today()
    monkeypatch.setattr(settings, "TODAY", began + timedelta(1))
    assert asks("/units", token).status_code == 200
    monkeypatch.setattr(settings, "TODAY", began + timedelta(2))
    assert refused(asks("/units", token)) == (401, "not-a-token")


def test_a_token_that_was_ended_opens_nothing() -> None:
    token = made()
    client = signed_in(REPORTER)
    client.post("/account/tokens/end/", {"token": Token.objects.get().pk})
    assert refused(asks("/units", token)) == (401, "not-a-token")
    assert [record.before for record in recorded("token.ended")] == [{"name": "a program"}]


def test_the_tokens_of_a_closed_account_open_nothing() -> None:
    token = made()
    Person.objects.filter(email=REPORTER).update(is_active=False)
    assert refused(asks("/units", token)) == (401, "not-a-token")


@pytest.mark.parametrize(
    ("scope", "opens", "shut"),
    [("figures", "/figures?limit=1", "/plans"), ("plans", "/money?limit=1", "/observations"), ("values", "/observations", "/units")],
)  # fmt: skip
def test_a_token_opens_the_parts_that_it_was_made_for(scope: str, opens: str, shut: str) -> None:
    token = made([scope])
    assert asks(opens, token).status_code == 200
    assert refused(asks(shut, token)) == (403, "out-of-scope")
    assert asks("/openapi.json", token).status_code == 200


def test_each_part_of_the_api_belongs_to_one_scope() -> None:
    parts = {path.strip("/").partition("/")[0] for path in router.path_operations}
    opened = [part for scope in SCOPES.values() for part in scope.opens]
    assert parts == set(opened) and len(opened) == len(set(opened))


def test_on_pages_a_token_opens_nothing() -> None:
    token = made()
    page = Client().get("/account/", headers={"Authorization": f"Bearer {token}"})
    assert page.status_code == 302 and page["Location"].startswith("/sign-in/")


def test_a_token_counts_before_the_session_of_a_browser() -> None:
    client, token = signed_in("planning@example.org"), made(["figures"])
    assert refused(asks("/plans", token, client)) == (403, "out-of-scope")


def test_a_token_is_kept_as_its_digest_alone() -> None:
    secret = made()
    row = Token.objects.get()
    assert secret not in str(vars(row)) and len(row.digest) == 64
    assert row.hint == secret[-4:]


def test_the_day_of_use_is_written_once_a_day(django_assert_max_num_queries: Any) -> None:
    token = made()
    asks("/federation", token)
    assert Token.objects.get().used_on == today()
    with django_assert_max_num_queries(8) as asked:
        asks("/federation", token)
    assert not [one for one in asked if "UPDATE" in one["sql"]]


@pytest.mark.parametrize(("scopes", "days"), [([], 30), (["everything"], 30), (["plans"], 0), (["plans"], 367)])
def test_a_token_for_nothing_or_for_too_long_is_not_made(scopes: list[str], days: int) -> None:
    with pytest.raises(Refused):
        made(scopes, days)


def test_a_program_makes_no_token() -> None:
    from dataclasses import replace

    by = Acting(replace(reader_of(person(REPORTER)), scope="plans"))
    with pytest.raises(Refused):
        make_token(by, "another", ["plans"], 30)


# The page


def test_a_token_is_made_after_the_password_was_shown_again_and_is_shown_once() -> None:
    client = signed_in(REPORTER)
    assert client.get("/account/tokens/make/")["Location"].startswith("/account/again/")
    shown_again(client)
    page = client.post("/account/tokens/make/", {"name": "Figures for R", "days": 90, "scopes": ["figures"]})
    secret = re.search(r"remit_[\w-]{20,}", page.content.decode())
    assert secret and asks("/units", secret[0]).status_code == 200
    again = client.get("/account/tokens/").content.decode()
    assert secret[0] not in again and f"…{secret[0][-4:]}" in again
    (record,) = recorded("token.made")
    assert record.after == {
        "name": "Figures for R",
        "scope": ["figures"],
        "expires": str(today() + timedelta(90)),
    }
    assert secret[0] not in str(record.after)


def test_what_is_wrong_with_a_new_token_stands_beside_its_field() -> None:
    page = shown_again(signed_in(REPORTER)).post("/account/tokens/make/", {"name": "", "days": 400})
    assert page.status_code == 422
    assert page.content.decode().count("field-problem") == 3


def test_nobody_ends_the_token_of_somebody_else() -> None:
    token = made()
    signed_in("planning@example.org").post("/account/tokens/end/", {"token": Token.objects.get().pk})
    assert asks("/units", token).status_code == 200


def test_tokens_of_before_stay_listed() -> None:
    made()
    Token.objects.update(ended_at=timezone.now())
    assert "ended" in signed_in(REPORTER).get("/account/tokens/").content.decode()
