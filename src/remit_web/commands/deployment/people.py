"""Who can sign in: nobody by a password that everybody knows, and somebody who gives accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from remit.language import N_
from remit_web.commands.deployment.check import Check
from remit_web.commands.deployment.data import require_database

if TYPE_CHECKING:
    from remit_web.commands.deployment.check import Facts


def _demonstration() -> Facts | None:
    from remit_web.access.models import Person
    from remit_web.commands.demo import ACCOUNTS, PASSWORD

    require_database()
    people = Person.objects.filter(email__in=[one.email for one in ACCOUNTS], is_active=True).order_by("email")
    known = [person.email for person in people if person.check_password(PASSWORD)]
    return {"people": ", ".join(known)} if known else None


def _administrator() -> Facts | None:
    from remit_web.access.models import Role, in_force
    from remit_web.access.rights import May, roles_with
    from remit_web.units.today import today

    require_database()
    holding = Role.objects.filter(in_force(today()), role__in=roles_with(May.GIVE_ROLES), person__is_active=True)
    return None if holding.exists() else {}


def _second_factor() -> Facts | None:
    from django.conf import settings

    return None if settings.SECOND_FACTOR_REQUIRED else {}


DEMONSTRATION = Check(
    "demonstration",
    N_("Nobody signs in by the password of the demonstration."),
    N_("By the password that the manual prints, one can sign in as {people}."),
    N_("Load your federation into a database of its own, or end these accounts."),
    _demonstration,
)
ADMINISTRATOR = Check(
    "administrator",
    N_("Somebody gives accounts and roles."),
    N_("Nobody is administrator today: no account can be given, and none ended."),
    N_("Invite one: remit invite EMAIL --role administrator --unit UNIT, the top of the federation."),
    _administrator,
)
SECOND_FACTOR = Check(
    "second-factor",
    N_("Who gives roles, or sees what is for named people, has a second factor."),
    N_("REMIT_SECOND_FACTOR is not required: the stolen password of an administrator opens everything."),
    N_("Set REMIT_SECOND_FACTOR=required; whom it concerns is led to set one up."),
    _second_factor,
)
