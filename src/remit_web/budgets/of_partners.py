"""What a partner gives: its contributions, and the plans that each pays for."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from remit_web.budgets.models import Contribution, Money
from remit_web.organisation.queries import names_of
from remit_web.plans.of_units import plans_seen
from remit_web.units.queries import latest

if TYPE_CHECKING:
    from datetime import date

    from remit_web.access.readers import Reader


class Given(NamedTuple):
    """One contribution. `plans`: those that it pays for and the reader may see, each with its title."""

    code: str
    name: str
    amount: int | None
    currency: str
    signed: date | None
    first: date | None
    last: date | None
    earmarked_to: str
    conditions: str
    plans: tuple[tuple[str, str], ...]


def contributions_of(reader: Reader, partner: str) -> list[Given]:
    """Return what a partner gave or promised, the latest first."""
    rows = list(latest(Contribution.objects.filter(partner=partner)).values())
    if not rows:
        return []
    codes = [row["contribution"] for row in rows]
    paid = set(
        latest(Money.objects.filter(contribution__in=codes)).order_by().values_list("contribution", "plan").distinct()
    )
    seen = plans_seen(reader, {plan for _, plan in paid if plan})
    titles, names = names_of("plans", seen, "title"), names_of("contributions", codes)
    plans = defaultdict(list)
    for code, plan in sorted(paid, key=str):
        if plan in seen:
            plans[code].append((plan, titles[plan]))
    found = [
        Given(
            row["contribution"], names[row["contribution"]], row["amount"], row["currency"] or "", row["signed"],
            row["from"], row["to"], row["earmarked_to"] or "", row["conditions"] or "",
            tuple(plans[row["contribution"]]),
        )
        for row in rows
    ]  # fmt: skip
    return sorted(found, key=lambda one: (str(one.signed or ""), one.code), reverse=True)
