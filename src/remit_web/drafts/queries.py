"""A plan's draft as a reader looks at it: where it is, what was written, and what they may do with it now."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remit_web.access.models import Person
from remit_web.access.rights import May
from remit_web.drafts.models import OPEN, WRITABLE, Change, Draft, State
from remit_web.drafts.writable import NEEDS, Writable, all_in
from remit_web.figures.models import Party

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from remit_web.access.acting import Acting
    from remit_web.access.readers import Reader
    from remit_web.plans.queries import Head

STATES: dict[str, str | Promise] = {
    State.WRITING: gettext_lazy("being written"),
    State.RETURNED: gettext_lazy("returned to be written again"),
    State.SUBMITTED: gettext_lazy("submitted, with its reviewers"),
    State.CLEARED: gettext_lazy("cleared, waiting to be approved"),
    State.APPROVED: gettext_lazy("approved, being put in force"),
    State.IN_FORCE: gettext_lazy("in force"),
    State.DISCARDED: gettext_lazy("discarded"),
}
_OF_PLAN = (May.READ_WHOLE, May.SUBMIT_PLAN, May.CLEAR_PLAN, May.APPROVE_PLAN)


def open_draft(plan: str) -> Draft | None:
    """Return the draft of a plan that is on its way."""
    return Draft.objects.filter(plan=plan, state__in=OPEN).first()


def may_look(reader: Reader, head: Head) -> bool:
    """Whether the reader may look at the draft of a plan: people of its unit, its reviewers, and who writes lines in it."""
    if reader.person is None:
        return False
    if any(reader.may(right, head.unit) for right in _OF_PLAN if reader.has(right)):
        return True
    rights = [right for right in set(NEEDS.values()) if reader.has(right)]
    if not rights:
        return False
    units = {head.unit, *Party.objects.filter(plan=head.code, part="writes").values_list("unit", flat=True)}
    return any(reader.reach(right).covers(units) for right in rights)


def latest_changes(draft: Draft | None) -> dict[tuple[str, str, str], Change]:
    """Return of each field that was written the change that counts, in the order in which lines were first written."""
    found: dict[tuple[str, str, str], Change] = {}
    for change in draft.changes.order_by("pk") if draft else ():
        first = found.get((change.of, change.key, change.field))
        if first is not None:
            change.before = first.before
        found[change.of, change.key, change.field] = change
    return {key: change for key, change in found.items() if change.before != change.after}


def writers(draft: Draft) -> set[str]:
    """Return the codes of the people who wrote in a draft, and of those for whom they did."""
    rows = draft.changes.values_list("person", "acting_for")
    return {code for pair in rows for code in pair if code}


@dataclass(frozen=True)
class Line:
    """Something that can be written: with its changes; `may_write`: whether the reader may, now."""

    one: Writable
    changes: tuple[Change, ...]
    may_write: bool


@dataclass(frozen=True)
class Drafted:
    """A plan's draft, for who looks at it."""

    head: Head
    by: Acting
    draft: Draft | None

    @property
    def state(self) -> str:
        return self.draft.state if self.draft else ""

    @property
    def state_name(self) -> str:
        return str(STATES[State(self.draft.state)]) if self.draft else _("as approved; nothing is being changed")

    @property
    def is_writable(self) -> bool:
        return self.draft is None or self.draft.state in WRITABLE

    @cached_property
    def changes(self) -> list[Change]:
        return list(latest_changes(self.draft).values())

    @cached_property
    def lines(self) -> list[Line]:
        """Everything that can be written, in the order of the plan."""
        by_line: dict[tuple[str, str], list[Change]] = {}
        for change in self.changes:
            by_line.setdefault((change.of, change.key), []).append(change)
        every = all_in(self.head)
        units = {one.unit for one in every}
        reader = self.by.reader
        reached = {right: units if reader is None else reader.reach(right).covers(units) for right in {*NEEDS.values()}}
        return [
            Line(one, tuple(by_line.get((one.of, one.key), ())), self.is_writable and one.unit in reached[one.right])
            for one in every
        ]

    @cached_property
    def names(self) -> dict[str, str]:
        """The names of people who wrote."""
        codes = {code for change in self.changes for code in (change.person, change.acting_for)} - {""}
        return {person.code: str(person) for person in Person.objects.filter(code__in=codes)}
