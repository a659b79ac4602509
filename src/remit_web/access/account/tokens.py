"""The page of one's tokens for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from remit_web.access.account.who import person_of
from remit_web.access.acting import Acting
from remit_web.access.needs import SIGNED_IN, needs
from remit_web.access.tokens import LONGEST, SCOPES, end_token, make_token, state_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from remit_web.access.models import Person


class MakeToken(forms.Form):
    """A token for a program."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=80, help_text=gettext_lazy("What uses it, and where.")
    )
    days = forms.IntegerField(
        label=gettext_lazy("Days until it ends"),
        min_value=1,
        max_value=LONGEST,
        initial=90,
        help_text=gettext_lazy("At most 366."),
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What it opens"),
        choices=lambda: [(one.code, one.name) for one in SCOPES.values()],
        widget=forms.CheckboxSelectMultiple,
    )


@needs(SIGNED_IN)
@never_cache
def tokens(request: HttpRequest) -> HttpResponse:
    """The tokens that one has made."""
    return render(request, "access/tokens.html", _of_tokens(person_of(request)) | {"form": MakeToken(), "made": ""})


@needs(SIGNED_IN)
@never_cache
@reauthentication_required(app="remit_web.access")  # type: ignore[untyped-decorator]  # allauth has no types
def make(request: HttpRequest) -> HttpResponse:
    """Make a token, and show it this once."""
    form = MakeToken(request.POST) if request.method == "POST" else MakeToken()
    made = ""
    if form.is_valid():
        given = form.cleaned_data
        _token, made = make_token(Acting.of(request), given["name"], given["scopes"], given["days"])
        form = MakeToken()
    facts = _of_tokens(person_of(request)) | {"form": form, "made": made, "is_making": True}
    return render(request, "access/tokens.html", facts, status=422 if form.errors else 200)


def _of_tokens(person: Person) -> dict[str, Any]:
    rows = [
        (one, state_of(one), [SCOPES[code].name for code in one.scope.split()])
        for one in person.tokens.order_by("-made_at")
    ]
    return {"tokens": rows, "scopes": SCOPES, "is_making": False}


@needs(SIGNED_IN)
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """End a token, at once."""
    number = request.POST.get("token", "")
    if number.isdecimal() and end_token(Acting.of(request), int(number)):
        messages.success(request, _("The token has ended."))
    return redirect("tokens")
