"""The rules of addition of an indicator fit what it measures, and name what there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow.compute as pc

from remit.checks.loops import in_loops, loops
from remit.indicators import Condition
from remit.language import N_
from remit.problems import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from remit.checks.facts import Facts
    from remit.federation import Row
    from remit.problems import Problem

NOT_ADDED = Kind(
    "measure-is-not-added",
    N_("{indicator} is a {measure}: it cannot be joined by {rule} ({field})."),
    N_("Choose ratio for a ratio, weighted mean for a mean, or none."),
)
NOT_A_RATIO = Kind(
    "rule-needs-ratio",
    N_("{indicator} is a {measure} and has no denominator: it is not joined by ratio ({field})."),
    N_("Name its denominator, or choose another rule."),
)
NO_WEIGHT = Kind(
    "no-weight",
    N_("{indicator} is joined by weighted mean, but nothing weights it."),
    N_("Name the indicator that weights it, or state beside each value how many it was taken over."),
)
NO_CONDITION = Kind(
    "no-condition", N_("{indicator} counts units, but on no condition."), N_("Write the condition: >= 3.")
)
BAD_CONDITION = Kind(
    "bad-condition",
    N_("“{condition}” is not a condition."),
    N_("Write >=, >, <=, < or = and a number: >= 3."),
)
NO_CURRENCY = Kind(
    "no-currency",
    N_("{indicator} is an amount, and no currency is stated."),
    N_("Write its currency; XXX if its source states none."),
)
BAD_PARTS = Kind(
    "bad-made-of",
    N_("“{made_of}” does not say what {indicator} is made of."),
    N_("Write sum: A B, or max: A B."),
)
UNKNOWN_PART = Kind(
    "unknown-part",
    N_("{indicator} is made of {code}, which is no indicator."),
    N_("Correct the code, or add it first."),
)
MADE_OF_ITSELF = Kind(
    "made-of-itself",
    N_("These indicators are made from each other in a circle: {indicators}."),
    N_("Take one of them out of “{field}”."),
)
_NOT_ADDED = {"ratio": {"sum", "mean"}, "mean": {"sum"}, "score": {"sum"}}
_FIELDS = ("made_of", "weight", "denominator")


def check(facts: Facts) -> Iterator[Problem]:
    rows = facts.rows("indicators")
    known = {row["indicator"] for row in rows}
    for index, row in enumerate(rows):
        for problem, field in _of_one(facts, row, known):
            place = facts.place("indicators", index).of(field)
            yield problem.at(
                place, **{**{name: value or "" for name, value in row.items()}, **_extra(row, field, known)}
            )
    yield from _circles(facts, rows)


def _of_one(facts: Facts, row: Row, known: set[str]) -> Iterator[tuple[Kind, str]]:
    """Yield what is wrong with one indicator, and in which field."""
    measure, denominator = row["measure"], row["denominator"]
    for field in ("over_units", "over_time"):
        if row[field] in _NOT_ADDED.get(measure, ()):
            yield NOT_ADDED, field
        if row[field] == "ratio" and measure not in {"ratio", "mean"} and not denominator:
            yield NOT_A_RATIO, field
    if row["over_units"] == "weighted mean" and not row["weight"] and not _sizes_stated(facts, row["indicator"]):
        yield NO_WEIGHT, "weight"
    if row["over_units"] == "count" and not row["condition"] and measure not in {"yes/no", "milestone"}:
        yield NO_CONDITION, "condition"
    if row["condition"] and not _is_condition(row["condition"]):
        yield BAD_CONDITION, "condition"
    if measure == "amount" and not row["currency"]:
        yield NO_CURRENCY, "currency"
    if row["made_of"]:
        join, _, _ = row["made_of"].partition(":")
        if join not in {"sum", "max"} or not _parts(row):
            yield BAD_PARTS, "made_of"
        elif set(_parts(row)) - known and "indicators" not in facts.partial:
            yield UNKNOWN_PART, "made_of"


def _extra(row: Row, field: str, known: set[str]) -> dict[str, object]:
    unknown = [code for code in _parts(row) if code not in known] if field == "made_of" else []
    return {"field": field, "rule": row[field], "code": ", ".join(unknown)}


def _parts(row: Row) -> list[str]:
    return (row["made_of"] or "").partition(":")[2].split()


def _is_condition(text: str) -> bool:
    try:
        Condition.parse(text)
    except ValueError:
        return False
    return True


def _sizes_stated(facts: Facts, indicator: str) -> bool:
    """Return whether each value says over how many it was taken; so it is where there is no value yet."""
    if "observations" in facts.partial:
        return True
    table = facts.table("observations")
    own = table.filter(pc.and_(pc.equal(table["indicator"], indicator), pc.is_valid(table["value"])))
    return bool(own["denominator"].null_count < max(own.num_rows, 1))


def _circles(facts: Facts, rows: list[Row]) -> Iterator[Problem]:
    ahead = {
        row["indicator"]: {*_parts(row), *(row[field] for field in ("weight", "denominator") if row[field])}
        for row in rows
    }
    suspects = in_loops([(one, other) for one, others in ahead.items() for other in others])
    at = {row["indicator"]: index for index, row in enumerate(rows)}
    for circle in loops({one: others for one, others in ahead.items() if one in suspects}):
        index = at[circle[0]]
        field = next(
            name
            for name in _FIELDS
            if circle[-1 if len(circle) == 1 else 1] in (rows[index][name] or "").split(":")[-1].split()
        )
        place = facts.place_among("indicators", [at[code] for code in circle])
        yield MADE_OF_ITSELF.at(place.of(field), indicators=" > ".join([*circle, circle[0]]), field=field)
