"""Pages of this area: the history of one thing, and the whole record for those who read it."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _

from remit_web.access.acting import Acting, Refused
from remit_web.access.models import Person
from remit_web.access.needs import SIGNED_IN, needs
from remit_web.access.readers import Reader
from remit_web.access.rights import May
from remit_web.audit import words
from remit_web.audit.actions import record as recorded
from remit_web.audit.export import COLUMNS, cells, exported, json_lines
from remit_web.history import reading
from remit_web.history.said import said
from remit_web.history.things import thing_of
from remit_web.history.versions import NAMES, versions_of
from remit_web.shell.downloads import as_csv, as_json_lines
from remit_web.shell.paging import page_number, pages

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from remit_web.audit.models import Record

AT_ONCE = 50
WORDS = {"thing_kind": words.thing, "field_name": words.field, "table_name": NAMES.__getitem__}
ASKED = ("person", "action", "of", "key", "unit", "from", "to")


# One thing


@needs(SIGNED_IN)
def history(request: HttpRequest, of: str, key: str) -> HttpResponse:
    """What happened to one thing: who did what, and how its rows have changed."""
    reader = Reader.of(request)
    thing = thing_of(reader, of, key)
    if thing is None:
        raise Http404
    if not reading.may_read(reader, thing):
        raise Refused(
            _("What happened here is shown to people of the unit, and of those above it."), May.READ_WHOLE, thing.unit
        )
    page: Any = Paginator(reading.of_thing(reader, thing).order_by("-pk"), AT_ONCE).get_page(page_number(request))
    page.object_list = said(reader, page.object_list, thing)
    rows = versions_of(thing) if reading.may_see_rows(reader, thing) else []
    facts = {
        "thing": thing, "page": page, "to_page": pages(request), **WORDS,
        "versions": Paginator(rows, AT_ONCE).get_page(page_number(request, "rows")), "to_rows": pages(request, "rows"),
    }  # fmt: skip
    return render(request, "history/history.html", facts)


# The whole record


@needs(May.READ_RECORD)
def record(request: HttpRequest) -> HttpResponse:
    """The record of everything that was done, as far as the reader's reach; some of it, by who, what, on what and when."""
    reader, asked = Reader.of(request), _asked(request)
    page: Any = Paginator(_found(reader, asked).order_by("-pk"), AT_ONCE).get_page(page_number(request))
    page.object_list = said(reader, page.object_list)
    facts = {
        "page": page, "to_page": pages(request), "asked": asked, "actions": words.ACTIONS, "things": words.THINGS,
        "asked_for": urlencode({name: text for name, text in asked.items() if text}), "is_filtered": any(asked.values()), **WORDS,
    }  # fmt: skip
    return render(request, "history/record.html", facts)


@needs(May.READ_RECORD)
def record_export(request: HttpRequest) -> HttpResponseBase:
    """The same to take away, in the order in which it was written. That it was taken is recorded, too."""
    reader, asked = Reader.of(request), _asked(request)
    form = "csv" if request.GET.get("format") == "csv" else "jsonl"
    some = {name: text for name, text in asked.items() if text}
    recorded(Acting.of(request).as_oneself(), "record.exported", after={"format": form, **some})
    rows = exported(_found(reader, asked).order_by("pk"))
    return as_csv("record", COLUMNS, cells(rows)) if form == "csv" else as_json_lines("record", json_lines(rows))


def _asked(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "").strip() for name in ASKED}


def _found(reader: Reader, asked: dict[str, str]) -> QuerySet[Record]:
    """Return the records that were asked for, of those that the reader may read."""
    rows = reading.whole(reader)
    for name in ("action", "of", "key", "unit"):
        rows = rows.filter(**{name: asked[name]}) if asked[name] else rows
    if asked["person"]:
        words = Q(name__icontains=asked["person"]) | Q(email__iexact=asked["person"]) | Q(code=asked["person"])
        codes = Person.objects.filter(words).values("code")
        rows = rows.filter(Q(person__in=codes) | Q(acting_for__in=codes) | Q(person=asked["person"]))
    if first := _day(asked["from"]):
        rows = rows.filter(at__gte=datetime.combine(first, time.min, UTC))
    if last := _day(asked["to"]):
        rows = rows.filter(at__lte=datetime.combine(last, time.max, UTC))
    return rows


def _day(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date() if text else None  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None
