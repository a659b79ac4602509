"""Texts as search compares them: small letters without accents, the same here and in the database."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from django.db.models import Func, TextField

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.sql.compiler import SQLCompiler

MARKS = "[\u0300-\u036f\u064b-\u065f\u0670]"
"""Accents of Latin, Greek and Cyrillic letters, and the vowel signs of Arabic, each once it stands apart."""
_MARKS = re.compile(MARKS)


def folded(text: str | None) -> str | None:
    """Return a text in small letters without accents.

    >>> folded("São Tomé")
    'sao tome'
    """
    if text is None or text.isascii():
        return text and text.lower()
    return _MARKS.sub("", normalize("NFD", text.lower()))


class Folded(Func):
    """The same, worked out by the database."""

    arity = 1
    output_field = TextField()

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **more: Any) -> Any:
        connection.ensure_connection()
        connection.connection.create_function("remit_folded", 1, folded, deterministic=True)
        return self.as_sql(compiler, connection, function="remit_folded", **more)

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **more: Any) -> Any:
        template = f"regexp_replace(normalize(lower(%(expressions)s), NFD), '{MARKS}', '', 'g')"
        return self.as_sql(compiler, connection, template=template, **more)
