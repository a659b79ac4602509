"""Invitations: how somebody gets an account, or another role. What the letter holds is kept only as its digest."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from remit_web.access.acting import Refused
from remit_web.access.models import Invitation, Person, Role
from remit_web.access.readers import reader_of
from remit_web.access.rights import ROLES, May
from remit_web.audit.actions import record
from remit_web.audit.actors import Actor
from remit_web.units.today import today

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from remit_web.access.acting import Acting
    from remit_web.access.readers import Reader

OPEN_FOR = timedelta(days=14)


def digest(secret: str) -> str:
    """Return what is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def invite(
    by: Acting, email: str, role: str, unit: str, *, name: str = "", ends: date | None = None
) -> tuple[Invitation, str]:
    """Invite somebody to a role on a unit; return the invitation, and the secret for the letter. One before ends by it."""
    actor = by.require(May.GIVE_ROLES, unit)
    email = email.strip().lower()
    inviter = by.reader.person if by.reader else None
    if inviter and inviter.email.lower() == email:
        raise Refused(_("Nobody gives a role to themselves. Another administrator can."), May.GIVE_ROLES, unit)
    if Person.objects.filter(email__iexact=email, is_active=False).exists():
        raise Refused(_("The account with this address is closed. An administrator can open it again."))
    for earlier in waiting().filter(email=email, role=ROLES[role].code, unit=unit):
        _withdrawn(actor, earlier)
    secret = secrets.token_urlsafe(32)
    made = Invitation.objects.create(
        digest=digest(secret), email=email, name=name, role=role, unit=unit, ends=ends, invited_by=inviter,
        expires_at=timezone.now() + OPEN_FOR,
    )  # fmt: skip
    record(actor, "invitation.made", "people", unit=unit, after=_said(made), personal={"email": email, "name": name})
    return made, secret


@transaction.atomic
def withdraw(by: Acting, invitation: Invitation) -> None:
    """Take an invitation back; one that was accepted, or is over, stays as it is."""
    actor = by.require(May.GIVE_ROLES, invitation.unit)
    still = waiting().select_for_update().filter(pk=invitation.pk).first()
    if still:
        _withdrawn(actor, still)


def _withdrawn(actor: Actor, invitation: Invitation) -> None:
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    personal = {"email": invitation.email}
    record(actor, "invitation.withdrawn", "people", unit=invitation.unit, before=_said(invitation), personal=personal)


def waiting() -> QuerySet[Invitation]:
    """Return the invitations that can be accepted."""
    in_time = Q(ends__isnull=True) | Q(ends__gte=today())
    return Invitation.objects.filter(
        in_time, expires_at__gt=timezone.now(), accepted_at__isnull=True, withdrawn_at__isnull=True
    )


def seen_by(reader: Reader) -> QuerySet[Invitation]:
    """Return the invitations to roles on units that the reader gives roles on, the latest first."""
    within = reader.reach(May.GIVE_ROLES).where()
    return Invitation.objects.filter(within).select_related("invited_by", "person").order_by("-invited_at", "-id")


def opened(secret: str) -> Invitation | None:
    """Return the invitation that a secret opens, if it can be accepted: whoever invited must still be able to."""
    found = waiting().select_related("invited_by").filter(digest=digest(secret)).first()
    return found if found and _holds(found) else None


def _holds(invitation: Invitation) -> bool:
    by = invitation.invited_by
    return by is None or reader_of(by).may(May.GIVE_ROLES, invitation.unit)


@transaction.atomic
def accept(secret: str, *, name: str, password: str | None, address: str = "") -> Person | None:
    """Make the account of who was invited, with the role; None where the secret opens nothing any more."""
    invitation = opened(secret)
    if invitation is None or Person.objects.filter(email__iexact=invitation.email).exists():
        return None
    person = Person.objects.create_user(invitation.email, password, name=name or invitation.name)
    return person if _accepted(invitation, person, address) else None


@transaction.atomic
def accept_as(secret: str, person: Person, address: str = "") -> bool:
    """Give the role to somebody who has an account already, and has signed in to it; return whether that could be."""
    invitation = opened(secret)
    is_theirs = invitation is not None and invitation.email == person.email.lower() and person.is_active
    return bool(invitation and is_theirs and _accepted(invitation, person, address))


@transaction.atomic
def accepted_by_organisation(email: str, name: str, address: str = "") -> Person | None:
    """Make the account of who was invited and comes by their organisation, which says that the address is theirs."""
    found = [one for one in waiting().select_related("invited_by").filter(email=email.lower()) if _holds(one)]
    if not found:
        return None
    names = [one.name for one in found if one.name]
    person = Person.objects.create_user(email.lower(), None, name=names[0] if names else name)
    for invitation in found:
        _accepted(invitation, person, address)
    return person


def _accepted(invitation: Invitation, person: Person, address: str) -> bool:
    """Give the role; the row is taken once, whatever arrives at the same moment."""
    now = timezone.now()
    if not waiting().filter(pk=invitation.pk).update(accepted_at=now, person=person):
        return False
    Role.objects.create(
        person=person, role=invitation.role, unit=invitation.unit, ends=invitation.ends, given_by=invitation.invited_by
    )
    by = Actor(person.code, "", "page", address)
    record(by, "invitation.accepted", "people", person.code, unit=invitation.unit, after=_said(invitation))
    return True


def _said(invitation: Invitation) -> dict[str, Any]:
    ends = {"ends": str(invitation.ends)} if invitation.ends else {}
    return {"role": invitation.role, "unit": invitation.unit, **ends}
