"""The words of plans, as people read them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

KINDS = {
    "strategy": _("strategy"),
    "results framework": _("results framework"),
    "programme": _("programme"),
    "country plan": _("country plan"),
    "operational plan": _("operational plan"),
    "project": _("project"),
    "appeal": _("appeal"),
    "grant": _("grant"),
    "action plan": _("action plan"),
}
IS = {
    "heading": _("heading"),
    "goal": _("goal"),
    "objective": _("objective"),
    "outcome": _("outcome"),
    "output": _("output"),
    "activity": _("activity"),
}
ROLES = {
    "lead": _("lead"),
    "joint lead": _("joint lead"),
    "contributor": _("contributor"),
    "in cooperation": _("in cooperation"),
    "not stated": _("role not stated"),
}
LEADS = ("lead", "joint lead")
HORIZONS = {"short": _("short"), "medium": _("medium"), "long": _("long")}
LINKS = {"shared": _("with a share of its money"), "serves": _("serves"), "orients": _("gives direction to")}
STAGES = {
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
"""Stages of money, in the order in which they are shown."""
CHANNELS = {
    "own": _("own"),
    "through the secretariat": _("through the secretariat"),
    "bilateral": _("bilateral"),
}
FUNDS = {
    "assessed": _("assessed"),
    "core": _("core, unearmarked"),
    "earmarked": _("earmarked"),
    "own": _("own"),
    "cost recovery": _("cost recovery"),
}
AIMS = {"baseline": _("baseline"), "milestone": _("milestone"), "target": _("target")}
ROLES_OF_MONEY = {"need": _("Needed"), "income": _("At hand"), "use": _("Spent")}
