"""Texts of a framework as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from remit.exchange.base import Rows

UNDETERMINED = "und"
"""BCP 47: the language is not stated; frameworks are written in that of their country team."""


def add_text(rows: Rows, at: str, of: tuple[str, str, str], text: str, language: str = UNDETERMINED) -> None:
    """Add a text, if there is one; `of` is the table, the key and the field that it belongs to."""
    if text:
        table, key, field = of
        rows.add("texts", at, of=table, key=key, field=field, language=language, text=text)
