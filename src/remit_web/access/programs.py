"""Programs at the door of the API: who they read for, by the token that they bring. On pages a token opens nothing."""

from __future__ import annotations

import hmac
from dataclasses import replace
from typing import TYPE_CHECKING

from django.http import JsonResponse
from django.utils.translation import gettext as _

from remit_web.access.invitations import digest
from remit_web.access.models import Token
from remit_web.access.readers import reader_of
from remit_web.access.tokens import SCOPES
from remit_web.units.today import today

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

API = "/api/v1/"
UNKNOWN, ELSEWHERE = 401, 403


class Programs:
    """Lets a program read the API for whoever made its token.

    What is wrong with a token is answered only before the view, so that such requests are counted like all others.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        said = request.headers.get("Authorization")
        if said is not None and request.path.startswith(API):
            request._refusal = _let_in(request, said)  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponseBase | None:
        """Refuse a token that opens nothing here."""
        refusal: HttpResponseBase | None = getattr(request, "_refusal", None)
        return refusal


def _let_in(request: HttpRequest, said: str) -> JsonResponse | None:
    """Make whoever made a token the reader; return why not, where it opens nothing here."""
    token = _opened(said)
    if token is None:
        says = _("This token is not known, or has ended. Make another one on the page of your account.")
        return _problem("not-a-token", says, UNKNOWN)
    if not _reaches(token, request.path):
        return _problem("out-of-scope", _("This token does not open this part of the API."), ELSEWHERE)
    _used(token)
    request._reader = replace(reader_of(token.person), scope=token.scope)  # type: ignore[attr-defined]
    return None


def _opened(said: str) -> Token | None:
    kind, _space, secret = said.partition(" ")
    wanted = digest(secret.strip())
    rows = Token.objects.select_related("person").filter(digest=wanted, ended_at__isnull=True, expires__gte=today())
    found = rows.filter(person__is_active=True).first()
    return found if found and kind.lower() == "bearer" and hmac.compare_digest(found.digest, wanted) else None


def _reaches(token: Token, path: str) -> bool:
    """Whether a token opens an address; what is of no scope (the description of the API) is open to all."""
    part = path.removeprefix(API).partition("/")[0]
    of = [scope.code for scope in SCOPES.values() if part in scope.opens]
    return not of or bool(set(of) & set(token.scope.split()))


def _used(token: Token) -> None:
    """Write down that it was used today: once a day."""
    if token.used_on != today():
        Token.objects.filter(pk=token.pk).update(used_on=today())


def _problem(code: str, says: str, status: int) -> JsonResponse:
    answer = JsonResponse({"error": {"code": code, "message": says}}, status=status)
    if status == UNKNOWN:
        answer["WWW-Authenticate"] = 'Bearer error="invalid_token"'
    return answer
