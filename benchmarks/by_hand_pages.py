"""A page of 100 rows written by hand: the same middleware, sign-in, base page and rows, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.template import engines
from django.urls import include, path

from remit.observations import SEES
from remit_web.access.readers import Reader
from remit_web.figures.models import Figure
from remit_web.indicators.models import Indicator
from remit_web.units.models import Standing

if TYPE_CHECKING:
    from django.http import HttpRequest

ROWS = 100
PAGE = """
{% extends "shell/base.html" %}
{% block content %}
<table class="table"><thead><tr><th>Indicator</th><th>Unit</th><th>Value</th><th>Reported</th><th>Expected</th></tr></thead>
<tbody>{% for row in rows %}
<tr><td><a href="/indicators/{{ row.indicator }}/">{{ row.indicator }}</a></td><td>{{ measured.get(row.indicator) or "" }}</td>
<td class="num"><a class="fig" href="/figures/{{ row.indicator }}/{{ row.unit }}/{{ row.period }}/">{{ row.value }}</a></td>
<td class="num">{{ row.reported }}</td><td class="num">{{ row.expected }}</td></tr>
{% endfor %}</tbody></table>
{% endblock %}
"""


def by_hand(request: HttpRequest) -> HttpResponse:
    """Show the first 100 indicators of the whole federation in its latest year."""
    reader = Reader.of(request)
    top = Standing.objects.get(depth=0)
    audience = reader.audience_of(top.unit)
    assert audience in SEES
    measured = dict(Indicator.objects.order_by("indicator").values_list("indicator", "unit_of_measure")[:ROWS])
    latest = Figure.objects.filter(audience=audience, unit=top.unit, cell="").order_by("-period").values("period")[:1]
    rows = Figure.objects.filter(
        audience=audience, unit=top.unit, indicator__in=list(measured), period=latest, cell=""
    ).values("indicator", "unit", "period", "value", "reported", "expected")
    template = engines["pages"].from_string(PAGE)
    return HttpResponse(template.render({"rows": list(rows), "measured": measured}, request))


urlpatterns = [path("by-hand/", by_hand), path("", include("remit_web.urls"))]
