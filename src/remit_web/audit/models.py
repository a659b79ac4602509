"""The record of every action. Its tables are only ever added to: triggers hold them (`audit.append_only`)."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class Record(models.Model):
    """One action: who did what, for whom, on what, through which door; what stood before and after.

    `of`, `key`: the kind of thing and its key, as in `texts`. `unit`: whose it is, for who may read this. `before`, `after`:
    codes and exact values, never sentences. `personal`: digests of the personal values that belong here; the values
    themselves stand in `PersonalValue`, so that they can go and this row stays as it is. `digest`: of all of it.
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
    digest = models.TextField(unique=True)

    class Meta:
        indexes = [
            models.Index(fields=["of", "key"], name="record_of"),
            models.Index(fields=["unit"], name="record_unit"),
            models.Index(fields=["person"], name="record_person"),
        ]


class PersonalValue(models.Model):
    """A personal value that a record speaks of, with its salt; it can be erased, and the record stays whole."""

    digest = models.TextField(unique=True)
    salt = models.TextField()
    value = models.TextField()
    person = models.TextField(blank=True)
    """The code of the person whose it is; empty: not known."""
    kept_since = models.DateTimeField(default=timezone.now)
