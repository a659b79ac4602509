"""Every route of the application, as an address of the example federation: pages, files, API and sign-in alike."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.urls import URLPattern, URLResolver, get_resolver

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.test import Client

EXAMPLES = {
    "plan": "CP-ARV-2026", "element": "O1.1", "unit": "M-ARV", "country": "GEO", "indicator": "reached", "period": "2026",
    "code": "R-2026", "rest": "nowhere",
}  # fmt: skip
"""What stands in an address for each of its words."""
OTHERS = {"priorities/<str:plan>/<str:element>/": "priorities/S2030/P1/"}
"""Routes on which these words do not go together."""
_WORD = re.compile(r"<(?:\w+:)?(\w+)>")


def addresses() -> list[str]:
    """Return an address of every route, and of a file for browsers."""
    files = [staticfiles_storage.url("remit/base.css")]
    return [f"/{OTHERS.get(route) or _WORD.sub(_example, route)}" for route in routes()] + files


def routes(patterns: Iterable[URLPattern | URLResolver] | None = None, before: str = "") -> Iterator[str]:
    """Yield every route as it is written."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, route)
        else:
            yield route


def _example(word: re.Match[str]) -> str:
    assert word[1] in EXAMPLES, f"say what stands in an address for <{word[1]}>"
    return EXAMPLES[word[1]]


def got(client: Client, address: str, **more: Any) -> Any:
    """Return the answer to a GET; what it streams is read, and its file closed."""
    answer: Any = client.get(address, **more)
    if answer.streaming:
        answer.read = b"".join(answer.streaming_content)
    return answer


def is_file(address: str) -> bool:
    return address.startswith(f"/{settings.STATIC_URL.strip('/')}/")
