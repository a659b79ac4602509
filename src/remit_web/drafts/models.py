"""A draft of a plan: what is to change in it, line by line. Nothing of it stands in the federation's tables until approved."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from remit_web.audit.models import AddedOnly


class State(models.TextChoices):
    """Where a draft is on its way."""

    WRITING = "writing"
    RETURNED = "returned"
    SUBMITTED = "submitted"
    CLEARED = "cleared"
    APPROVED = "approved"  # and not yet taken into the federation's tables
    IN_FORCE = "in force"
    DISCARDED = "discarded"


OPEN = (State.WRITING, State.RETURNED, State.SUBMITTED, State.CLEARED, State.APPROVED)
WRITABLE = (State.WRITING, State.RETURNED)


class Draft(models.Model):
    """What is to change in a plan; one at a time.

    `moved_by`: the code of who brought it where it is. `said`: why it was returned. `problems`: what stopped an approved one from
    being put in force: codes, places and facts of `remit.Problem`s.
    """

    plan = models.TextField()
    state = models.TextField(default=State.WRITING)
    begun_at = models.DateTimeField(default=timezone.now)
    since = models.DateTimeField(default=timezone.now)
    moved_by = models.TextField(blank=True)
    said = models.TextField(blank=True)
    problems = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan"], condition=Q(state__in=OPEN), name="draft_one_open"),
        ]


class Change(AddedOnly):
    """One field of one line or chapter, changed by somebody. The latest of a field counts; all stay.

    `of`, `key`: elements, sections or money, and which of the plan's; `unit`: whose line it is; `before`, `after`: as
    written in files. `person`, `acting_for`: codes.
    """

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="changes")
    of = models.TextField()
    key = models.TextField()
    field = models.TextField()
    unit = models.TextField()
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    person = models.TextField(blank=True)
    acting_for = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)


class Revision(AddedOnly):
    """A plan as it was approved: the bytes of its package and their SHA-256, never written anew."""

    plan = models.TextField()
    number = models.PositiveIntegerField()
    data = models.BinaryField()
    sha256 = models.TextField()
    draft = models.OneToOneField(Draft, models.PROTECT, related_name="revision")
    approved_by = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="revision_once")]
