"""What must hold where others reach the pages: one list of checks, which `remit check-deploy` goes through."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from remit.language import gettext
from remit_web.commands.deployment.by_django import DJANGO
from remit_web.commands.deployment.check import NotToBeSaid
from remit_web.commands.deployment.data import DATA_FOLDER, DATABASE_FILE, MIGRATIONS, POSTGRESQL
from remit_web.commands.deployment.doors import DEBUG, HOSTS, HTTPS, MAIL, PROXIES, TODAY
from remit_web.commands.deployment.people import ADMINISTRATOR, DEMONSTRATION, SECOND_FACTOR
from remit_web.commands.deployment.record import HELD, SEALED
from remit_web.commands.deployment.secret import SECRET

if TYPE_CHECKING:
    from remit_web.commands.deployment.check import Check

CHECKS: tuple[Check, ...] = (
    DEBUG,
    TODAY,
    HOSTS,
    HTTPS,
    PROXIES,
    SECRET,
    DATA_FOLDER,
    DATABASE_FILE,
    POSTGRESQL,
    MIGRATIONS,
    DEMONSTRATION,
    ADMINISTRATOR,
    HELD,
    SEALED,
    SECOND_FACTOR,
    MAIL,
    DJANGO,
)
"""Every check, in the order in which it is shown."""


class Outcome(NamedTuple):
    """What a check found: empty where all is well, else what is unsafe and how to mend it."""

    check: Check
    says: str = ""
    mend: str = ""

    @property
    def is_safe(self) -> bool:
        return not self.says


def outcomes() -> list[Outcome]:
    """Return what every check finds, here and now."""
    return [_outcome(check) for check in CHECKS]


def _outcome(check: Check) -> Outcome:
    from django.db import DatabaseError

    try:
        facts = check.find()
    except (DatabaseError, NotToBeSaid) as error:
        says = gettext("It cannot be said, for the database does not answer: {reason}").format(
            reason=" ".join(str(error).split())
        )
        return Outcome(check, says, gettext("Load a federation, or start the database; then ask again."))
    if facts is None:
        return Outcome(check)
    return Outcome(check, gettext(check.unsafe).format(**facts), gettext(check.mend).format(**facts))
