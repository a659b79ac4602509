"""Who gave a value of an indicator, and for which periods: what comparisons over the same units rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from remit.calculations.cube.coding import coded
from remit.engines import duck
from remit.engines.plan import Plan, Step
from remit.periods import Period

if TYPE_CHECKING:
    from collections.abc import Iterable

    from remit.engines import Engine
    from remit.federation import Federation

PLAN = Plan(
    (
        Step(
            "answered",
            "SELECT DISTINCT f.unit, f.period FROM facts AS f JOIN asked AS a ON a.indicator = f.indicator "
            "WHERE f.status < 2 AND f.value IS NOT NULL",
        ),
    )
)


def answered(federation: Federation, indicator: str, engine: Engine) -> dict[str, set[Period]]:
    """Return the periods for which each unit reported (or estimated) an indicator; `federation` is current."""
    if engine == "reference":
        pairs = [
            (row["unit"], row["period"])
            for row in federation.rows("observations")
            if row["indicator"] == indicator and row["status"] in {"reported", "estimated"} and row["value"] is not None
        ]
    else:
        observed = coded(federation)
        asked = pa.table({"indicator": pa.array([observed.indicators.numbers[indicator]], pa.int32())})
        rows = duck.run(PLAN, {"facts": observed.facts, "asked": asked}).to_pylist()
        pairs = [(observed.units.words[row["unit"]], observed.period_names.words[row["period"]]) for row in rows]
    found: dict[str, set[Period]] = {}
    for unit, period in pairs:
        found.setdefault(unit, set()).add(Period.parse(period))
    return found


def of_units(federation: Federation, units: Iterable[str]) -> Federation:
    """Return a federation with the observations of some units only."""
    table = federation.table("observations")
    kept = table.filter(pc.is_in(table["unit"], pa.array(sorted(units), pa.string())))
    return federation.with_tables({"observations": kept})
