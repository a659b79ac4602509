"""What people do with roles: give and end them, lend them while away, name who may see what is for named people."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from remit_web.access.acting import Refused
from remit_web.access.models import Delegation, Named, Person, Role, in_force
from remit_web.access.rights import ROLES, May, roles_with
from remit_web.audit.actions import record
from remit_web.units.today import today

if TYPE_CHECKING:
    from datetime import date

    from remit_web.access.acting import Acting

LONGEST_AWAY = 366
"""Days: nobody lends roles for longer at a time."""


@transaction.atomic
def give_role(
    by: Acting,
    person: Person,
    role: str,
    unit: str,
    *,
    begins: date | None = None,
    ends: date | None = None,
    reason: str = "",
) -> Role:
    """Give somebody a role on a unit. Nobody gives one to themselves."""
    actor = by.require(May.GIVE_ROLES, unit)
    if by.code == person.code:
        raise Refused(_("Nobody gives a role to themselves. Another administrator can."), May.GIVE_ROLES, unit)
    giver = by.reader.person if by.reader else None
    given = Role.objects.create(
        person=person, role=ROLES[role].code, unit=unit, begins=begins, ends=ends, reason=reason, given_by=giver
    )
    record(actor, "role.given", "people", person.code, unit=unit, after=_said(given))
    return given


@transaction.atomic
def end_role(by: Acting, person: Person, role: str, unit: str, *, reason: str = "") -> None:
    """End a role of somebody's on a unit, from now on. Whoever holds it may give it up."""
    actor = by.as_oneself() if by.code == person.code else by.require(May.GIVE_ROLES, unit)
    rows = Role.objects.select_for_update().filter(person=person, role=role, unit=unit)
    for one in [row for row in rows if row.ends is None or row.ends >= today()]:
        if May.GIVE_ROLES in ROLES[role].rights and not _others_give_roles(one):
            raise Refused(_("This is the last role that can give roles there. Give it to somebody else first."))
        before = _said(one)
        one.ends = today() - timedelta(1)
        one.begins = min(one.begins, one.ends) if one.begins else None
        one.save(update_fields=["begins", "ends"])
        record(
            actor, "role.ended", "people", person.code, unit=unit, before=before, after={**_said(one), "reason": reason}
        )


def _others_give_roles(but: Role) -> bool:
    rows = Role.objects.filter(in_force(today()), role__in=roles_with(May.GIVE_ROLES), person__is_active=True)
    return rows.exclude(pk=but.pk).exists()


@transaction.atomic
def lend_roles(by: Acting, to: Person, *, begins: date, ends: date, reason: str = "") -> Delegation:
    """Lend one's roles to somebody who acts for one from a first day to a last."""
    away = _oneself(by)
    if to.pk == away.pk or not to.is_active:
        raise Refused(_("Name somebody else who has an account."))
    lent = Delegation.objects.create(away=away, to=to, begins=begins, ends=ends, reason=reason)
    facts = {"to": to.code, "begins": str(begins), "ends": str(ends), "reason": reason}
    record(by.as_oneself(), "roles.lent", "people", away.code, after=facts)
    return lent


@transaction.atomic
def take_roles_back(by: Acting, to: Person) -> None:
    """End what one has lent to somebody, from now on."""
    away = _oneself(by)
    for lent in Delegation.objects.select_for_update().filter(away=away, to=to, ends__gte=today()):
        before = {"to": to.code, "begins": str(lent.begins), "ends": str(lent.ends)}
        lent.ends = today() - timedelta(1)
        lent.begins = min(lent.begins, lent.ends)
        lent.save(update_fields=["begins", "ends"])
        record(by.as_oneself(), "roles.taken-back", "people", away.code, before=before)


def _oneself(by: Acting) -> Person:
    if by.reader is None or by.reader.person is None:
        raise Refused(_("Sign in first: roles are lent by who holds them."))
    return by.reader.person


@transaction.atomic
def name_reader(by: Acting, of: str, key: str, unit: str, person: Person) -> Named:
    """Let somebody see a plan, or a value, that is for named people; `unit`: whose it is."""
    actor = by.require(May.READ_NAMED, unit)
    giver = by.reader.person if by.reader else None
    named = Named.objects.create(of=of, key=key, person=person, begins=today(), given_by=giver)
    record(actor, "reader.named", of, key, unit=unit, after={"person": person.code})
    return named


@transaction.atomic
def unname_reader(by: Acting, of: str, key: str, unit: str, person: Person) -> None:
    """Let somebody no longer see a plan, or a value, that is for named people."""
    actor = by.require(May.READ_NAMED, unit)
    for named in Named.objects.select_for_update().filter(in_force(today()), of=of, key=key, person=person):
        named.ends = today() - timedelta(1)
        named.begins = min(named.begins, named.ends) if named.begins else None
        named.save(update_fields=["begins", "ends"])
        record(actor, "reader.unnamed", of, key, unit=unit, before={"person": person.code})


def _said(role: Role) -> dict[str, Any]:
    days = {"begins": role.begins, "ends": role.ends}
    return {"role": role.role, "unit": role.unit, **{name: str(day) for name, day in days.items() if day}}
