"""What is left of a linkage without plans that a reader may not see is what it would be if there were no such plans."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from remit.audiences import hidden_plans, hidden_within, without
from remit_web.figures.linkages import below, linkages, reachings
from remit_web.figures.models import Kept
from remit_web.plans.models import Link, Plan
from remit_web.plans.sight import linkage_seen
from remit_web.store import DatabaseStore

if TYPE_CHECKING:
    from remit import Federation

pytestmark = pytest.mark.django_db


def kept(federation: Federation) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(dict(linkages(federation, "whole", Kept.objects.get().today))))
    return found


def test_a_linkage_without_a_hidden_plan_is_that_of_a_federation_without_it() -> None:
    link = Link.objects.filter(from_plan="CP-ARV-2026", kind="shared").order_by("from_element").values().first()
    assert link is not None
    for number, share in enumerate(("2/3", "1/2", None)):  # more than the whole, and one that states no share
        new = {"number": None, "to_plan": "S-ARV", "to_element": f"n{number}", "share": share}
        Link.objects.create(**{**link, **new})
    federation = DatabaseStore().read()
    every, plans = kept(federation), {row["plan"] for row in federation.current().rows("plans")}
    for hidden in ("S-ARV", "S2030"):
        assert any(hidden in json.dumps(facts) for plan, facts in every.items() if plan != hidden)
        left = plans - {hidden}
        for plan, facts in kept(without(federation, {hidden})).items():
            assert linkage_seen(every[plan], left) == linkage_seen(facts, left), (plan, hidden)


@pytest.mark.usefixtures("rows_may_change")
def test_what_reaches_a_plan_is_of_plans_that_all_may_see_who_see_the_whole_of_its_unit() -> None:
    Plan.objects.filter(plan="SEC-2026").update(visibility="unit")
    Plan.objects.filter(plan="CP-ARV-2026").update(visibility="unit")
    federation, today = DatabaseStore().read(), Kept.objects.get().today
    assert "M-ARV" in below(federation, "WFRS", today)
    assert "SEC" not in below(federation, "M-ARV", today)
    assert hidden_within(federation, {"SEC"}) == hidden_plans(federation, "federation") - {"SEC-2026"}
    found = dict(reachings(federation, "whole", today))
    assert "SEC-2026" in json.dumps(found["S2030"], default=str)
    for plan in Plan.objects.filter(unit="M-ARV", plan__in=found).values_list("plan", flat=True):
        assert '"SEC-2026"' not in json.dumps(found[plan], default=str)
