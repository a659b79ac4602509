"""Who may read which records.

Who reads the record of a unit (`May.READ_RECORD`, there or above) reads all of it; records of the federation as a whole
are for who does so at its top. Others read, of a thing that they may see, what was done to it where they see the whole
(`May.READ_WHOLE`), and of a thing for named people where they handle these (`May.READ_NAMED`); and everybody what they did
themselves. What concerns a thing for named people only is told to nobody else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from remit_web.access.rights import May
from remit_web.access.visibility import NAMED, keys_named
from remit_web.audit.models import Record, Touched
from remit_web.budgets.models import Money
from remit_web.collection.models import Observation
from remit_web.plans.models import Plan
from remit_web.plans.seen import plans_seen
from remit_web.units.places import top_unit
from remit_web.units.queries import latest

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from remit_web.access.readers import Reader
    from remit_web.history.things import Thing

OF_PLANS = ("elements", "sections", "money", "targets", "risks", "responsibilities", "links")
"""Parts of a plan, whose keys begin with its code."""


def whole(reader: Reader) -> QuerySet[Record]:
    """Return all records that the reader may read as an auditor."""
    return Record.objects.filter(_in_full(reader), _not_for_others(reader))


def of_thing(reader: Reader, thing: Thing) -> QuerySet[Record]:
    """Return what happened to a thing, as far as the reader may read it."""
    own = _own(thing)
    there = reader.reach(thing.right)
    if reader.person is not None and thing.of == "people" and thing.key == reader.person.code:
        some = _in_full(reader) | own
    elif thing.is_open and there.covers([thing.unit]):
        some = _in_full(reader) | own | _touched(thing)
    else:
        some = _in_full(reader) | (own & there.where()) if thing.is_open else _in_full(reader)
    return Record.objects.filter(_about(thing), some, _not_for_others(reader))


def may_read(reader: Reader, thing: Thing) -> bool:
    """Whether the reader may read anything of what happened to a thing."""
    if thing.of == "people":
        return reader.has(May.READ_RECORD) or (reader.person is not None and reader.person.code == thing.key)
    return may_see_rows(reader, thing) or of_thing(reader, thing).exists()


def may_see_rows(reader: Reader, thing: Thing) -> bool:
    """Whether the reader may see how the rows of a thing have changed."""
    return thing.is_open and any(reader.may(right, thing.unit) for right in (May.READ_RECORD, thing.right))


def in_full(reader: Reader, units: set[str]) -> set[str]:
    """Return those of some units whose records the reader reads in full; empty stands for the whole federation."""
    reach = reader.reach(May.READ_RECORD)
    found = reach.covers(units - {""})
    return found | {""} if "" in units and _reads_the_top(reader) else found


def _in_full(reader: Reader) -> Q:
    some = reader.reach(May.READ_RECORD).where() & ~Q(unit="")
    return some | Q(unit="") if _reads_the_top(reader) else some


def _reads_the_top(reader: Reader) -> bool:
    return reader.has(May.READ_RECORD) and reader.may(May.READ_RECORD, top_unit())


def _about(thing: Thing) -> Q:
    """Return the condition that a record is about a thing, for who reads it in full."""
    about = _own(thing) | _touched(thing)
    return about | Q(of="people", unit=thing.key) if thing.of == "units" else about


def _own(thing: Thing) -> Q:
    """Return the condition that a record is of a thing, or of a part of it."""
    own = Q(of=thing.of, key=thing.key)
    if thing.of == "plans":
        return own | Q(of__in=OF_PLANS, key__startswith=f"{thing.key}/")
    if thing.of == "elements":
        lines = Money._default_manager.filter(plan=thing.plan, element=thing.element).values_list("id", flat=True)
        return own | Q(of="money", key__in=[f"{thing.plan}/{line}" for line in lines[:500]])
    if thing.of == "people":
        return own | Q(person=thing.key) | Q(acting_for=thing.key)
    return own


def _touched(thing: Thing) -> Q:
    """Return the condition that a record touched a thing, or the plan that it is a part of."""
    of, key = ("plans", thing.plan) if thing.of == "elements" else (thing.of, thing.key)
    return Q(pk__in=Touched.objects.filter(of=of, key=key).values("record"))


def _not_for_others(reader: Reader) -> Q:
    """Return the condition that a record concerns nothing that only named people may see, and not this reader."""
    named = set(latest(Plan._default_manager.filter(visibility=NAMED)).values_list("plan", flat=True))
    plans = named - plans_seen(reader, named) if named else named
    values = Exists(Observation._default_manager.filter(id=OuterRef("key"), visibility=NAMED))
    hidden = Q(of="observations") & Q(values) & ~reader.reach(May.READ_NAMED).where()
    hidden &= ~Q(key__in=keys_named(reader, "observations")) if reader.person else Q()
    for plan in sorted(plans):
        hidden |= Q(of="plans", key=plan) | Q(of__in=OF_PLANS, key__startswith=f"{plan}/")
    return ~hidden
