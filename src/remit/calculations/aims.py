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
    found: dict[str, list[Row]] = {"target": [], "baseline": [], "milestone": []}
    in_force = federation.once("aims in force", lambda: _in_force(federation), of=("targets", "plans", "decisions"))
    for row in in_force.get(indicator, ()):
        if plan is None or row["plan"] == plan:
            found[row["kind"]].append(row)
    return found


def _in_force(federation: Federation) -> dict[str, list[Row]]:
    """Return the latest row of each aim that has a number, by indicator."""
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
        home = plans.get(row["plan"], {})
        placed = {
            **row,
            "unit": row["unit"] or home.get("unit"),
            "period": row["period"] or home.get("period"),
        }
        if placed["unit"] and placed["value"] is not None:
            latest[tuple(placed[name] for name in ("indicator", *NAMED_BY))] = placed
    found: dict[str, list[Row]] = {}
    for row in latest.values():
        found.setdefault(row["indicator"], []).append(row)
    return found


def number_of(row: Row) -> Decimal | None:
    """Return an aim as a figure: of a ratio that states its denominator, the quotient."""
    if row["value"] is None:
        return None
    if row["denominator"]:
        return exact.divided(row["value"], row["denominator"])
    return exact.to_decimal(row["value"])
