"""The record of every action. Its tables are only ever added to: triggers hold them (`audit.append_only`)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone


class AddedOnly(models.Model):
    """What is only ever added to: the database itself refuses to change a row, or to take one away.

    `may_go`: rows may be taken away (an erased value), and still not be changed.
    """

    may_go: ClassVar[bool] = False

    class Meta:
        abstract = True


class Record(AddedOnly):
    """One action: who did what, for whom, on what, through which door; what stood before and after.

    `of`, `key`: the kind of thing and its key, as in `texts`. `unit`: whose it is, for who may read this. `before`, `after`:
    codes and exact values, never sentences. `personal`: digests of the personal values that belong here; the values
    themselves stand in `PersonalValue`, so that they can go and this row stays as it is. `touches`: the digest of the
    other things that it touched (`Touched`); empty: none. `digest`: of all of it.
    """

    at = models.DateTimeField(default=timezone.now)
    person = models.TextField(blank=True)
    acting_for = models.TextField(blank=True)
    door = models.TextField()
    action = models.TextField()
    of = models.TextField(blank=True)
    key = models.TextField(blank=True)
    unit = models.TextField(blank=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    personal = models.JSONField(default=dict)
    touches = models.TextField(blank=True)
    digest = models.TextField(unique=True)

    class Meta:
        indexes = [
            models.Index(fields=["of", "key"], name="record_of"),
            models.Index(fields=["unit"], name="record_unit"),
            models.Index(fields=["person"], name="record_person"),
        ]


class Touched(AddedOnly):
    """Another thing that an action touched: a plan, of a load of files. The history of that thing names the record."""

    record = models.ForeignKey(
        Record, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="touched_things"
    )
    of = models.TextField()
    key = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "of", "key"], name="touched_once")]
        indexes = [models.Index(fields=["of", "key"], name="touched_of")]


class Batch(AddedOnly):
    """Records that were sealed together. `hash`: of all of them, in order, and of the batch before (`audit.digests`).

    `through`: the highest number of a record in this batch or one before.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    previous = models.TextField(blank=True)
    sealed_at = models.DateTimeField()
    count = models.PositiveIntegerField()
    through = models.PositiveBigIntegerField()
    hash = models.TextField(unique=True)


class Sealed(AddedOnly):
    """A record's place in a batch, and its digest as it was then."""

    record = models.OneToOneField(
        Record, models.DO_NOTHING, primary_key=True, db_constraint=False, related_name="sealed"
    )
    batch = models.PositiveBigIntegerField()
    place = models.PositiveIntegerField()
    digest = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "place"], name="sealed_once")]


class PersonalValue(AddedOnly):
    """A personal value that a record speaks of, with its salt; it can be erased, and the record stays whole."""

    may_go = True

    digest = models.TextField(unique=True)
    salt = models.TextField()
    value = models.TextField()
    person = models.TextField(blank=True)
    """The code of the person whose it is; empty: not known."""
    kept_since = models.DateTimeField(default=timezone.now)
