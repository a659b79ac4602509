"""What the record says, in the reader's language: its sentences are made when they are shown, from codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import Promise

    Sentences = dict[str, str | Promise]

ACTIONS: Sentences = {
    "rows.loaded": _("Data was loaded"),
    "settings.changed": _("The federation's settings were changed"),
    "record.exported": _("The record was taken away as a file"),
    # people
    "role.given": _("A role was given"),
    "role.ended": _("A role was ended"),
    "roles.lent": _("Roles were lent to somebody"),
    "roles.taken-back": _("Lent roles were taken back"),
    "reader.named": _("Somebody was named to see it"),
    "reader.unnamed": _("Somebody is no longer named to see it"),
    "invitation.made": _("Somebody was invited"),
    "invitation.withdrawn": _("An invitation was withdrawn"),
    "invitation.accepted": _("An invitation was accepted"),
    "sign-in.done": _("Signed in"),
    "sign-in.failed": _("Tried to sign in, in vain"),
    "sign-in.linked": _("Signed in through an organisation for the first time"),
    "sign-out.done": _("Signed out"),
    "password.changed": _("The password was changed"),
    "second-factor.added": _("A second factor was added"),
    "second-factor.removed": _("A second factor was removed"),
    "session.ended": _("A session was ended"),
    "token.made": _("A key for programs was made"),
    "token.ended": _("A key for programs was ended"),
    "person.erased": _("What says who somebody was was erased"),
    # plans
    "line.written": _("A line was written in the draft"),
    "plan.submitted": _("The draft was submitted"),
    "plan.taken-back": _("The draft was taken back"),
    "plan.returned": _("The draft was returned"),
    "plan.cleared": _("The draft was cleared"),
    "plan.approved": _("The draft was approved"),
    "plan.draft-discarded": _("The draft was discarded"),
    "plan.in-force": _("The draft was put in force"),
    "plan.not-put-in-force": _("The draft could not be put in force, and was returned"),
}
"""Every action by its code, as what was done. Who does a new thing says here what it is."""

DOORS: Sentences = {
    "page": _("on a page"),
    "api": _("through the API"),
    "command": _("by a command"),
    "system": _("by Remit itself"),
}
"""Where an action came in."""

THINGS: Sentences = {
    "units": _("Unit"),
    "plans": _("Plan"),
    "elements": _("Element"),
    "sections": _("Chapter"),
    "money": _("Line of money"),
    "indicators": _("Indicator"),
    "observations": _("Value"),
    "rounds": _("Round"),
    "people": _("Person"),
    "federation": _("Federation"),
}
"""What an action may be on."""


FIELDS: Sentences = {
    "role": _("Role"),
    "unit": _("Unit"),
    "begins": _("Begins"),
    "ends": _("Ends"),
    "reason": _("Reason"),
    "state": _("State"),
    "person": _("Person"),
    "to": _("To"),
    "files": _("Files"),
    "tables": _("Rows of tables"),
    "address": _("Address"),
    "email": _("E-mail"),
    "name": _("Name"),
    "kind": _("Kind"),
    "value": _("Value"),
    "amount": _("Amount"),
    "visibility": _("Who may see it"),
}
"""Fields of what stood before and after."""


def sentence(action: str) -> str:
    """Return what was done; of an action that is not known here, its code made readable.

    >>> sentence("report.locked-again")
    'Report locked again'
    """
    return str(ACTIONS[action]) if action in ACTIONS else _readable(action)


def thing(of: str) -> str:
    """Return the kind of a thing."""
    return str(THINGS[of]) if of in THINGS else _readable(of)


def door(code: str) -> str:
    """Return where an action came in."""
    return str(DOORS[code]) if code in DOORS else _readable(code)


def field(name: str) -> str:
    """Return what a field is called; one inside another is `name: inner name`."""
    return ": ".join(str(FIELDS[one]) if one in FIELDS else _readable(one) for one in name.split(": "))


def _readable(code: str) -> str:
    plain = code.replace(".", " ").replace("-", " ").replace("_", " ")
    return plain[:1].upper() + plain[1:]
