"""The list of indicators written by hand: the same middleware, sign-in, base page and rows, and nothing else.

What a programmer would write for this one page, in one language: a query for each table, and every row spelled out. Its
rows are those of the application's page letter by letter; `benchmarks.pages` sees to it.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.template import engines
from django.urls import include, path

from remit.calculations.notes import sentence
from remit_web.access.needs import ANYONE, needs
from remit_web.access.readers import Reader
from remit_web.figures.models import Figure
from remit_web.indicators.models import Indicator
from remit_web.indicators.words import SHORT
from remit_web.organisation.models import Text
from remit_web.shell.formats import NOTHING, number, percent, period
from remit_web.units.places import top_unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest

ROWS = 100
PAGE = """
{% extends "shell/base.html" %}
{% block title %}Indicators{% endblock %}
{% block content %}
<table class="table table-stack mb-0">
<thead><tr>
<th>Indicator</th><th>Counted in</th><th>Over units</th><th class="num">Latest</th><th>For</th><th>Reported</th>
</tr></thead>
<tbody>
{% for row in rows %}
<tr>
<th scope="row"><a href="/indicators/{{ row.code }}/">{{ row.name }}</a>
{% if row.name != row.code %}<bdi class="code">{{ row.code }}</bdi>{% endif %}</th>
<td data-label="Counted in">{{ row.counted_in }}</td>
<td data-label="Over units">{{ row.over_units }}</td>
<td data-label="Latest" class="num">
{% if row.to %}<a class="fig " href="{{ row.to }}" title="{{ row.says }}">{{ row.value }}</a>
{% else %}<span class="none " title="not asked">&ndash;</span>{% endif %}
</td>
<td data-label="For">{{ row.period }}</td>
<td data-label="Reported">
{% if row.expected %}
<div class="whole-with"><div class="whole" aria-hidden="true"><i style="width:{{ row.width }}%"></i></div>
<span class="asof"><a class="fig" href="{{ row.to }}#who">{{ row.reported }} of {{ row.expected }}
{{ "has" if row.expected == "1" else "have" }} reported</a></span></div>
{% else %}<span class="none">&ndash;</span>{% endif %}
</td>
</tr>
{% endfor %}
</tbody>
</table>
{% endblock %}
"""
STATUS = {"complete": "complete", "partial": "not all have reported", "at least": "at least so many"}


@needs(ANYONE)
def by_hand(request: HttpRequest) -> HttpResponse:
    """Show the first 100 indicators with their latest figure for the whole federation."""
    top = top_unit()
    audience = Reader.of(request).audience_of(top)
    names = dict(Text.objects.filter(of="indicators", field="name", language="en").values_list("key", "text"))
    indicators = Indicator.objects.values(
        "indicator", "measure", "unit_of_measure", "currency", "decimals", "over_units", "collected_at"
    )
    shown = sorted(indicators, key=lambda one: _place(one, names.get(one["indicator"], one["indicator"])))[:ROWS]
    codes = [one["indicator"] for one in shown]
    figures = Figure.objects.filter(audience=audience, unit=top, cell="", indicator__in=codes, value__isnull=False)
    latest = {figure["indicator"]: figure for figure in figures.order_by("-own_period", "period").values()}
    rows = [_row(one, names.get(one["indicator"], one["indicator"]), latest.get(one["indicator"])) for one in shown]
    return HttpResponse(_template().render({"rows": rows}, request))


def _place(one: Mapping[str, Any], name: str) -> tuple[object, ...]:
    return not one["collected_at"], " ".join(one["collected_at"] or ()), name.casefold(), one["indicator"]


def _row(one: Mapping[str, Any], name: str, latest: Mapping[str, Any] | None) -> dict[str, Any]:
    currency = "" if one["currency"] in {None, "XXX"} else one["currency"]
    unit = one["unit_of_measure"] or ""
    is_percent = one["measure"] == "ratio" and (not unit or "per cent" in unit)
    row = {
        "code": one["indicator"],
        "name": name,
        "counted_in": "%" if is_percent else unit or currency or NOTHING,
        "over_units": SHORT[one["over_units"]],
        "to": "",
        "period": NOTHING,
        "expected": "",
    }
    return row if latest is None else row | _latest(latest, one["decimals"], is_percent=is_percent)


def _latest(figure: Mapping[str, Any], decimals: int | None, *, is_percent: bool) -> dict[str, Any]:
    reported, expected = figure["reported"], figure["expected"]
    if is_percent:
        value = percent(figure["value"], decimals or 0)
    else:
        places = 1 if decimals is None and figure["denominator"] is not None else decimals
        value = number(Decimal(figure["value"]), places)
    says = [STATUS[figure["status"]]]
    if expected or reported:
        units = "unit" if expected == 1 else "units"
        says.append(f"{number(reported)} of {number(expected)} {units} reported")
    if figure["imputed"]:
        says.append(f"{number(figure['imputed'])} of it imputed or estimated")
    says += [sentence(note).rstrip(".") for note in figure["notes"]]
    return {
        "to": f"/figures/{figure['indicator']}/{figure['unit']}/{figure['period']}/",
        "period": period(figure["period"]),
        "value": f"≥\u202f{value}" if figure["status"] == "at least" else value,
        "says": "; ".join(says),
        "reported": number(reported),
        "expected": number(expected) if expected else "",
        "width": round(100 * reported / max(expected, reported, 1), 1),
    }


@cache
def _template() -> Any:
    return engines["pages"].from_string(PAGE)


urlpatterns = [path("by-hand/", by_hand), path("", include("remit_web.urls"))]
