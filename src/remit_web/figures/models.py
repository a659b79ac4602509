"""Figures kept ready, so that no page waits for a calculation."""

from __future__ import annotations

from django.db import models


class Figure(models.Model):
    """One figure of a roll-up, for one audience; field for field a `remit.Figure`.

    Numbers are exact decimals written as text, which every database keeps to the last digit. `unit` stands in the
    federation's usual tree; `cell` is empty for the total. `seen_from`: where nothing was reported, in a period of which the
    federation is told nothing, a unit that tells something: the figure is for those alone who see the whole of that, too.
    `own_period`: whether the period is longer than a year of the federation, or of other days, and stands by itself.
    """

    audience = models.TextField()
    unit = models.TextField()
    indicator = models.TextField()
    period = models.TextField()
    cell = models.TextField(blank=True)
    value = models.TextField(null=True)
    numerator = models.TextField(null=True)
    denominator = models.TextField(null=True)
    status = models.TextField()
    stated = models.TextField(null=True)
    computed = models.TextField(null=True)
    reported = models.PositiveIntegerField()
    expected = models.PositiveIntegerField()
    unexpected = models.PositiveIntegerField()
    not_applicable = models.PositiveIntegerField()
    imputed = models.TextField(null=True)
    covered = models.TextField(null=True)
    as_of = models.DateTimeField(null=True)
    notes = models.JSONField(default=list)
    seen_from = models.TextField(blank=True, default="")
    own_period = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["audience", "unit", "indicator", "period", "cell"],
                name="figure_once",
            ),
        ]


class Answer(models.Model):
    """What the engine answers for a page, for one audience: the money of a plan, where it goes, how priorities stand.

    `kind`: which calculation; `key`: of what; `facts`: codes and exact numbers as the engine gives them, never sentences.
    """

    audience = models.TextField()
    kind = models.TextField()
    key = models.TextField()
    facts = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["audience", "kind", "key"], name="answer_once")]


class Party(models.Model):
    """A unit that takes part in a plan of another: it *writes* lines there, or *gives* its money (`remit.plans.parties`)."""

    plan = models.TextField()
    unit = models.TextField()
    part = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "unit", "plan"], name="party_once")]


class Kept(models.Model):
    """When everything here was computed; there is one row."""

    at = models.DateTimeField()
    today = models.DateField()
