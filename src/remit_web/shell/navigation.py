"""The menu: what stands in it, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext_lazy as _

from remit_web.shell.addresses import page_at

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


def entry_of(path: str) -> str:
    """Return the entry that a page belongs to; none for a page that stands beside the menu.

    A plan's line of sight is where the menu's own leads; the others begin with the address of their entry.
    """
    if "/line-of-sight/" in path:
        return "line-of-sight"
    under = (entry.route for entry in NAVIGATION[1:] if path.startswith(page_at(entry.route)))
    return "overview" if path == page_at("overview") else next(under, "")
