"""Forms from other sites: refused on pages and on the API alike, except where a program shows a key of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.middleware.csrf import CsrfViewMiddleware

from remit_web.shell.refusals import PROGRAMS

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponseForbidden


class FormsOfOurs(CsrfViewMiddleware):
    """Asks for the token on the API too, whose routes Django would leave out: a browser's session may speak there.

    No other site can make a browser send a key in `Authorization: Bearer`, so a request with one is not forged.
    """

    def process_view(
        self, request: HttpRequest, callback: Callable[..., Any], callback_args: tuple[Any, ...], callback_kwargs: dict[str, Any]
    ) -> HttpResponseForbidden | None:  # fmt: skip
        """Stop a request that changes something and does not hold the token."""
        if request.path_info.startswith(PROGRAMS):
            if request.headers.get("Authorization", "").startswith("Bearer "):
                return None
            callback = _asked
        return super().process_view(request, callback, callback_args, callback_kwargs)


def _asked() -> None:
    """Stand for a route that is not exempt."""
