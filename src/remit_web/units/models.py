"""What holds for the whole federation, and the trees as they stand today."""

from __future__ import annotations

from django.db import models

from remit.federation import Settings


class FederationSettings(models.Model):
    """`federation.yaml`; there is one row."""

    name = models.TextField()
    languages = models.JSONField()
    time_zone = models.TextField()
    currency = models.TextField()
    first_month = models.PositiveSmallIntegerField()
    tree = models.TextField()

    @classmethod
    def now(cls) -> Settings:
        """Return what holds now; the usual where nothing was loaded yet."""
        row = cls.objects.first()
        if row is None:
            return Settings()
        return Settings(row.name, tuple(row.languages), row.time_zone, row.currency, row.first_month, row.tree)


class Standing(models.Model):
    """A unit's place in a tree today. The units below it are those whose `first` lies between its `first` and `last`."""

    tree = models.TextField()
    unit = models.TextField()
    parent = models.TextField(blank=True)
    kind = models.TextField()
    depth = models.PositiveIntegerField()
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "tree"], name="standing_once")]
        indexes = [
            models.Index(fields=["tree", "parent", "unit"], name="standing_parent"),
            models.Index(fields=["tree", "first"], name="standing_first"),
        ]
