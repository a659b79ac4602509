"""Every answer has every header, whatever made it; what somebody who signed in sees, nobody keeps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.test import Client

from remit_web.commands.demo import PASSWORD
from remit_web.shell.headers import HEADERS, PRIVATE, VARIES_BY, headers_of_all
from remit_web.shell.policy import DIRECTIVES, content_policy
from remit_web.shell.tests.routes import got, is_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django import Settings

    from remit_web.shell.tests.routes import Read

FAILING = pytest.mark.urls("remit_web.shell.tests.failing")


def lacking(answer: Any) -> dict[str, tuple[str, str]]:
    """Return the headers that an answer lacks or has otherwise: what should stand there, and what does."""
    found = {name: (value, answer.headers.get(name, "")) for name, value in headers_of_all().items()}
    return {name: pair for name, pair in found.items() if pair[0] != pair[1]}


def test_every_route_answers_with_every_header(read: dict[str, Read]) -> None:
    for one in read.values():
        assert len(one.answers) > 90
        assert {address: lacking(answer) for address, answer in one.answers.items() if lacking(answer)} == {}
        assert {answer.status_code for answer in one.answers.values()} <= {200, 302, 403, 404, 405}


def test_what_a_signed_in_reader_sees_nobody_keeps(read: dict[str, Read]) -> None:
    for address, answer in read["planner"].answers.items():
        kept = "max-age=315360000, public, immutable" if is_file(address) else PRIVATE
        assert answer["Cache-Control"] == kept, address


def test_what_anyone_sees_a_browser_asks_for_again(read: dict[str, Read]) -> None:
    for address, answer in read["anyone"].answers.items():
        if not is_file(address):
            assert "no-cache" in answer["Cache-Control"] or "no-store" in answer["Cache-Control"], address
            assert "private" in answer["Cache-Control"], address
            assert set(VARIES_BY) <= set(answer["Vary"].split(", ")), address


def test_signing_in_and_out_are_kept_by_nobody(anyone: Client) -> None:
    into = anyone.post("/sign-in/", {"login": "planning@example.org", "password": PASSWORD})
    out = anyone.post("/sign-out/")
    assert into.status_code == out.status_code == 302
    assert into["Cache-Control"] == out["Cache-Control"] == PRIVATE


def test_what_a_program_reads_with_a_key_nobody_keeps(anyone: Client) -> None:
    answer = got(anyone, "/api/v1/units", headers={"Authorization": "Bearer something"})
    assert answer["Cache-Control"] == PRIVATE


ERRORS: dict[str, tuple[int, Callable[[Client], Any]]] = {
    "not there": (404, lambda client: got(client, "/nowhere/")),
    "no such file": (404, lambda client: got(client, "/static/nothing.css")),
    "not there, in the API": (404, lambda client: got(client, "/api/v1/nowhere")),
    "without its last sign": (301, lambda client: got(client, "/units")),
    "cannot be read": (400, lambda client: got(client, "/cannot_read/")),
    "another host": (400, lambda client: got(client, "/", headers={"Host": "elsewhere.example"})),
    "a file, of another host": (400, lambda client: got(client, staticfiles_storage.url("remit/base.css"), headers={"Host": "elsewhere.example"})),
    "refused": (403, lambda client: got(client, "/refuses/")),
    "forged": (403, lambda _: Client(enforce_csrf_checks=True).post("/theme/")),
    "not allowed": (405, lambda client: got(client, "/theme/")),
    "too large": (413, lambda client: client.post("/theme/", {"value": "x" * 2_000})),
    "failed": (500, lambda client: got(client, "/fails/")),
    "failed, in the API": (500, lambda client: got(client, "/api/v1/fails/")),
}  # fmt: skip


@FAILING
@pytest.mark.parametrize("name", ERRORS)
def test_an_error_answers_with_every_header(anyone: Client, settings: Settings, name: str) -> None:
    settings.REQUEST_MOST = 1_000
    status, ask = ERRORS[name]
    anyone.raise_request_exception = False
    answer = ask(anyone)
    assert answer.status_code == status
    assert lacking(answer) == {}


def test_over_https_browsers_are_told_to_stay_there(anyone: Client, settings: Settings) -> None:
    settings.OVER_HTTPS, settings.SECURE_HSTS_SECONDS = True, 31_536_000
    for address in ("/", "/api/v1/units", "/nowhere/", staticfiles_storage.url("remit/base.css")):
        answer = got(anyone, address)
        assert answer["Strict-Transport-Security"] == "max-age=31536000"
        assert answer["Content-Security-Policy"].endswith("; upgrade-insecure-requests")


def test_without_https_nothing_is_said_of_it(anyone: Client) -> None:
    answer = got(anyone, "/")
    assert "Strict-Transport-Security" not in answer
    assert "upgrade-insecure-requests" not in answer["Content-Security-Policy"]


def test_the_policy_lets_no_script_run_that_is_not_a_file_of_ours() -> None:
    """Held here word by word, so that nobody loosens it in passing."""
    assert DIRECTIVES["default-src"] == DIRECTIVES["object-src"] == DIRECTIVES["base-uri"] == "'none'"
    assert DIRECTIVES["frame-ancestors"] == "'none'"
    assert DIRECTIVES["script-src"] == DIRECTIVES["style-src"] == DIRECTIVES["form-action"] == "'self'"
    assert "script-src-attr" not in DIRECTIVES and "script-src-elem" not in DIRECTIVES
    assert not re.search(r"unsafe|\*|http|blob|data", content_policy().replace("style-src-attr 'unsafe-inline'", "").replace("img-src 'self' data:", ""))  # fmt: skip


def test_other_sites_cannot_read_our_files(anyone: Client) -> None:
    assert "Access-Control-Allow-Origin" not in got(anyone, staticfiles_storage.url("remit/base.css")).headers
    assert HEADERS["Cross-Origin-Resource-Policy"] == "same-origin"
