"""Pages of this area."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render

from remit_web.access.holders import may_look
from remit_web.access.needs import ANYONE, needs
from remit_web.access.readers import Reader
from remit_web.budgets.of_partners import contributions_of
from remit_web.budgets.paid_for import paid_by
from remit_web.figures.headlines import headlines
from remit_web.figures.queries import answer, figures_of, kept_at
from remit_web.indicators.of_units import reported_at, world_map, year_by_year
from remit_web.indicators.queries import measured
from remit_web.organisation import trees
from remit_web.organisation.countries import (
    country_facts,
    country_list,
    country_name,
    plans_named,
    units_named,
)
from remit_web.organisation.country_page import (
    by_holder,
    indicators_of_people,
    parts_of_others,
    people_reached,
    plan_money,
    served,
    year_of_people,
)
from remit_web.organisation.lines import lines_of
from remit_web.organisation.part_seen import part_seen
from remit_web.organisation.queries import names_of
from remit_web.organisation.units import countries_of, portrait, stood_under
from remit_web.plans.of_units import plans_of, tasks_of
from remit_web.plans.seen import plans_seen
from remit_web.shell.formats import period
from remit_web.shell.paging import page_number, pages
from remit_web.units.places import line_of, tops, usual_tree

if TYPE_CHECKING:
    from django.core.paginator import Page
    from django.http import HttpRequest, HttpResponse

    from remit_web.indicators.queries import Measured
    from remit_web.organisation.countries import Facts
    from remit_web.organisation.lines import Line
    from remit_web.organisation.units import Portrait

NO_TREE = "-"
"""The address of the units that stand in no tree."""
AT_ONCE = 100
NOT_NUMBERS = {"text", "milestone", "yes/no"}


@needs(ANYONE)
def units(request: HttpRequest) -> HttpResponse:
    """The tree, level by level; `tree` and `under` say which, `-` is for the units that stand in none."""
    codes = trees.tree_choices()
    tree = request.GET.get("tree") or (codes[0] if codes else NO_TREE)
    if tree == NO_TREE:
        return _outside(request, codes)
    asked = request.GET.get("under", "")
    under = asked or _only_top(tree)
    place = trees.place_of(tree, under)
    if tree not in codes or (asked and place is None):
        raise Http404
    facts = {"tree": tree, "codes": codes, "place": place, "country_name": country_name, "to_page": pages(request)}
    return render(request, "organisation/units.html", facts | _level(tree, under, page_number(request)))


def _level(tree: str, under: str, number: int) -> dict[str, Any]:
    """Return who stands under a unit, and all that a page says of them."""
    page = trees.under(tree, under, number)
    trail = line_of(under, tree)[:-1]
    shown = [*trail, under, *(one.unit for one in trees.every(list(page)))]
    names = names_of("units", shown)
    if not page.has_other_pages():  # of several pages, each in order of names would be in none
        page.object_list = trees.by_name(list(page), names)
    return {"page": page, "trail": trail, "names": names, "places": countries_of(shown)}


def _outside(request: HttpRequest, codes: list[str]) -> HttpResponse:
    page = trees.in_no_tree(page_number(request))
    facts: dict[str, Any] = {
        "tree": NO_TREE,
        "codes": codes,
        "page": page,
        "names": names_of("units", [row["unit"] for row in page]),
        "to_page": pages(request),
    }
    return render(request, "organisation/no_tree.html", facts)


def _only_top(tree: str) -> str:
    """Return the unit at the top; empty where several stand there."""
    found = tops(tree)
    return found[0] if len(found) == 1 else ""


@needs(ANYONE)
def units_map(request: HttpRequest) -> HttpResponse:
    """One indicator in one year: a map by country, and the table of the units that it shows."""
    reader = Reader.of(request)
    countries = country_list(reader)
    above = tops(usual_tree())
    periods = reported_at(reader, above)
    every = {code: one for code, one in measured(periods).items() if one.rule.measure not in NOT_NUMBERS}
    first = [*headlines(reader, next(iter(above), "")), *periods]
    chosen = every.get(request.GET.get("indicator") or next((code for code in first if code in every), ""))
    facts: dict[str, Any] = {"indicators": every.values(), "chosen": chosen, "years": [], "rows": None}
    if chosen is not None:
        facts |= _on_map(request, reader, chosen, periods[chosen.code], countries)
    return render(request, "organisation/map.html", facts)


def _on_map(
    request: HttpRequest, reader: Reader, one: Measured, periods: list[str], countries: list[Facts]
) -> dict[str, Any]:
    """Return the figures of the year asked for, of the unit that stands for each country."""
    asked = request.GET.get("year", "")
    year = asked if asked in periods else _last_full(periods)
    hosts = {facts["code"]: facts["hosts"] for facts in countries if facts["hosts"]}
    everyone = [unit for units in hosts.values() for unit in units]
    figures = figures_of(reader, everyone, [one.code], periods=[year], forms={one.code: one.form})
    shown = {at.unit: figure for at, figure in figures.items()}
    names = {code: country_name(code) for code in hosts}
    alone = {code: shown.get(units[0]) for code, units in hosts.items() if len(units) == 1}
    rows = [(code, unit, shown.get(unit)) for code, units in hosts.items() for unit in units]
    page = Paginator(rows, AT_ONCE).get_page(page_number(request))
    units = names_of("units", [unit for _, unit, _ in page])
    return {
        "years": periods, "year": year, "rows": page, "countries": names, "names": units,
        "map": world_map(one, period(year), alone, names),
        "to_page": pages(request),
    }  # fmt: skip


def _last_full(periods: list[str]) -> str:
    """Return the latest year that most have had time to report for: the one before the year that is running."""
    kept = kept_at()
    running = str(kept[1].year) if kept else ""
    return next((one for one in periods if one < running), periods[0])


@needs(ANYONE)
def unit(request: HttpRequest, unit: str) -> HttpResponse:
    """One unit: what it is, how it stands, its plans, tasks and money."""
    found = portrait(unit)
    if found is None:
        raise Http404
    reader = Reader.of(request)
    gifts = contributions_of(unit)
    facts = {
        "found": found,
        "countries": {code: country_name(code) for code in found.countries},
        "figures": year_by_year(reader, unit),
        "plans": plans_of(reader, unit),
        "gifts": gifts,
        "paid": paid_by(reader, [one.code for one in gifts]) if gifts else [],
        "tasks": tasks_of(reader, unit, page_number(request, "tasks")),
        "shows_access": may_look(reader, unit),
    }
    facts |= {f"to_{name}": pages(request, name) for name in ("below", "lines", "tasks")}
    return render(request, "organisation/unit.html", facts | _around(request, reader, found))


def _around(request: HttpRequest, reader: Reader, found: Portrait) -> dict[str, Any]:
    """Return who stands above and below a unit, its lines, and what all these are called."""
    tree = _tree_of(found)
    trail = line_of(found.unit, tree)[:-1]
    stood = {} if tree else stood_under(found.unit)
    below = trees.under(tree, found.unit, page_number(request, "below")) if tree else None
    lines = _lines_page(request, reader, found.unit)
    named = {*trail, found.unit, *stood, *(step.unit for step in (*found.came_from, *found.went_into))}
    named |= {place.unit for place in below or ()} | {line.facts["holder"] for line in lines or ()}
    names = names_of("units", named)
    return {"tree": tree, "trail": trail, "stood": stood, "below": below, "lines": lines, "names": names}


def _tree_of(found: Portrait) -> str:
    """Return the tree in which a unit is shown: the usual one where it stands there."""
    usual = usual_tree()
    return usual if usual in found.trees else next(iter(found.trees), "")


def _lines_page(request: HttpRequest, reader: Reader, unit: str) -> Page[Line] | None:
    """Return a page of the lines that a unit holds or carries out; None where it has none."""
    kept = _kept_lines(reader, unit)
    if kept is None or not kept["lines"]:
        return None
    page: Page[Any] = Paginator(kept["lines"], AT_ONCE).get_page(page_number(request, "lines"))
    page.object_list = lines_of(page.object_list)
    return page


def _kept_lines(reader: Reader, unit: str) -> Facts | None:
    """Return the lines of a unit for what the reader sees there, of plans that the reader may see."""
    whole: Facts | None = answer(reader, "unit-lines", unit, unit)
    return None if whole is None else part_seen(whole, plans_seen(reader, plans_named(whole)))


@needs(ANYONE)
def countries(request: HttpRequest) -> HttpResponse:
    """Every country where units live; those with plans first."""
    every = country_list(Reader.of(request))
    with_plans = [facts for facts in every if facts["plans"] or facts["of_partners"]]
    rest = [facts for facts in every if not (facts["plans"] or facts["of_partners"])]
    others = Paginator(rest, AT_ONCE).get_page(page_number(request))
    shown = [*with_plans, *others]
    facts = {
        "with_plans": [(facts, plan_money(facts)) for facts in with_plans], "others": others,
        "names": names_of("units", {unit for facts in shown for unit in facts["hosts"]}),
        "titles": names_of("plans", {plan for facts in with_plans for plan in (*facts["plans"], *facts["of_partners"])}, "title"),
        "country_name": country_name, "to_page": pages(request),
    }  # fmt: skip
    return render(request, "organisation/countries.html", facts)


@needs(ANYONE)
def country(request: HttpRequest, country: str) -> HttpResponse:
    """One country, on two sides of paper."""
    facts = _country_facts(Reader.of(request), country)
    if facts is None:
        raise Http404
    year = year_of_people(facts, request.GET.get("year", ""))
    people = people_reached(facts, year, measured(indicators_of_people(facts, year)))
    shown = {
        "facts": facts, "name": country_name(country), "holders": by_holder(facts), "plans": plan_money(facts),
        "parts": parts_of_others(facts), "people": people, "year": year, "years": list(facts["people"]),
        "served": served(facts), "names": names_of("units", units_named(facts)),
        "titles": names_of("plans", plans_named(facts), "title"), "on": date.fromisoformat(facts["on"]),
    }  # fmt: skip
    return render(request, "organisation/country.html", shown)


def _country_facts(reader: Reader, code: str) -> Facts | None:
    """Return what the reader sees of a country: the whole for who sees the whole of every host, of plans that are seen."""
    base = country_facts(code, reader.base)
    if base is None or reader.audience_of_all(base["hosts"]) != "whole":
        return base
    whole = country_facts(code, "whole")
    return base if whole is None else part_seen(whole, plans_seen(reader, plans_named(whole)), base["partners"])
