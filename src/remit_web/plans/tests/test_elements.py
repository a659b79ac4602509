"""One line of a plan: its pictures and how its results are known."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING

import pytest

from remit.exact import to_decimal
from remit_web.access.readers import Reader
from remit_web.plans.elements import picture_of
from remit_web.plans.models import PlanIndicator, Target
from remit_web.plans.queries import head_of
from remit_web.plans.results import results_of
from remit_web.shell.formats import number

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db
NOBODY = Reader(None)


def test_the_picture_of_a_result_begins_at_its_baseline() -> None:
    head = head_of(NOBODY, "S2030")
    assert head
    picture = picture_of(results_of(NOBODY, head), "E1", "volunteers", "WFRS")
    assert picture
    of = Target.objects.filter(plan="S2030", element="E1", indicator="volunteers", unit="WFRS", kind="baseline")
    period, begun = of.values_list("period", "value").get()
    value = number(to_decimal(begun or 0))
    assert picture.table().rows[0] == (f"{period}, baseline", value, value)
    assert [row[0] for row in picture.table().rows[1:]] == ["2026", "2027", "2028", "2029", "2030"]


def test_how_an_indicator_is_verified_and_how_often_stand_apart(planner: Client) -> None:
    of = PlanIndicator.objects.filter(plan="SEC-2026", means_of_verification__isnull=False, frequency__isnull=False)
    element, means, often = of.values_list("element", "means_of_verification", "frequency")[0]
    text = unescape(planner.get(f"/plans/SEC-2026/elements/{element}/").content.decode())
    assert f"Verified by: {means}</span>" in text
    assert f">Measured: {often}</span>" in text
