"""Sentences for people, in their language.

A problem or a refusal is stored as a code and its facts. Its sentence is looked up here when it is shown, in the
engine's gettext catalogue (`src/remit/locale`), so nothing that is stored is a sentence.
"""

from __future__ import annotations

import gettext as _gettext
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LOCALE = Path(__file__).parent / "locale"
_language: ContextVar[str] = ContextVar("language", default="en")


def N_(message: str) -> str:  # noqa: N802 - the name that message extractors look for
    """Mark a message for translation where it is defined; it is translated where it is shown."""
    return message


@cache
def _catalogue(language: str) -> _gettext.NullTranslations:
    return _gettext.translation("remit", LOCALE, [language], fallback=True)


def gettext(message: str) -> str:
    """Return `message` in the language of the reader, or as it is where there is no translation."""
    return _catalogue(_language.get()).gettext(message) if message else ""


def ngettext(one: str, many: str, count: int) -> str:
    """Return the form of a message that goes with `count`."""
    return _catalogue(_language.get()).ngettext(one, many, count)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Show messages in `language` (a BCP 47 code) inside this block."""
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)
