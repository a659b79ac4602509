"""Computing what is kept ready: every figure of every unit, and the answers that pages show, for each audience."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from remit import exact
from remit.calculations.figures import Figure as Computed
from remit.calculations.question import ask
from remit.calculations.rollup import figures_of
from remit.calculations.to_five import is_sensitive
from remit.indicators import indicators_of, made_of
from remit.observations import SEES
from remit.periods import Period
from remit.plans.parties import parties
from remit.units import Trees
from remit_web.figures.answers import ANSWERS
from remit_web.figures.models import Answer, Figure, Kept, Party
from remit_web.store_rows import add_rows
from remit_web.units.models import Standing
from remit_web.units.today import today

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from datetime import date

    from remit.federation import Federation
    from remit.observations import Audience

AUDIENCES: tuple[Audience, ...] = tuple(SEES)
MANY_UNITS = 5_000
"""Beyond so many units, a unit that has reported nothing has no row, where it would have one that says *missing*."""


def keep(federation: Federation) -> None:
    """Replace all that is kept by what the federation gives now; the caller holds the transaction."""
    known, day = federation.current(), today(federation.settings.time_zone)
    for model in (Figure, Answer, Standing, Party):
        model.objects.all().delete()
    add_rows(Standing, _standings(known, day))
    add_rows(Party, (party._asdict() for party in parties(known)))
    told: set[tuple[str, str]] = set()
    line = Trees.of(known, known.settings.tree).at(Period(day, day)).above
    for audiences, codes in sorted(_alike(known).items(), key=lambda item: "federation" not in item[0]):
        figures = _figures(known, audiences[0], codes)
        if "federation" in audiences:
            figures = _telling(figures, told)
        elif "whole" in audiences:
            figures = _seen_from(figures, told, line)
        add_rows(Figure, ({"audience": each, **row} for row in figures for each in audiences))
    for audience in AUDIENCES:
        add_rows(Answer, _answers(federation, audience, day))
    Kept.objects.update_or_create(pk=1, defaults={"at": datetime.now(UTC), "today": day})


def is_kept(federation: Federation) -> bool:
    """Whether something is kept, and as it is today: lateness, for one, is another tomorrow."""
    return Kept.objects.filter(today=today(federation.settings.time_zone)).exists()


_NAMES = [field.name for field in fields(Computed) if field.name not in {"keys", "known_denominator"}]


def _alike(federation: Federation) -> dict[tuple[Audience, ...], list[str]]:
    """Return the indicators of which some audiences see the same values: their figures are computed once for all of these.

    Each audience sees what the one before it sees, and more. Breakdowns that are rounded are exact for the whole alone.
    """
    table = federation.table("observations")
    visible = {
        audience: table.filter(pc.is_in(table["visibility"], pa.array(SEES[audience]))) for audience in AUDIENCES
    }
    cells = {audience: pc.count_distinct(rows["cell"]).as_py() for audience, rows in visible.items()}
    counts = {
        audience: {one["values"]: one["counts"] for one in pc.value_counts(rows["indicator"]).to_pylist()}
        for audience, rows in visible.items()
    }
    rules = indicators_of(federation)
    found: dict[tuple[Audience, ...], list[str]] = {}
    for code in rules:
        of = made_of(code, rules)
        is_rounded = is_sensitive(code, rules[code].axes, rules)
        seen: dict[tuple[int, ...], list[Audience]] = {}
        for audience in AUDIENCES:
            key = is_rounded and audience == "whole", cells[audience], *(counts[audience].get(one, 0) for one in of)
            seen.setdefault(key, []).append(audience)
        for audiences in seen.values():
            found.setdefault(tuple(audiences), []).append(code)
    return found


def _telling(rows: Iterable[dict[str, Any]], told: set[tuple[str, str]]) -> Iterator[dict[str, Any]]:
    """Yield figures; note of which indicators and periods they tell."""
    for row in rows:
        told.add((row["indicator"], row["period"]))
        yield row


def _seen_from(
    rows: Iterable[dict[str, Any]], told: Collection[tuple[str, str]], line: Callable[[str], Iterable[str]]
) -> Iterator[dict[str, Any]]:
    """Yield figures for the whole; those that say that nothing was reported with the unit from where that may be seen.

    A role on one unit opens the whole there: that a period is spoken of at all only by another unit's values for its own
    eyes, is not for this one. It is seen from the nearest unit above with a value; or, where there is none, from any.
    `line`: a unit and those above it.
    """
    telling: dict[tuple[str, str], set[str]] = {}
    waiting = []
    for row in rows:
        at = row["indicator"], row["period"]
        if row["as_of"] is not None:
            telling.setdefault(at, set()).add(row["unit"])
        if row["as_of"] is None and at not in told:
            waiting.append(row)
        else:
            yield row
    for row in waiting:
        units = telling.get((row["indicator"], row["period"]), set())
        nearest = next((unit for unit in line(row["unit"]) if unit in units), "")
        yield {**row, "seen_from": nearest or min(units, default="")}


def _figures(federation: Federation, audience: Audience, codes: Sequence[str]) -> Iterator[dict[str, Any]]:
    rules = indicators_of(federation)
    units = federation.table("units").num_rows
    if not units:
        return
    for axis in ("", *sorted({axis for code in codes for axis in rules[code].axes})):
        wanted = [code for code in codes if not axis or axis in rules[code].axes]
        by = ("unit", "year", axis) if axis else ("unit", "year")
        few = units <= MANY_UNITS
        question = ask(federation, wanted, by=by, audience=audience, with_missing=few and not axis)
        for figure in figures_of(question):
            yield _row(figure, axis)


def _row(figure: Computed, axis: str) -> dict[str, Any]:
    unit, period, *category = figure.keys
    row = {name: _written(getattr(figure, name)) for name in _NAMES}
    row |= {"notes": json.dumps(figure.notes), "own_period": "own-period" in figure.notes}
    return {"unit": unit, "period": period, "cell": f"{axis}={category[0]}" if axis else "", "seen_from": "", **row}


def _written(value: Any) -> Any:
    return f"{exact.shortest(value):f}" if isinstance(value, Decimal) else value


def _answers(federation: Federation, audience: Audience, day: date) -> Iterator[dict[str, Any]]:
    for kind, answer in ANSWERS.items():
        for key, facts in answer(federation, audience, day):
            yield {"audience": audience, "kind": kind, "key": key, "facts": json.dumps(facts, default=_as_text)}


def _as_text(value: object) -> str:
    return f"{exact.shortest(value):f}" if isinstance(value, Decimal) else str(value)


def _standings(federation: Federation, day: date) -> Iterator[dict[str, Any]]:
    """Yield the place of every unit in every tree today, numbered from the top down."""
    for code in sorted(set(federation.table("trees")["tree"].to_pylist())):
        tree = Trees.of(federation, code).at(Period(day, day))
        yield from numbered(code, tree.children(), tree.kinds, tree.valid)


def numbered(tree: str, below: dict[str | None, list[str]], kinds: Any, valid: Any) -> Iterator[dict[str, Any]]:
    """Number units so that those below one lie between its `first` and `last`."""
    place, firsts, done = 0, dict[str, int](), []
    stack: list[tuple[str, str | None, int, bool]] = [(unit, None, 0, False) for unit in reversed(below.get(None, []))]
    while stack:
        unit, parent, depth, is_after = stack.pop()
        if is_after:
            done.append((unit, parent, depth, firsts[unit], place))
            continue
        place += unit in valid  # one that has left takes no place, so that places count who stands there
        firsts[unit] = place
        stack.append((unit, parent, depth, True))
        stack += [(child, unit, depth + 1, False) for child in reversed(below.get(unit, []))]
    for unit, parent, depth, first, last in done:
        if unit in valid:
            yield {
                "tree": tree,
                "unit": unit,
                "parent": parent or "",
                "kind": kinds.get(unit, ""),
                "depth": depth,
                "first": first,
                "last": last,
            }
