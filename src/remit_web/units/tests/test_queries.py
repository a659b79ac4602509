"""What stands now in the database is what stands now in the engine."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from remit_web.organisation.models import TreeRow, Unit
from remit_web.store import DatabaseStore, models_of_tables
from remit_web.units.queries import latest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("table", sorted(models_of_tables()))
def test_a_table_stands_as_in_the_engine(table: str) -> None:
    rows = latest(models_of_tables()[table]._default_manager.all())
    assert rows.count() == DatabaseStore().read().current().table(table).num_rows


def test_the_row_recorded_last_counts_and_of_two_at_once_the_later_one() -> None:
    noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    for kind, at in (("branch", noon), ("office", noon), ("province", noon.replace(hour=11))):
        Unit.objects.create(unit="NEW", kind=kind, recorded_at=at)
    assert [*latest(Unit.objects.filter(unit="NEW")).values_list("kind", flat=True)] == ["office"]


def test_a_key_that_is_empty_in_part_is_one_key() -> None:
    for hour, parent in enumerate(("A", "B")):
        TreeRow.objects.create(
            tree="structure", unit="NEW", parent=parent, recorded_at=datetime(2026, 11, 22, hour, tzinfo=UTC)
        )
    assert [*latest(TreeRow.objects.filter(unit="NEW")).values_list("parent", flat=True)] == ["B"]
