"""Personal data: every field is marked; a person's data is given to them, and erased without a trace of who they were."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from remit_web.access.acting import Refused
from remit_web.access.models import Invitation
from remit_web.access.personal import FILE, fields
from remit_web.access.personal_data import NOWHERE, erase, exported, forget
from remit_web.audit.actions import record
from remit_web.audit.actors import Actor
from remit_web.audit.append_only import let_go
from remit_web.audit.models import PersonalValue, Record
from remit_web.collection.models import Observation

from .conftest import person

if TYPE_CHECKING:
    from .conftest import Acts, Someone

KINDS = {"plain", "owner", "person", "personal", "secret"}
pytestmark = pytest.mark.django_db


def test_every_field_of_every_model_is_marked() -> None:
    there = {(model._meta.label, field.name) for model in apps.get_models() for field in model._meta.concrete_fields}
    marked = [(mark.model, mark.field) for mark in fields()]
    assert sorted(there - set(marked)) == [], f"say in {FILE.name} what they are to a person"
    assert sorted(set(marked) - there) == []
    assert len(marked) == len(set(marked))


def test_every_mark_can_be_followed() -> None:
    for mark in fields():
        assert mark.kind in KINDS, mark
        assert bool(mark.replaced_by) is (mark.kind != "plain"), mark
        assert bool(mark.since) is (mark.days is not None), mark
        assert not mark.since or mark.of._meta.get_field(mark.since)


def signed_in_from(name: str) -> None:
    actor = Actor(person(name).code, "", "page", "203.0.113.77")
    record(actor, "sign-in.done", "people", actor.person, personal={"email": person(name).email}, whose=actor.person)


def test_a_person_gets_all_that_is_kept_of_them_and_nothing_that_lets_somebody_in(signed_in: Someone) -> None:
    signed_in_from("host")
    found = exported(person("host"))
    text = json.dumps(found)
    assert {"access.Person", "access.Role", "audit.Record", "audit.PersonalValue"} <= set(found)
    assert "203.0.113.77" in text and "host@example.org" in text
    assert person("host").password not in text and "neighbour@example.org" not in text
    answer = signed_in("host").get(f"/people/{person('host').code}/data/")
    assert answer.status_code == 200 and "attachment" in answer["Content-Disposition"]
    assert json.loads(answer.content)["access.Person"]["own"][0]["email"] == "host@example.org"


def everything() -> str:
    """Return every text of every table of the database."""
    found: list[str] = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found += [
                str(value) for row in cursor.fetchall() for value in row if isinstance(value, str | bytes | memoryview)
            ]
    return "\n".join(found)


def test_nothing_in_the_database_says_any_more_who_an_erased_person_was(acting: Acts, signed_in: Someone) -> None:
    signed_in("host").get("/")
    signed_in_from("host")
    at = timezone.now() + timedelta(3)
    Invitation.objects.create(
        digest="x", email="host@example.org", name="Hana Host", role="reporter", unit="M-ARV", expires_at=at
    )
    one = Observation.objects.order_by("id")[:1].get()
    with let_go(Observation):
        Observation.objects.filter(pk=one.pk).update(by="Hana Host")
    host = person("host")
    before, code = Record.objects.count(), host.code
    assert "host@example.org" in everything() and "Hana Host" in everything()
    erase(acting("admin"), host, reason="asked for it")
    text = everything()
    assert "host@example.org" not in text and "Hana Host" not in text and "203.0.113.77" not in text
    host.refresh_from_db()
    assert (host.is_active, host.email, host.has_usable_password()) == (False, f"{code.lower()}@{NOWHERE}", False)
    assert Record.objects.count() == before + 1, "what they did stays"
    assert Observation.objects.get(pk=one.pk).by == code  # type: ignore[attr-defined]


def test_only_who_gives_roles_on_a_top_erases_and_nobody_themselves(acting: Acts, signed_in: Someone) -> None:
    for name in ("auditor", "host"):
        with pytest.raises(Refused):
            erase(acting(name), person("neighbour"))
    with pytest.raises(Refused, match="themselves"):
        erase(acting("admin"), person("admin"))
    admin, to = signed_in("admin"), f"/people/{person('neighbour').code}/erase/"
    assert "cannot be undone" in admin.get(to).content.decode()
    assert admin.post(to, {"reason": "left"}).status_code == 302
    assert admin.get(to).status_code == 404


def test_what_was_kept_for_long_enough_is_forgotten() -> None:
    signed_in_from("host")
    old: Any = {"expires_at": timezone.now() - timedelta(100)}
    Invitation.objects.create(digest="y", email="who@example.net", role="reporter", unit="M-ARV", **old)
    forget()
    assert PersonalValue.objects.filter(value="203.0.113.77").exists()
    assert Invitation.objects.get(digest="y").email == f"gone@{NOWHERE}"
    with let_go(PersonalValue):
        PersonalValue.objects.update(kept_since=timezone.now() - timedelta(401))
    forget()
    assert not PersonalValue.objects.exists()
