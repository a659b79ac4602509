"""The second factor: codes of an app, recovery codes, what is kept of them, and who must have one."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from remit_web.access.acting import OPERATOR
from remit_web.access.second_factor import SecondFactors, take_off

from .people import ADMIN, REPORTER, at_the_door, person, recorded, shown_again, signed_in

if TYPE_CHECKING:
    from django.core.mail import EmailMessage

pytestmark = pytest.mark.django_db


def code_of(secret: str, steps: int = 0) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps)))


def with_app(email: str) -> tuple[str, list[str]]:
    """Set up codes of an app for somebody; return the secret, and the recovery codes that the next page shows."""
    client = shown_again(signed_in(email))
    secret = client.get("/account/app/").context["form"].secret
    done = client.post("/account/app/", {"code": code_of(secret)})
    assert done["Location"] == "/account/codes/"
    return secret, client.get("/account/codes/").context["unused_codes"]


def asked(email: str) -> Client:
    """Come as far as the second factor."""
    client = Client()
    assert at_the_door(email, client=client)["Location"] == "/sign-in/second-factor/"
    assert client.get("/account/").status_code == 302, "nobody is in yet"
    return client


def gives(client: Client, code: str) -> Any:
    return client.post("/sign-in/second-factor/", {"code": code})


@pytest.fixture
def committed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do at once what waits for a commit: the tests of pages commit nothing, and allauth needs its request for it."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda then, **_more: then())


@pytest.mark.usefixtures("committed")
def test_a_code_of_the_app_lets_in_and_a_wrong_one_does_not() -> None:
    secret, _codes = with_app(REPORTER)
    client = asked(REPORTER)
    assert "is not right" in gives(client, "000000").content.decode()
    assert [record.after for record in recorded("sign-in.failed")] == [{"how": "second factor"}]
    assert gives(client, code_of(secret, 1)).status_code == 302
    assert client.get("/account/").status_code == 200
    assert recorded("sign-in.done")[-1].after == {"by": ["password", "totp"]}
    assert [record.after for record in recorded("second-factor.added")] == [
        {"kind": "totp"},
        {"kind": "recovery_codes"},
    ]


def test_a_code_opens_once() -> None:
    secret, _codes = with_app(REPORTER)
    code = code_of(secret, 1)
    assert gives(asked(REPORTER), code).status_code == 302
    assert "used before" in gives(asked(REPORTER), code).content.decode()


def test_a_recovery_code_lets_in_once() -> None:
    _secret, codes = with_app(REPORTER)
    assert len(codes) == 10
    assert gives(asked(REPORTER), codes[3]).status_code == 302
    assert gives(asked(REPORTER), codes[3]).status_code == 200
    assert gives(asked(REPORTER), codes[4]).status_code == 302


def test_recovery_codes_are_shown_once() -> None:
    _secret, codes = with_app(REPORTER)
    client = asked(REPORTER)
    gives(client, codes[0])
    shown_again(client)
    page = client.get("/account/codes/").content.decode()
    assert not any(code in page for code in codes)
    assert "9 of your recovery codes are left" in page


def test_five_wrong_codes_shut_the_second_factor() -> None:
    secret, _codes = with_app(REPORTER)
    client = asked(REPORTER)
    for number in range(5):
        assert gives(client, f"00000{number}").status_code == 200
    assert gives(client, code_of(secret, 1)).status_code == 429


def test_what_is_kept_alone_opens_nothing() -> None:
    secret, codes = with_app(REPORTER)
    kept = str([one.data for one in Authenticator.objects.filter(user__email=REPORTER)])
    assert secret not in kept and not any(code in kept for code in codes)


def test_with_another_secret_of_the_place_no_code_fits(settings: Any) -> None:
    secret, _codes = with_app(REPORTER)
    kept = Authenticator.objects.get(user__email=REPORTER, type="totp").data["secret"]
    assert SecondFactors().decrypt(kept) == secret
    settings.SECRET_KEY = "another one of more than thirty-two letters"
    assert SecondFactors().decrypt(kept) != secret
    assert gives(asked(REPORTER), code_of(secret, 1)).status_code == 200


def test_setting_up_asks_for_the_password_again() -> None:
    page = signed_in(REPORTER).get("/account/app/")
    assert page["Location"] == "/account/again/?next=%2Faccount%2Fapp%2F"


def test_a_letter_tells_that_codes_are_off(mailoutbox: list[EmailMessage]) -> None:
    secret, _codes = with_app(REPORTER)
    client = asked(REPORTER)
    gives(client, code_of(secret, 1))
    shown_again(client).post("/account/app/off/")
    assert "Codes of an app are off" in [letter.subject for letter in mailoutbox]
    assert [record.after for record in recorded("second-factor.removed")] == [
        {"kind": "totp"},
        {"kind": "recovery_codes"},
    ]
    assert at_the_door(REPORTER)["Location"] == "/"


def test_the_operator_lets_in_who_lost_everything() -> None:
    with_app(REPORTER)
    assert take_off(OPERATOR, person(REPORTER)) == 2
    assert at_the_door(REPORTER)["Location"] == "/"
    assert [(one.person, one.door) for one in recorded("second-factor.removed")] == [("", "command")] * 2


# Who must have one


def test_where_it_is_required_who_gives_roles_is_led_to_set_one_up(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    client = signed_in(ADMIN)
    assert client.get("/plans/")["Location"] == "/account/"
    assert "the other pages open then" in client.get("/account/").content.decode()
    assert client.get("/api/v1/units").json()["error"]["code"] == "second-factor"
    secret = shown_again(client).get("/account/app/").context["form"].secret
    client.post("/account/app/", {"code": code_of(secret)})
    assert client.get("/plans/").status_code == 200


def test_where_it_is_required_others_are_not_asked(settings: Any, anyone: Client) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    assert signed_in(REPORTER).get("/plans/").status_code == 200
    assert anyone.get("/plans/").status_code == 200


def test_where_it_is_offered_who_gives_roles_is_reminded() -> None:
    client = signed_in(ADMIN)
    assert client.get("/plans/").status_code == 200
    assert "Set up a second factor" in client.get("/account/").content.decode()
    assert "Set up a second factor" not in signed_in(REPORTER).get("/account/").content.decode()
