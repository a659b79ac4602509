"""Pages of the money of plans."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import Http404
from django.utils.formats import get_format
from django.utils.translation import gettext as _

from remit.calculations.standing import KINDS
from remit.documents.charts import Bar, Bars, Mark, Numbers
from remit.exact import SCALE
from remit_web.access.needs import ANYONE, needs
from remit_web.access.readers import Reader
from remit_web.budgets import behind, fundings
from remit_web.budgets.paid_for import paid_for
from remit_web.budgets.words import MEASURES, sight_said
from remit_web.organisation.queries import names_of
from remit_web.plans import sight_behind
from remit_web.plans.queries import head_of, linkage_of
from remit_web.plans.sight import NO_LINKAGE, called
from remit_web.plans.tree import tree_of
from remit_web.plans.views import GRANT, head_or_404, page_of, reaching_of, under_which
from remit_web.shell.formats import period
from remit_web.shell.jinja import address
from remit_web.shell.paging import page_number, pages
from remit_web.shell.words import ROLES_OF_MONEY, STAGES

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from remit_web.plans.queries import Head
    from remit_web.plans.tree import Tree

Facts = dict[str, Any]


@needs(ANYONE)
def plan_money(request: HttpRequest, plan: str) -> HttpResponse:
    """What a plan needs, has and has spent: whole, by element, holder, source and quarter."""
    head, reader = head_or_404(request, plan), Reader.of(request)
    money = fundings.money_of(head.audience, plan)
    linkage: Facts = linkage_of(reader, head) or {}
    totals = sorted(linkage.get("totals", []), key=lambda one: list(STAGES).index(one["stage"]))
    tree = tree_of(head)
    under = under_which(request, tree)
    lines = tree.folded(under, {line.element for line in tree.lines if _has_money(money, line.element)})
    page = Paginator(lines, fundings.AT_ONCE).get_page(page_number(request))
    sources = money["sources"]
    facts = {
        "money": money, "tree": tree, "under": under, "trail": tree.trail(under) if under else [],
        "page": page, "to_page": pages(request), "totals": totals,
        "names": fundings.names_in(
            money["holders"], {one["fund"] for one in sources}, {one["contribution"] for one in sources}
        ),
        "spending": _spending(money), "quarters": {name: _is_quarter(name) for name in money["periods"]},
        "paid": paid_for(reader, plan) if head.kind == GRANT else [],
    }  # fmt: skip
    return page_of(request, head, "budgets/money.html", facts)


def _has_money(money: Facts, element: str) -> bool:
    """Whether any line stands at an element or below it."""
    standing = money["elements"].get(element)
    return bool(standing) and any(standing[name][2] for name in ("required", "unearmarked", "spent"))


def _spending(money: Facts) -> Bars | None:
    """Return what was spent in each quarter, as bars; None where there are not two."""
    spent = [(name, sums[0]) for name, sums in money["periods"].items() if sums[0] is not None and _is_quarter(name)]
    if len(spent) < 2:  # noqa: PLR2004 - one bar says nothing
        return None
    bars = tuple(
        Bar(period(name) if name else _("no period stated"), Mark(Decimal(value) / SCALE)) for name, value in spent
    )
    title = _("Spent, quarter by quarter")
    return Bars(title, title, bars, _("Quarter"), currency_of(money), Numbers(0, get_format("DECIMAL_SEPARATOR")))


def _is_quarter(name: str) -> bool:
    """Whether spending falls into one quarter; what takes longer is not split, and stands apart."""
    return not name or "Q" in name


def currency_of(money: Facts) -> str:
    """Return a funding's currency; nothing where none is stated."""
    return "" if money["currency"] == "XXX" else str(money["currency"])


@needs(ANYONE)
def plan_money_explained(request: HttpRequest, plan: str) -> HttpResponse:
    """The rows of money behind one figure, which add up to it."""
    head = head_or_404(request, plan)
    asked = fundings.Asked.of(request.GET)
    money = fundings.money_of(head.audience, plan)
    if asked.measure not in {*KINDS, "between"} or not _is_there(money, asked):
        raise Http404
    page = fundings.rows_page(money, asked, page_number(request))
    return page_of(
        request, head, "budgets/explained.html",
        {**_explained(request, head, money, asked, page), "to_page": pages(request)},
    )  # fmt: skip


def _is_there(money: Facts, asked: fundings.Asked) -> bool:
    """Whether a plan has what is asked for: a figure of nothing has no page."""
    known = asked.element in money["above"]
    return known and fundings.figure(money, asked) is not None


def _explained(request: HttpRequest, head: Head, money: Facts, asked: fundings.Asked, page: Any) -> Facts:
    rows = [row.facts for row in page]
    every = fundings.lines_of(money, asked) if asked.measure in fundings.BY_LINE else []
    lines = Paginator(every, fundings.AT_ONCE).get_page(page_number(request, "lines"))
    units = {row[name] for row in rows for name in ("holder", "implementer", "counterpart")}
    units |= {line["holder"] for line in lines} | {asked.holder, asked.kept_by or ""}
    funds = {row["fund"] for row in rows} | {asked.fund or ""}
    gifts = {row["contribution"] for row in rows} | {asked.contribution}
    return {
        "money": money, "asked": asked, "sums": fundings.figure(money, asked), "page": page, "MEASURES": MEASURES,
        "lines": lines, "to_lines": pages(request, "lines"),
        "names": fundings.names_in(units - {None, ""}, funds, gifts), "tree": tree_of(head),
    }  # fmt: skip


@needs(ANYONE)
def plan_sight_explained(request: HttpRequest, plan: str) -> HttpResponse:
    """The lines behind one amount along the line of sight, with the share of each that goes this way; they add up to it."""
    head, reader = head_or_404(request, plan), Reader.of(request)
    facts = (
        _brought_explained(request, reader, head) if "role" in request.GET else _own_explained(request, reader, head)
    )
    return page_of(request, head, "budgets/sight_explained.html", {"to_page": pages(request), **facts})


def _own_explained(request: HttpRequest, reader: Reader, head: Head) -> Facts:
    linkage = {**NO_LINKAGE, **(linkage_of(reader, head) or {})}
    asked = sight_behind.Asked.of(request.GET, linkage)
    amount = sight_behind.amount_of(linkage, head.code, asked) if asked else None
    if asked is None or amount is None:
        raise Http404
    tree = tree_of(head)
    lines = behind.own_behind(head.code, asked.sort, amount, tree)
    back = address("plan-line-of-sight", head.code, money="-".join(asked.sort), way="/".join(asked.via))
    names = {(one["plan"], one["element"]): called(one["code"], one["title"]) for one in linkage["elements"]}
    return {
        "what": STAGES[asked.sort.stage], "of": names.get((asked.plan or head.code, asked.element), head.title),
        "which": sight_said(asked, names, names_of("plans", asked.via, "title")), "value": amount.value,
        "incomplete": amount.incomplete, "currency": asked.sort.currency, "between": amount.between,
        "stated": sight_behind.stated(linkage, head.code, asked), "back": back, "by_plan": (),
        **_lines_page(request, head.code, tree, lines),
    }  # fmt: skip


def _brought_explained(request: HttpRequest, reader: Reader, head: Head) -> Facts:
    reaching, asked = reaching_of(head), behind.Asked.of(request.GET)
    found = behind.brought(reaching, asked)
    line = tree_of(head).by_code.get(asked.element)
    of_plan = head_of(reader, asked.plan) if asked.plan else head
    if found is None or line is None or of_plan is None:
        raise Http404
    tree = tree_of(of_plan)
    lines = behind.brought_behind(head, asked, found, tree) if asked.plan else []
    return {
        "what": ROLES_OF_MONEY[asked.role], "of": called(line.code, line.title), "value": found.value,
        "which": of_plan.title if asked.plan else _("from all plans that serve it"),
        "incomplete": found.incomplete, "currency": found.currency, "between": bool(asked.what), "stated": (),
        "back": address("plan-line-of-sight", head.code, role=asked.role), "by_plan": found.plans, "asked": asked,
        "titles": names_of("plans", [one["plan"] for one in found.plans], "title"),
        **_lines_page(request, of_plan.code, tree, lines),
    }  # fmt: skip


def _lines_page(request: HttpRequest, plan: str, tree: Tree, lines: list[behind.Behind]) -> Facts:
    """Return a page of the lines behind an amount, as they are recorded, with names."""
    page = Paginator(lines, fundings.AT_ONCE).get_page(page_number(request))
    recorded = behind.recorded(page)
    rows = list(recorded.values())
    units = {row[name] for row in rows for name in ("holder", "counterpart")} - {None}
    names = fundings.names_in(units, {row["fund"] for row in rows}, {row["contribution"] for row in rows})
    return {"page": page, "recorded": recorded, "names": names, "of_plan": plan, "tree": tree}
