"""Invitations: who may invite whom, what the letter opens, and how often."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.utils import timezone

from remit_web.access.acting import OPERATOR, Acting, Refused
from remit_web.access.invitations import accept, invite, opened
from remit_web.access.models import Invitation, Person, Role
from remit_web.access.readers import reader_of
from remit_web.access.rights import May
from remit_web.organisation.models import Text
from remit_web.organisation.queries import names_of
from remit_web.units.models import FederationSettings
from remit_web.units.today import today

from .people import ADMIN, GOOD, REPORTER, person, personal, recorded, signed_in

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives

pytestmark = pytest.mark.django_db
NEW = "nora@example.org"
FORM = {"email": NEW, "name": "Nora New", "role": "reporter", "unit": "M-KIL", "ends": ""}


def by(email: str) -> Acting:
    return Acting(reader_of(person(email)))


def invited(email: str = NEW, role: str = "reporter", unit: str = "M-KIL", **more: Any) -> str:
    return invite(by(ADMIN), email, role, unit, **more)[1]


def comes(secret: str, **given: str) -> Any:
    words = {"name": "Nora New", "password1": GOOD, "password2": GOOD, **given}
    return Client().post(f"/invitations/{secret}/", words)


def link_in(letter: EmailMultiAlternatives) -> str:
    found = re.search(r"http://testserver(/invitations/\S+)", str(letter.body))
    assert found
    return found[1]


def test_from_the_form_by_the_letter_to_the_account(mailoutbox: list[EmailMultiAlternatives]) -> None:
    page = signed_in(ADMIN).post("/people/invitations/", FORM, follow=True)
    assert "A letter is on its way to nora@example.org" in page.content.decode()
    (letter,) = mailoutbox
    assert letter.to == [NEW] and letter.subject == "Invitation to World Federation of Relief Societies (invented)"
    address, client = link_in(letter), Client()
    assert "Reporter" in client.get(address).content.decode()
    done = client.post(address, {"name": "Nora New", "password1": GOOD, "password2": GOOD})
    assert done["Location"] == "/account/"
    assert "Nora New" in client.get("/account/").content.decode()
    assert reader_of(person(NEW)).may(May.REPORT_VALUES, "M-KIL")


def test_the_unit_is_written_by_its_code_or_its_name() -> None:
    client = signed_in(ADMIN)
    name = names_of("units", ["M-KIL"])["M-KIL"]
    for n, written in enumerate(("M-KIL", name, name.upper())):
        email = f"nora{n}@example.org"
        client.post("/people/invitations/", {**FORM, "email": email, "unit": written})
        assert Invitation.objects.get(email=email).unit == "M-KIL"
    Text.objects.create(of="units", key="M-ARV", field="name", language="fr", text=name, recorded_at=timezone.now())
    page = client.post("/people/invitations/", {**FORM, "unit": name})
    assert page.status_code == 422 and "this is the name of M-ARV, M-KIL" in page.content.decode()


def test_the_letter_says_who_invites_to_what_as_text_and_as_html(mailoutbox: list[EmailMultiAlternatives]) -> None:
    signed_in(ADMIN).post("/people/invitations/", FORM)
    letter = mailoutbox[0]
    html = str(letter.alternatives[0][0])
    for said in ("Dear Nora New", "Adam Admin invites you", "Reporter", link_in(letter)):
        assert said in str(letter.body) and said in html
    assert "&#" not in str(letter.body)
    assert "<script" not in html and "<img" not in html


def test_the_letter_is_in_the_language_of_the_federation(mailoutbox: list[EmailMultiAlternatives]) -> None:
    FederationSettings.objects.update(languages=["ar", "en"])
    signed_in(ADMIN).post("/people/invitations/", FORM)
    assert '<html lang="ar" dir="rtl">' in str(mailoutbox[0].alternatives[0][0])


def test_a_secret_works_once() -> None:
    secret = invited()
    assert comes(secret).status_code == 302
    again = comes(secret)
    assert again.status_code == 404 and "opens nothing any more" in again.content.decode()
    assert Person.objects.filter(email=NEW).count() == 1 and Role.objects.filter(person__email=NEW).count() == 1


def test_two_that_come_at_the_same_moment_make_one_account() -> None:
    secret = invited()
    first = opened(secret)
    accept(secret, name="Nora", password=GOOD)
    assert first is not None
    from remit_web.access.invitations import _accepted

    assert not _accepted(first, person(NEW), ""), "whoever is later finds it taken"


def test_only_the_digest_is_kept() -> None:
    secret = invited()
    assert secret not in str(vars(Invitation.objects.get()))


def test_after_fourteen_days_it_opens_nothing() -> None:
    secret = invited()
    Invitation.objects.update(expires_at=timezone.now() + timedelta(minutes=1))
    assert opened(secret)
    Invitation.objects.update(expires_at=timezone.now())
    assert opened(secret) is None


def test_it_is_open_for_fourteen_days() -> None:
    invited()
    one = Invitation.objects.get()
    assert one.expires_at - one.invited_at == pytest.approx(timedelta(days=14), abs=timedelta(minutes=1))


def test_a_role_that_is_over_is_not_given() -> None:
    secret = invited(ends=today() - timedelta(1))
    assert opened(secret) is None


def test_a_role_has_the_last_day_that_was_written() -> None:
    last = today() + timedelta(30)
    comes(invited(ends=last))
    assert Role.objects.get(person__email=NEW).ends == last


def test_withdrawn_it_opens_nothing() -> None:
    secret, client = invited(), signed_in(ADMIN)
    client.post("/people/invitations/withdraw/", {"invitation": Invitation.objects.get().pk})
    assert opened(secret) is None
    assert "withdrawn" in client.get("/people/invitations/").content.decode()


def test_another_letter_for_the_same_role_replaces_the_one_before() -> None:
    first, second = invited(), invited()
    assert opened(first) is None and opened(second)


def test_it_opens_nothing_once_the_inviter_gives_no_roles_any_more() -> None:
    secret = invited()
    Role.objects.filter(person__email=ADMIN).update(ends=today() - timedelta(1))
    assert opened(secret) is None


# Who may invite


def test_nobody_invites_beyond_where_they_give_roles() -> None:
    Role.objects.filter(person__email=ADMIN).update(unit="M-ARV")
    with pytest.raises(Refused):
        invited(unit="M-KIL")
    assert opened(invited(unit="M-ARV"))


def test_who_gives_no_roles_sees_no_invitations(reporter: Client) -> None:
    assert reporter.get("/people/invitations/").status_code == 403
    assert reporter.post("/people/invitations/", FORM).status_code == 403


def test_invitations_of_other_units_are_not_seen_and_not_withdrawn() -> None:
    invited(unit="M-KIL")
    Role.objects.filter(person__email=ADMIN).update(unit="M-ARV")
    client = signed_in(ADMIN)
    assert NEW not in client.get("/people/invitations/").content.decode()
    assert client.post("/people/invitations/withdraw/", {"invitation": Invitation.objects.get().pk}).status_code == 404


def test_nobody_invites_themselves() -> None:
    with pytest.raises(Refused):
        invited(email="Admin@Example.org")


@pytest.mark.parametrize(
    "wrong", [{"email": "nora"}, {"unit": "NOBODY"}, {"role": "king"}, {"ends": "2020-01-01"}, {"email": ADMIN}]
)
def test_what_is_wrong_is_said_and_no_letter_goes(
    wrong: dict[str, str], mailoutbox: list[EmailMultiAlternatives]
) -> None:
    page = signed_in(ADMIN).post("/people/invitations/", FORM | wrong)
    assert page.status_code == 422 and "field-problem" in page.content.decode()
    assert not mailoutbox and not Invitation.objects.exists()


def test_where_no_server_takes_the_letter_nobody_is_invited(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nothing listens there
    page = signed_in(ADMIN).post("/people/invitations/", FORM)
    assert page.status_code == 422 and "could not be sent" in page.content.decode()
    assert Invitation.objects.get().withdrawn_at is not None


# Who is invited


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"password1": "short"}, {"password2": "another one here"}, {"password1": "nora new example"}],
)
def test_a_name_and_a_good_password_are_asked_for(wrong: dict[str, str]) -> None:
    page = comes(invited(), **wrong)
    assert page.status_code == 422 and not Person.objects.filter(email=NEW).exists()


def test_who_has_an_account_signs_in_and_takes_the_role(reporter: Client) -> None:
    secret = invited(email=REPORTER, role="planner")
    assert "You have an account already" in Client().get(f"/invitations/{secret}/").content.decode()
    assert comes(secret).status_code == 302, "a password given here changes nothing"
    assert person(REPORTER).check_password("remit-demo")
    assert "Take the role" in reporter.get(f"/invitations/{secret}/").content.decode()
    assert reporter.post(f"/invitations/{secret}/").status_code == 302
    assert reader_of(person(REPORTER)).may(May.WRITE_PLAN, "M-KIL")


def test_somebody_else_does_not_take_the_role(reporter: Client) -> None:
    secret = invited()
    assert "Sign out, and open the letter again" in reporter.get(f"/invitations/{secret}/").content.decode()
    reporter.post(f"/invitations/{secret}/")
    assert not reader_of(person(REPORTER)).may(May.REPORT_VALUES, "M-KIL")


def test_a_closed_account_is_not_opened_by_an_invitation() -> None:
    Person.objects.filter(email=REPORTER).update(is_active=False)
    with pytest.raises(Refused):
        invited(email=REPORTER)


def test_looking_at_the_letter_takes_nothing() -> None:
    secret = invited()
    for _ in range(3):  # as a mail server does that follows links
        assert Client().get(f"/invitations/{secret}/").status_code == 200


# The record


def test_each_step_is_recorded_without_the_address_in_the_row() -> None:
    comes(invited())
    invite(OPERATOR, "other@example.org", "auditor", "WFRS")
    made, by_operator = recorded("invitation.made")
    assert (made.person, made.unit, made.after) == (person(ADMIN).code, "M-KIL", {"role": "reporter", "unit": "M-KIL"})
    assert personal(made, "email") == NEW and NEW not in str(made.after)
    assert (by_operator.person, by_operator.door) == ("", "command")
    (accepted,) = recorded("invitation.accepted")
    assert (accepted.person, accepted.key, accepted.unit) == (person(NEW).code, person(NEW).code, "M-KIL")


def test_a_role_given_by_a_letter_says_who_gave_it() -> None:
    comes(invited())
    assert Role.objects.get(person__email=NEW).given_by == person(ADMIN)
