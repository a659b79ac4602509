"""Every route of the application, as addresses of the example: those of the matrix, which a test holds to all routes."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from tests.matrix.test_matrix import FILE
from tests.matrix.things import make_things

from remit_web.collection.tests.walked import follow, with_tokens, written
from remit_web.shell.tests.markup import Page

if TYPE_CHECKING:
    from django.test import Client


def addresses() -> list[str]:
    """Return an address of every route, whatever it takes, and of a file for browsers; makes what they name."""
    things = make_things()
    with FILE.open(encoding="utf-8", newline="") as file:
        found = [row["address"].format(**things) for row in csv.DictReader(file)]
    return list(dict.fromkeys([*found, staticfiles_storage.url("remit/base.css")]))


def got(client: Client, address: str, **more: Any) -> Any:
    """Return the answer to a GET; what it streams is read (`whole`), and its file closed."""
    answer: Any = client.get(address, **more)
    answer.whole = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer


def is_file(address: str) -> bool:
    return address.startswith(f"/{settings.STATIC_URL.strip('/')}/")


def answers(client: Client, addresses: list[str]) -> dict[str, Any]:
    """Return what is answered at some addresses, and where nothing is."""
    return {address: got(client, address) for address in [*addresses, "/nowhere/"]}


def pages(asked: dict[str, Any]) -> dict[str, Page]:
    """Return the pages among some answers."""
    return {address: Page(answer.whole.decode()) for address, answer in asked.items() if is_page(answer)}


def pages_beyond(client: Client, asked: dict[str, Any]) -> dict[str, Page]:
    """Return the pages among some answers, and one of each kind that their links lead to."""
    known = {address: written(answer, answer.whole) for address, answer in asked.items() if not is_file(address)}
    heads = {address: told.partition(b"\n") for address, told in follow(client, known, with_tokens, each=1).items()}
    return {address: Page(text.decode()) for address, (head, _, text) in heads.items() if b"text/html" in head}


def is_page(answer: Any) -> bool:
    return str(answer.headers.get("Content-Type", "")).startswith("text/html")


class Read(NamedTuple):
    """What a reader was answered at an address of every route, and the pages that links lead to."""

    answers: dict[str, Any]
    pages: dict[str, Page]
