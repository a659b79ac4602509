"""A grant and a partner show the lines that they pay for, in plans of others; each amount opens the money of its line."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from remit_web.access.readers import Reader
from remit_web.budgets.models import Contribution, Money
from remit_web.budgets.paid_for import paid_by, paid_for
from remit_web.plans.models import Plan
from remit_web.units.queries import latest

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from remit_web.budgets.paid_for import Paid

pytestmark = pytest.mark.django_db
GIFT = "C-LUMEN-2026"
ADDRESSES = ("/plans/GR-LUMEN/", "/plans/GR-LUMEN/money/", "/units/LUMEN/")
NOBODY = Reader(None)


def amounts(paid: list[Paid]) -> dict[tuple[str, str, str], int | None]:
    return {(one.plan, line.element, line.holder): line.amount for one in paid for line in one.lines}


def test_a_grant_shows_each_line_that_it_pays_for_in_three_countries() -> None:
    rows = latest(Money.objects.filter(contribution=GIFT)).values_list("plan", "element", "holder", "amount")
    stated = {(plan or "", element or "", holder or ""): amount for plan, element, holder, amount in rows}
    assert amounts(paid_for(NOBODY, "GR-LUMEN")) == amounts(paid_by(NOBODY, [GIFT])) == stated
    assert len({plan for plan, _, _ in stated}) == 3
    whole = Contribution.objects.values_list("amount", flat=True).get(contribution=GIFT)
    assert sum(one.total[0] for one in paid_for(NOBODY, "GR-LUMEN") if one.total) == whole


@pytest.mark.parametrize("address", ADDRESSES)
def test_each_amount_opens_rows_that_name_the_contribution(planner: Client, address: str) -> None:
    html = unescape(planner.get(address).content.decode())
    table = html[html.index('id="paid"') :]
    opened = re.findall(r'class="fig" href="(/plans/[^"]+explained[^"]+)"', table)
    assert len(opened) == 9, "three plans, and two lines of each"
    for to in opened:
        assert "Lumen Foundation, grant 2026" in planner.get(to).content.decode()


@pytest.mark.usefixtures("rows_may_change")
def test_a_plan_that_the_reader_may_not_see_is_not_there(
    planner: Client, anyone: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    row = latest(Plan.objects.filter(plan="CP-PAD-2026")).get()
    Plan.objects.filter(pk=row.pk).update(visibility="unit")
    assert {one.plan for one in paid_by(NOBODY, [GIFT])} == {"CP-ARV-2026", "CP-CED-2026"}
    with django_assert_max_num_queries(14):
        paid_by(NOBODY, [GIFT])
    assert "CP-PAD-2026" not in anyone.get("/units/LUMEN/").content.decode()
    assert "CP-PAD-2026" in planner.get("/units/LUMEN/").content.decode()
