"""The reported values behind a figure, their corrections, and who has reported."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from remit import exact
from remit.calculations.completeness import Completeness, named
from remit.calculations.to_five import value_shown
from remit.federation import Federation
from remit.observations import SEES
from remit.units import Trees
from remit_web.collection.facts import ever_below, table_of
from remit_web.collection.models import Observation
from remit_web.figures.queries import figures_seen_by
from remit_web.indicators.queries import with_needs
from remit_web.organisation.models import TreeRow, Unit
from remit_web.organisation.queries import names_of
from remit_web.plans.seen import plans_seen
from remit_web.units.models import FederationSettings, Standing
from remit_web.units.places import usual_tree
from remit_web.units.queries import latest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from decimal import Decimal

    from django.db.models import QuerySet

    from remit_web.access.readers import Reader
    from remit_web.collection.explained import Explained

AT_ONCE = 100
MOST = 2_000
"""Up to so many units below, those who have not reported are named."""


@dataclass(frozen=True)
class Reported:
    """One reported value. `counts`: whether the figure was made from it; None where that is not worked out.

    `rounded`: whether its number is rounded to 5, for whom does not see the whole of its unit.
    """

    id: str
    indicator: str
    unit: str
    unit_name: str
    plan: str
    plan_title: str
    period: str
    covers: str
    cell: str
    value: Decimal | None
    denominator: Decimal | None
    status: str
    method: str
    source: str
    recorded_at: datetime
    counts: bool | None
    rounded: bool


def behind(explained: Explained) -> QuerySet[Observation]:
    """Return the values behind a figure: those that count, and those that stand beside them, in order of unit."""
    ids, rows = explained.counted, explained.values
    if explained.made in {"own", "nothing"} and explained.own:
        every = {one for step in explained.own for one in step_ids(step)}
        rows = Observation.objects.filter(id__in=every)
    elif ids is not None:
        rows = rows.filter(Q(id__in=ids) | Q(cell=explained.at.cell or None, indicator=explained.at.indicator))
    else:
        rows = rows.filter(cell=explained.at.cell or None)
    return rows.order_by("unit", "indicator", "period", "plan", "cell", "id")


def step_ids(step: Any) -> Iterator[str]:
    """Yield the ids of every value that a step shows, whether it counts or not."""
    yield from step.ids
    for part in step.parts:
        yield from step_ids(part)


def reported(reader: Reader, explained: Explained, rows: Iterable[Mapping[str, Any]]) -> list[Reported]:
    """Return values as a page or a download shows them; a programme that the reader may not see is not named."""
    given, counted, rules = list(rows), explained.counted, explained.rules
    shown = [value_shown(row, explained.audience, rules) for row in given]
    seen = plans_seen(reader, {row["plan"] for row in given if row["plan"]})
    units, titles = names_of("units", [row["unit"] for row in given]), names_of("plans", seen, "title")
    return [
        Reported(
            plan=row["plan"] if row["plan"] in seen else "",
            plan_title=titles[row["plan"]] if row["plan"] in seen else "",
            unit_name=units[row["unit"]],
            value=as_reported(row["value"]),
            denominator=as_reported(row["denominator"]),
            counts=None if counted is None else old["id"] in counted,
            rounded=row is not old,
            recorded_at=row["recorded_at"],
            **{name: row[name] or "" for name in _TEXTS},
        )
        for old, row in zip(given, shown, strict=True)
    ]


_TEXTS = ("id", "indicator", "unit", "period", "covers", "cell", "status", "method", "source")


def as_told(reader: Reader, rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return values of any units as the reader is shown them: outside their unit, some are rounded to 5.

    Who is named to see a value sees it as it is.
    """
    inside = {unit for unit, of in reader.audiences_of(row["unit"] for row in rows).items() if of == "whole"}
    outside = [row["cell"] and row["unit"] not in inside and row["visibility"] != "named" for row in rows]
    codes = {row["indicator"] for row, is_outside in zip(rows, outside, strict=True) if is_outside}
    rules = {code: one.rule for code, one in with_needs(*codes).items()}
    return [
        value_shown(row, reader.base, rules) if is_outside else row
        for row, is_outside in zip(rows, outside, strict=True)
    ]


@dataclass(frozen=True)
class Correction:
    """A value that was restated."""

    unit: str
    unit_name: str
    period: str
    before: Decimal | None
    after: Decimal | None
    reason: str
    by: str
    recorded_at: datetime


def corrections(explained: Explained) -> list[Correction]:
    """Return the corrections of the values behind a figure, latest first; of a hidden value before it nothing is told."""
    new = explained.values.exclude(supersedes=None).filter(cell=explained.at.cell or None)
    after = list(new.order_by("-recorded_at").values()[:AT_ONCE])
    seen = SEES[explained.audience]
    old = Observation.objects.filter(id__in=[row["supersedes"] for row in after], visibility__in=seen).values()
    before = {row["id"]: row for row in old}
    units = names_of("units", [row["unit"] for row in after])
    told = partial(value_shown, audience=explained.audience, rules=explained.rules)
    both = [(told(before[row["supersedes"]]), told(row)) for row in after if row["supersedes"] in before]
    return [
        Correction(
            row["unit"], units[row["unit"]], row["period"], as_reported(old["value"]), as_reported(row["value"]),
            row["reason"] or "", row["by"] or "", row["recorded_at"],
        )
        for old, row in both
    ]  # fmt: skip


def who(explained: Explained) -> Completeness | None:
    """Return who has reported and who has not, by name; None where they are too many for a page."""
    at, tree = explained.at, usual_tree()
    place = Standing.objects.filter(tree=tree, unit=at.unit).values_list("first", "last").first()
    if place is None or place[1] - place[0] > MOST:
        return None
    below = ever_below(at.unit, tree)
    part = Federation(
        FederationSettings.now(),
        {
            "trees": table_of(latest(TreeRow.objects.filter(unit__in=below, tree=tree))),
            "units": table_of(latest(Unit.objects.filter(unit__in=below))),
        },
    )
    stood = Trees.of(part, tree).at(explained.bucket)
    found = figures_seen_by(explained.audience, stood.parents, [at.indicator], periods=[at.period])
    children = {**stood.children(), None: [at.unit]}
    return named(at.period, {place.unit: _plain(shown.facts) for place, shown in found.items()}, children)


def _plain(facts: Mapping[str, Any]) -> Any:
    """A kept figure as the engine reads it."""
    return SimpleNamespace(**facts)


def as_reported(value: int | None) -> Decimal | None:
    """Return a number as it was reported, of the ten-thousandths in which it is kept."""
    return None if value is None else exact.to_decimal(value)
