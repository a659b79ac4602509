"""Where we stand, one priority explained, and search."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers

from remit_web.access.needs import ANYONE, needs
from remit_web.access.readers import Reader
from remit_web.figures.queries import kept_at
from remit_web.indicators.queries import measured
from remit_web.organisation.models import Unit
from remit_web.organisation.queries import named_in_order, names_of
from remit_web.overview import attention, queries
from remit_web.overview.key_figures import key_figures, most_reported, named_by, that_add_up
from remit_web.overview.search import FEW, KINDS, find
from remit_web.plans.queries import listed
from remit_web.plans.results import name_of_state
from remit_web.plans.seen import visible
from remit_web.shell.jinja import address
from remit_web.units.places import chosen_top, top_units

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

ON_A_PAGE = 100


@needs(ANYONE)
def overview(request: HttpRequest) -> HttpResponse:
    """Say where the federation stands in a year; of several units at the top, key figures are of the one that is chosen."""
    reader, tops = Reader.of(request), top_units()
    audience = reader.audience_of_all(tops)
    years = queries.years(audience)
    if not years:
        return _without_figures(request, reader)
    year, top = _chosen(request, years), chosen_top(tops, request.GET.get("top", ""))
    kept = queries.answers(audience, year)
    stand = kept.get("priorities")
    nearby = stand or queries.answers(audience, years[0]).get("priorities")  # a year before has the same key figures
    most = [] if nearby else most_reported(reader, top, year)
    whole = request.GET.get("attention", "")
    cut = attention.listed(kept.get("attention"), whole)
    known = measured(queries.indicators_of(nearby) | attention.indicators_of(cut) | {*most})
    keys = named_by(nearby, known) if nearby else that_add_up(most, known)
    rows, names = queries.priority_rows(reader, stand, known), named_in_order("units", tops)
    return render(
        request,
        "overview/overview.html",
        {
            "tops": names,
            "top": top,
            "top_name": dict(names).get(top, ""),
            "year": year,
            "years": years,
            "stand": stand,
            "strategy": names_of("plans", [stand["plan"]], "title")[stand["plan"]] if stand else "",
            "rows": rows,
            "in_": queries.scale(rows),
            "money_of": queries.time_of_money(rows, year),
            "keys": key_figures(reader, top, keys, _from(years, year), known),
            "groups": attention.groups(cut, known),
            "whole_group": whole,
            "reported": queries.reported_rows(kept.get("incomplete")),
        },
    )


def _without_figures(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Say what there is where no year has a figure that the reader may see; of an empty database, how to begin."""
    if kept_at() is None:
        return render(request, "overview/first_run.html")
    plans = visible(reader)
    facts = {
        "page": listed(reader, plans, 1),
        "name_of_state": name_of_state,
        "units": Unit._default_manager.values("unit").distinct().count(),
    }
    return render(request, "overview/without_figures.html", facts)


def _chosen(request: HttpRequest, years: list[str]) -> str:
    year = request.GET.get("year", "")
    return year if year in years else years[0]


def _from(years: list[str], year: str) -> list[str]:
    return years[years.index(year) :]


@needs(ANYONE)
def priority(request: HttpRequest, plan: str, element: str) -> HttpResponse:
    """Say what the figures of one priority are made of."""
    reader = Reader.of(request)
    audience = reader.audience_of_all(top_units())
    years = queries.years(audience)
    year = _chosen(request, years) if years else ""
    stand = queries.answers(audience, year).get("priorities")
    if not stand or stand["plan"] != plan:
        raise Http404
    rows = [
        row
        for row in queries.priority_rows(reader, stand, measured(queries.indicators_of(stand)))
        if row.element == element
    ]
    if not rows:
        raise Http404
    money = queries.money_of(rows[0])
    names = {
        "plan": names_of("plans", [plan, *money.plans], "title"),
        "unit": names_of("units", [rows[0].aim.get("unit")]),
    }
    return render(
        request,
        "overview/priority.html",
        {"row": rows[0], "year": year, "years": years, "money": money, "names": names},
    )


@needs(ANYONE)
def search(request: HttpRequest) -> HttpResponse:
    """Find units, plans, lines of plans and indicators; a script asks for a few, to show under the field."""
    words, kind = request.GET.get("q", "").strip(), request.GET.get("kind", "")
    one = kind if kind in KINDS else ""
    found = find(Reader.of(request), words, (one,) if one else tuple(KINDS))
    context: dict[str, Any] = {"words": words, "found": found, "kind": one, "few": FEW}
    if one and found:
        page = Paginator(found[0].keys, ON_A_PAGE).get_page(request.GET.get("page"))
        first = page.start_index() - 1
        context |= {"page": page, "hits": found[0].hits(first, first + ON_A_PAGE)}
        context["to_page"] = lambda number: address("search", q=words, kind=one, page=number)
    live = "HX-Request" in request.headers
    response = render(request, "overview/_found.html" if live else "overview/search.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@needs(ANYONE)
def line_of_sight(request: HttpRequest) -> HttpResponse:
    """Go to the line of sight of the strategy in force."""
    audience = Reader.of(request).audience_of_all(top_units())
    for year in queries.years(audience):
        if stand := queries.answers(audience, year).get("priorities"):
            return redirect("plan-line-of-sight", stand["plan"])
    return render(request, "overview/no_strategy.html")
