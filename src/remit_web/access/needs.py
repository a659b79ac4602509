"""What a route needs of who asks for it. A route that does not say it is closed, and fails a test.

@needs(ANYONE)               what is shown depends on the reader
@needs(SIGNED_IN)            only who has an account
@needs(May.READ_RECORD)      who has the right on some unit; the view asks for the unit itself
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.utils.translation import gettext as _

from remit_web.access.acting import Refused
from remit_web.access.readers import Reader
from remit_web.access.rights import May

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    Need = Literal["anyone", "signed in"] | May

V = TypeVar("V")
ANYONE: Literal["anyone"] = "anyone"
SIGNED_IN: Literal["signed in"] = "signed in"


def needs(need: Need, *more: May) -> Callable[[V], V]:
    """Mark a view with what it needs: one of some rights is enough."""

    def marked(view: V) -> V:
        view.needs = (need, *more)  # type: ignore[attr-defined]
        return view

    return marked


def all_need(need: Need, patterns: Iterable[Any]) -> None:
    """Mark every route of some that others made."""
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            all_need(need, pattern.url_patterns)
        else:
            needs(need)(pattern.callback)


class Gate:
    """Lets through who has what a route needs: leads to sign-in who has no account, refuses everyone else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: object, _words: object
    ) -> HttpResponseBase | None:
        """Stop a request that may not reach its view."""
        need, *more = getattr(view, "needs", (None,))
        if need == ANYONE:
            return None
        if need is None:
            raise Refused(_("This page is closed: it does not say who may open it."))
        reader = Reader.of(request)
        if reader.person is None:
            return redirect_to_login(request.get_full_path())
        rights = [one for one in (need, *more) if isinstance(one, May)]
        if rights and not any(reader.has(right) for right in rights):
            raise Refused(rights[0].refusal, rights[0])
        return None
