"""The words for codes, as people read them: one place for all pages.

`KINDS["country plan"]`: a list that the engine closes (`remit.schema`) has a word for each of its codes. Lists that a
federation keeps itself, as its kinds of unit, have words for what is usual; any other code is read as it is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import Promise


class Words(dict[str, "str | Promise"]):
    """Words by code; a code without a word is made readable."""

    def __missing__(self, code: str) -> str:
        return spoken(code)


def spoken(code: str) -> str:
    """Return a code as people would write it.

    >>> spoken("health-centre")
    'Health centre'
    """
    plain = code.replace("-", " ").replace("_", " ")
    return plain[:1].upper() + plain[1:]


UNIT_KINDS = Words(
    {
        "member": _("Member"),
        "region": _("Region"),
        "branch": _("Branch"),
        "department": _("Department"),
        "partner": _("Partner"),
        "federation": _("Federation"),
        "headquarters": _("Headquarters"),
        "secretariat": _("Secretariat"),
        "delegation": _("Delegation"),
        "regional-office": _("Regional office"),
        "network": _("Network"),
        "province": _("Province"),
        "donor": _("Donor"),
        "group": _("Group"),
        "zone": _("Zone"),
    }
)
TREES = Words({"structure": _("Structure"), "zones": _("Zones")})
AXES = Words(
    {
        "sex": _("sex"),
        "age": _("age"),
        "disability": _("disability"),
        "location": _("place"),
    }
)
STATUSES = Words(
    {
        "reported": _("reported"),
        "estimated": _("estimated"),
        "imputed": _("imputed"),
        "missing": _("missing"),
        "not applicable": _("not applicable"),
        "not collected": _("not collected"),
        "withdrawn": _("withdrawn"),
    }
)
"""What a value is."""
KINDS = Words(
    {
        "strategy": _("Strategy"),
        "results framework": _("Results framework"),
        "programme": _("Programme"),
        "country plan": _("Country plan"),
        "operational plan": _("Operational plan"),
        "project": _("Project"),
        "appeal": _("Appeal"),
        "grant": _("Grant"),
        "action plan": _("Action plan"),
    }
)
"""Of plans."""
ROLES = Words(
    {
        "lead": _("lead"),
        "joint lead": _("joint lead"),
        "contributor": _("contributor"),
        "in cooperation": _("in cooperation"),
        "not stated": _("role not stated"),
    }
)
LEADS = ("lead", "joint lead")
HORIZONS = Words({"short": _("short"), "medium": _("medium"), "long": _("long")})
LINKS = Words({"shared": _("with a share of its money"), "serves": _("serves"), "orients": _("gives direction to")})
STAGES = Words(
    {
        "requirement": _("Requirement"),
        "ceiling": _("Ceiling"),
        "approved": _("Approved"),
        "allotment": _("Allotment"),
        "pledged": _("Pledged"),
        "confirmed": _("Confirmed"),
        "received": _("Received"),
        "in kind": _("In kind"),
        "commitment": _("Commitment"),
        "expenditure": _("Expenditure"),
        "forecast": _("Forecast"),
    }
)
"""Stages of money, in the order in which they are shown."""
CHANNELS = Words(
    {
        "own": _("own"),
        "through the secretariat": _("through the secretariat"),
        "bilateral": _("bilateral"),
    }
)
FUNDS = Words(
    {
        "assessed": _("assessed"),
        "core": _("core, unearmarked"),
        "earmarked": _("earmarked"),
        "own": _("own"),
        "cost recovery": _("cost recovery"),
    }
)
AIMS = Words({"baseline": _("baseline"), "milestone": _("milestone"), "target": _("target")})
ROLES_OF_MONEY = Words({"need": _("Needed"), "income": _("At hand"), "use": _("Spent")})
EVERY = {
    "UNIT_KINDS": UNIT_KINDS, "TREES": TREES, "AXES": AXES, "STATUSES": STATUSES, "KINDS": KINDS, "ROLES": ROLES,
    "HORIZONS": HORIZONS, "LINKS": LINKS, "STAGES": STAGES, "CHANNELS": CHANNELS, "FUNDS": FUNDS, "AIMS": AIMS,
    "ROLES_OF_MONEY": ROLES_OF_MONEY,
}  # fmt: skip
"""By the names under which templates know them."""
