"""Rows that are only ever added: the database refuses to change one, or to take one away, whoever asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from remit_web.audit.actions import record
from remit_web.audit.actors import Actor
from remit_web.audit.append_only import held, hold, lacking, let_go
from remit_web.audit.models import Batch, PersonalValue, Record, Sealed, Touched
from remit_web.audit.sealing import seal
from remit_web.figures.models import Kept
from remit_web.plans.models import Plan
from remit_web.store import models_of_tables
from remit_web.units.models import FederationSettings, Standing

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Model

pytestmark = pytest.mark.django_db
TABLES = models_of_tables()


@pytest.fixture
def written() -> Record:
    actor = Actor("P-somebody", door="page", address="192.0.2.7")
    made = record(actor, "role.given", "people", "P-other", unit="M-ARV", touches=[("units", "M-ARV")])
    seal()
    return made


def refused(change: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError, match="only ever added"), transaction.atomic():
        change()


def update(model: type[Model]) -> int:
    column = next(field.attname for field in model._meta.fields if not field.primary_key)
    return model._default_manager.update(**{column: F(column)})


@pytest.mark.parametrize("name", TABLES)
def test_rows_of_the_federation_cannot_be_changed(name: str) -> None:
    rows = TABLES[name]._default_manager.all()
    assert rows.exists()
    refused(lambda: update(TABLES[name]))
    refused(lambda: rows._raw_delete(rows.db))


@pytest.mark.parametrize("model", [Record, Touched, Batch, Sealed])
def test_the_record_and_its_seals_cannot_be_changed(written: Record, model: Any) -> None:
    assert model.objects.exists()
    refused(lambda: update(model))
    refused(lambda: model.objects.all().delete())


def test_a_record_cannot_be_saved_again_or_taken_away(written: Record) -> None:
    written.unit = "M-KIL"
    refused(written.save)
    refused(written.delete)


def test_a_row_cannot_be_replaced(written: Record) -> None:
    """On SQLite a replaced row is deleted without a word, unless triggers are asked for that, too."""
    columns = [field.column for field in Record._meta.fields]
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        refused(
            lambda: cursor.execute(f"INSERT OR REPLACE INTO audit_record ({names}) SELECT {names} FROM audit_record")
        )


def test_a_personal_value_can_be_erased_and_not_changed(written: Record) -> None:
    refused(lambda: PersonalValue.objects.update(value="192.0.2.8"))
    assert PersonalValue.objects.filter(digest=written.personal["address"]).delete()[0] == 1


@pytest.mark.parametrize("model", [Kept, Standing, FederationSettings])
def test_what_is_worked_out_anew_is_not_held(model: Any) -> None:
    assert model._meta.db_table not in {one.table for one in held()}
    assert update(model) > 0


def test_what_was_let_go_is_held_again() -> None:
    with let_go(Plan):
        assert [one.table for one in lacking()] == ["plans"]
        assert update(Plan) > 0
    assert not lacking()
    refused(lambda: update(Plan))


def test_what_was_let_go_is_held_again_after_a_failure() -> None:
    with pytest.raises(ZeroDivisionError), let_go():
        raise ZeroDivisionError
    assert not lacking()
    refused(lambda: update(Plan))


def test_a_trigger_that_does_nothing_is_none() -> None:
    with connection.cursor() as cursor:
        cursor.execute('DROP TRIGGER "plans_no_update"')
        cursor.execute('CREATE TRIGGER "plans_no_update" BEFORE UPDATE ON "plans" BEGIN SELECT 1; END')
    assert list(lacking().values()) == [["plans_no_update"]]
    hold()
    refused(lambda: update(Plan))
