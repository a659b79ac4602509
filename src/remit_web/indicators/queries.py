"""What is measured: indicators with their rules, names, and how their values are written."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Q

from remit.indicators import Indicator as Rule
from remit_web.figures.queries import PLAIN, Form
from remit_web.indicators.models import Category, Indicator, IndicatorAxis
from remit_web.organisation.queries import names_of
from remit_web.units.queries import latest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MANY = 5_000
"""So many indicators are found by name at most."""
RECORDED = ("recorded_at", "number")
"""In this order the last row of each key is the one that holds now; of few rows sooner known than by `latest`."""


@dataclass(frozen=True)
class Measured:
    """One indicator as pages show it. `unit`: what is counted; `form`: how its values are written."""

    rule: Rule
    name: str
    unit: str
    currency: str
    form: Form = PLAIN

    @property
    def code(self) -> str:
        return self.rule.code

    @property
    def in_units(self) -> str:
        """What a value is in, for the head of a column: people, CHF, %."""
        return _in_units(self.form, self.unit, self.currency)


class Listed(NamedTuple):
    """One indicator in a list of them; `over_units`, `collected_at` as in its rule."""

    code: str
    name: str
    in_units: str
    form: Form
    over_units: str
    collected_at: str


def measured(codes: Iterable[str] | None = None) -> dict[str, Measured]:
    """Return indicators by code, in order of code; three queries."""
    rows, axes_rows = Indicator._default_manager.all(), IndicatorAxis._default_manager.all()
    if codes is not None:
        wanted = list(codes)
        rows, axes_rows = rows.filter(indicator__in=wanted), axes_rows.filter(indicator__in=wanted)
    axes: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in axes_rows.order_by(*RECORDED).values("indicator", "axis", "whole", "rounded"):
        axes[row["indicator"]].append({**row})
    by_code = {row["indicator"]: row for row in rows.order_by(*RECORDED).values()}
    found = [by_code[code] for code in sorted(by_code)]
    names = names_of("indicators", [row["indicator"] for row in found])
    return {row["indicator"]: _measured(row, axes[row["indicator"]], names[row["indicator"]]) for row in found}


_LISTED = ("indicator", "measure", "unit_of_measure", "currency", "decimals", "over_units", "collected_at")


def listed(codes: Iterable[str] | None = None) -> list[Listed]:
    """Return indicators by the kinds of unit that report, at the end who does the work; by name in each. Two queries."""
    rows = Indicator._default_manager.all() if codes is None else Indicator._default_manager.filter(indicator__in=codes)
    by_code = {row["indicator"]: row for row in rows.order_by(*RECORDED).values(*_LISTED)}
    names = names_of("indicators", by_code)
    found = [_listed(row, names[code]) for code, row in by_code.items()]
    return sorted(found, key=lambda one: (not one.collected_at, one.collected_at, one.name.casefold(), one.code))


def _listed(row: Mapping[str, Any], name: str) -> Listed:
    form = _form(row)
    unit = _in_units(form, row["unit_of_measure"] or "", row["currency"] or "")
    return Listed(row["indicator"], name, unit, form, row["over_units"], row["collected_at"] or "")


def _in_units(form: Form, unit: str, currency: str) -> str:
    if form.is_percent:
        return "%"
    return unit or (currency if currency != "XXX" else "")


def with_needs(*codes: str) -> dict[str, Measured]:
    """Return indicators and those that they are made from: a few queries for each step from one to the next."""
    found: dict[str, Measured] = {}
    wanted = set(codes)
    while wanted:
        more = measured(wanted)
        found |= more
        wanted = {need for one in more.values() for need in one.rule.needs} - found.keys()
    return found


def forms_of(codes: Iterable[str]) -> dict[str, Form]:
    """Return how each indicator's values are written: two numbers on a page are never written in two ways."""
    rows = latest(Indicator._default_manager.filter(indicator__in=list(codes)))
    return {row["indicator"]: _form(row) for row in rows.values("indicator", "measure", "unit_of_measure", "decimals")}


def codes_found(words: str) -> list[str]:
    """Return the codes of the indicators whose code or name, in any language, holds the words; all without words."""
    from remit_web.organisation.models import Text  # noqa: PLC0415 - its only use

    named = Text._default_manager.filter(of="indicators", field="name", text__icontains=words).values("key")
    rows = Indicator._default_manager.filter(Q(indicator__icontains=words) | Q(indicator__in=named)) if words else None
    found = Indicator._default_manager.all() if rows is None else rows
    return sorted(found.values_list("indicator", flat=True).distinct()[:MANY])


def categories_of(axis: str) -> list[str]:
    """Return the categories of an axis in order, those that say nothing more last."""
    rows = latest(Category._default_manager.filter(axis=axis)).values_list("category", flat=True)
    return sorted(set(rows), key=lambda one: (one in {"other", "unknown"}, one == "not-stated", one))


def _measured(row: Mapping[str, Any], axes: Iterable[Mapping[str, Any]], name: str) -> Measured:
    unit, currency = row["unit_of_measure"] or "", row["currency"] or ""
    return Measured(Rule.of(row, axes), name, unit, currency, _form(row))


def _form(row: Mapping[str, Any]) -> Form:
    """A ratio without a unit of its own is a percentage."""
    unit = (row["unit_of_measure"] or "").lower()
    is_percent = row["measure"] == "ratio" and (not unit or "%" in unit or "per cent" in unit or "percent" in unit)
    return Form(row["decimals"], is_percent)
