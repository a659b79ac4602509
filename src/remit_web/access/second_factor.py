"""The second factor: codes of an app, security keys, recovery codes. Their secrets are kept encrypted."""

from __future__ import annotations

import base64
import hashlib
import secrets
from typing import TYPE_CHECKING

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.db import transaction
from django.http import JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remit_web.access.readers import Reader
from remit_web.access.rights import May
from remit_web.audit.actions import record

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from remit_web.access.acting import Acting
    from remit_web.access.models import Person

ONCE = 90
"""Seconds for which a code of an app is right, give or take one step; within them it is taken once."""
OPEN = ("/sign-", "/account/", "/language/", "/theme/", "/static/")
"""Where somebody may go who still has to set up a second factor."""


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """How secrets are kept, and what keys are called."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("The code is not right, or was used before.")
    }

    def encrypt(self, text: str) -> str:
        """Return a secret as it stands in the database: a copy of that alone opens nothing."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return a secret; where `REMIT_SECRET` is another by now, one that no code fits."""
        try:
            return _box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return base64.b32encode(secrets.token_bytes(20)).decode()


def _box() -> Fernet:
    key = hashlib.sha256(b"remit second factor:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


class _TakenOnce:
    """A code opens once, for as long as it is right."""

    user: Person

    def clean_code(self) -> str:
        """Return the code; refuse one that was used."""
        code: str = super().clean_code()  # type: ignore[misc]  # of the form that this is mixed into
        if not cache.add(f"second-factor:{self.user.pk}:{code}", 1, ONCE):
            raise SecondFactors().validation_error("incorrect_code")
        return code


class Authenticate(_TakenOnce, AuthenticateForm):  # type: ignore[misc]  # allauth has no types
    """A code, to come in."""


class Reauthenticate(_TakenOnce, ReauthenticateForm):  # type: ignore[misc]
    """A code, to show that it is still you."""


@transaction.atomic
def take_off(by: Acting, person: Person) -> int:
    """Take every second factor off somebody who has lost them; return how many."""
    found = list(Authenticator.objects.filter(user=person))
    for one in found:
        one.delete()
        record(by.as_oneself(), "second-factor.removed", "people", person.code, before={"kind": one.type})
    return len(found)


def is_missing(request: HttpRequest) -> bool:
    """Whether the reader must have a second factor and has none."""
    reader = Reader.of(request)
    if reader.person is None or not (reader.has(May.GIVE_ROLES) or reader.has(May.READ_NAMED)):
        return False
    return not is_mfa_enabled(reader.person) and not _organisation_asks(request, reader.person)


def _organisation_asks(request: HttpRequest, person: Person) -> bool:
    """Whether who signed them in is known to ask for a second factor itself."""
    doors = {one.get("provider") for one in get_authentication_records(request, person)}
    return any(one.second_factor and one.id in doors for one in settings.ORGANISATIONS)


def asked_for(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Lead who must have a second factor to where one is set up, before anything else."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        if not settings.SECOND_FACTOR_REQUIRED or request.path.startswith(OPEN) or not is_missing(request):
            return get_response(request)
        said = _("Set up a second factor first: your roles ask for one.")
        if request.path.startswith("/api/"):
            return JsonResponse({"error": {"code": "second-factor", "message": said}}, status=403)
        messages.warning(request, said)
        return redirect("account")

    return respond
