"""People, the roles that they hold on units, and how they come in. Nothing here is deleted: it is ended by a date."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from datetime import date

_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


def new_code() -> str:
    """Return a code for a person: it names them in addresses and in the record, and says nothing of them."""
    return "P-" + "".join(secrets.choice(_LETTERS) for _ in range(12))


class People(BaseUserManager["Person"]):
    """Makes people; their e-mail is their name at the door."""

    def create_user(self, email: str, password: str | None = None, **more: Any) -> Person:
        person = self.model(email=self.normalize_email(email), **more)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, email: str | None) -> Person:
        return self.get(email__iexact=email)


class Person(AbstractBaseUser):
    """Someone who signs in."""

    code = models.TextField(unique=True, default=new_code, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.TextField(_("name"), blank=True)
    is_active = models.BooleanField(default=True)
    erased_at = models.DateTimeField(null=True)

    objects: ClassVar[People] = People()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="person_email_once")]

    def __str__(self) -> str:
        return self.name or self.email


def in_force(day: date, prefix: str = "") -> Q:
    """Return what holds on a day: begun, and not ended before it."""
    begun = Q(**{f"{prefix}begins__isnull": True}) | Q(**{f"{prefix}begins__lte": day})
    return begun & (Q(**{f"{prefix}ends__isnull": True}) | Q(**{f"{prefix}ends__gte": day}))


class Role(models.Model):
    """What someone is on a unit, and so on the units below it, from a first day to a last (`access.rights.ROLES`)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="roles")
    role = models.TextField()
    unit = models.TextField()
    begins = models.DateField(null=True)
    ends = models.DateField(null=True)
    given_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(begins__isnull=True) | Q(ends__gte=F("begins")),
                name="role_ends_after_it_begins",
            ),
        ]
        indexes = [models.Index(fields=["unit"], name="role_unit")]


class Delegation(models.Model):
    """Who acts for somebody who is away, with all of that person's roles, from a first day to a last."""

    away = models.ForeignKey(Person, models.PROTECT, related_name="delegations")
    to = models.ForeignKey(Person, models.PROTECT, related_name="acts_for")
    begins = models.DateField()
    ends = models.DateField()
    reason = models.TextField(blank=True)
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("begins")), name="delegation_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(away=F("to")), name="delegation_to_another"),
        ]


class Named(models.Model):
    """Somebody by name who may see a plan, or a value, that is for named people only."""

    of = models.TextField()  # plans, observations
    key = models.TextField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="named_for")
    begins = models.DateField(null=True)
    ends = models.DateField(null=True)
    given_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["of", "key"], name="named_of")]


class Invitation(models.Model):
    """An invitation by e-mail, with the role that it brings. What is in the letter is kept only as its digest."""

    digest = models.TextField(unique=True)
    email = models.EmailField()
    name = models.TextField(blank=True)
    role = models.TextField()
    unit = models.TextField()
    ends = models.DateField(null=True)
    invited_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")


class Token(models.Model):
    """A key with which a program reads for somebody. It is shown once, and kept only as its digest.

    `scope`: which parts of the API it opens (`access.tokens.SCOPES`).
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="tokens")
    name = models.TextField()
    digest = models.TextField(unique=True)
    hint = models.TextField()
    scope = models.TextField()
    made_at = models.DateTimeField(default=timezone.now)
    expires = models.DateField()
    ended_at = models.DateTimeField(null=True)
    used_on = models.DateField(null=True)
