"""What people do with the draft of a plan. Each checks the right on the unit that it concerns, and leaves a record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remit_web.access.acting import Refused
from remit_web.access.rights import May
from remit_web.audit.actions import record
from remit_web.drafts.models import OPEN, WRITABLE, Change, Draft, State
from remit_web.drafts.queries import latest_changes, writers
from remit_web.drafts.writable import FIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from remit_web.access.acting import Acting
    from remit_web.audit.actors import Actor
    from remit_web.drafts.writable import Writable
    from remit_web.plans.queries import Head


WITH_REVIEWERS = gettext_lazy("The draft is with its reviewers: nothing is written in it until it is returned.")


@transaction.atomic
def write(by: Acting, head: Head, line: Writable, given: Mapping[str, str], *, reason: str = "") -> Draft:
    """Write fields of one line, which takes the right on the line's own unit, not on the plan's."""
    actor = by.require(line.right, line.unit)
    draft = _locked(head.code) or Draft.objects.create(plan=head.code)
    if draft.state not in WRITABLE:
        raise Refused(
            _("The draft is with its reviewers: nothing is written in it until it is returned."),
            May.CLEAR_PLAN,
            head.unit,
        )
    now = {field.name: line.fields.get(field.name, "") for field in FIELDS[line.of]}
    written = latest_changes(draft)
    for name, after in given.items():
        change = written.get((line.of, line.key, name))
        before = change.after if change else now[name]
        if after == before:
            continue
        Change.objects.create(
            draft=draft, of=line.of, key=line.key, field=name, unit=line.unit, before=before, after=after, reason=reason,
            person=actor.person, acting_for=actor.acting_for,
        )  # fmt: skip
        record(
            actor,
            "line.written",
            line.of,
            f"{head.code}/{line.key}",
            unit=line.unit,
            before={name: before},
            after={name: after},
        )
    return draft


@transaction.atomic
def submit(by: Acting, head: Head) -> Draft:
    """Hand a draft to its reviewers."""
    actor = by.require(May.SUBMIT_PLAN, head.unit)
    draft = _in_state(head, *WRITABLE)
    if not latest_changes(draft):
        raise Refused(_("Nothing is changed in this draft: write something first."))
    return _moved(draft, actor, head, to=State.SUBMITTED, action="plan.submitted")


@transaction.atomic
def take_back(by: Acting, head: Head) -> Draft:
    """Take back a draft that nobody has cleared yet, to write more in it."""
    actor = by.require(May.SUBMIT_PLAN, head.unit)
    return _moved(_in_state(head, State.SUBMITTED), actor, head, to=State.WRITING, action="plan.taken-back")


@transaction.atomic
def return_(by: Acting, head: Head, *, reason: str) -> Draft:
    """Return a draft to who wrote it, and say why. Who clears or approves plans there may."""
    right = May.CLEAR_PLAN if by.may(May.CLEAR_PLAN, head.unit) else May.APPROVE_PLAN
    actor = by.require(right, head.unit)
    draft = _in_state(head, State.SUBMITTED, State.CLEARED)
    return _moved(draft, actor, head, to=State.RETURNED, action="plan.returned", said=reason)


@transaction.atomic
def clear(by: Acting, head: Head) -> Draft:
    """Say that a draft may be approved. Nobody clears what they wrote."""
    actor = by.require(May.CLEAR_PLAN, head.unit)
    draft = _in_state(head, State.SUBMITTED)
    _not_by_writers(draft, actor, head, May.CLEAR_PLAN)
    return _moved(draft, actor, head, to=State.CLEARED, action="plan.cleared")


@transaction.atomic
def approve(by: Acting, head: Head) -> Draft:
    """Approve a draft: it is put in force at once (`drafts.putting_in_force`). Nobody approves what they wrote."""
    actor = by.require(May.APPROVE_PLAN, head.unit)
    draft = _in_state(head, State.CLEARED)
    _not_by_writers(draft, actor, head, May.APPROVE_PLAN)
    return _moved(draft, actor, head, to=State.APPROVED, action="plan.approved")


@transaction.atomic
def discard(by: Acting, head: Head) -> Draft:
    """Discard a draft that is being written."""
    actor = by.require(May.SUBMIT_PLAN, head.unit)
    return _moved(_in_state(head, *WRITABLE), actor, head, to=State.DISCARDED, action="plan.draft-discarded")


def _locked(plan: str) -> Draft | None:
    return Draft.objects.select_for_update().filter(plan=plan, state__in=OPEN).first()


def _in_state(head: Head, *states: str) -> Draft:
    draft = _locked(head.code)
    if draft is None or draft.state not in states:
        raise Refused(_("The draft has moved on meanwhile. Look at it again."))
    return draft


def _not_by_writers(draft: Draft, actor: Actor, head: Head, right: May) -> None:
    if writers(draft) & {actor.person, actor.acting_for} - {""}:
        raise Refused(
            _("You wrote in this draft, or act for somebody who did: somebody else decides on it."), right, head.unit
        )


def _moved(draft: Draft, actor: Actor, head: Head, *, to: State, action: str, said: str = "") -> Draft:
    before = draft.state
    draft.state, draft.since, draft.moved_by, draft.said, draft.problems = to, timezone.now(), actor.person, said, []
    draft.save(update_fields=["state", "since", "moved_by", "said", "problems"])
    after = {"state": str(to), **({"reason": said} if said else {})}
    record(actor, action, "plans", head.code, unit=head.unit, before={"state": before}, after=after)
    return draft
