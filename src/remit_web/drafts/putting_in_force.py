"""Putting approved drafts in force: their changes become rows of the federation's tables, and the plan a revision.

The worker does it (`remit work`), for every figure of the plan is computed anew. It goes through the same checks as a
file: what blocks there returns the draft, with the problems.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from remit.exchange.base import Rows
from remit.intake import take_in
from remit.plans import Revision as Frozen
from remit.plans import package_of
from remit.problems import blocking
from remit.schema import TABLES
from remit_web.audit.actions import record
from remit_web.audit.actors import Actor
from remit_web.drafts.models import Draft, Revision, State
from remit_web.drafts.queries import latest_changes
from remit_web.drafts.writable import FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from remit.exchange.base import Reading
    from remit.federation import Federation
    from remit_web.drafts.models import Change

BY_REMIT = Actor()


def put_in_force() -> int:
    """Take every approved draft in; return how many were."""
    done = 0
    for number in list(Draft.objects.filter(state=State.APPROVED).order_by("since").values_list("pk", flat=True)):
        with transaction.atomic():
            draft = Draft.objects.select_for_update().filter(pk=number, state=State.APPROVED).first()
            done += draft is not None and _put(draft)
    return done


def _put(draft: Draft) -> bool:
    from remit_web.store import DatabaseStore  # noqa: PLC0415 - a store is made of all areas

    store = DatabaseStore(BY_REMIT)
    federation = store.read()
    head = next(row for row in federation.current().rows("plans") if row["plan"] == draft.plan)
    reading = reading_of(federation, draft, head["language"] or "en")
    intake = take_in(federation, reading, correct=f"approved: draft of {draft.begun_at:%Y-%m-%d}")
    if stopping := blocking(intake.problems):
        draft.state, draft.since = State.RETURNED, timezone.now()
        draft.problems = [[one.code, *one.where, one.facts] for one in stopping]
        draft.save(update_fields=["state", "since", "problems"])
        record(
            BY_REMIT,
            "plan.not-put-in-force",
            "plans",
            draft.plan,
            unit=head["unit"],
            after={"problems": draft.problems},
        )
        return False
    store.write(intake.federation, [f"draft of {draft.plan}"])
    _freeze(draft, intake.federation)
    draft.state, draft.since = State.IN_FORCE, timezone.now()
    draft.save(update_fields=["state", "since"])
    facts = {"revision": draft.revision.number, "sha256": draft.revision.sha256}
    record(BY_REMIT, "plan.in-force", "plans", draft.plan, unit=head["unit"], after=facts)
    return True


def reading_of(federation: Federation, draft: Draft, language: str) -> Reading:
    """Return the rows that a draft's changes make: each line as it stands now, but for what was changed."""
    rows = Rows(f"draft of {draft.plan}")
    by_line: dict[tuple[str, str], list[Change]] = {}
    for change in latest_changes(draft).values():
        by_line.setdefault((change.of, change.key), []).append(change)
    for (of, key), changes in by_line.items():
        in_texts = {field.name for field in FIELDS[of] if field.in_texts}
        columns = {change.field: change.after for change in changes if change.field not in in_texts}
        if columns:
            _add(rows, of, _row(federation, of, draft.plan, key), columns, changes)
        for change in changes:
            if change.field in in_texts:
                texts = {"of": of, "key": f"{draft.plan}/{key}", "field": change.field, "language": language}
                rows.add_texts("texts", key, {**texts, "text": change.after})
    return rows.reading()


def _row(federation: Federation, of: str, plan: str, key: str) -> Mapping[str, Any]:
    name = TABLES[of].key[-1]
    return next(row for row in federation.current().rows(of) if row["plan"] == plan and row[name] == key)


def _add(rows: Rows, of: str, row: Mapping[str, Any], columns: dict[str, str], changes: Iterable[Change]) -> None:
    """Add a row with other values; of an append-only table, one that corrects the row that is there."""
    table = TABLES[of]
    texts = {column.name: column.write(row[column.name]) for column in table.columns} | columns
    texts["recorded_at"] = ""
    if table.append_only:
        reason = "; ".join(dict.fromkeys(change.reason for change in changes if change.reason))
        texts |= {"id": "", "supersedes": str(row["id"]), "reason": reason}
    rows.add_texts(of, str(row[table.key[-1]]), texts)


def _freeze(draft: Draft, federation: Federation) -> None:
    frozen = Frozen.of(package_of(federation.current(), draft.plan))
    number = Revision.objects.filter(plan=draft.plan).count() + 1
    Revision.objects.create(
        plan=draft.plan, number=number, data=frozen.data, sha256=frozen.sha256, draft=draft, approved_by=draft.moved_by
    )
