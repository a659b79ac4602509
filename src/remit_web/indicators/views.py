"""Pages of this area."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _

from remit_web.access.needs import ANYONE, needs
from remit_web.access.readers import Reader
from remit_web.collection.aims import aims_seen
from remit_web.collection.programmes import by_programme
from remit_web.figures.queries import At, figures_of, latest_of
from remit_web.indicators import pictures, tables
from remit_web.indicators.queries import codes_found, listed, measured
from remit_web.indicators.words import SHORT, definition
from remit_web.organisation.queries import named_in_order, names_of
from remit_web.shell.downloads import as_csv
from remit_web.shell.jinja import address
from remit_web.shell.words import AXES, UNIT_KINDS
from remit_web.units.models import Standing
from remit_web.units.places import chosen_top, directly_below, line_of, top_units, usual_tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from remit_web.collection.aims import Aim
    from remit_web.indicators.queries import Measured

AT_ONCE = 100


# The list


@needs(ANYONE)
def indicators(request: HttpRequest) -> HttpResponseBase:
    """Everything that is measured, with its latest figure for the whole federation, or for one of several units at the top."""
    reader, words = Reader.of(request), request.GET.get("find", "").strip()
    page = Paginator(listed(codes_found(words) if words else None), AT_ONCE).get_page(request.GET.get("page"))
    tops = top_units()
    top = chosen_top(tops, request.GET.get("top", ""))
    latest = latest_of(reader, top, {one.code: one.form for one in page})
    adds_up = {rule: _(short) for rule, short in SHORT.items()}
    rows = [(one, adds_up[one.over_units], latest.get(one.code)) for one in page]
    names, several = named_in_order("units", tops), top if len(tops) > 1 else ""
    groups = [(_group(kinds.split()), list(of)) for kinds, of in groupby(rows, key=lambda row: row[0].collected_at)]
    return render(
        request,
        "indicators/indicators.html",
        {
            "groups": groups,
            "page": page,
            "find": words,
            "tops": names,
            "top": top,
            "top_name": dict(names).get(top, ""),
            "to": lambda number: address("indicators", find=words, top=several, page=number),
        },
    )


def _group(kinds: Iterable[str]) -> str:
    """Return what indicators have in common that are collected from some kinds of unit."""
    if not kinds:
        return _("Reported by whoever does the work")
    return _("Collected from: %(kinds)s") % {"kinds": _(" or ").join(str(UNIT_KINDS[kind]) for kind in kinds)}


# One indicator


@needs(ANYONE)
def indicator(request: HttpRequest, indicator: str) -> HttpResponseBase:
    """One indicator: what it says, and its figures by unit, year and breakdown."""
    reader, one = Reader.of(request), measured([indicator]).get(indicator)
    if one is None:
        raise Http404
    tree = usual_tree()
    tops = top_units()
    unit = request.GET.get("unit") or _first(reader, one, tops)
    line = line_of(unit, tree)
    if unit and not line:
        raise Http404
    below = directly_below(unit, tree) if unit else Standing.objects.none()
    if request.GET.get("format") == "csv":
        units = [unit, *below.values_list("unit", flat=True)]
        headers = ("indicator", "unit", "unit_name", "period", "cell", *tables.EXPORTED)
        return as_csv(f"{one.code}-{unit}", headers, tables.exported(reader, one, units))
    page = Paginator(below, AT_ONCE).get_page(request.GET.get("page"))
    facts = {**_shown(request, one, line, page), "tops": named_in_order("units", tops), "top": line[0] if line else ""}
    return render(request, "indicators/indicator.html", facts)


def _first(reader: Reader, one: Measured, units: list[str]) -> str:
    """Return the unit at the top that has figures; else the first."""
    found = figures_of(reader, units, [one.code]).items() if len(units) > 1 else ()
    with_figures = {at.unit for at, shown in found if shown.value is not None}
    return next((unit for unit in units if unit in with_figures), next(iter(units), ""))


def _shown(request: HttpRequest, one: Measured, line: list[str], page: Page[Any]) -> dict[str, Any]:
    reader, unit = Reader.of(request), line[-1] if line else ""
    units = {unit: False, **{place.unit: place.last > place.first for place in page.object_list}}
    every = tables.periods_of(reader, one, units)
    chosen = request.GET.get("period", "")
    period = chosen if chosen in every else _last_year(every)
    axis = request.GET.get("by", "")
    axis = axis if axis in one.rule.axes else ""
    periods = dict(list(every.items())[-tables.LATEST :]) if not request.GET.get("all") else every
    grid = tables.by_category(reader, one, units, period, axis) if axis else tables.by_year(reader, one, units, periods)
    aims = aims_seen(reader, one.code, unit) if unit else []
    names = names_of("units", line)
    return {
        "one": one,
        "unit": unit,
        "unit_name": names[unit],
        "above": [(names[code], address("indicator", one.code, unit=code)) for code in line[:-1]],
        "definition": list(definition(one)),
        "grid": grid,
        "page": page,
        "to": lambda number: address("indicator", one.code, unit=unit, by=axis, period=period, page=number),
        "axis": axis,
        "axes": _axes(one, unit, axis),
        "period": period,
        "periods": list(reversed(every)),
        "earlier": len(every) > len(periods),
        **_pictures(one, grid, aims, period, axis),
        "aims": _aims(aims, one),
        "cells": tables.names_of_cells(aim.cell for aim in aims),
        "programmes": by_programme(reader, one, unit, period) if unit and period else [],
    }


def _last_year(periods: dict[str, bool]) -> str:
    years = [name for name, own in periods.items() if not own]
    return next(reversed(years), next(reversed(list(periods)), ""))


def _axes(one: Measured, unit: str, axis: str) -> list[tuple[str, str, bool]]:
    """Return the ways to break the figures down, as tabs."""
    tabs = [(_("By year"), address("indicator", one.code, unit=unit), not axis)]
    for name in sorted(one.rule.axes):
        title = _("By %(axis)s") % {"axis": AXES[name]}
        tabs.append((title, address("indicator", one.code, unit=unit, by=name), name == axis))
    return tabs


def _pictures(one: Measured, grid: tables.Grid, aims: list[Aim], period: str, axis: str) -> dict[str, Any]:
    if axis:
        return {"over_years": None, "by_unit": None}
    targets = {aim.period: aim.value for aim in aims if aim.kind == "target" and not aim.cell}
    place = next((at for at, column in enumerate(grid.columns) if column.key == period), None)
    return {
        "over_years": pictures.over_years(one, grid, targets),
        "by_unit": pictures.by_unit(one, grid, place) if place is not None else None,
    }


def _aims(aims: list[Aim], one: Measured) -> Iterator[tuple[Aim, str, str]]:
    """Yield aims with the title of their plan and their value as it is written."""
    from remit_web.figures.queries import Shown  # noqa: PLC0415 - writes a value as figures are written

    titles = names_of("plans", [aim.plan for aim in aims], "title")
    for aim in aims:
        facts = {"value": aim.value, "status": "complete", "denominator": None}
        yield aim, titles[aim.plan], Shown(At(aim.unit, one.code, aim.period), facts, one.form).text
