"""What things are called, and where units stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation

from remit_web.organisation.models import Text

if TYPE_CHECKING:
    from collections.abc import Iterable


class Names(dict[str, str]):
    """Names by code; a thing without a name is called by its code."""

    def __missing__(self, code: str) -> str:
        return code


def names_of(table: str, keys: Iterable[str | None], field: str = "name") -> Names:
    """Return what some things are called in the reader's language, else in another: one query."""
    wanted = sorted({key for key in keys if key})
    rows = (
        Text.objects.filter(of=table, key__in=wanted, field=field)
        .order_by("number")
        .values_list("key", "language", "text")
    )
    return _best(rows)


def named_in_order(table: str, keys: Iterable[str]) -> list[tuple[str, str]]:
    """Return some things with what they are called, in order of name: one query."""
    wanted = list(keys)
    names = names_of(table, wanted)
    return sorted(((key, names[key]) for key in wanted), key=lambda one: (one[1].casefold(), one[0]))


def called(table: str, name: str) -> list[str]:
    """Return the codes of what has, or had, this name in any language, in capitals or not; in order."""
    rows = Text.objects.filter(of=table, field="name", text__iexact=name)
    return list(rows.order_by("key").values_list("key", flat=True).distinct())


def _best(rows: Iterable[tuple[str, str, str]]) -> Names:
    """Choose a language for each key: the reader's, then that of the federation, then any; the latest row counts."""
    order = [translation.get_language() or "", settings.LANGUAGE_CODE]
    found: dict[str, tuple[int, str]] = {}
    for key, language, text in rows:
        rank = order.index(language) if language in order else len(order)
        if key not in found or rank <= found[key][0]:
            found[key] = rank, text
    return Names({key: text for key, (_, text) in found.items()})
