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
from remit_web.budgets import fundings
from remit_web.budgets.paid_for import paid_for
from remit_web.budgets.words import MEASURES
from remit_web.plans.queries import linkage_of
from remit_web.plans.tree import Asked as AskedOfTree
from remit_web.plans.tree import tree_of
from remit_web.plans.views import GRANT, head_or_404, page_of
from remit_web.shell.formats import period
from remit_web.shell.paging import page_number, pages
from remit_web.shell.words import STAGES

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from remit_web.plans.queries import Head

Facts = dict[str, Any]


@needs(ANYONE)
def plan_money(request: HttpRequest, plan: str) -> HttpResponse:
    """What a plan needs, has and has spent: whole, by element, holder, source and quarter."""
    head, reader = head_or_404(request, plan), Reader.of(request)
    money = fundings.money_of(head.audience, plan)
    linkage: Facts = linkage_of(reader, head) or {}
    totals = sorted(linkage.get("totals", []), key=lambda one: list(STAGES).index(one["stage"]))
    tree = tree_of(head)
    lines = [line for line in tree.shown(AskedOfTree()) if _has_money(money, line.element)]
    page = Paginator(lines, fundings.AT_ONCE).get_page(page_number(request))
    sources = money["sources"]
    facts = {
        "money": money, "tree": tree, "page": page, "to_page": pages(request), "totals": totals,
        "names": fundings.names_in(
            money["holders"], {one["fund"] for one in sources}, {one["contribution"] for one in sources}
        ),
        "spending": _spending(money), "paid": paid_for(reader, plan) if head.kind == GRANT else [],
    }  # fmt: skip
    return page_of(request, head, "budgets/money.html", facts)


def _has_money(money: Facts, element: str) -> bool:
    """Whether any line stands at an element or below it."""
    standing = money["elements"].get(element)
    return bool(standing) and any(standing[name][2] for name in ("required", "unearmarked", "spent"))


def _spending(money: Facts) -> Bars | None:
    """Return what was spent in each quarter, as bars; None where there are not two."""
    spent = [(name, sums[0]) for name, sums in money["periods"].items() if sums[0] is not None]
    if len(spent) < 2:  # noqa: PLR2004 - one bar says nothing
        return None
    bars = tuple(
        Bar(period(name) if name else _("no period stated"), Mark(Decimal(value) / SCALE)) for name, value in spent
    )
    title = _("Spent, quarter by quarter")
    return Bars(title, title, bars, _("Quarter"), currency_of(money), Numbers(0, get_format("DECIMAL_SEPARATOR")))


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
        request, head, "budgets/explained.html", _explained(head, money, asked, page) | {"to_page": pages(request)}
    )


def _is_there(money: Facts, asked: fundings.Asked) -> bool:
    """Whether a plan has what is asked for: a figure of nothing has no page."""
    known = asked.element in money["above"]
    return known and (asked.measure == "between" or fundings.figure(money, asked) is not None)


def _explained(head: Head, money: Facts, asked: fundings.Asked, page: Any) -> Facts:
    rows = [row.facts for row in page]
    lines = fundings.lines_of(money, asked) if asked.measure in fundings.BY_LINE else []
    units = {row[name] for row in rows for name in ("holder", "implementer", "counterpart")}
    units |= {line["holder"] for line in lines} | {asked.holder, asked.kept_by or ""}
    funds = {row["fund"] for row in rows} | {asked.fund or ""}
    gifts = {row["contribution"] for row in rows} | {asked.contribution}
    return {
        "money": money, "asked": asked, "sums": fundings.figure(money, asked), "page": page, "MEASURES": MEASURES,
        "between": money["between"], "lines": lines[: fundings.AT_ONCE], "more_lines": len(lines) - fundings.AT_ONCE,
        "names": fundings.names_in(units - {None, ""}, funds, gifts), "tree": tree_of(head),
    }  # fmt: skip
