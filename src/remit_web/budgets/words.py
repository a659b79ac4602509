"""The words of money, as people read them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

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
