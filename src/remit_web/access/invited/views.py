"""Inviting people, and accepting an invitation."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from remit_web.access.account.doors import door_of
from remit_web.access.acting import Acting, Refused
from remit_web.access.invitations import accept, accept_as, invite, opened, seen_by, withdraw
from remit_web.access.invited.forms import Accept, Invite
from remit_web.access.letters import in_its_language, send_invitation
from remit_web.access.models import Person
from remit_web.access.needs import ANYONE, needs
from remit_web.access.organisations import answering_for
from remit_web.access.readers import Reader
from remit_web.access.rights import ROLES, May
from remit_web.organisation.queries import called, names_of
from remit_web.origin import address_of
from remit_web.shell.paging import page_number, pages
from remit_web.units.models import FederationSettings, Standing
from remit_web.units.today import today

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from remit_web.access.models import Invitation

AT_ONCE = 50
OFFERED = 300
"""So many units are offered while a code is written."""


# Who invites


@needs(May.GIVE_ROLES)
@never_cache
def invitations(request: HttpRequest) -> HttpResponse:
    """Invitations to roles on the units that the reader gives roles on, and a form for one more."""
    reader = Reader.of(request)
    form = Invite(reader, partial(called, "units"), request.POST or None, initial={"unit": request.GET.get("unit", "")})
    if request.method == "POST" and form.is_valid() and _invited(request, form):
        return redirect("invitations")
    page = Paginator(seen_by(reader), AT_ONCE).get_page(page_number(request))
    offered = Standing.objects.filter(reader.reach(May.GIVE_ROLES).where()).order_by("depth", "unit")
    units = list(dict.fromkeys(offered.values_list("unit", flat=True)[:OFFERED]))
    facts = {
        "form": form, "page": page, "to_page": pages(request), "state": _state, "roles": ROLES,
        "names": names_of("units", {*units, *(one.unit for one in page.object_list)}), "units": units,
    }  # fmt: skip
    return render(request, "access/invitations.html", facts, status=422 if form.errors else 200)


def _invited(request: HttpRequest, form: Invite) -> bool:
    """Invite, and send the letter; where no server takes it, there is no invitation either."""
    by = Acting.of(request)
    try:
        made, secret = invite(by, **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, str(refused.says))
        return False
    try:
        with in_its_language():
            unit = names_of("units", [made.unit])[made.unit]
        send_invitation(made, unit, request.build_absolute_uri(reverse("invitation", args=[secret])))
    except OSError as error:
        withdraw(by, made)
        form.add_error(None, _("The letter could not be sent, and nobody is invited: %(why)s") % {"why": error})
        return False
    messages.success(request, _("A letter is on its way to %(email)s.") % {"email": made.email})
    return True


def _state(invitation: Invitation) -> str:
    if invitation.accepted_at:
        return "accepted"
    if invitation.withdrawn_at:
        return "withdrawn"
    is_over = invitation.expires_at <= timezone.now() or (invitation.ends is not None and invitation.ends < today())
    return "over" if is_over else "waiting"


@needs(May.GIVE_ROLES)
@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    """Withdraw an invitation."""
    number = request.POST.get("invitation", "")
    found = seen_by(Reader.of(request)).filter(pk=number).first() if number.isdecimal() else None
    if found is None:
        raise Http404
    withdraw(Acting.of(request), found)
    messages.success(request, _("The invitation is withdrawn."))
    return redirect("invitations")


# Who is invited


@needs(ANYONE)
@never_cache
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Accept an invitation: with a name and a password, by one's organisation, or with the account that one has."""
    found = opened(secret)
    if found is None:
        return render(request, "access/no_invitation.html", status=404)
    reader = Reader.of(request)
    if request.method == "POST" and reader.person is not None:
        return _accepted_as(request, secret, reader.person)
    form = Accept(found.email, request.POST or None, initial={"name": found.name})
    facts = _of(found, reader) | {"form": form}
    if request.method == "POST" and not facts["only"] and form.is_valid():
        return _accepted(request, secret, form)
    return render(request, "access/invitation.html", facts, status=422 if form.errors else 200)


def _of(found: Invitation, reader: Reader) -> dict[str, Any]:
    organisation = answering_for(found.email, settings.ORGANISATIONS)
    return {
        "invitation": found, "role": ROLES[found.role], "unit": names_of("units", [found.unit])[found.unit],
        "federation_name": FederationSettings.now().name, "organisation": organisation,
        "door": door_of(organisation, reverse("account")) if organisation else "",
        "only": bool(organisation and organisation.required),
        "is_known": Person.objects.filter(email__iexact=found.email).exists(),
        "is_theirs": reader.person is not None and reader.person.email.lower() == found.email,
    }  # fmt: skip


def _accepted(request: HttpRequest, secret: str, form: Accept) -> HttpResponse:
    given = form.cleaned_data
    person = accept(secret, name=given["name"], password=given["password1"], address=address_of(request))
    if person is None:
        return redirect("invitation", secret)
    login = Login(user=person, email=person.email, redirect_url=reverse("account"))
    answer: HttpResponse = perform_password_login(request, {"email": person.email}, login)
    return answer


def _accepted_as(request: HttpRequest, secret: str, person: Person) -> HttpResponse:
    if not accept_as(secret, person, address_of(request)):
        return redirect("invitation", secret)
    messages.success(request, _("You have the role now."))
    return redirect("account")
