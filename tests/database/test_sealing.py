"""Records are sealed while others write, on both databases; whatever was changed by hand is found."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Program, Raw, Remit
    from .copies import Copies


def test_whatever_is_changed_behind_the_back_is_found(program: Program) -> None:
    assert len(program("tampering", 8)) == 18


def test_many_write_while_several_seal(program: Program, remit: Remit) -> None:
    found = program("writers")
    assert found["failed"] == []
    assert 100 < found["records"] == found["sealed"]
    assert found["batches"] > 1
    assert found.get("late", True), "a record that commits late is in the next batch"
    assert found.get("waited", 0) < 1, "who writes waits for nobody who seals"
    assert "All stands" in remit("audit", "verify")


@pytest.fixture
def sealed(program: Program, address: str, copies: Copies) -> str:
    """Two records, each in a batch of its own; the latest hash with its number."""
    noted: str = copies.begin(address, "sealed", lambda: program("recorded"))
    return noted


def unheld(address: str, *tables: str) -> list[str]:
    """Statements that take off what holds some tables."""
    if address.startswith("sqlite"):
        return [f'DROP TRIGGER IF EXISTS "{table}_no_{what}"' for table in tables for what in ("update", "delete")]
    return [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in tables]


def held_again(address: str, *tables: str) -> list[str]:
    return [] if address.startswith("sqlite") else [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in tables]


@pytest.fixture
def tampered(raw: Raw, address: str, sealed: str) -> Raw:
    """Runs a statement with the table let go for it."""

    def run(statement: str) -> None:
        table = statement.replace("UPDATE ", "DELETE FROM ").split()[2]
        raw(*unheld(address, table), statement, *held_again(address, table))

    return run


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE audit_record SET person = 'P-another' WHERE id = 1", "record-changed"),
        ("DELETE FROM audit_record WHERE id = 1", "record-missing"),
        ("UPDATE audit_record SET id = id + 9 WHERE id = 1", "record-moved"),
        ("DELETE FROM audit_touched", "record-touches-changed"),
        ("UPDATE audit_sealed SET place = place + 5", "batch-changed"),
        ("UPDATE audit_batch SET previous = hash WHERE number = 2", "batch-changed"),
        ("DELETE FROM audit_batch WHERE number = 1", "batch-missing"),
    ],
)
def test_what_a_hand_in_the_database_changes_is_said(remit: Remit, tampered: Raw, statement: str, code: str) -> None:
    tampered(statement)
    found = json.loads(remit("audit", "verify", "--json", code=1))
    assert code in [one["code"] for one in found["problems"]]
    assert all(one["says"] and one["mend"] and one["file"] for one in found["problems"])


def test_a_tail_that_was_cut_off_shows_by_a_hash_that_was_noted(
    remit: Remit, raw: Raw, address: str, sealed: str
) -> None:
    assert "All stands" in remit("audit", "verify", "--expect", sealed)
    tables = ("audit_record", "audit_touched", "audit_sealed", "audit_batch")
    raw(
        *unheld(address, *tables),
        "DELETE FROM audit_touched WHERE record_id IN (SELECT record_id FROM audit_sealed WHERE batch = 2)",
        "DELETE FROM audit_record WHERE id IN (SELECT record_id FROM audit_sealed WHERE batch = 2)",
        "DELETE FROM audit_sealed WHERE batch = 2",
        "DELETE FROM audit_batch WHERE number = 2",
        "DELETE FROM audit_personalvalue WHERE id = 2",
        *held_again(address, *tables),
    )
    remit("audit", "seal")
    assert "All stands" in remit("audit", "verify"), "nothing else can show it"
    assert "not in the chain" in " ".join(remit("audit", "verify", "--expect", sealed, code=1).split())


def test_a_hash_that_is_none_is_wrong_use(remit: Remit, sealed: str) -> None:
    assert "is no hash" in remit("audit", "verify", "--expect", "abc", code=2)
    assert "not in the chain" in " ".join(
        remit("audit", "verify", "--expect", f"{sealed.partition('@')[0]}@1", code=1).split()
    )


def test_verify_needs_a_database_and_makes_none(remit: Remit, address: str, tmp_path: Path) -> None:
    said = remit("audit", "verify", code=2)
    assert "no database" in said or "older version" in said
    assert not (tmp_path / "remit.sqlite3").exists()


def test_verify_reads_while_somebody_writes(remit: Remit, address: str, sealed: str) -> None:
    """It waits for nobody, and does not see what is not committed."""
    with closing(connected(address)) as other:
        other.execute("INSERT INTO audit_touched (record_id, of, key) VALUES (1, 'plans', 'NOT-YET')")
        assert "All stands" in remit("audit", "verify")
        other.rollback()


def connected(address: str) -> Any:
    if address.startswith("sqlite"):
        return sqlite3.connect(address.removeprefix("sqlite:///"))
    import psycopg

    return psycopg.connect(address)
