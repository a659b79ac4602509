"""Pages of this area."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _

from remit.calculations.achievement import achieved
from remit.periods import ImpossiblePeriod, Period
from remit_web.access.needs import ANYONE, needs
from remit_web.access.readers import Reader
from remit_web.collection import rounds
from remit_web.collection.aims import aims_seen
from remit_web.collection.answers import answers_in_round, answers_of_year, asked_for
from remit_web.collection.explained import every_step, explained
from remit_web.collection.lines import Called, lines_of
from remit_web.collection.values import AT_ONCE, behind, corrections, reported, who
from remit_web.figures.queries import At, Shown, told_to
from remit_web.indicators.tables import cells_of, names_of_cells
from remit_web.indicators.words import SHORT, definition
from remit_web.organisation.queries import names_of
from remit_web.shell.downloads import as_csv
from remit_web.shell.jinja import address
from remit_web.units.places import line_of, usual_tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from remit_web.collection.explained import Explained
    from remit_web.organisation.queries import Names


# What a figure was made from


@needs(ANYONE)
def figure(request: HttpRequest, indicator: str, unit: str, period: str) -> HttpResponseBase:
    """One figure, and the rows that add up to it."""
    reader = Reader.of(request)
    at = At(unit, indicator, _period(period), request.GET.get("cell", ""))
    found = explained(reader.audience_of(unit), at)
    if found is None or not told_to(reader, {at: found.shown}):
        raise Http404
    if request.GET.get("format") == "csv":
        return _download(reader, found)
    return render(request, "collection/figure.html", _shown(request, reader, found))


def _period(text: str) -> str:
    try:
        return Period.parse(text).name
    except (ImpossiblePeriod, OverflowError) as error:
        raise Http404 from error


def _shown(request: HttpRequest, reader: Reader, found: Explained) -> dict[str, Any]:
    at, one = found.at, found.one
    page = Paginator(behind(found).values(), AT_ONCE).get_page(request.GET.get("page"))
    values = reported(reader, found, page.object_list)
    line = line_of(at.unit, usual_tree()) or [at.unit]
    names = names_of("units", [*line, *(part.shown.at.unit for part in found.parts)])
    cells = names_of_cells([at.cell, *(row.cell for row in values), *(step.cell for step in every_step(found.own))])
    return {
        "explained": found,
        "shown": found.shown,
        "one": one,
        "at": at,
        "cell": cells[at.cell],
        "cells": cells,
        "cell_names": cells_of(at.cell.partition("=")[0]) if found.made == "remainder" else {},
        "unit_name": names[at.unit],
        "names": names,
        "above": _above(found, names, line),
        "parts": found.parts,
        "how": _(SHORT[one.rule.over_units]),
        "sides": found.by_period if found.made == "largest period" else [],
        "lines": _lines(reader, found, cells),
        "definition": list(definition(one)),
        "who": _who(found),
        "page": page,
        "values": values,
        "indicator_names": {code: other.name for code, other in found.indicators.items()},
        "to": lambda number: address("figure", at.indicator, at.unit, at.period, cell=at.cell, page=number) + "#values",
        "csv": address("figure", at.indicator, at.unit, at.period, cell=at.cell, format="csv"),
        "is_rounded": found.is_rounded or any(row.rounded for row in values),
        "corrections": corrections(found),
        "aims": list(_aims(reader, found)),
    }


def _above(found: Explained, names: dict[str, str], line: list[str]) -> list[tuple[str, str]]:
    at, one = found.at, found.one
    return [
        (one.name, address("indicator", one.code)),
        *((names[unit], address("figure", at.indicator, unit, at.period, cell=at.cell)) for unit in line[:-1]),
        (names[at.unit], address("indicator", one.code, unit=at.unit)),
    ]


def _lines(reader: Reader, found: Explained, cells: Names) -> list[Any]:
    from remit_web.plans.seen import plans_seen  # noqa: PLC0415 - its only use

    if found.made != "own" or not found.own:
        return []
    plans = {step.plan for step in every_step(found.own) if step.plan}
    seen = plans_seen(reader, plans)
    return lines_of(found, Called(names_of("plans", seen, "title") if seen else {}, cells))


def _who(found: Explained) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return who has reported, by name, with the address of each one's figure; nothing where it is the unit itself."""
    answered = who(found)
    if answered is None or (*answered.reported, *answered.missing) == (found.at.unit,):
        return []
    groups = [
        (_("Have not reported"), answered.missing),
        (_("It does not apply to"), answered.not_applicable),
        (_("Reported though nobody expected them"), answered.unexpected),
        (_("Have reported"), answered.reported),
    ]
    names = names_of("units", [code for _name, codes in groups for code in codes])
    at = found.at
    return [
        (title, [(names[code], address("figure", at.indicator, code, at.period)) for code in codes])
        for title, codes in groups
        if codes
    ]


def _aims(reader: Reader, found: Explained) -> Iterator[tuple[Any, str, str, Any]]:
    """Yield what was aimed at for this figure: the aim, its plan, its value as written, and the part of the way gone."""
    at, one = found.at, found.one
    fitting = [
        aim for aim in aims_seen(reader, at.indicator, at.unit) if (aim.period, aim.cell) == (at.period, at.cell)
    ]
    titles = names_of("plans", [aim.plan for aim in fitting], "title")
    for aim in fitting:
        facts = {"value": aim.value, "status": "complete", "denominator": None}
        share = achieved(found.shown.value, aim.value) if aim.kind == "target" else None
        yield aim, titles[aim.plan], Shown(at, facts, one.form).text, share


COLUMNS = (
    "id", "indicator", "unit", "unit_name", "plan", "period", "covers", "cell", "value", "denominator", "status", "method",
    "source", "recorded_at", "counts", "rounded",
)  # fmt: skip


def _download(reader: Reader, found: Explained) -> HttpResponseBase:
    """All values behind a figure, exact but for those that are rounded for the reader."""
    rows = reported(reader, found, behind(found).values())
    words = {True: "yes", False: "no", None: ""}
    told = ("counts", "rounded")
    lines = ([words[getattr(row, name)] if name in told else getattr(row, name) for name in COLUMNS] for row in rows)
    return as_csv(f"{found.at.indicator}-{found.at.unit}-{found.at.period}", COLUMNS, lines)


# Rounds


@needs(ANYONE)
def collection(request: HttpRequest) -> HttpResponseBase:
    """The rounds, and who has reported of those that were asked, by region."""
    found = rounds.all_rounds()
    page = Paginator(found, AT_ONCE).get_page(request.GET.get("page"))
    shown = rounds.with_regions(Reader.of(request), list(page.object_list))
    return render(
        request,
        "collection/collection.html",
        {"rounds": shown, "page": page, "to": lambda number: address("collection", page=number)},
    )


@needs(ANYONE)
def round_(request: HttpRequest, code: str) -> HttpResponseBase:
    """One round: each unit that was asked, of all regions or one, for anything or one indicator, and how far it is."""
    one, reader = _round_or_404(code), Reader.of(request)
    state, region, asked = (request.GET.get(name, "") for name in ("state", "region", "asked"))
    everyone = rounds.units_of(reader, one)
    here = rounds.chosen(everyone, region, "")
    if asked:
        units = asked_for(reader, one, asked)
        here = [row for row in here if row.unit in units]
    wanted = rounds.chosen(here, "", state)
    page = Paginator(wanted, AT_ONCE).get_page(request.GET.get("page"))
    counts = {word: sum(row.state == word for row in here) for word in rounds.STATES}
    where = {"region": region, "asked": asked}
    return render(
        request,
        "collection/round.html",
        {
            "one": one,
            "page": page,
            "rows": rounds.named(page.object_list),
            "state": state,
            "where": where,
            "region": names_of("units", [region])[region] if region else "",
            "asked": names_of("indicators", [asked])[asked] if asked else "",
            "counts": counts,
            "states": {word: _(name) for word, name in rounds.STATES.items()},
            "all": len(here),
            "is_asked": bool(everyone),
            "to": lambda number: address("round", code, **where, state=state, page=number),
        },
    )


def _round_or_404(code: str) -> rounds.OneRound:
    one = next((found for found in rounds.all_rounds() if found.code == code), None)
    if one is None:
        raise Http404
    return one


@needs(ANYONE)
def round_unit(request: HttpRequest, code: str, unit: str) -> HttpResponseBase:
    """What one round asks one unit for, and what the unit has answered."""
    one, reader = _round_or_404(code), Reader.of(request)
    asked = answers_in_round(reader, one, unit)
    if not asked:
        raise Http404
    facts = {"one": one, "unit": unit, "unit_name": names_of("units", [unit])[unit], "asked": asked}
    return render(request, "collection/round_unit.html", facts)


@needs(ANYONE)
def answers(request: HttpRequest, year: str, unit: str) -> HttpResponseBase:
    """The answers of a year that have come from a unit and those below it, of those expected, by indicator."""
    asked = answers_of_year(Reader.of(request), year, unit)
    if not asked:
        raise Http404
    facts = {"year": year, "unit": unit, "unit_name": names_of("units", [unit])[unit], "asked": asked}
    return render(request, "collection/answers.html", facts)
