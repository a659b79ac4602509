"""The menu: what stands in it, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import Promise


class Entry(NamedTuple):
    """One entry: the route that it opens, and its name."""

    route: str
    name: str | Promise


NAVIGATION = (
    Entry("overview", _("Overview")),
    Entry("line-of-sight", _("Line of sight")),
    Entry("plans", _("Plans")),
    Entry("units", _("Units")),
    Entry("indicators", _("Indicators")),
    Entry("collection", _("Collection")),
)
