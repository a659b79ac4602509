"""Aims: the baselines, milestones and targets that are in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from remit import exact

if TYPE_CHECKING:
    from decimal import Decimal

    from remit.federation import Federation, Row

NAMED_BY = ("kind", "plan", "element", "unit", "period", "cell")
"""What tells one aim of an indicator from another; a revised one has the same."""


def aims_of(federation: Federation, indicator: str, plan: str | None = None) -> dict[str, list[Row]]:
    """Return the targets, milestones and baselines in force, by kind; `federation` is current.

    Of each unit, period and cell the latest: a revised one before one that is only stated, then by the day of its
    decision. A row that names no unit or period has those of its plan.
    """
    plans = {row["plan"]: row for row in federation.rows("plans")}
    decided = {row["decision"]: row["on"] for row in federation.rows("decisions")}
    latest: dict[tuple[object, ...], Row] = {}

    def age(row: Row) -> tuple[object, ...]:
        return (
            row["status"] == "revised",
            str(decided.get(row["decision"], "")),
            row["recorded_at"],
            row["id"],
        )

    for row in sorted(federation.rows("targets"), key=age):
        if row["indicator"] != indicator or row["value"] is None or (plan and row["plan"] != plan):
            continue
        home = plans.get(row["plan"], {})
        placed = {
            **row,
            "unit": row["unit"] or home.get("unit"),
            "period": row["period"] or home.get("period"),
        }
        if placed["unit"]:
            latest[tuple(placed[name] for name in NAMED_BY)] = placed
    found: dict[str, list[Row]] = {"target": [], "baseline": [], "milestone": []}
    for row in latest.values():
        found[row["kind"]].append(row)
    return found


def number_of(row: Row) -> Decimal | None:
    """Return an aim as a figure: of a ratio that states its denominator, the quotient."""
    if row["value"] is None:
        return None
    if row["denominator"]:
        return exact.divided(row["value"], row["denominator"])
    return exact.to_decimal(row["value"])
