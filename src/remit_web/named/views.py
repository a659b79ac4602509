"""Pages of this area: what is for named people, and one such thing with who may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from remit_web.access import actions
from remit_web.access.acting import Acting
from remit_web.access.forms import NameReader
from remit_web.access.needs import SIGNED_IN, needs
from remit_web.access.readers import Reader
from remit_web.access.rights import May
from remit_web.named import things
from remit_web.shell.paging import page_number, pages

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from remit_web.named.things import ForNamed


@needs(SIGNED_IN)
def for_named(request: HttpRequest) -> HttpResponse:
    """All plans and values for named people that the reader may see."""
    reader = Reader.of(request)
    plans = Paginator(things.plans_for_named(reader).values(), things.AT_ONCE).get_page(page_number(request, "plans"))
    values = Paginator(things.values_for_named(reader).values(), things.AT_ONCE).get_page(page_number(request))
    facts = {
        "plans": things.of_plans(reader, plans.object_list), "plans_page": plans, "to_plans": pages(request, "plans"),
        "values": things.of_values(reader, values.object_list), "values_page": values, "to_values": pages(request),
    }  # fmt: skip
    return render(request, "named/all.html", facts)


@needs(SIGNED_IN)
def named_for(request: HttpRequest, of: str, key: str) -> HttpResponse:
    """One plan or value for named people; who handles these names who may see it."""
    one, by = _one_or_404(request, of, key), Acting.of(request)
    form = NameReader(one.people, request.POST or None)
    if request.method == "POST":
        by.require(May.READ_NAMED, one.unit)
    if form.is_valid():
        actions.name_reader(by, of, key, one.unit, form.cleaned_data["person"])
        messages.success(request, _("They may see it now."))
        return redirect("named-for", of, key)
    return render(request, "named/one.html", {"one": one, "form": form}, status=422 if form.errors else 200)


@needs(SIGNED_IN)
@require_POST
def no_longer_named(request: HttpRequest, of: str, key: str) -> HttpResponse:
    """Let somebody no longer see a thing for named people."""
    one, by = _one_or_404(request, of, key), Acting.of(request)
    by.require(May.READ_NAMED, one.unit)
    person = next((person for person in one.people if person.code == request.POST.get("person")), None)
    if person is None:
        raise Http404
    actions.unname_reader(by, of, key, one.unit, person)
    messages.success(request, _("They no longer see it."))
    return redirect("named-for", of, key)


def _one_or_404(request: HttpRequest, of: str, key: str) -> ForNamed:
    one = things.one_of(Reader.of(request), of, key)
    if one is None:
        raise Http404
    return one
