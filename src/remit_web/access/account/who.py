"""Who asks for a page of their account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from remit_web.access.readers import Reader

if TYPE_CHECKING:
    from django.http import HttpRequest

    from remit_web.access.models import Person


def person_of(request: HttpRequest) -> Person:
    """Return who has signed in; nobody else comes to these pages."""
    person = Reader.of(request).person
    if person is None:
        raise TypeError("only who has signed in comes here")
    return person
