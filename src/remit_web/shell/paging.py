"""From page to page of a long list."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest


def page_number(request: HttpRequest, name: str = "page") -> int:
    """Return the page asked for; the first where it is not a number."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() else 1


def pages(request: HttpRequest, name: str = "page") -> Callable[[int], str]:
    """Return what gives the address of another page of a list, all else as it is."""

    def to(number: int) -> str:
        query = request.GET.copy()
        query[name] = str(number)
        return f"{request.path}?{query.urlencode()}"

    return to
