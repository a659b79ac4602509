"""Who does something now, and whether they may: every action takes one of these, whatever door it came by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from remit_web.access.readers import Reader
from remit_web.audit.actors import Actor
from remit_web.origin import address_of

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.functional import Promise

    from remit_web.access.rights import May
    from remit_web.audit.actors import Door


class Refused(PermissionDenied):
    """Something that this person may not do, or nobody may now.

    `says`: what stops it; `lifted_by`: the right with which somebody can lift that, and the unit on which.
    """

    def __init__(self, says: str | Promise, right: May | None = None, unit: str = "") -> None:
        self.says, self.right, self.unit = says, right, unit
        super().__init__(str(says))


@dataclass(frozen=True)
class Acting:
    """Somebody acting. `reader`: with the roles of today; None: the operator of the machine, who may do everything."""

    reader: Reader | None
    door: Door = "page"
    address: str = ""

    @staticmethod
    def of(request: HttpRequest, door: Door = "page") -> Acting:
        """Return who acts in a request."""
        return Acting(Reader.of(request), door, address_of(request))

    @property
    def code(self) -> str:
        """The code of the person; empty: the operator."""
        return self.reader.person.code if self.reader and self.reader.person else ""

    def may(self, right: May, unit: str) -> bool:
        """Whether they have a right on a unit."""
        return self.reader is None or self.reader.may(right, unit)

    def require(self, right: May, unit: str) -> Actor:
        """Return who acts, for the record; raises `Refused` where they lack the right on the unit."""
        if self.reader is None:
            return Actor(door=self.door)
        if not self.reader.may(right, unit):
            raise Refused(right.refusal, right, unit)
        return self.reader.acts(right, unit, door=self.door, address=self.address)

    def as_oneself(self) -> Actor:
        """Return who acts, where somebody does something that concerns only themselves."""
        return Actor(self.code, "", self.door, self.address)


OPERATOR = Acting(None, "command")
"""Whoever runs a command on the machine itself without naming an account."""
