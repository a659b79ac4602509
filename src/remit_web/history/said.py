"""Records as they are shown: names and sentences are looked up for a page of them, with as many queries for any number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from remit_web.access.models import Person
from remit_web.audit.models import PersonalValue
from remit_web.audit.words import door, sentence, thing
from remit_web.history.changes import Change, changes
from remit_web.history.reading import OF_PLANS, in_full
from remit_web.history.things import FINDERS, Thing
from remit_web.organisation.queries import names_of
from remit_web.plans.seen import plans_seen
from remit_web.shell.addresses import page_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from remit_web.access.readers import Reader
    from remit_web.audit.models import Record

PERSON = "P-"
"""How the code of a person begins."""


@dataclass(frozen=True)
class Said:
    """One record. `person`: the code; empty: the operator, or Remit itself. `personal`: by name, None where it was erased.

    `changes`: None where the reader is told only that it happened.
    """

    number: int
    at: datetime
    person: str
    who: str
    for_whom: str
    says: str
    door: str
    kind: str
    title: str
    to: str
    changes: list[Change] | None
    personal: dict[str, str | None]


def said(reader: Reader, records: Iterable[Record], at: Thing | None = None) -> list[Said]:
    """Return records as they are shown; `at`: on the page of a thing, which is not named again in each."""
    some = list(records)
    full = in_full(reader, {one.unit for one in some})
    shown = {one.pk: changes(one.before, one.after) for one in some if one.unit in full or _is_own(one, at)}
    people = _people(some, shown.values())
    values = _values(some, full)
    titles = {**_titles(reader, some), **{("people", code): name for code, name in people.items()}}
    return [
        Said(
            one.pk, one.at, one.person, _who(one, people), people.get(one.acting_for, one.acting_for),
            sentence(one.action), door(one.door) if one.person or one.door != "system" else "",
            thing(one.of) if one.of else "", titles.get((one.of, one.key), one.key), _to(one),
            _named(shown[one.pk], people) if one.pk in shown else None,
            {name: values.get(digest) for name, digest in one.personal.items()} if one.unit in full else {},
        )
        for one in some
    ]  # fmt: skip


def _is_own(record: Record, at: Thing | None) -> bool:
    """Whether a record is of the thing of the page, or of a part of it: not one that only touched it."""
    if at is None or record.of == "":
        return False
    if at.of == "people":
        return True
    is_part = at.of in {"plans", "elements"} and record.of in OF_PLANS and record.key.startswith(f"{at.plan}/")
    return is_part or (record.of, record.key) == (at.of, at.key)


def _people(some: list[Record], shown: Iterable[list[Change]]) -> dict[str, str]:
    """Return the names of all people that some records name, by code."""
    codes = {code for one in some for code in (one.person, one.acting_for, one.key if one.of == "people" else "")}
    codes |= {text for of in shown for one in of for text in (one.before, one.after) if text.startswith(PERSON)}
    rows = Person.objects.filter(code__in=codes - {""}, erased_at=None) if codes - {""} else ()
    return {one.code: str(one) for one in rows}


def _named(shown: list[Change], people: Mapping[str, str]) -> list[Change]:
    """Return changes with people by name."""
    return [Change(one.field, people.get(one.before, one.before), people.get(one.after, one.after)) for one in shown]


def _who(record: Record, people: Mapping[str, str]) -> str:
    if record.person:
        return people.get(record.person, record.person)
    nobody = {"command": _("The operator of the machine"), "system": _("Remit itself")}
    return nobody.get(record.door, _("Somebody who had not signed in"))


def _values(some: list[Record], full: set[str]) -> dict[str, str]:
    digests = [digest for one in some if one.unit in full for digest in one.personal.values()]
    return dict(PersonalValue.objects.filter(digest__in=digests).values_list("digest", "value")) if digests else {}


def _titles(reader: Reader, some: list[Record]) -> dict[tuple[str, str], str]:
    """Return what the things are called that records are of, as far as the reader may know."""
    keys: dict[str, set[str]] = {}
    for one in some:
        keys.setdefault(one.of, set()).add(one.key)
    found: dict[tuple[str, str], str] = {}
    for of, field in (
        ("units", "name"),
        ("indicators", "name"),
        ("rounds", "name"),
        ("plans", "title"),
        ("elements", "title"),
    ):
        wanted = keys.get(of, set())
        if of in {"plans", "elements"} and wanted:
            seen = plans_seen(reader, {key.partition("/")[0] for key in wanted})
            wanted = {key for key in wanted if key.partition("/")[0] in seen}
        found |= {(of, key): name for key, name in names_of(of, wanted, field).items()} if wanted else {}
    return found


def _to(record: Record) -> str:
    return page_at("history", record.of, record.key) if record.of in FINDERS and record.key else ""
