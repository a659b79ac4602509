"""Signing in by OpenID Connect, through a provider that runs: only who was invited comes in, and only for its own domains."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import requests

if TYPE_CHECKING:
    from .conftest import Place

ARVENIA = "/sign-in/with/arvenia/"


def comes(place: Place, sub: str, browser: requests.Session | None = None, path: str = ARVENIA) -> requests.Response:
    """Go to the provider, say there who one is, and come back; return the page on which that ends."""
    browser = browser or requests.Session()
    form = browser.get(place.address + path)
    assert form.status_code == 200 and not form.url.startswith(place.address), form.url
    return browser.post(form.url, data={"sub": sub})


def title(page: requests.Response) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", page.text)
    assert found, page.text[:500]
    return found[1]


def failures(place: Place) -> list[list[str]]:
    """The failed sign-ins that were recorded: how, and the address."""
    found: list[list[str]] = place.asks("""
from remit_web.audit.models import PersonalValue, Record
rows = Record.objects.filter(action="sign-in.failed").order_by("id")
print(json.dumps([[r.after["how"], PersonalValue.objects.get(digest=r.personal["email"]).value if "email" in r.personal else ""] for r in rows]))
""")
    return found


def test_who_was_invited_comes_in_by_the_provider(place: Place) -> None:
    link, browser = place.invite("ann@arvenia.example", "administrator", "TOP"), requests.Session()
    page = browser.get(link)
    assert "Sign in with Society of Arvenia" in page.text and 'type="password"' not in page.text
    arrived = comes(place, "u-ann", browser, ARVENIA + "?next=/account/")
    assert arrived.url == f"{place.address}/account/" and title(arrived) == "Your account"
    assert "Ann of Arvenia" in arrived.text and "Administrator" in arrived.text
    assert requests.get(link).status_code == 404, "the invitation is used up"
    assert comes(place, "u-ann").status_code == 200, "she comes again, known by now"
    found = place.asks("""
from allauth.socialaccount.models import SocialAccount, SocialToken
from remit_web.access.models import Person
from remit_web.audit.models import Record
ann = Person.objects.get(email="ann@arvenia.example")
print(json.dumps({"accounts": list(SocialAccount.objects.filter(user=ann).values_list("provider", "uid", "extra_data")),
    "tokens": SocialToken.objects.count(), "password": ann.has_usable_password(),
    "record": list(Record.objects.filter(person=ann.code).order_by("id").values_list("action", flat=True))}))
""")
    assert found["accounts"] == [["arvenia", "u-ann", {}]], "what else the provider told is not kept"
    assert found["tokens"] == 0 and not found["password"]
    assert found["record"][:3] == ["invitation.accepted", "sign-in.linked", "sign-in.done"]


def test_who_was_not_invited_is_told_to_ask_and_no_account_is_made(place: Place) -> None:
    page = comes(place, "u-bob")
    assert page.status_code == 403 and title(page) == "You need an invitation"
    assert "bob@arvenia.example" in page.text
    assert not place.asks("""
from remit_web.access.models import Person
print(json.dumps(Person.objects.filter(email__startswith="bob").count()))
""")
    assert ["arvenia", "bob@arvenia.example"] in failures(place)


@pytest.mark.parametrize(
    ("sub", "email", "said"),
    [
        ("u-cho", "cho@arvenia.example", "does not say that the address cho@arvenia.example is yours"),
        ("u-dee", "dee@elsewhere.example", "does not answer for the address dee@elsewhere.example"),
        ("u-eve", "", "named no e-mail address"),
    ],
)
def test_an_address_that_is_not_sure_or_not_its_own_opens_nothing(
    place: Place, sub: str, email: str, said: str
) -> None:
    if email:
        place.invite(email)
    page = comes(place, sub)
    assert page.status_code == 403 and said in page.text


def test_an_answer_that_nobody_asked_for_opens_nothing(place: Place) -> None:
    browser = requests.Session()
    form = browser.get(place.address + ARVENIA)
    back = requests.post(form.url, data={"sub": "u-ann"}, allow_redirects=False).headers["Location"]
    page = requests.get(back)
    assert page.status_code == 401 and title(page) == "That did not work"


def test_signed_in_somebody_does_not_take_on_another_account(place: Place) -> None:
    place.invite("ann@arvenia.example")
    browser = requests.Session()
    comes(place, "u-ann", browser)
    page = comes(place, "u-bob", browser, ARVENIA + "?process=connect")
    assert page.status_code == 403


def test_a_password_of_its_people_is_refused(place: Place) -> None:
    browser = requests.Session()
    browser.get(f"{place.address}/sign-in/")
    words = {
        "login": "ann@arvenia.example",
        "password": "whatever it is",
        "csrfmiddlewaretoken": browser.cookies["csrftoken"],
    }
    assert "People of Society of Arvenia sign in there" in browser.post(f"{place.address}/sign-in/", data=words).text
    words = {"email": "ann@arvenia.example", "csrfmiddlewaretoken": browser.cookies["csrftoken"]}
    assert (
        "People of Society of Arvenia sign in there"
        in browser.post(f"{place.address}/sign-in/forgotten/", data=words).text
    )


def test_an_invitation_of_its_people_takes_no_password(place: Place) -> None:
    link, browser = place.invite("fay@arvenia.example"), requests.Session()
    browser.get(link)
    words = {"name": "Fay", "password1": "quiet river lamp stone", "password2": "quiet river lamp stone"}
    browser.post(link, data=words | {"csrfmiddlewaretoken": browser.cookies["csrftoken"]})
    assert requests.get(link).status_code == 200, "it is still open"


def test_an_organisation_that_is_not_in_the_file_has_no_door(place: Place) -> None:
    assert requests.get(f"{place.address}/sign-in/with/nobody/").status_code == 404


def test_a_provider_that_does_not_answer_is_said_to(place: Place) -> None:
    page = requests.get(f"{place.address}/sign-in/with/belor/")
    assert page.status_code == 502 and title(page) == "That did not work"
