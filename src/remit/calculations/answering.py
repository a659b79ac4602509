"""How far each unit is with what a round asks of it: who has answered, who is late, who never did."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from remit.calculations.in_period import MADE_OF
from remit.calculations.question import ask
from remit.calculations.seen_in_full import hidden_in_part
from remit.indicators import indicators_of
from remit.language import N_
from remit.periods import Period

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date, datetime

    from remit.federation import Federation, Row
    from remit.observations import Audience
    from remit.units import Tree

Answering = Literal["reported", "reported late", "partly", "not started", "late", "missing"]
ANSWERING: dict[Answering, str] = {
    "missing": N_("never reported"),
    "late": N_("late"),
    "partly": N_("partly reported"),
    "not started": N_("not started"),
    "reported late": N_("reported late"),
    "reported": N_("reported"),
}
"""missing: nothing, and the round is closed. late: nothing after the due day. not started: nothing, and there is time.
partly: something is wanting. reported late: everything, the last of it after the due day."""

ANSWERS = frozenset({"reported", "estimated", "not applicable", "not collected"})
"""The statuses that answer what is asked; *missing* does not, and nobody reports what is imputed."""


@dataclass(frozen=True)
class Asked:
    """One unit in one round. `of`: how many indicators it is asked for; `answered`: how many it has answered."""

    unit: str
    region: str
    """The part of the tree that it stands under (`Tree.parts`); the top where it stands under none."""
    of: int
    answered: int
    last: datetime | None
    """When its latest answer was recorded."""
    state: Answering


def answering(federation: Federation, today: date, *, audience: Audience = "whole") -> dict[str, list[Asked]]:
    """Return, for each round, how far every unit is that it asks; made only of values that the audience may see.

    Of an indicator that the audience may not see in full nothing is said: who has answered it would seem not to have. One
    that is made of others is answered by its parts.
    """
    asked = "answering", federation.settings, today, audience
    return federation.once(asked, lambda: _answering(federation, today, audience), of=MADE_OF)


def _answering(federation: Federation, today: date, audience: Audience) -> dict[str, list[Asked]]:
    question, hidden = ask(federation, [], audience=audience), hidden_in_part(federation, audience)
    known = question.federation
    rounds, parts = known.rows("rounds"), {code: rule.parts for code, rule in indicators_of(known).items()}
    asked = _asked(row for row in known.rows("expected") if row["indicator"] not in hidden)
    given = _given(known, parts)
    found = {}
    for row in rounds:
        period = Period.parse(row["period"])
        tree = question.trees.at(period)
        parts_of_tree, dates = {*tree.parts}, _Dates.of(row, known, today)
        found[row["round"]] = [
            _of_unit(unit, _region(unit, tree, parts_of_tree), codes, _within(given.get(unit, ()), period), dates)
            for unit, codes in sorted(asked[row["round"]].items())
        ]
    return found


def _asked(rows: Iterable[Row]) -> dict[str, dict[str, set[str]]]:
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        found[row["round"]][row["unit"]].add(row["indicator"])
    return found


Given = tuple[str, Period, "datetime"]


def _given(federation: Federation, parts: Mapping[str, tuple[str, ...]]) -> dict[str, list[Given]]:
    """Every answer by unit: the indicator, its period, and when it was recorded."""
    made: dict[str, list[str]] = defaultdict(list)
    for code, of in parts.items():
        for part in of:
            made[part].append(code)
    table = federation.table("observations").select(["unit", "indicator", "period", "recorded_at", "status"])
    found: dict[str, list[Given]] = defaultdict(list)
    for unit, code, period, at, status in zip(*(column.to_pylist() for column in table.columns), strict=True):
        if status in ANSWERS:
            found[unit] += [(one, Period.parse(period), at) for one in (code, *made[code])]
    return found


def _within(given: Iterable[Given], period: Period) -> dict[str, datetime]:
    """When each indicator was first answered for a period."""
    found: dict[str, datetime] = {}
    for code, of, at in given:
        if period.contains(of) and (code not in found or at < found[code]):
            found[code] = at
    return found


@dataclass(frozen=True)
class _Dates:
    """What a day is late by: the last moment of the due day, and whether due day and round are over."""

    due: datetime | None
    is_due: bool
    is_closed: bool

    @staticmethod
    def of(row: Row, known: Federation, today: date) -> _Dates:
        due, closes = row["due"], row["closes"]
        end = known.settings.end_of(due) if due is not None else None
        return _Dates(end, due is not None and today > due, closes is not None and today > closes)


def _region(unit: str, tree: Tree, parts: Collection[str]) -> str:
    above = list(tree.above(unit))
    return next((one for one in above if one in parts), above[-1])


def _of_unit(unit: str, region: str, codes: set[str], given: dict[str, datetime], dates: _Dates) -> Asked:
    moments = [given[code] for code in codes if code in given]
    last = max(moments, default=None)
    return Asked(unit, region, len(codes), len(moments), last, _state(len(codes), moments, dates))


def _state(of: int, moments: list[datetime], dates: _Dates) -> Answering:
    if len(moments) == of:
        return "reported late" if dates.due is not None and max(moments) > dates.due else "reported"
    if moments:
        return "partly"
    if dates.is_closed:
        return "missing"
    return "late" if dates.is_due else "not started"
