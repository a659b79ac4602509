"""The file of organisations that sign their own people in: what it may say, and what is refused by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError

from remit_web.access.organisations import Organisation, answering_for, read
from remit_web.access.providers import apps, for_allauth
from remit_web.access.sign_in import refuse_password

from .people import REPORTER, at_the_door

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """
- id: arvenia
  name: Society of Arvenia
  kind: openid-connect
  server: https://login.arvenia.example/
  client: remit
  secret_env: ARVENIA_SECRET
  domains: [Arvenia.example, field.arvenia.example]
  required: yes
- id: cedra
  name: Society of Cedra
  kind: saml
  metadata: https://cedra.example/saml/metadata
  entity: https://cedra.example/saml
  domains: [cedra.example]
  second_factor: yes
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ARVENIA_SECRET", "of arvenia")
    return tmp_path / "sign-in.yaml"


def test_what_the_file_says_is_what_allauth_is_given(file: Path) -> None:
    file.write_text(GOOD)
    arvenia, cedra = read(str(file))
    assert (arvenia.address, arvenia.secret, arvenia.required, arvenia.vouches) == (
        "https://login.arvenia.example", "of arvenia", True, False,
    )  # fmt: skip
    assert arvenia.domains == ("arvenia.example", "field.arvenia.example")
    assert (cedra.required, cedra.vouches, cedra.second_factor) == (False, True, True)
    given = for_allauth((arvenia, cedra))
    assert given["openid_connect"]["OAUTH_PKCE_ENABLED"]
    assert [app["provider_id"] for kind in given.values() for app in kind["APPS"]] == ["arvenia", "cedra"]
    assert len(list(apps((arvenia, cedra)))) == 2 and not list(apps(()))


def test_a_secret_may_stand_in_a_file(file: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("of arvenia\n")
    file.write_text(GOOD.replace("secret_env: ARVENIA_SECRET", f"secret_file: {tmp_path}/secret"))
    assert read(str(file))[0].secret == "of arvenia"


def test_without_a_file_there_are_none() -> None:
    assert read("") == ()


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("kind: saml", "kind: ldap", "organisation 2 (cedra): kind is 'ldap'"),
        ("  client: remit\n", "", "organisation 1 (arvenia): client is missing"),
        ("  client: remit\n", "  klient: remit\n", "klient: not known here"),
        ("id: arvenia", "id: The Society", "id: write small letters"),
        ("https://login.arvenia.example/", "http://login.arvenia.example/", "begins with https://"),
        ("required: yes", "required: perhaps", "required is 'perhaps'; write yes or no"),
        ("ARVENIA_SECRET", "NO_SUCH_VARIABLE", "NO_SUCH_VARIABLE holds no secret"),
        ("secret_env: ARVENIA_SECRET", "secret_file: /nowhere", "/nowhere"),
        ("  secret_env: ARVENIA_SECRET\n", "", "write secret_file, or secret_env"),
        ("domains: [cedra.example]", "domains: []", "domains: write those"),
        ("domains: [cedra.example]", "domains: cedra.example", "domains: write those"),
        ("domains: [cedra.example]", "domains: [arvenia.example]", "arvenia and cedra both answer for arvenia.example"),
        ("id: cedra", "id: arvenia", "arvenia stands there twice"),
        ("- id: arvenia", "id: arvenia", "not"),
        ("required: yes", "required: &x yes", "anchors"),
    ],
)
def test_what_cannot_be_is_refused_by_name(file: Path, before: str, after: str, said: str) -> None:
    assert before in GOOD
    file.write_text(GOOD.replace(before, after))
    with pytest.raises(ImproperlyConfigured) as refused:
        read(str(file))
    assert str(refused.value).startswith(f"REMIT_SIGN_IN: {file}: ")
    assert said in str(refused.value)


# Passwords of people whose organisation signs them in

ONE = Organisation(
    "example", "Society of Examples", "openid-connect", "https://x.example", ("example.org",), required=True
)


@pytest.mark.parametrize(
    ("email", "name"),
    [("ann@example.org", "example"), ("ann@EXAMPLE.ORG", "example"), ("ann@sub.example.org", ""), ("ann@notexample.org", ""), ("", "")],
)  # fmt: skip
def test_an_organisation_answers_for_its_domains_only(email: str, name: str) -> None:
    found = answering_for(email, [ONE])
    assert (found.id if found else "") == name


@pytest.mark.django_db
def test_where_an_organisation_is_required_no_password_opens(settings: Any) -> None:
    settings.ORGANISATIONS = (ONE,)
    with pytest.raises(ValidationError, match="Society of Examples"):
        refuse_password(REPORTER)


@pytest.mark.django_db
@pytest.mark.urls("remit_web.access.tests.urls_with_organisations")
def test_the_page_says_which_door_to_take(settings: Any) -> None:
    settings.ORGANISATIONS = (ONE,)
    page = at_the_door(REPORTER).content.decode()
    assert "People of Society of Examples sign in there" in page
    assert 'href="/sign-in/with/example/"' in page
