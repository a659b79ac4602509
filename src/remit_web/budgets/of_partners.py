"""What a partner gives: its contributions."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from remit_web.budgets.models import Contribution
from remit_web.organisation.queries import names_of
from remit_web.units.queries import latest

if TYPE_CHECKING:
    from datetime import date


class Given(NamedTuple):
    """One contribution."""

    code: str
    name: str
    amount: int | None
    currency: str
    signed: date | None
    first: date | None
    last: date | None
    earmarked_to: str
    conditions: str


def contributions_of(partner: str) -> list[Given]:
    """Return what a partner gave or promised, the latest first."""
    rows = list(latest(Contribution.objects.filter(partner=partner)).values())
    names = names_of("contributions", [row["contribution"] for row in rows])
    found = [
        Given(
            row["contribution"], names[row["contribution"]], row["amount"], row["currency"] or "", row["signed"],
            row["from"], row["to"], row["earmarked_to"] or "", row["conditions"] or "",
        )
        for row in rows
    ]  # fmt: skip
    return sorted(found, key=lambda one: (str(one.signed or ""), one.code), reverse=True)
