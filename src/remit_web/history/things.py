"""Things that have a history: where each stands, what it is called, and whether the reader may know of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from remit_web.access.holders import people_seen
from remit_web.access.rights import May
from remit_web.access.visibility import NAMED
from remit_web.collection.models import Round
from remit_web.indicators.models import Indicator
from remit_web.organisation.models import Unit
from remit_web.organisation.queries import names_of
from remit_web.plans.models import Element, Plan
from remit_web.plans.seen import visible
from remit_web.shell.addresses import page_at
from remit_web.units.places import top_unit
from remit_web.units.queries import latest

if TYPE_CHECKING:
    from collections.abc import Callable

    from remit_web.access.readers import Reader
    from remit_web.units.row import Row

    Finder = Callable[[Reader, str], "Thing | None"]


@dataclass(frozen=True)
class Thing:
    """One thing. `unit`: whose it is; `to`: its page. `is_open`: whether the reader may see the thing itself.

    `right`: with which, on the unit, people who do not read the record see what happened to it.
    """

    of: str
    key: str
    unit: str
    title: str
    to: str
    is_open: bool = True
    right: May = May.READ_WHOLE

    @property
    def plan(self) -> str:
        """Of an element, its plan."""
        return self.key.partition("/")[0]

    @property
    def element(self) -> str:
        """Of an element, its code."""
        return self.key.partition("/")[2]


def thing_of(reader: Reader, of: str, key: str) -> Thing | None:
    """Return a thing by its kind and key; None where there is none, or none that the reader may know of."""
    find = FINDERS.get(of)
    return find(reader, key) if find else None


def _open(of: str, model: type[Row], column: str, page: str) -> Finder:
    """Return what finds a thing that everybody may see; one that is no unit is of the federation as a whole."""

    def find(_reader: Reader, key: str) -> Thing | None:
        if not model._default_manager.filter(**{column: key}).exists():
            return None
        return Thing(of, key, key if of == "units" else top_unit(), names_of(of, [key])[key], page_at(page, key))

    return find


def _plan(reader: Reader, key: str) -> Thing | None:
    seen = visible(reader).filter(plan=key).values_list("unit", "visibility").first()
    if seen is not None:
        right = May.READ_NAMED if seen[1] == NAMED else May.READ_WHOLE
        return Thing("plans", key, seen[0], names_of("plans", [key], "title")[key], page_at("plan", key), right=right)
    rows = latest(Plan._default_manager.filter(plan=key)).exclude(visibility=NAMED, visibility__isnull=False)
    unit = rows.values_list("unit", flat=True).first()
    if unit is None or not reader.may(May.READ_RECORD, unit):
        return None
    return Thing("plans", key, unit, key, "", is_open=False)


def _element(reader: Reader, key: str) -> Thing | None:
    plan, _, element = key.partition("/")
    whole = _plan(reader, plan)
    if whole is None or not Element._default_manager.filter(plan=plan, element=element).exists():
        return None
    if not whole.is_open:
        return replace(whole, of="elements", key=key, title=key)
    title, to = names_of("elements", [key], "title")[key], page_at("element", plan, element)
    return replace(whole, of="elements", key=key, title=title, to=to)


def _person(reader: Reader, key: str) -> Thing | None:
    found = people_seen(reader).filter(code=key).first()
    return Thing("people", key, "", str(found), page_at("person", key)) if found else None


FINDERS: dict[str, Finder] = {
    "units": _open("units", Unit, "unit", "unit"),
    "plans": _plan,
    "elements": _element,
    "indicators": _open("indicators", Indicator, "indicator", "indicator"),
    "rounds": _open("rounds", Round, "round", "round"),
    "people": _person,
}
"""The kinds of things that have a history."""
