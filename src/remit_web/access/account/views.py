"""One's account: what one is here, and how one gets in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from remit_web.access.account.who import person_of
from remit_web.access.models import Person
from remit_web.access.needs import SIGNED_IN, needs
from remit_web.access.organisations import answering_for
from remit_web.access.readers import Reader
from remit_web.access.rights import ROLES
from remit_web.access.second_factor import is_missing
from remit_web.access.sessions import sessions_of
from remit_web.access.tokens import is_open
from remit_web.organisation.queries import names_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@needs(SIGNED_IN)
@never_cache
def account(request: HttpRequest) -> HttpResponse:
    """What one is here, and how one gets in."""
    reader, person = Reader.of(request), person_of(request)
    held = [(ROLES[one.role], one.unit, one.lent_by) for one in reader.holdings]
    names = {one.code: str(one) for one in Person.objects.filter(code__in={lent for *_of, lent in held if lent})}
    return render(
        request,
        "access/account.html",
        {
            "person": person, "held": held, "names": names_of("units", {unit for _kind, unit, _lent in held}),
            "lent_by": names, "factors": _factors(person), "factor_is_missing": is_missing(request),
            "factor_is_required": settings.SECOND_FACTOR_REQUIRED, "doors": _doors(person),
            "session_count": len(sessions_of(person, request.session.session_key)),
            "token_count": sum(1 for one in person.tokens.all() if is_open(one)),
        },
    )  # fmt: skip


def _factors(person: Person) -> dict[str, Any]:
    """Return the second factors that somebody has: an app, keys, how many recovery codes are left."""
    found: dict[str, Any] = {"app": None, "keys": [], "codes": None}
    for one in Authenticator.objects.filter(user=person).order_by("created_at"):
        if one.type == Authenticator.Type.TOTP:
            found["app"] = one
        elif one.type == Authenticator.Type.WEBAUTHN:
            found["keys"].append(one)
        else:
            found["codes"] = len(one.wrap().get_unused_codes())
    return found


def _doors(person: Person) -> dict[str, Any]:
    """Return how somebody gets in: by a password, by which organisations, and whether only so."""
    linked = set(SocialAccount.objects.filter(user=person).values_list("provider", flat=True))
    answers = answering_for(person.email, settings.ORGANISATIONS)
    return {
        "password": person.has_usable_password(),
        "linked": [one.name for one in settings.ORGANISATIONS if one.id in linked],
        "only": answers.name if answers and answers.required else "",
    }
