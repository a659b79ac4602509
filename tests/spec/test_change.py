"""Change: over the units that reported in both periods; the plain totals stand beside it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from remit.calculations.change import change
from remit.periods import Period

from .conftest import given

if TYPE_CHECKING:
    from pathlib import Path

    from remit.engines import Engine
    from remit.federation import Federation


def test_a_sum_that_falls_because_fewer_reported_has_not_fallen(engine: Engine) -> None:
    """A and B report 100 each in 2010; in 2011 only A reports, 110. The plain sum falls by 45 %, A alone grew by 10 %."""
    case = given("""
        units
        unit | kind   | parent
        All  | region |
        A    | member | All
        B    | member | All

        indicators
        indicator
        reached

        observations
        indicator | unit | period | value
        reached   | A    | 2010   | 100
        reached   | B    | 2010   | 100
        reached   | A    | 2011   | 110
        reached   | B    | 2011   |
    """)
    found = change(case, "reached", Period.parse("2010"), Period.parse("2011"), engine=engine)
    assert (found.plain_share, found.share, found.units) == (Decimal("-0.45"), Decimal("0.1"), 1)


def test_nothing_before_makes_no_percentage(engine: Engine) -> None:
    """From 0, or from nothing, there is no share; both figures are still there."""
    case = given("""
        units
        unit | kind   | parent
        A    | member |

        indicators
        indicator
        reached

        observations
        indicator | unit | period | value
        reached   | A    | 2010   | 0
        reached   | A    | 2011   | 5
    """)
    found = change(case, "reached", Period.parse("2010"), Period.parse("2011"), engine=engine)
    assert (found.share, found.units) == (None, 1)
    missing = change(case, "reached", Period.parse("2009"), Period.parse("2010"), engine=engine)
    assert (missing.share, missing.units, missing.plain_before) == (None, 0, None)


@pytest.mark.data
def test_the_databank_had_more_volunteers_though_its_sum_fell(databank: Federation, engine: Engine) -> None:
    """2010 to 2011: plain 6,703,998 to 3,923,554 (-41.5 %); the 28 in both years 3,312,924 to 3,562,560 (+7.5 %)."""
    found = change(databank, "KPI_PeopleVol_Tot", Period.parse("2010"), Period.parse("2011"), engine=engine)
    assert found.plain_before and found.plain_after and found.before and found.after
    assert (found.plain_before.value, found.plain_after.value) == (6_703_998, 3_923_554)
    assert (found.before.value, found.after.value, found.units) == (3_312_924, 3_562_560, 28)
    assert found.share and found.plain_share
    assert (round(found.plain_share, 3), round(found.share, 3)) == (Decimal("-0.415"), Decimal("0.075"))


@pytest.fixture(scope="session")
def databank(fdrs: Path, tmp_path_factory: pytest.TempPathFactory) -> Federation:
    """The databank's files, loaded as the command line loads them."""
    from remit.exchange import FORMATS
    from remit.exchange.sources import Source
    from remit.federation import Federation
    from remit.intake import take_in

    empty = Federation()
    sources = [Source(path) for path in sorted(fdrs.iterdir())]
    reading = FORMATS["fdrs"].read(sources, empty, lambda *_: None)
    return take_in(empty, reading).federation
