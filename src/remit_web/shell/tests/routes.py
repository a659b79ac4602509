"""Every route of the application, as addresses of the example: those of the matrix, which a test holds to all routes."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from tests.matrix.test_matrix import FILE
from tests.matrix.things import make_things

if TYPE_CHECKING:
    from django.test import Client


def addresses() -> list[str]:
    """Return an address of every route, whatever it takes, and of a file for browsers; makes what they name."""
    things = make_things()
    with FILE.open(encoding="utf-8", newline="") as file:
        found = [row["address"].format(**things) for row in csv.DictReader(file)]
    return list(dict.fromkeys([*found, staticfiles_storage.url("remit/base.css")]))


def got(client: Client, address: str, **more: Any) -> Any:
    """Return the answer to a GET; what it streams is read, and its file closed."""
    answer: Any = client.get(address, **more)
    if answer.streaming:
        answer.read = b"".join(answer.streaming_content)
    return answer


def is_file(address: str) -> bool:
    return address.startswith(f"/{settings.STATIC_URL.strip('/')}/")
