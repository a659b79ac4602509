"""The words of money, as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from remit_web.plans.sight import Name
    from remit_web.plans.sight_behind import Asked

MEASURES = {
    "required": (_("Needed"), _("the sum of what its lines need")),
    "available": (_("Available"), _("the sum of what is confirmed or received, earmarked or not")),
    "earmarked": (_("Earmarked"), _("the sum of what is at hand for its lines")),
    "unearmarked": (_("Unearmarked"), _("the sum of what is at hand without being for a line")),
    "spent": (_("Spent"), _("the sum of what is spent")),
    "gap": (
        _("Gap"),
        _(
            "the sum of the gaps of its lines: each what it needs, less its earmarked money and what unearmarked money covers"
        ),
    ),
    "beyond": (
        _("Beyond need"),
        _("the sum of what its lines have beyond what they need; it covers nothing else"),
    ),
    "between": (_("Between units"), _("passes between two units of the plan, and is counted where it is kept")),
}
"""What each measure is called, and how it is made."""

_SIGHT = {
    "own": _("with all that stands below it"),
    "not-linked": _("what goes no further"),
    "linked": _("what reaches what the plan serves"),
    "between": _("what passes between units"),
}


def sight_said(asked: Asked, names: Mapping[Name, str], plans: Mapping[str, str]) -> str:
    """Return which amount along the line of sight is asked for, in a few words."""
    said = str(_SIGHT.get(asked.what, ""))
    if asked.to is not None:
        to = names.get(asked.to, asked.to[1])
        said = gettext("what goes to %(element)s from below it") if asked.what else gettext("what goes to %(element)s")
        said %= {"element": to}
    way = " \u2192 ".join(plans[plan] for plan in asked.via)
    return " \u00b7 ".join(one for one in (said, way if len(asked.via) > 1 else "") if one)
