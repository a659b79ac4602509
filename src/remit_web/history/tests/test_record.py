"""The whole record, for those who read it: as far as they reach, some of it, and to take away."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from remit_web.access.models import Role
from remit_web.audit.actions import record
from remit_web.audit.actors import Actor
from remit_web.audit.digests import canonical
from remit_web.audit.export import COLUMNS
from remit_web.audit.models import Record
from remit_web.audit.sealing import seal
from remit_web.history.tests.test_history import browser, done, page, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def of_two() -> None:
    """What two people did, in two regions."""
    done("host", "plan.submitted", "plans", "CP-ARV-2026", "M-ARV", after={"said": "of Arvenia"})
    done("neighbour", "plan.returned", "plans", "CP-KIL-2026", "M-KIL", after={"said": "of Kilimeru"})


@pytest.mark.parametrize("name", ["host", "planning", "donor", "cases"])
def test_who_does_not_read_the_record_is_refused(name: str) -> None:
    page(name, "", 403)
    page(name, "export/", 403)


@pytest.mark.usefixtures("of_two")
@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("", {"of Arvenia", "of Kilimeru"}),
        ("?person=Hana", {"of Arvenia"}),
        ("?person=neighbour@example.org", {"of Kilimeru"}),
        ("?action=plan.submitted", {"of Arvenia"}),
        ("?of=plans&key=CP-KIL-2026", {"of Kilimeru"}),
        ("?unit=M-ARV", {"of Arvenia"}),
        ("?from=2020-01-01", {"of Arvenia", "of Kilimeru"}),
        ("?to=2020-01-01", set()),
        ("?from=no-day", {"of Arvenia", "of Kilimeru"}),
        ("?person=Nobody", set()),
    ],
)
def test_some_of_it_is_found(query: str, seen: set[str]) -> None:
    text = page("auditor", query)
    assert {word for word in ("of Arvenia", "of Kilimeru") if word in text} == seen


@pytest.mark.usefixtures("of_two")
def test_who_reads_the_record_of_a_region_reads_no_more() -> None:
    Role.objects.create(person=person("region"), role="auditor", unit="R-EUR")
    text = page("region", "")
    assert "of Arvenia" in text and "of Kilimeru" not in text
    assert "invented-federation" not in text, "what concerns the whole federation is for who reads at its top"
    assert "of Kilimeru" not in " ".join(taken("region", "csv"))


def taken(name: str, form: str, query: str = "") -> list[str]:
    response: Any = browser(name).get(f"/record/export/?format={form}{query}")
    assert response.streaming, "made while it is sent"
    return b"".join(response.streaming_content).decode().splitlines()


@pytest.mark.usefixtures("of_two")
def test_an_export_can_be_verified_by_whoever_has_it() -> None:
    from hashlib import sha256

    seal()
    facts = {
        "at",
        "person",
        "acting_for",
        "door",
        "action",
        "of",
        "key",
        "unit",
        "before",
        "after",
        "personal",
        "touches",
    }
    rows = [json.loads(line) for line in taken("auditor", "jsonl")]
    assert len(rows) == Record.objects.count()
    for row in rows:
        assert sha256(canonical({name: row[name] for name in facts}).encode()).hexdigest() == row["digest"]
    assert [row["place"] for row in rows[:-1]] == list(range(1, len(rows))), (
        "all but the export itself, which is not sealed yet"
    )


@pytest.mark.usefixtures("of_two")
def test_a_table_holds_the_same() -> None:
    rows = list(csv.DictReader(io.StringIO("\n".join(taken("auditor", "csv", "&action=plan.submitted")))))
    assert [*rows[0]] == [*COLUMNS]
    assert [(row["key"], json.loads(row["after"])) for row in rows] == [("CP-ARV-2026", {"said": "of Arvenia"})]


def test_nothing_in_a_table_runs_in_a_spreadsheet() -> None:
    record(Actor("P-one", door="page"), "plan.submitted", "plans", "=1+1")
    assert any("'=1+1" in line for line in taken("auditor", "csv"))


def test_that_the_record_was_taken_away_is_recorded() -> None:
    taken("auditor", "csv", "&unit=M-ARV")
    found: Any = Record.objects.get(action="record.exported")
    assert found.person == person("auditor").code
    assert found.after == {"format": "csv", "unit": "M-ARV"}


def test_personal_values_are_not_taken_away() -> None:
    done("host", "plan.submitted", "plans", "CP-ARV-2026", "M-ARV", personal={"email": "someone@example.org"})
    text = "".join(taken("auditor", "jsonl"))
    assert "someone@example.org" not in text and "192.0.2.44" not in text
