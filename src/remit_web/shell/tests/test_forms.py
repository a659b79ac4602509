"""No other site can make a reader's browser change something: every form shows its token, or is not taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.test import Client

from remit_web.access.acting import Acting
from remit_web.access.models import Person
from remit_web.access.readers import reader_of
from remit_web.access.tokens import make_token
from remit_web.shell.refusals import FORGED
from remit_web.shell.tests.markup import Page
from remit_web.shell.tests.routes import answers, is_file, pages

if TYPE_CHECKING:
    from remit_web.shell.tests.markup import Form
    from remit_web.shell.tests.routes import Read

METHODS = ("post", "put", "patch", "delete")
TOKEN = "csrfmiddlewaretoken"


def is_forged(answer: Any) -> bool:
    """Whether a request was refused as one that another site may have made."""
    return answer.status_code == FORGED.status and (
        str(FORGED.title) in answer.content.decode() or FORGED.code in answer.content.decode()
    )


@pytest.fixture
def strict(db: None) -> Client:
    """A reader in a browser that is held to tokens, as all are."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def strict_planner(strict: Client) -> Client:
    strict.force_login(Person.objects.get(email="planning@example.org"))
    return strict


def test_no_route_takes_anything_without_the_token(
    everywhere: list[str], strict: Client, strict_planner: Client
) -> None:
    taken = {
        f"{method} {address}": answer.status_code
        for client in (strict, strict_planner)
        for address in everywhere
        if not is_file(address)
        for method in METHODS
        if not is_forged(answer := getattr(client, method)(address))
    }
    assert taken == {}


def test_who_is_refused_is_told_what_to_do(strict: Client) -> None:
    page = strict.post("/theme/", {"value": "dark"}).content.decode()
    assert "This form was not taken" in page and "Load the page anew" in page
    assert strict.post("/api/v1/units").json()["error"]["code"] == "forged"


def test_a_key_for_programs_needs_no_token_and_opens_the_api_alone(strict: Client) -> None:
    by = Acting(reader_of(Person.objects.get(email="reporting@example.org")))
    headers = {"Authorization": f"Bearer {make_token(by, 'a program', ['figures'], 30)[1]}"}
    assert strict.post("/api/v1/units", headers=headers).status_code == 405
    assert strict.post("/api/v1/units", headers={"Authorization": "Bearer something"}).status_code == 401
    assert strict.post("/theme/", headers=headers).status_code == 403
    assert strict.post("/api/v1/units", headers={"Authorization": "Basic something"}).status_code == 403


def test_every_form_that_changes_something_holds_the_token(read: dict[str, Read]) -> None:
    forms = [form for one in read.values() for form in _forms(one.pages)]
    changing = [form for form in forms if form.method == "post"]
    assert {"/language/", "/theme/", "/sign-in/", "/sign-out/"} <= {form.action for form in changing}
    assert [form for form in changing if not form.fields.get(TOKEN)] == []
    assert [form for form in forms if form.method == "get" and TOKEN in form.fields] == []


def test_every_form_is_taken_with_its_token_and_only_so(everywhere: list[str], strict_planner: Client) -> None:
    """Sent as it stands on its page, with and without; ending the session comes last."""
    forms = {form.action: form for form in _forms(pages(answers(strict_planner, everywhere))) if form.method == "post"}
    assert len(forms) > 6
    for action, form in sorted(forms.items()):
        assert is_forged(strict_planner.post(action, {**form.fields, TOKEN: ""})), action
        answer = strict_planner.post(action, form.fields)
        assert not is_forged(answer) and answer.status_code < 500, action


def _forms(found: dict[str, Page]) -> list[Form]:
    """Return the forms of every page; one that says no address leads to its own."""
    return [
        form._replace(action=form.action or address.partition("?")[0])
        for address, page in found.items()
        for form in page.forms
    ]


def test_forms_of_another_site_are_not_taken_over_https(strict: Client) -> None:
    page = Page(strict.get("/", secure=True).content.decode())
    token = next(form.fields[TOKEN] for form in page.forms if form.method == "post")
    said = {"value": "dark", TOKEN: token}
    assert strict.post("/theme/", said, secure=True, headers={"Origin": "https://elsewhere.example"}).status_code == 403
    assert strict.post("/theme/", said, secure=True, headers={"Origin": "https://testserver"}).status_code == 302


def test_the_token_is_kept_where_scripts_do_not_read(strict: Client) -> None:
    strict.get("/")
    cookie = strict.cookies[settings.CSRF_COOKIE_NAME]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/"
