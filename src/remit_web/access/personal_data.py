"""What is kept of one person: given to them as a file, and erased without breaking the record."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from remit_web.access.acting import Refused
from remit_web.access.personal import fields, models_with, of_model, rows_naming, rows_of
from remit_web.access.rights import May
from remit_web.audit.actions import record
from remit_web.audit.append_only import let_go
from remit_web.audit.models import PersonalValue
from remit_web.units.models import Standing
from remit_web.units.row import Row

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model, QuerySet

    from remit_web.access.acting import Acting
    from remit_web.access.models import Person
    from remit_web.access.personal import Field

NOWHERE = "erased.invalid"
"""The domain of addresses that lead nowhere (RFC 2606)."""


def exported(person: Person) -> dict[str, Any]:
    """Return all that is kept of a person, by model: what is theirs, without what lets somebody in; and where they are named."""
    found: dict[str, Any] = {}
    for model in models_with("owner", "person", "personal"):
        marks = of_model(model)
        own = _written(rows_of(model, person), [name for name, mark in marks.items() if mark.kind != "secret"])
        named = _written(
            rows_naming(model, person), [name for name, mark in marks.items() if mark.kind in {"plain", "person"}]
        )
        if own or named:
            found[model._meta.label] = {"own": own, "named in": named}
    return found


def _written(rows: QuerySet[Any], names: Iterable[str]) -> list[dict[str, Any]]:
    return [{name: _plain(value) for name, value in row.items()} for row in rows.order_by("pk").values(*names)]


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal | bytes) else value


@transaction.atomic
def erase(by: Acting, person: Person, *, reason: str = "") -> None:
    """Erase what says who somebody is. What they did stays on record, under a code that leads to nobody."""
    actor = by.require(May.GIVE_ROLES, _a_top(by))
    if by.code == person.code:
        raise Refused(_("Nobody erases themselves. Another administrator can."))
    sessions = _sessions_of(person)
    for model in models_with("personal", "secret"):
        marks = [mark for mark in of_model(model).values() if mark.kind in {"personal", "secret"}]
        _replace(model, marks, rows_of(model, person), person)
    Session.objects.filter(session_key__in=sessions).delete()
    PersonalValue.objects.filter(person=person.code).delete()
    person.refresh_from_db()
    person.is_active, person.erased_at = False, timezone.now()
    person.set_unusable_password()
    person.save(update_fields=["is_active", "erased_at", "password"])
    record(actor, "person.erased", "people", person.code, after={"reason": reason} if reason else None)


def _a_top(by: Acting) -> str:
    """Return a top of a tree on which who acts gives roles, or any: whoever erases somebody answers for the whole."""
    tops = list(Standing.objects.filter(parent="").order_by("unit").values_list("unit", flat=True).distinct())
    return next((unit for unit in tops if by.may(May.GIVE_ROLES, unit)), next(iter(tops), ""))


def _sessions_of(person: Person) -> list[str]:
    """Return the keys of somebody's sessions; they name nobody until they are opened."""
    every = Session.objects.iterator()
    return [one.session_key for one in every if one.get_decoded().get(SESSION_KEY) == str(person.pk)]


def _replace(model: type[Model], marks: list[Field], rows: QuerySet[Any], person: Person | None) -> None:
    """Replace what some fields hold in some rows, as the file says."""
    if any(mark.replaced_by == "row" for mark in marks):
        rows.delete()
        return
    values = {mark.field: _value(mark, person) for mark in marks if mark.replaced_by != "kept"}
    if not values:
        return
    if issubclass(model, Row):
        with let_go(model):
            _replace_words(rows, values, person)
    else:
        rows.update(**values)


def _replace_words(rows: QuerySet[Any], values: dict[str, Any], person: Person | None) -> None:
    """Replace in rows of files only what is this person's name or address."""
    for field, value in values.items():
        theirs = [word for word in (person.email, person.name) if word] if person else []
        rows.filter(**{f"{field}__in": theirs}).update(**{field: value})


def _value(mark: Field, person: Person | None) -> Any:
    field = mark.of._meta.get_field(mark.field)
    if mark.replaced_by == "address":
        return f"{person.code.lower()}@{NOWHERE}" if person else f"gone@{NOWHERE}"
    if mark.replaced_by == "code":
        return person.code if person else ""
    return None if getattr(field, "null", False) else ""


def forget() -> None:
    """Replace, without anybody's asking, what has been kept for as long as the file says."""
    by_rule: dict[tuple[str, str, int], list[Field]] = {}
    for mark in fields():
        if mark.days is not None:
            by_rule.setdefault((mark.model, mark.since, mark.days), []).append(mark)
    for (_model, since, days), marks in by_rule.items():
        model = marks[0].of
        old = model._default_manager.filter(**{f"{since}__lt": timezone.now() - timedelta(days)})
        with transaction.atomic():
            _replace(model, marks, old, None)
