"""Money of several units together: one amount, once.

    money_total(federation, root="SECRETARIAT").total("expenditure", "CHF").amount.value

A line counts where it is kept: with its holder (the unit of its plan, where it names none). Money that passes
between two units names its counterpart; a total over both leaves it out, and says how much. Stages and
currencies are never added together. A row of a longer period than the one asked for is not split: it is left
out, and shown.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from remit.calculations.money_totals import Added, Kept, MoneyTotal, MoneyTotals, What
from remit.calculations.standing import Sum
from remit.engines import duck
from remit.engines.plan import Plan, Step
from remit.engines.reference import spending as in_python
from remit.errors import WrongUse
from remit.periods import Period
from remit.schema import INCOME, NEED, USE
from remit.units import Trees

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from remit.engines import Engine
    from remit.federation import Federation, Row

STAGES = NEED + INCOME + USE


def money_total(
    federation: Federation,
    units: Collection[str] | None = None,
    *,
    root: str | None = None,
    tree: str | None = None,
    stages: Sequence[str] = STAGES,
    plan: str | None = None,
    period: Period | None = None,
    as_of: datetime | date | None = None,
    engine: Engine = "duckdb",
) -> MoneyTotals:
    """Return the money of some units together: those named, or `root` and all below it, or the whole tree.

    The tree (the federation's own, unless named) is taken as it stands in the period asked for, else as it
    stands last. Raises `WrongUse` where a unit, stage or plan is not known.
    """
    moment = as_of if isinstance(as_of, datetime) or as_of is None else federation.settings.end_of(as_of)
    known = federation.current(moment)
    members = frozenset(units) if units is not None else _in_tree(known, root, tree, period)
    _check(known, members, stages, plan)
    owners = {row["plan"]: row["unit"] for row in known.rows("plans")}
    wanted = [row for row in known.rows("money") if row["stage"] in stages and plan in {None, row["plan"]}]
    rows = tuple((_kept(row, owners, period), row) for row in wanted if _touches(row["period"], period))
    kept = [one for one, _ in rows]
    added = in_python.added(kept, members) if engine == "reference" else _on_duckdb(kept, members)
    return MoneyTotals(members, period, moment, tuple(_totals(added)), rows)


def _in_tree(known: Federation, root: str | None, tree: str | None, period: Period | None) -> frozenset[str]:
    stands = Trees.of(known, tree or known.settings.tree).at(period or Period(date.max, date.max))
    if root is None:
        return frozenset(stands.parents)
    return frozenset(unit for unit in stands.parents if root in stands.above(unit)) | {root}


def _check(federation: Federation, members: Collection[str], stages: Iterable[str], plan: str | None) -> None:
    unknown = sorted(set(members) - {row["unit"] for row in federation.rows("units")})
    unknown += sorted(set(stages) - set(STAGES))
    if plan is not None and plan not in {row["plan"] for row in federation.rows("plans")}:
        unknown.append(plan)
    if unknown:
        raise WrongUse(f"there is no unit, stage or plan called {', '.join(unknown)}")


def _kept(row: Row, owners: dict[str, str], period: Period | None) -> Kept:
    return Kept(
        holder=row["holder"] or owners.get(row["plan"], ""),
        counterpart=row["counterpart"] or "",
        stage=row["stage"],
        currency=row["currency"],
        inside=period is None or (row["period"] is not None and period.contains(Period.parse(row["period"]))),
        amount=row["amount"],
    )


def _touches(name: str | None, period: Period | None) -> bool:
    """Whether a row of a period belongs to the question at all; one that states no period may."""
    return period is None or name is None or period.overlaps(Period.parse(name))


def _totals(added: Iterable[Added]) -> Iterator[MoneyTotal]:
    by_key: dict[tuple[int, str], dict[What, Added]] = {}
    for one in added:
        by_key.setdefault((STAGES.index(one.stage), one.currency), {})[one.what] = one
    for (stage, currency), parts in sorted(by_key.items()):
        counted, between, outside = (_sum(parts.get(what)) for what in ("counted", "between", "outside"))
        units = parts["counted"].units if "counted" in parts else 0
        yield MoneyTotal(STAGES[stage], currency, counted, between, outside, units)


def _sum(one: Added | None) -> Sum:
    if one is None:
        return Sum(None, 0, 0)
    return Sum(one.amount if one.stated else None, one.stated, one.rows)


PLAN = Plan(
    (
        Step(
            "marked",
            """SELECT money.*,
                      CASE WHEN others.unit IS NULL AND money.inside THEN 'counted'
                           WHEN others.unit IS NULL THEN 'outside'
                           WHEN money.inside THEN 'between' ELSE '' END AS what
               FROM money JOIN members ON money.holder = members.unit
               LEFT JOIN members AS others
                 ON money.counterpart = others.unit AND money.counterpart <> money.holder""",
        ),
        Step(
            "added",
            """SELECT what, stage, currency,
                      CAST(SUM(CAST(COALESCE(amount, 0) AS DECIMAL(38, 0))) AS DECIMAL(38, 0)) AS amount,
                      CAST(COUNT(*) AS DECIMAL(38, 0)) AS rows_there,
                      CAST(COUNT(amount) AS DECIMAL(38, 0)) AS stated,
                      CAST(COUNT(DISTINCT CASE WHEN amount IS NULL THEN NULL ELSE holder END)
                           AS DECIMAL(38, 0)) AS units
               FROM marked WHERE what <> '' GROUP BY what, stage, currency""",
        ),
    )
)


def _on_duckdb(rows: Sequence[Kept], members: Collection[str]) -> list[Added]:
    kinds = (*[pa.string()] * 4, pa.bool_(), pa.int64())
    columns = {
        name: pa.array([row[index] for row in rows], kind)
        for index, (name, kind) in enumerate(zip(Kept._fields, kinds, strict=True))
    }
    units = pa.table({"unit": pa.array(sorted(members), pa.string())})
    found = duck.run(PLAN, {"money": pa.table(columns), "members": units})
    return [_added(row) for row in found.to_pylist()]


def _added(row: dict[str, Any]) -> Added:
    numbers = (int(row[name]) for name in ("amount", "rows_there", "stated", "units"))
    return Added(row["what"], row["stage"], row["currency"], *numbers)
