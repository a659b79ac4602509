"""Passwords: which are taken, how one is changed, and how one comes in who forgot it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from remit_web.access.models import Person

from .people import GOOD, REPORTER, at_the_door, person, recorded, signed_in

if TYPE_CHECKING:
    from django.core.mail import EmailMessage

pytestmark = pytest.mark.django_db
RITA = Person(email="rita.verylong@arvenia.example", name="Rita Reporting")


@pytest.mark.parametrize(
    "password",
    [
        "short lamp",  # fewer than twelve letters
        "password1234",
        "qwertyuiop12",
        "aaaaaaaaaaaaaaaa",
        "1234567890123",
        "ritareporting",
        "rita.verylong@arvenia.example",
    ],
)
def test_a_password_that_would_soon_be_guessed_is_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, RITA)


def test_a_few_words_that_have_nothing_to_do_with_each_other_are_taken() -> None:
    validate_password(GOOD, RITA)


def test_a_refusal_says_why_and_what_would_do() -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password("qwertyuiop12", RITA)
    assert "often used" in " ".join(refused.value.messages) and "Four or five words" in " ".join(refused.value.messages)


def test_a_very_long_password_is_looked_at_in_no_time() -> None:
    validate_password(GOOD * 2_000, RITA)


def test_a_changed_password_ends_the_sessions_elsewhere_and_is_told_by_letter(mailoutbox: list[EmailMessage]) -> None:
    here, elsewhere = signed_in(REPORTER), signed_in(REPORTER)
    page = here.post("/account/password/", {"oldpassword": "remit-demo", "password1": GOOD, "password2": GOOD})
    assert page.status_code == 302 and page["Location"] == "/account/"
    assert here.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302
    assert at_the_door(REPORTER, GOOD).status_code == 302
    assert [letter.subject for letter in mailoutbox] == ["Your password was changed"]
    assert [record.key for record in recorded("password.changed")] == [person(REPORTER).code]


def test_who_came_without_a_password_sets_one() -> None:
    Person.objects.filter(email=REPORTER).update(password="!")
    client = Client()
    client.force_login(person(REPORTER))
    assert "Set one" in client.get("/account/").content.decode()
    client.post("/account/password/first/", {"password1": GOOD, "password2": GOOD})
    assert at_the_door(REPORTER, GOOD).status_code == 302


def test_a_forgotten_password_is_replaced_by_a_letter_that_works_once(mailoutbox: list[EmailMessage]) -> None:
    client = Client()
    client.post("/sign-in/forgotten/", {"email": REPORTER})
    link = re.search(r"http://testserver(/sign-in/forgotten/\S+)", str(mailoutbox[0].body))
    assert link and mailoutbox[0].to == [REPORTER]
    form = client.get(link[1], follow=True)
    done = client.post(form.request["PATH_INFO"], {"password1": GOOD, "password2": GOOD})
    assert done["Location"] == "/sign-in/forgotten/done/"
    assert at_the_door(REPORTER, GOOD).status_code == 302
    assert "was used, or is too old" in Client().get(link[1]).content.decode()


def test_who_is_not_known_gets_no_letter_and_the_page_does_not_say_so(mailoutbox: list[EmailMessage]) -> None:
    known = Client().post("/sign-in/forgotten/", {"email": REPORTER})
    unknown = Client().post("/sign-in/forgotten/", {"email": "nobody@example.org"})
    assert known["Location"] == unknown["Location"]
    assert [letter.to for letter in mailoutbox] == [[REPORTER]]


def test_a_new_password_by_letter_must_be_a_good_one(mailoutbox: list[EmailMessage]) -> None:
    client = Client()
    client.post("/sign-in/forgotten/", {"email": REPORTER})
    link = re.search(r"http://testserver(/sign-in/forgotten/\S+)", str(mailoutbox[0].body))
    assert link
    form = client.get(link[1], follow=True)
    page = client.post(form.request["PATH_INFO"], {"password1": "password1234", "password2": "password1234"})
    assert page.status_code == 200 and "would soon be guessed" in page.content.decode()
