"""Signing in by SAML, through a provider that runs and signs what it says."""

from __future__ import annotations

import base64
import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
import requests

from .conftest import SAML_PERSON

if TYPE_CHECKING:
    from .conftest import Place

CEDRA = "/sign-in/saml/cedra/"


def asked(place: Place, browser: requests.Session) -> tuple[str, dict[str, str]]:
    """Go to the provider; return where its answer is to be sent, and what."""
    page = browser.get(place.address + CEDRA + "?next=/account/")
    assert urlsplit(page.url).path == "/sso", page.url
    to = re.search(r'action="([^"]+)"', page.text)
    assert to
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text)
    return unescape(to[1]), {name: unescape(value) for name, value in fields}


@pytest.mark.usefixtures("saml_provider")
def test_who_was_invited_comes_in_by_the_provider(place: Place) -> None:
    place.invite(SAML_PERSON)
    browser = requests.Session()
    to, answer = asked(place, browser)
    assert to == f"{place.address}{CEDRA}back/"
    arrived = browser.post(to, data=answer)
    assert arrived.url == f"{place.address}/account/", arrived.text[:300]
    assert SAML_PERSON in arrived.text and "Reporter" in arrived.text


@pytest.mark.usefixtures("saml_provider")
def test_an_answer_that_was_changed_on_the_way_opens_nothing(place: Place) -> None:
    browser = requests.Session()
    to, answer = asked(place, browser)
    said = base64.b64decode(answer["SAMLResponse"]).decode()
    assert SAML_PERSON in said
    forged = said.replace(SAML_PERSON, "boss@cedra.example")
    page = browser.post(to, data={**answer, "SAMLResponse": base64.b64encode(forged.encode()).decode()})
    assert page.status_code == 401 and "That did not work" in page.text


@pytest.mark.usefixtures("saml_provider")
def test_an_answer_is_taken_once(place: Place) -> None:
    place.invite(SAML_PERSON)
    browser = requests.Session()
    to, answer = asked(place, browser)
    assert browser.post(to, data=answer).status_code == 200
    assert requests.post(to, data=answer).status_code == 401
    assert browser.post(to, data=answer).status_code == 401


def test_signing_out_at_the_provider_does_not_sign_out_here_unasked(place: Place) -> None:
    page = requests.get(f"{place.address}{CEDRA}sign-out/", allow_redirects=False)
    assert page.headers["Location"] == "/sign-out/"


def test_a_provider_that_does_not_answer_is_said_to(place: Place) -> None:
    page = requests.get(f"{place.address}/sign-in/saml/dorna/")
    assert page.status_code == 502 and "That did not work" in page.text
