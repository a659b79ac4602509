"""Signing in by one's organisation: whose word counts, for whom, and what becomes of who is not known here."""

from __future__ import annotations

import logging
from functools import wraps
from typing import TYPE_CHECKING, Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.shortcuts import render

from remit_web.access.invitations import accepted_by_organisation
from remit_web.access.models import Person
from remit_web.access.organisations import answering_for
from remit_web.access.sign_in import failed
from remit_web.origin import address_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from allauth.socialaccount.models import SocialLogin
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from remit_web.access.organisations import Organisation

log = logging.getLogger(__name__)


class Organisations(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """An organisation's word counts for the addresses that it answers for; nobody makes an account by it alone."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002 - allauth gives it
        return False

    def authenticate_by_email(self, sociallogin: SocialLogin) -> None:
        """Match nobody here: `pre_social_login` does, by the rules of this house."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find the person whom the organisation names, or refuse."""
        organisation = next(one for one in settings.ORGANISATIONS if one.id == sociallogin.account.provider)
        email, is_theirs = _named(sociallogin, organisation)
        known = sociallogin.user if sociallogin.is_existing else None
        why = _why_not(known.email if known else email, organisation, is_theirs=is_theirs or known is not None)
        if sociallogin.state.get("process") != "login":
            why = "not a sign-in"
        if why:
            _refuse(request, organisation, email, why)
        person = known or _person(request, email, _claims(sociallogin).get("name"))
        if person is None:
            _refuse(request, organisation, email, "unknown")
        if known is None and person.is_active:
            sociallogin.connect(request, person)
        sociallogin.user = person
        # What else the organisation told of them is not kept.
        sociallogin.account.extra_data = {}
        SocialAccount.objects.filter(pk=sociallogin.account.pk).update(extra_data={})


def _claims(sociallogin: SocialLogin) -> dict[str, Any]:
    """Return what the organisation says of somebody."""
    told: dict[str, Any] = sociallogin.account.extra_data
    found: dict[str, Any] = told.get("userinfo") or told.get("id_token") or told
    return found


def _named(sociallogin: SocialLogin, organisation: Organisation) -> tuple[str, bool]:
    """Return the e-mail address that the organisation names, and whether it is sure that it is theirs."""
    address = sociallogin.email_addresses[0] if sociallogin.email_addresses else None
    said = str(_claims(sociallogin).get("email_verified", "")).lower()
    is_theirs = said == "true" or (organisation.vouches and said != "false")
    return (address.email.lower() if address else ""), is_theirs


def _why_not(email: str, organisation: Organisation, *, is_theirs: bool) -> str:
    if not email:
        return "no address"
    if answering_for(email, [organisation]) is None:
        return "domain"
    return "" if is_theirs else "unverified"


def _person(request: HttpRequest, email: str, name: object) -> Person | None:
    """Return the person with an address: who is there, or who was invited."""
    there = Person.objects.filter(email__iexact=email, erased_at__isnull=True).first()
    return there or accepted_by_organisation(email, str(name or ""), address_of(request))


def _refuse(request: HttpRequest, organisation: Organisation, email: str, why: str) -> NoReturn:
    failed(request, email, how=organisation.id)
    facts = {"organisation": organisation.name, "email": email, "reason": why}
    raise ImmediateHttpResponse(render(request, "socialaccount/unknown.html", facts, status=403))


def reached(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Say so, where the server of an organisation does not answer, or answers what nobody asked."""

    @wraps(view)
    def respond(request: HttpRequest, *args: Any, **words: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **words)
        except OSError as error:
            log.warning("The organisation at %s does not answer: %s", request.path, error)
            return render(request, "socialaccount/authentication_error.html", status=502)
        except PermissionDenied:
            return render(request, "socialaccount/authentication_error.html", status=401)

    return respond
