"""What people fill in about roles: every problem of a form is said at once, beside its field."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from remit_web.access.actions import LONGEST_AWAY
from remit_web.access.models import Person, Role
from remit_web.access.rights import ROLES
from remit_web.units.today import today

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date


class PersonField(forms.EmailField):
    """The e-mail address of somebody who has an account."""

    def clean(self, value: Any) -> Any:
        email = super().clean(value)
        if not email:
            return None
        person = Person.objects.filter(email__iexact=email, is_active=True, erased_at__isnull=True).first()
        if person is None:
            raise forms.ValidationError(_("Nobody here has this address. Invite them first."))
        return person


class DayField(forms.DateField):
    """A day."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class GiveRole(forms.Form):
    """A role for somebody on a unit."""

    person = PersonField(label=_("E-mail address"))
    role = forms.ChoiceField(label=_("Role"), choices=lambda: [(one.code, one.name) for one in ROLES.values()])
    begins = DayField(label=_("First day"), required=False, help_text=_("Empty: from today."))
    ends = DayField(label=_("Last day"), required=False, help_text=_("Empty: until somebody ends it."))
    reason = forms.CharField(label=_("Why"), required=False, max_length=500)

    def __init__(self, unit: str, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        self.unit = unit

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        begins, ends = given.get("begins"), given.get("ends")
        if ends and ends < (begins or today()):
            self.add_error("ends", gettext("The last day is before the first, or past."))
        held = Role.objects.filter(person=given.get("person"), role=given.get("role"), unit=self.unit)
        if held.exclude(ends__lt=begins or today()).exists():
            self.add_error(
                "role", gettext("They hold this role here already. End it first, to give it for other days.")
            )
        return given


class LendRoles(forms.Form):
    """Somebody who acts for one, and from when to when."""

    person = PersonField(label=_("E-mail address of who acts for you"))
    begins = DayField(label=_("First day"))
    ends = DayField(label=_("Last day"))
    reason = forms.CharField(label=_("Why"), required=False, max_length=500)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        begins: date | None = given.get("begins")
        ends: date | None = given.get("ends")
        if ends and ends < (begins or today()):
            self.add_error("ends", gettext("The last day is before the first, or past."))
        elif begins and ends and ends > begins + timedelta(LONGEST_AWAY):
            self.add_error("ends", gettext("Roles are lent for a year at most."))
        return given


class NameReader(forms.Form):
    """Somebody who may see what is for named people; `people`: who may already."""

    person = PersonField(label=_("E-mail address"))

    def __init__(self, people: Collection[Person], *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        self.people = people

    def clean_person(self) -> Person:
        person: Person = self.cleaned_data["person"]
        if person in self.people:
            raise forms.ValidationError(_("They are named already."))
        return person
