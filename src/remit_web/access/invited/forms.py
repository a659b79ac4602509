"""What is filled in to invite somebody, and to accept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from remit_web.access.models import Person
from remit_web.access.rights import ROLES, May
from remit_web.units.today import today

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from remit_web.access.readers import Reader


class Invite(forms.Form):
    """Somebody, and the role that they are invited to."""

    email = forms.EmailField(label=_("E-mail address"))
    name = forms.CharField(label=_("Name"), required=False, max_length=120)
    role = forms.ChoiceField(label=_("Role"), choices=lambda: [(one.code, one.name) for one in ROLES.values()])
    unit = forms.CharField(label=_("Unit"), max_length=200, help_text=_("Its code or its name."))
    ends = forms.DateField(
        label=_("Last day"), required=False, help_text=_("Empty: until somebody ends it."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip

    def __init__(self, reader: Reader, called: Callable[[str], Sequence[str]], *args: Any, **words: Any) -> None:
        """`called`: returns the codes of the units of a name."""
        super().__init__(*args, **words)
        self.reader, self.called = reader, called
        self.fields["unit"].widget.attrs["list"] = "units"

    def clean_unit(self) -> str:
        """Return the code of a unit that is written by its code or its name.

        One on which the reader gives no roles is refused, whether it is there or not, so that this tells nothing.
        """
        written = str(self.cleaned_data["unit"]).strip()
        codes = dict.fromkeys([written, *self.called(written)])
        found = [code for code in codes if self.reader.may(May.GIVE_ROLES, code)]
        if not found:
            raise forms.ValidationError(gettext("You give no roles on a unit with this code or name."))
        if len(found) > 1:
            raise forms.ValidationError(
                gettext("Write its code; this is the name of %(units)s.") % {"units": ", ".join(found)}
            )
        return found[0]

    def clean_ends(self) -> date | None:
        """Refuse a day that is past."""
        ends: date | None = self.cleaned_data.get("ends")
        if ends and ends < today():
            raise forms.ValidationError(gettext("This day is past."))
        return ends


class Accept(forms.Form):
    """The name and the password of who was invited."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password1 = forms.CharField(
        label=_("A password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Twelve letters or more. Four or five words that have nothing to do with each other make a good one."),
    )  # fmt: skip
    password2 = forms.CharField(
        label=_("The password again"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, email: str, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        self.email = email

    def clean(self) -> dict[str, Any]:
        """Refuse passwords that differ, or that would soon be guessed."""
        given = super().clean() or {}
        first, second = given.get("password1"), given.get("password2")
        if first and second and first != second:
            self.add_error("password2", gettext("This is not the same as above."))
        if first:
            try:
                validate_password(first, Person(email=self.email, name=given.get("name", "")))
            except forms.ValidationError as error:
                self.add_error("password1", error)
        return given
