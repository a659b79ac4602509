"""The page of one's sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from remit_web.access.account.who import person_of
from remit_web.access.acting import Acting
from remit_web.access.needs import SIGNED_IN, needs
from remit_web.access.sessions import end_others, end_session, sessions_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@needs(SIGNED_IN)
@never_cache
def sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in."""
    found = sessions_of(person_of(request), request.session.session_key)
    return render(request, "access/sessions.html", {"sessions": found})


@needs(SIGNED_IN)
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """End one session, or all others."""
    person, by = person_of(request), Acting.of(request)
    number = request.POST.get("session", "")
    if number == "others":
        count = end_others(by, person, request.session.session_key)
        said = ngettext("%(count)d session has ended.", "%(count)d sessions have ended.", count)
        messages.success(request, said % {"count": count})
    elif number.isdecimal() and end_session(by, person, int(number)):
        messages.success(request, _("The session has ended."))
    return redirect("sessions")
