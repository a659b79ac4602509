"""Addresses of pages, remembered: a table has one in every row, and Django takes longer to make one than to write the row."""

from __future__ import annotations

from functools import lru_cache

from django.urls import reverse

MOST = 50_000
"""So many are remembered."""


@lru_cache(MOST)
def page_at(name: str, *args: object) -> str:
    """Return the address of a page, by its name and what it is of."""
    return reverse(name, args=args)
