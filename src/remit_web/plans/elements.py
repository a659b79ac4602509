"""What else is said of one element: what it serves and what serves it, its aims by indicator, decisions behind it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from django.utils.formats import get_format
from django.utils.translation import gettext as _

from remit.documents.charts import Line, Lines, Mark, Numbers
from remit.schema import fraction
from remit_web.organisation.models import Decision
from remit_web.organisation.queries import names_of
from remit_web.plans.models import Element, Link, Mandate, PlanIndicator
from remit_web.plans.seen import plans_seen
from remit_web.plans.tables import AimTable
from remit_web.shell.formats import percent, period
from remit_web.units.queries import latest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from remit_web.access.readers import Reader
    from remit_web.figures.queries import Form
    from remit_web.plans.results import Aim, PlanResults

Named = tuple[str, str]


class LinkTo(NamedTuple):
    """One link, seen from one of its ends: the other end, by its names."""

    plan: str
    plan_title: str
    element: str
    code: str
    title: str
    kind: str
    share: str


@dataclass(frozen=True)
class Links:
    """What an element serves, and what serves it."""

    to: tuple[LinkTo, ...]
    from_: tuple[LinkTo, ...]


class DecisionNamed(NamedTuple):
    """A decision of a governing body."""

    code: str
    name: str
    session: str
    on: date | None
    symbol: str


def serves(reader: Reader, plan: str, element: str) -> Links:
    """Return the links of an element, both ways, to plans that the reader may see."""
    to = list(latest(Link.objects.filter(from_plan=plan, from_element=element)).values_list(
        "to_plan", "to_element", "kind", "share"))  # fmt: skip
    from_ = list(latest(Link.objects.filter(to_plan=plan, to_element=element)).values_list(
        "from_plan", "from_element", "kind", "share"))  # fmt: skip
    every = [*to, *from_]
    seen = plans_seen(reader, {row[0] for row in every})
    plans = names_of("plans", seen, "title")
    titles = names_of("elements", [f"{row[0]}/{row[1]}" for row in every if row[0] in seen], "title")
    codes = _codes({(row[0], row[1]) for row in every})

    def named(rows: list[tuple[str, str, str | None, str | None]]) -> tuple[LinkTo, ...]:
        return tuple(
            LinkTo(
                of, plans[of], one, codes.get((of, one), ""), titles.get(f"{of}/{one}", one), kind or "shared",
                share_said(share),
            )
            for of, one, kind, share in sorted(rows, key=str)
            if of in seen
        )  # fmt: skip

    return Links(named(to), named(from_))


def share_said(share: str | None) -> str:
    """Return a share as people read it: 25 %, or the fraction where it is no whole percentage."""
    part = fraction(share)
    if part is None:
        return ""
    hundredths = part * 100
    return percent(Decimal(int(hundredths)) / 100) if hundredths.denominator == 1 else str(part)


def _codes(names: set[Named]) -> dict[Named, str]:
    rows = latest(Element.objects.filter(plan__in={plan for plan, _ in names}, element__in={one for _, one in names}))
    return {(plan, element): code or "" for plan, element, code in rows.values_list("plan", "element", "code")}


def results_by_unit(results: PlanResults, element: str, unit: str) -> dict[str, list[AimTable]]:
    """Return the aims of an element by indicator; indicators without an aim too."""
    codes = [one.indicator.code for one in results.of(element)]
    codes += [aim.facts["indicator"] for aim in results.aims if aim.facts["element"] == element]
    return {
        code: [AimTable.of(results.aims_of(element, code), unit)]
        for code in dict.fromkeys(codes)
        if code in results.indicators
    }


def means_of(plan: str, element: str) -> dict[str, tuple[str, str]]:
    """Return how each indicator of an element is verified, and how often it is measured."""
    rows = latest(PlanIndicator.objects.filter(plan=plan, element=element))
    return {code: (means or "", often or "") for code, means, often in rows.values_list(
        "indicator", "means_of_verification", "frequency")}  # fmt: skip


def picture_of(results: PlanResults, element: str, code: str, unit: str) -> Lines | None:
    """Return what was reached over the years, from the baseline on, with the line of targets; None where there are not two."""
    one, table = results.indicators[code], AimTable.of(results.aims_of(element, code), unit)
    aims = [table.targets[name] for name in table.periods]
    if len(aims) < 2 or all(aim.number is None for aim in aims):  # noqa: PLR2004 - a line has two ends
        return None
    begun = [aim for aim in table.baselines if aim.number is not None and aim.facts["period"] not in table.periods][:1]
    starts = tuple(Mark(_drawn(aim.number, one.form), note=_("baseline")) for aim in begun)
    reached = tuple(Mark(_drawn(aim.shown.value if aim.shown else None, one.form)) for aim in aims)
    targets = tuple(Mark(_drawn(aim.number, one.form)) for aim in aims)
    lines = (Line(_("reached"), starts + reached), Line(_("target"), starts + targets, is_target=True))
    places = one.form.decimals or 0
    return Lines(
        one.name, _("%(name)s: reached and target, year by year") % {"name": one.name},
        (*map(_begin, begun), *(period(name) for name in table.periods)), lines, one.in_units,
        Numbers(places, get_format("DECIMAL_SEPARATOR")),
    )  # fmt: skip


def _begin(aim: Aim) -> str:
    """Return what the point of a baseline is called."""
    when = aim.facts["period"]
    return _("{period}, baseline").format(period=period(when)) if when else _("baseline")


def _drawn(value: Decimal | None, form: Form) -> Decimal | None:
    return value * 100 if value is not None and form.is_percent else value


def decisions_of(
    plan: str, element: str, others: Iterable[str]
) -> tuple[list[DecisionNamed], dict[str, DecisionNamed]]:
    """Return the decisions that an element carries out; and all that are named here, by code."""
    mandates = list(latest(Mandate.objects.filter(plan=plan, element=element)).values_list("decision", flat=True))
    wanted = {*mandates, *others} - {""}
    rows = latest(Decision.objects.filter(decision__in=wanted)).values_list("decision", "session", "on", "symbol")
    names = names_of("decisions", wanted)
    found = {
        code: DecisionNamed(code, names[code], session or "", on, symbol or "") for code, session, on, symbol in rows
    }
    return [found.get(code, DecisionNamed(code, code, "", None, "")) for code in mandates], found
