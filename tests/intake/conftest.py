"""A small federation to take rows into."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from remit.exchange.base import Rows
from remit.federation import Federation
from remit.intake import take_in

if TYPE_CHECKING:
    from remit.exchange.base import Reading


def _ground() -> Reading:
    rows = Rows("ground.csv")
    for unit in ("KEN", "UGA", "SEC"):
        rows.add("units", unit, unit=unit, kind="member")
    rows.add("indicators", "V", indicator="V", measure="count", over_units="sum", over_time="sum")
    rows.add("plans", "P", plan="P", unit="SEC", kind="programme", currency="CHF")
    rows.add("levels", "L", plan="P", level="L", name="Output", **{"is": "output"})
    rows.add("elements", "E", plan="P", element="E", level="L")
    return rows.reading()


@pytest.fixture(scope="session")
def ground() -> Federation:
    """Three units, one indicator, one plan with one element."""
    return take_in(Federation(), _ground()).federation
