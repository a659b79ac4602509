"""After all migrations the database itself holds every table whose rows are only ever added, on both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from remit.schema import TABLES

if TYPE_CHECKING:
    from .conftest import Program, Raw, Remit

OF_THE_RECORD = {"audit_record", "audit_touched", "audit_batch", "audit_sealed", "audit_personalvalue"}
OF_DRAFTS = {"drafts_change", "drafts_revision"}


def test_every_table_refuses_every_statement_that_changes_it(program: Program) -> None:
    """But a flush, within what lets go: it is what tests do, and all is held again behind it."""
    found = program("held")
    assert set(found["tables"]) >= {*TABLES} | OF_THE_RECORD | OF_DRAFTS
    assert found["changed"] == []
    assert found["flushed"] == [False, True]
    assert found["lacking"] == []


def test_verify_says_which_table_is_not_held_and_the_next_command_holds_it(
    remit: Remit, raw: Raw, address: str
) -> None:
    remit("audit", "seal")
    assert "All stands" in remit("audit", "verify")
    if address.startswith("sqlite"):
        raw('DROP TRIGGER "plans_no_update"')
    else:
        raw("ALTER TABLE plans DISABLE TRIGGER plans_no_change")
    said = remit("audit", "verify", code=1)
    assert "rows of plans be changed" in " ".join(said.split())
    remit("audit", "seal")
    assert "All stands" in remit("audit", "verify")
