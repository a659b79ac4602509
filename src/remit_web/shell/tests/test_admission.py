"""What is turned away before anything is done with it: other hosts, and what is too large."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import Settings


@pytest.mark.parametrize("host", ["elsewhere.example", "testserver.elsewhere.example", "elsewhere.example:80", "", "a b", "testserver@x"])  # fmt: skip
def test_an_unknown_host_is_turned_away_in_the_readers_language(anyone: Client, host: str) -> None:
    answer = anyone.get("/", headers={"Host": host, "Accept-Language": "ar"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Nothing is found under this name" in page and 'lang="ar" dir="rtl"' in page
    assert host not in page or not host.strip()


def test_a_program_is_told_so_in_the_shape_of_the_api(anyone: Client) -> None:
    answer = anyone.get("/api/v1/units", headers={"Host": "elsewhere.example"})
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "wrong-host"


def test_a_forwarded_host_is_not_believed(anyone: Client) -> None:
    page = anyone.get("/sign-in/", headers={"X-Forwarded-Host": "elsewhere.example"})
    assert page.status_code == 200
    assert "elsewhere.example" not in page.content.decode()


def test_that_the_request_was_over_https_is_not_believed_without_a_server_in_front(anyone: Client) -> None:
    assert not anyone.get("/", headers={"X-Forwarded-Proto": "https"}).wsgi_request.is_secure()


def test_what_is_too_large_is_not_taken(anyone: Client, settings: Settings) -> None:
    settings.REQUEST_MOST = 3 << 20
    body = {"value": "dark", "next": "/plans/", "more": "x" * (3 << 20)}
    answer = anyone.post("/theme/", body)
    assert answer.status_code == 413
    assert "At most 3 MB" in answer.content.decode()
    assert not answer.cookies
    assert anyone.post("/theme/", {**body, "more": ""}).status_code == 302


def test_a_program_is_told_how_much_may_be_sent(anyone: Client, settings: Settings) -> None:
    settings.REQUEST_MOST = 1 << 20
    answer = anyone.post("/api/v1/units", "x" * (1 << 21), "application/json")
    assert answer.status_code == 413
    assert answer.json() == {"error": {"code": "too-large", "message": "At most 1 MB can be sent at once, and no more fields and files than a form has. Send less, or in parts."}}  # fmt: skip


def _files(count: int) -> dict[str, Any]:
    return {f"file{at}": SimpleUploadedFile(f"{at}.txt", b"x") for at in range(count)}


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("too much text", {"value": "x" * (5 << 20)}),
        ("too many fields", {f"field{at}": "x" for at in range(2_001)}),
        ("too many files", _files(21)),
    ],
)
def test_more_than_a_form_has_is_not_taken(anyone: Client, name: str, body: dict[str, Any]) -> None:
    answer = anyone.post("/theme/", body)
    assert answer.status_code == 413, name
    assert "This is too large" in answer.content.decode()


def test_what_cannot_be_read_says_so(anyone: Client) -> None:
    answer = anyone.post("/theme/", b"no parts here", "multipart/form-data")
    assert answer.status_code == 400
    assert "This cannot be read" in answer.content.decode()
