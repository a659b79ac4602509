"""What somebody may do, right by right, and the roles that give rights. Both are data: nothing else grants anything."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import Promise


class May(StrEnum):
    """A right. It is held on a unit, by a role, and reaches the units below it."""

    READ_WHOLE = "read-whole"
    READ_NAMED = "read-named"
    READ_GRANTS = "read-grants"
    READ_RECORD = "read-record"
    REPORT_VALUES = "report-values"
    SIGN_VALUES = "sign-values"
    VALIDATE_VALUES = "validate-values"
    WRITE_PLAN = "write-plan"
    WRITE_BUDGET = "write-budget"
    SUBMIT_PLAN = "submit-plan"
    CLEAR_PLAN = "clear-plan"
    APPROVE_PLAN = "approve-plan"
    RECORD_DECISIONS = "record-decisions"
    GIVE_ROLES = "give-roles"
    LOAD = "load"

    @property
    def says(self) -> str:
        """What the right lets somebody do, in the reader's language."""
        return str(_SAYS[self])

    @property
    def refusal(self) -> str:
        """What somebody who lacks it is told."""
        return gettext("You may not %(what)s here.") % {"what": self.says}


_SAYS: dict[May, str | Promise] = {
    May.READ_WHOLE: _("see what is for the unit"),
    May.READ_NAMED: _("see what is for named people, and name them"),
    May.READ_GRANTS: _("see the grants that the unit pays for"),
    May.READ_RECORD: _("see the record of who did what"),
    May.REPORT_VALUES: _("report values"),
    May.SIGN_VALUES: _("sign what the unit reports"),
    May.VALIDATE_VALUES: _("validate or return what is reported"),
    May.WRITE_PLAN: _("write the unit's lines and chapters of plans"),
    May.WRITE_BUDGET: _("write the unit's lines of money"),
    May.SUBMIT_PLAN: _("submit the unit's plans"),
    May.CLEAR_PLAN: _("clear plans, or return them"),
    May.APPROVE_PLAN: _("approve plans"),
    May.RECORD_DECISIONS: _("record decisions of governing bodies"),
    May.GIVE_ROLES: _("invite people, and give and end roles"),
    May.LOAD: _("load files"),
}


@dataclass(frozen=True)
class RoleKind:
    """A role that somebody may hold on a unit: its name, the rights that it gives, and what it is for.

    `is_outside`: who holds only such roles is not of the federation, and sees elsewhere what is public.
    """

    code: str
    name: str | Promise
    says: str | Promise
    rights: frozenset[May]
    is_outside: bool = False


def _role(code: str, name: str | Promise, says: str | Promise, *rights: May, outside: bool = False) -> RoleKind:
    return RoleKind(code, name, says, frozenset(rights), outside)


_R = May.READ_WHOLE
ROLES: dict[str, RoleKind] = {
    kind.code: kind
    for kind in (
        _role("reporter", _("Reporter"), _("Reports what the unit has reached."), _R, May.REPORT_VALUES),
        _role(
            "focal point", _("Focal point"), _("Plans and reports for the unit."),
            _R, May.REPORT_VALUES, May.WRITE_PLAN, May.SUBMIT_PLAN,
        ),
        _role(
            "planner", _("Planner"), _("Writes and submits the unit's plans."),
            _R, May.WRITE_PLAN, May.WRITE_BUDGET, May.SUBMIT_PLAN,
        ),
        _role(
            "partner", _("Partner"), _("Writes the unit's own lines in plans of others."),
            _R, May.WRITE_PLAN, May.WRITE_BUDGET,
        ),
        _role("budget holder", _("Budget holder"), _("Keeps the unit's money."), _R, May.WRITE_BUDGET),
        _role("signatory", _("Signatory"), _("Signs for the unit."), _R, May.SIGN_VALUES, May.SUBMIT_PLAN),
        _role(
            "reviewer", _("Reviewer"), _("Reviews what the units below plan and report."),
            _R, May.CLEAR_PLAN, May.VALIDATE_VALUES,
        ),
        _role("approver", _("Approver"), _("Approves plans."), _R, May.APPROVE_PLAN),
        _role(
            "secretary", _("Secretary of a governing body"), _("Records what a governing body decided."),
            _R, May.RECORD_DECISIONS,
        ),
        _role("auditor", _("Auditor"), _("Sees all, and the record; changes nothing."), _R, May.READ_RECORD),
        _role("case officer", _("Case officer"), _("Handles what is for named people only."), May.READ_NAMED),
        _role("donor", _("Donor"), _("Sees the grants that the unit pays for."), May.READ_GRANTS, outside=True),
        _role(
            "administrator", _("Administrator"), _("Gives accounts and roles, and loads files."),
            May.GIVE_ROLES, May.READ_RECORD, May.LOAD,
        ),
    )
}  # fmt: skip
"""Every role, by its code."""


def roles_with(right: May) -> list[str]:
    """Return the codes of the roles that give a right."""
    return [code for code, kind in ROLES.items() if right in kind.rights]
