"""What is written down of signing in and out, and of passwords and second factors: allauth tells, the record keeps."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.signals import password_changed, password_reset, password_set, user_logged_in
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed, authenticator_reset
from allauth.socialaccount.signals import social_account_added
from django.contrib.auth import signals as of_django

from remit_web.access.sessions import SEEN
from remit_web.access.sign_in import failed
from remit_web.audit.actions import record
from remit_web.audit.actors import Actor
from remit_web.origin import address_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from remit_web.access.models import Person


def _write(request: HttpRequest, person: Person, action: str, after: dict[str, Any] | None = None) -> None:
    by = Actor(person.code, "", "page", address_of(request))
    record(by, action, "people", person.code, after=after)


def _signed_in(request: HttpRequest, user: Person, **_more: object) -> None:
    doors = [
        one.get("provider") or one.get("type") or one["method"] for one in get_authentication_records(request, user)
    ]
    _write(request, user, "sign-in.done", {"by": doors})


def _begun(request: HttpRequest, **_more: object) -> None:
    request.session[SEEN] = int(time.time())


def _signed_out(request: HttpRequest, user: Person | None, **_more: object) -> None:
    if user is not None:
        _write(request, user, "sign-out.done")


def _new_password(request: HttpRequest, user: Person, **_more: object) -> None:
    _write(request, user, "password.changed")


def _added(request: HttpRequest, user: Person, authenticator: Any, **_more: object) -> None:
    _write(request, user, "second-factor.added", {"kind": authenticator.type})


def _removed(request: HttpRequest, user: Person, authenticator: Any, **_more: object) -> None:
    _write(request, user, "second-factor.removed", {"kind": authenticator.type})


def _not_right(request: HttpRequest, user: Person, **_more: object) -> None:
    failed(request, user.email, how="second factor")


def _linked(request: HttpRequest, sociallogin: Any, **_more: object) -> None:
    _write(request, sociallogin.user, "sign-in.linked", {"organisation": sociallogin.account.provider})


def listen() -> None:
    """Begin to write down what allauth and Django tell."""
    of_django.user_logged_in.connect(_begun)
    of_django.user_logged_out.connect(_signed_out)
    user_logged_in.connect(_signed_in)
    for changed in (password_changed, password_set, password_reset):
        changed.connect(_new_password)
    authenticator_added.connect(_added)
    authenticator_reset.connect(_added)
    authenticator_removed.connect(_removed)
    authentication_failed.connect(_not_right)
    social_account_added.connect(_linked)
