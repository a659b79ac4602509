"""Whether the reader wants dark pages or light ones; neither: as the device."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest

THEMES = {"dark", "light"}


def theme_of(request: HttpRequest) -> str:
    """Return what the reader chose; empty: as the device."""
    chosen = request.COOKIES.get(settings.THEME_COOKIE_NAME, "")
    return chosen if chosen in THEMES else ""


def for_sign_in(request: HttpRequest) -> dict[str, str]:
    """Return the same for the pages of sign-in, which have a base of their own."""
    return {"theme": theme_of(request)}
