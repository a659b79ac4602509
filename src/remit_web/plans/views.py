"""Pages of this area."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _

from remit_web.access.needs import ANYONE, needs
from remit_web.access.readers import Reader
from remit_web.budgets.fundings import lines_at, money_of, names_in
from remit_web.budgets.paid_for import paid_for
from remit_web.drafts.queries import may_look
from remit_web.figures.queries import answered
from remit_web.indicators.tables import names_of_cells
from remit_web.organisation.queries import names_of
from remit_web.plans import queries, sight, sight_pictures
from remit_web.plans.chapters import assumptions_of, chapters_of, risks_of
from remit_web.plans.elements import decisions_of, means_of, picture_of, results_by_unit, serves
from remit_web.plans.results import name_of_state, results_of
from remit_web.plans.seen import visible
from remit_web.plans.tables import AimTable
from remit_web.plans.tree import Asked, Tree, tree_of
from remit_web.shell.paging import page_number, pages
from remit_web.shell.words import ROLES_OF_MONEY

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from remit_web.plans.queries import Head

LINES_AT_ONCE = 200
GRANT = "grant"
"""The kind of plan that pays for lines of other plans."""


@needs(ANYONE)
def plans(request: HttpRequest) -> HttpResponse:
    """All plans that the reader may see, with how each stands."""
    reader = Reader.of(request)
    asked = {name: request.GET.get(name, "").strip() for name in ("words", "unit", "period")}
    every = visible(reader)
    some = queries.found(every, **asked)
    kinds = queries.kinds_of(some)
    kind = request.GET.get("kind", "")
    page = queries.listed(reader, some.filter(kind=kind) if kind else some, page_number(request))
    units, periods = queries.choices(every)
    facts = {
        "page": page, "to_page": pages(request), "kinds": kinds, "kind": kind, "asked": asked, "units": units,
        "periods": periods, "name_of_state": name_of_state, "is_filtered": any(asked.values()),
    }  # fmt: skip
    return render(request, "plans/plans.html", facts)


def head_or_404(request: HttpRequest, plan: str) -> Head:
    """Return a plan that the reader may see; for any other there is no page."""
    head = queries.head_of(Reader.of(request), plan)
    if head is None:
        raise Http404
    return head


def page_of(request: HttpRequest, head: Head, template: str, facts: dict[str, Any]) -> HttpResponse:
    """Return one of the pages of a plan."""
    return render(request, template, {"head": head, "shows_draft": may_look(Reader.of(request), head), **facts})


@needs(ANYONE)
def plan(request: HttpRequest, plan: str) -> HttpResponse:
    """The elements of a plan as a tree: who answers for each, when, its results and its money."""
    head, reader = head_or_404(request, plan), Reader.of(request)
    tree, results = tree_of(head), results_of(reader, head)
    asked = _asked(request, tree)
    lines = tree.shown(asked, results.headlines)
    page = Paginator(lines, LINES_AT_ONCE).get_page(page_number(request))
    money = money_of(head.audience, plan)
    facts = {
        "tree": tree, "asked": asked, "page": page, "to_page": pages(request), "results": results, "money": money,
        "may_be_behind": bool(results.headlines), "has_results": any(results.of(line.element) for line in page),
        "has_money": bool(money["rows"]),
        "has_dates": any(line.years or line.due or line.horizon for line in page),
        "has_units": any(line.answering for line in page), "trail": tree.trail(asked.under) if asked.under else [],
        "titles": names_of("plans", [head.part_of], "title"),
        "paid": paid_for(reader, plan) if head.kind == GRANT else [],
    }  # fmt: skip
    return page_of(request, head, "plans/plan.html", facts)


def _asked(request: HttpRequest, tree: Tree) -> Asked:
    named = {name: request.GET.get(name, "").strip() for name in ("words", "unit", "horizon")}
    return Asked(**named, behind=bool(request.GET.get("behind")), under=under_which(request, tree))


def under_which(request: HttpRequest, tree: Tree) -> str:
    """Return the line under which a page shows the tree; empty for the whole of it."""
    under = request.GET.get("under", "")
    if under and under not in tree.by_code:
        raise Http404
    return under


@needs(ANYONE)
def element(request: HttpRequest, plan: str, element: str) -> HttpResponse:
    """One line of a plan, with all that is said of it."""
    head, reader = head_or_404(request, plan), Reader.of(request)
    tree = tree_of(head)
    line = tree.by_code.get(element)
    if line is None:
        raise Http404
    results = results_of(reader, head)
    reaching = reaching_of(head)
    rows = Paginator(lines_at(plan, element), LINES_AT_ONCE).get_page(page_number(request))
    used = list(rows.object_list)
    units = {row[name] for row in used for name in ("holder", "implementer", "counterpart") if row[name]}
    by_unit = results_by_unit(results, element, head.unit)
    others = [aim.facts for tables in by_unit.values() for table in tables for aim in table.others]
    units |= {aim["unit"] for aim in others}
    facts = {
        "line": line, "brought": reaching["elements"].get(element), "currency": reaching["currency"],
        "cells": names_of_cells(aim["cell"] for aim in others),
        "tree": tree, "trail": tree.trail(element), "below": tree.below(element),
        "links": serves(reader, plan, element), "headlines": results.of(element), "by_indicator": by_unit,
        "means": means_of(plan, element),
        "indicators": results.indicators, "pictures": {code: picture_of(results, element, code, head.unit) for code in by_unit},
        "money": money_of(head.audience, plan), "rows": rows, "to_page": pages(request),
        "names": names_in(units, {row["fund"] for row in used}, {row["contribution"] for row in used}),
        "risks": risks_of(plan, element), "assumptions": assumptions_of(plan, element),
        "decisions": decisions_of(plan, element, [aim.facts["decision"] for aim in results.aims]),
        "description": names_of("elements", [f"{plan}/{element}"], "description").get(f"{plan}/{element}", ""),
    }  # fmt: skip
    return page_of(request, head, "plans/element.html", facts)


@needs(ANYONE)
def plan_indicators(request: HttpRequest, plan: str) -> HttpResponse:
    """Every indicator of a plan: where it began, what was aimed at and reached year by year, and how it stands."""
    head, reader = head_or_404(request, plan), Reader.of(request)
    tree, results = tree_of(head), results_of(reader, head)
    rows = [
        (line, one, AimTable.of(results.aims_of(line.element, one.indicator.code), head.unit))
        for line in tree.lines
        for one in results.of(line.element)
    ]
    page = Paginator(rows, queries.AT_ONCE).get_page(page_number(request))
    years = sorted({year for _, _, table in page for year in table.periods})
    facts = {"page": page, "to_page": pages(request), "years": years}
    return page_of(request, head, "plans/indicators.html", facts)


@needs(ANYONE)
def plan_risks(request: HttpRequest, plan: str) -> HttpResponse:
    """What may go wrong, and what must hold."""
    head = head_or_404(request, plan)
    facts = {"risks": risks_of(plan), "assumptions": assumptions_of(plan), "tree": tree_of(head)}
    return page_of(request, head, "plans/risks.html", facts)


@needs(ANYONE)
def plan_chapters(request: HttpRequest, plan: str) -> HttpResponse:
    """The narrative of a plan."""
    head = head_or_404(request, plan)
    return page_of(request, head, "plans/chapters.html", {"chapters": chapters_of(head)})


@needs(ANYONE)
def plan_line_of_sight(request: HttpRequest, plan: str) -> HttpResponse:
    """Where the money of a plan goes, share by share; and what other plans bring to it."""
    head, reader = head_or_404(request, plan), Reader.of(request)
    linkage = {**sight.NO_LINKAGE, **(queries.linkage_of(reader, head) or {})}
    reaching = reaching_of(head)
    facts: dict[str, Any] = {
        "linkage": linkage,
        "reaching": reaching,
        "sort": None,
        "via": (),
        "role": "",
        "brought": [],
    }
    facts |= _own_money(request, head, linkage) if linkage["totals"] else {}
    facts |= _brought(request, head, reaching) if reaching["elements"] else {}
    plans = sight.plans_named(linkage) | sight.plans_reaching(reaching) | {head.code}
    return page_of(request, head, "plans/sight.html", facts | {"titles": names_of("plans", plans, "title")})


def reaching_of(head: Head) -> dict[str, Any]:
    """Return what all plans bring to this one."""
    return {**sight.NOTHING_REACHES, **(answered(head.audience, "reaching", head.code) or {})}


def _own_money(request: HttpRequest, head: Head, linkage: dict[str, Any]) -> dict[str, Any]:
    """Return the plan's own money of one sort, along one way from plan to plan."""
    sorts, ways = sight.sorts(linkage), sight.paths(linkage)
    sort = next((one for one in sorts if "-".join(one) == request.GET.get("money")), sorts[0])
    via = next((one for one in ways if "/".join(one) == request.GET.get("way")), ways[-1] if ways else (head.code,))
    total = next(one for one in linkage["totals"] if (one["stage"], one["currency"]) == sort)
    return {
        "sorts": sorts, "ways": ways, "sort": sort, "via": via, "total": total,
        **_own_lines(request, head, sight.lines(linkage, head.code, via, sort)),
        "reached": [(plan, [line for line in sight.lines(linkage, plan, via, sort) if line.amount is not None])
                    for plan in via[1:]],
        "served": next((one for one in total["serves"] if tuple(one["via"]) == via), None),
        "flow": sight_pictures.flow_of_plan(linkage, via, sort),
        "codes": {(one["plan"], one["element"]): one["code"] for one in linkage["elements"]},
    }  # fmt: skip


def _own_lines(request: HttpRequest, head: Head, lines: list[sight.SightLine]) -> dict[str, Any]:
    """Return the lines of a plan's own money with their places in its tree, as deep as fits; activities without money too."""
    tree = tree_of(head)
    by_element = {line.facts["element"]: line for line in lines}
    with_money = {code for code, line in by_element.items() if line.own is not None or line.to}
    activities = {line.element for line in tree.lines if line.is_ == "activity" and line.parent in with_money}
    under = under_which(request, tree)
    shown = tree.folded(under, (with_money | activities) & by_element.keys())
    page = Paginator(shown, LINES_AT_ONCE).get_page(page_number(request))
    return {
        "own": [(line, by_element[line.element]) for line in page], "page": page, "to_page": pages(request),
        "under": under, "trail": tree.trail(under) if under else [],
    }  # fmt: skip


def _brought(request: HttpRequest, head: Head, reaching: dict[str, Any]) -> dict[str, Any]:
    """Return what all plans bring to this one, by its elements."""
    role = request.GET.get("role", "")
    role = role if role in ROLES_OF_MONEY else "need"
    tree = tree_of(head)
    tops = [(head.code, line.element) for line in tree.lines if _is_top(tree, line.element)]
    titles = {(head.code, line.element): (line.code, line.title) for line in tree.lines}
    plans = sorted(sight.plans_reaching(reaching))
    titles |= {
        (plan, ""): ("", title) for plan, title in ((plan, names_of("plans", plans, "title")[plan]) for plan in plans)
    }
    return {
        "role": role, "roles": ROLES_OF_MONEY,
        "brought": [(line, reaching["elements"][line.element]) for line in tree.lines if line.element in reaching["elements"]],
        "brought_flow": sight_pictures.flow_of_reaching(
            reaching, role, tops, titles, _("What plans bring to %(plan)s") % {"plan": head.title}
        ),
    }  # fmt: skip


def _is_top(tree: Tree, element: str) -> bool:
    """Whether nothing but headings stands above an element."""
    above = [tree.by_code[one] for one in tree.above[element][1:-1]]
    return not tree.by_code[element].is_heading and all(line.is_heading for line in above)
