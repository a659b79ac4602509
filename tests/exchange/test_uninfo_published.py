"""The nine frameworks at hand: their sub-outputs add up to what the publisher printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import pytest

from remit import exact
from remit.calculations.funding import funding
from remit.engines import Engine
from remit.exchange.sources import Source
from remit.exchange.uninfo import UnInfo
from remit.federation import Federation

if TYPE_CHECKING:
    from pathlib import Path

    from remit.calculations.standing import Sum

ENGINES = pytest.mark.parametrize("engine", get_args(Engine))


def _value(one: Sum) -> int:
    return one.value or 0


@pytest.fixture(scope="module")
def frameworks(uninfo: Path) -> Federation:
    """The nine country-team frameworks."""
    reading = UnInfo().read([Source(path) for path in uninfo.iterdir()], Federation(), lambda *_: None)
    federation = Federation()
    for batch in reading.batches:
        federation = federation.with_rows({batch.table: batch.rows})
    assert reading.seen["sub-outputs"] == 1806
    return federation


STAGES = {"requirement": "required", "confirmed": "available", "expenditure": "spent"}


@ENGINES
@pytest.mark.data
def test_sub_outputs_add_up_to_every_published_figure(frameworks: Federation, engine: Engine) -> None:
    """Required, available and spent of 174 outputs, 42 outcomes, 32 priorities and 9 wholes, within 1 USD."""
    plans = {row["plan"]: funding(frameworks, row["plan"], engine=engine) for row in frameworks.rows("plans")}
    compared = dict.fromkeys(("output", "outcome", "priority", "whole"), 0)
    levels = {(row["plan"], row["element"]): row["level"] for row in frameworks.rows("elements")}
    for row in frameworks.rows("stated_totals"):
        found = plans[row["plan"]]
        standing = found.elements[row["element"]].rolled if row["element"] else found.whole
        assert abs(_value(getattr(standing, STAGES[row["stage"]])) - row["amount"]) <= exact.SCALE, row
        compared[levels.get((row["plan"], row["element"]), "whole")] += 1
    assert compared == {"output": 174 * 3, "outcome": 42 * 3, "priority": 32 * 3, "whole": 9 * 3}
    assert sum(len(found.lines) for found in plans.values()) == 1806


@pytest.mark.data
@pytest.mark.parametrize(
    ("country", "gap", "net"), [("Nepal", 21_227_178, 21_112_066), ("Mozambique", 106_401_797, 94_561_224)]
)
@ENGINES
@pytest.mark.data
def test_a_gap_by_line_stands_beside_the_net_one(
    frameworks: Federation, engine: Engine, country: str, gap: int, net: int
) -> None:
    (plan,) = [
        row["plan"] for row in frameworks.rows("plans") if frameworks.name_of("plans", row["plan"], "title") == country
    ]
    whole = funding(frameworks, plan, engine=engine).whole
    assert (whole.gap.value, whole.net) == (gap * exact.SCALE, net * exact.SCALE)
    assert whole.gap.reported == whole.gap.expected
