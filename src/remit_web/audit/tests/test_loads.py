"""A load of files is one record, which the history of all that it touched names."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from remit.schema import TABLES
from remit_web.audit.actors import Actor
from remit_web.audit.loads import TOUCHING, touched_by
from remit_web.audit.models import Record, Touched
from remit_web.audit.sealing import seal
from remit_web.audit.verify import Verification
from remit_web.collection.tests.hidden import leave
from remit_web.store import DatabaseStore, models_of_tables

if TYPE_CHECKING:
    from remit import Federation

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, tzinfo=UTC)


def loaded() -> Record:
    return Record.objects.filter(action="rows.loaded").latest("pk")


def with_unit(code: str) -> Federation:
    row = {"unit": code, "kind": "member", "valid_from": None, "valid_to": None, "recorded_at": AT}
    return DatabaseStore().read().with_rows({"units": pa.Table.from_pylist([row], TABLES["units"].schema)})


def test_the_load_of_the_example_says_how_many_rows_of_each_table() -> None:
    after: Any = loaded().after
    assert after["files"] == ["invented-federation"]
    assert after["tables"] == {name: model._default_manager.count() for name, model in models_of_tables().items()}


def test_the_load_of_the_example_is_whole() -> None:
    seal()
    assert [str(one) for one in Verification().problems()] == []


def test_everything_that_was_loaded_is_touched() -> None:
    things = {of: {one.key for one in Touched.objects.filter(record=loaded(), of=of)} for of in TOUCHING}
    for of, column in (("units", "unit"), ("plans", "plan"), ("indicators", "indicator"), ("rounds", "round")):
        assert things[of] == set(models_of_tables()[of]._default_manager.values_list(column, flat=True))


@pytest.mark.usefixtures("rows_may_change")
def test_a_later_load_touches_what_it_adds_and_names_who_loaded() -> None:
    leave(["reached"])
    DatabaseStore(Actor("P-loader", door="command")).write(with_unit("M-NEW"), ["more.csv"])
    record = loaded()
    assert (record.person, record.after) == ("P-loader", {"tables": {"units": 1}, "files": ["more.csv"]})
    assert list(record.touched_things.values_list("of", "key")) == [("units", "M-NEW")]


def test_a_load_that_adds_nothing_is_no_action() -> None:
    before = Record.objects.count()
    DatabaseStore().write(DatabaseStore().read(), ["again"])
    assert Record.objects.count() == before


def test_other_settings_are_recorded_with_what_they_were() -> None:
    found: Any = Record.objects.get(action="settings.changed")
    assert found.before is None
    assert found.after["tree"] == "structure"


def test_what_is_for_named_people_only_touches_nothing() -> None:
    rows = DatabaseStore().read().table("observations").slice(0, 3).to_pylist()
    for row, visibility, unit in zip(rows, ("named", None, "unit"), ("U-1", "U-2", "U-3"), strict=True):
        row |= {"visibility": visibility, "unit": unit}
    table = pa.Table.from_pylist(rows, TABLES["observations"].schema)
    assert {key for of, key in touched_by({"observations": table}) if of == "units"} == {"U-2", "U-3"}
