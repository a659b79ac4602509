"""Pages of this area: who may do what on a unit, and what one person may do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from remit_web.access import actions, holders, personal_data
from remit_web.access.acting import Acting, Refused
from remit_web.access.forms import GiveRole, LendRoles
from remit_web.access.models import Delegation, Person, in_force
from remit_web.access.needs import SIGNED_IN, needs
from remit_web.access.readers import Reader, reader_of
from remit_web.access.rights import ROLES, May
from remit_web.organisation.queries import names_of
from remit_web.organisation.units import portrait
from remit_web.shell.paging import page_number, pages
from remit_web.units.today import today

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

AT_ONCE = 100


# A unit


@needs(SIGNED_IN)
def unit_access(request: HttpRequest, unit: str) -> HttpResponse:
    """Who may do what on a unit, and why; where the reader gives roles, a form to give one."""
    if portrait(unit) is None:
        raise Http404
    reader, held = Reader.of(request), holders.held_at(unit)
    units = {unit, *(one.unit for one in held)}
    shown = holders.units_shown(reader, units)
    if unit not in shown:
        raise Refused(_("Who may do what is shown to people of the unit, and of those above it."), May.READ_WHOLE, unit)
    form = GiveRole(unit, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.give_role(Acting.of(request), unit=unit, **form.cleaned_data)
        messages.success(request, _("The role is given."))
        return redirect("unit-access", unit)
    people, may_end = holders.people_seen(reader), reader.reach(May.GIVE_ROLES).covers(units)
    facts = {
        "unit": unit, "names": names_of("units", units), "held": held, "form": form, "by_right": holders.by_right(held),
        "units_shown": shown, "gives": unit in may_end, "may_end": may_end,
        "people_shown": set(people.filter(code__in={one.code for one in held}).values_list("code", flat=True)),
    }  # fmt: skip
    return render(request, "access/unit.html", facts, status=422 if form.errors else 200)


@needs(SIGNED_IN)
@require_POST
def end_role(request: HttpRequest, code: str) -> HttpResponse:
    """End a role that somebody holds."""
    role, unit = request.POST.get("role", ""), request.POST.get("unit", "")
    person = holders.people_seen(Reader.of(request)).filter(code=code).first()
    if person is None or role not in ROLES:
        raise Http404
    actions.end_role(Acting.of(request), person, role, unit, reason=request.POST.get("reason", "")[:500])
    messages.success(request, _("The role has ended."))
    return redirect(
        reverse("person", args=[code]) if request.POST.get("back") == "person" else reverse("unit-access", args=[unit])
    )


# People


@needs(May.GIVE_ROLES, May.READ_RECORD)
def people(request: HttpRequest) -> HttpResponse:
    """The people of whom the reader may know what they may do."""
    words = request.GET.get("find", "").strip()
    found = holders.people_seen(Reader.of(request))
    if words:
        found = found.filter(Q(name__icontains=words) | Q(email__icontains=words))
    page = Paginator(found.order_by("name", "email"), AT_ONCE).get_page(page_number(request))
    roles = holders.roles_of(page.object_list)
    units = {unit for held in roles.values() for _, unit in held}
    facts = {
        "page": page, "roles": roles, "names": names_of("units", units), "find": words, "to_page": pages(request),
        "units_shown": holders.units_shown(Reader.of(request), units),
    }  # fmt: skip
    return render(request, "access/people.html", facts)


@needs(SIGNED_IN)
def person(request: HttpRequest, code: str) -> HttpResponse:
    """One person: the roles held, what they let them do and where, and who acts for whom."""
    reader = Reader.of(request)
    found = holders.people_seen(reader).filter(code=code).first()
    if found is None:
        raise Http404
    is_oneself = _is_oneself(reader, found)
    form = LendRoles(request.POST if is_oneself else None) if request.method == "POST" else LendRoles()
    if is_oneself and request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.lend_roles(Acting.of(request), given.pop("person"), **given)
        messages.success(request, _("They act for you from then on."))
        return redirect("person", code)
    return render(request, "access/person.html", _of_person(reader, found) | {"form": form, "is_oneself": is_oneself},
                  status=422 if form.errors else 200)  # fmt: skip


def _of_person(reader: Reader, found: Person) -> dict[str, Any]:
    held, seen = holders.held_by(found), reader_of(found)
    away = Delegation.objects.filter(away=found, ends__gte=today()).select_related("to").order_by("begins")
    acting = Delegation.objects.filter(in_force(today()), to=found).select_related("away").order_by("begins")
    units = {one.unit for one in held} | {one.unit for one in seen.holdings}
    names = names_of("units", units)
    may = [
        (right, " · ".join(sorted(names[unit] for unit in seen.reach(right).units))) for right in May if seen.has(right)
    ]
    return {
        "person": found, "held": held, "may": may, "lent": away, "acts_for": acting, "names": names,
        "named": holders.named_for(found), "units_shown": holders.units_shown(reader, units),
        "may_end": reader.reach(May.GIVE_ROLES).covers(units), "gives": reader.has(May.GIVE_ROLES),
    }  # fmt: skip


@needs(SIGNED_IN)
def person_data(request: HttpRequest, code: str) -> HttpResponse:
    """All that is kept of one person, as a file: for themselves, and for who gives roles."""
    reader = Reader.of(request)
    found = holders.people_seen(reader).filter(code=code).first()
    if found is None:
        raise Http404
    if not (_is_oneself(reader, found) or reader.has(May.GIVE_ROLES)):
        raise Refused(May.GIVE_ROLES.refusal, May.GIVE_ROLES)
    answer = JsonResponse(personal_data.exported(found), json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="{found.code}.json"'
    return answer


@needs(May.GIVE_ROLES)
def erase_person(request: HttpRequest, code: str) -> HttpResponse:
    """Erase what says who somebody is, after asking once more."""
    reader = Reader.of(request)
    found = holders.people_seen(reader).filter(code=code).first()
    if found is None or _is_oneself(reader, found):
        raise Http404
    if request.method == "POST":
        personal_data.erase(Acting.of(request), found, reason=request.POST.get("reason", "").strip()[:500])
        messages.success(request, _("What says who they are is erased. What they did stays on record."))
        return redirect("people")
    return render(request, "access/erase.html", {"person": found})


def _is_oneself(reader: Reader, found: Person) -> bool:
    return reader.person is not None and found.pk == reader.person.pk


@needs(SIGNED_IN)
@require_POST
def take_back(request: HttpRequest, code: str) -> HttpResponse:
    """End what one has lent to somebody."""
    by = Acting.of(request)
    to = Person.objects.filter(code=code, acts_for__away__code=by.code, acts_for__ends__gte=today()).first()
    if to is None:
        raise Http404
    actions.take_roles_back(by, to)
    messages.success(request, _("They no longer act for you."))
    return redirect("person", by.code)
