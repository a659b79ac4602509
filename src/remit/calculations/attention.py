"""What needs attention: places in plans, indicators and units that someone should look at.

    for one in attention(federation, date(2026, 11, 20)):
        print(one.says, one.table, one.key)

Each is a code with its facts, and the row to open. Of what is past, only this year and the one before are looked at.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from remit import exact
from remit.audiences import seen_by
from remit.calculations.answering import answering
from remit.calculations.funding import funding
from remit.calculations.results import Results
from remit.calculations.states import LIMITS, Word
from remit.calculations.to_five import value_shown
from remit.errors import Refused
from remit.indicators import indicators_of
from remit.language import N_, gettext
from remit.observations import SEES
from remit.periods import Period

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from remit.calculations.standing import Funding, Line
    from remit.calculations.states import Limits, State
    from remit.engines import Engine
    from remit.federation import Federation, Row
    from remit.indicators import Indicator
    from remit.observations import Audience

SENTENCES = {
    "behind": N_("{element} of {plan} is behind by {indicator}."),
    "at-risk": N_("{element} of {plan} is at risk by {indicator}."),
    "over-and-under": N_(
        "{element} of {plan}: the line of {holder} has {beyond} {currency} more than it requires; that of {other} lacks {gap}."
    ),
    "cannot-be-added": N_("The money of {plan} cannot be added: {why}."),
    "no-baseline": N_("{element} of {plan} has a target for {indicator} and no baseline."),
    "baseline-late": N_("The baseline of {indicator} for {element} of {plan} was to be established by {day}."),
    "late": N_("{unit} has reported nothing for {period}, which was due on {day}."),
    "late-in-sight": N_("{unit} has reported nothing that you may see for {period}, which was due on {day}."),
    "restated": N_("{unit} restated {indicator} for {period}: {after} instead of {before}."),
    "revised-target": N_(
        "The target of {indicator} for {element} of {plan} in {period} was changed from {before} to {after}."
    ),
}
"""In the order in which they are listed."""
SILENT = ("late", "missing")
"""How far a unit is with a round that is due (`answering`) when nothing has come from it."""


@dataclass(frozen=True)
class Attention:
    """One thing to look at: `table` and `key` (parts joined by /) name the row to open.

    `facts`: codes of units, plans and indicators, exact numbers in digits, days as year-month-day. `state`: of a result.
    """

    code: str
    table: str
    key: str
    facts: Mapping[str, str] = field(default_factory=dict)
    state: State | None = None

    @property
    def says(self) -> str:
        """The sentence, in the reader's language."""
        return gettext(SENTENCES[self.code]).format_map(self.facts)


def attention(
    federation: Federation,
    on: date,
    *,
    audience: Audience = "whole",
    limits: Limits = LIMITS,
    engine: Engine | None = None,
) -> list[Attention]:
    """Return what needs attention on a day, in order of its code (`SENTENCES`), then of what it is about.

    Of plans in force on the day; of collections, corrections and revisions of this year and the one
    before.
    """
    seen = seen_by(federation, audience)
    look = _Look(seen, on, audience, limits, engine)
    found = [*look.results(), *look.lines(), *look.baselines(), *look.late(), *look.restated(), *look.revised()]
    order = {code: index for index, code in enumerate(SENTENCES)}
    return sorted(found, key=lambda one: (order[one.code], one.table, one.key, sorted(one.facts.items())))


@dataclass(frozen=True)
class _Look:
    seen: Federation
    on: date
    audience: Audience
    limits: Limits
    engine: Engine | None

    @cached_property
    def known(self) -> Federation:
        return self.seen.current()

    @cached_property
    def rules(self) -> dict[str, Indicator]:
        return indicators_of(self.known)

    @cached_property
    def plans(self) -> list[str]:
        """The plans in force."""
        rows = self.known.rows("plans")
        today = Period(self.on, self.on)
        return sorted(row["plan"] for row in rows if row["period"] and Period.parse(row["period"]).overlaps(today))

    def _is_recent(self, day: date) -> bool:
        year = Period.around(self.on, "year", self.known.settings.first_month)
        return year.years_earlier(1).first <= day <= self.on

    def results(self) -> Iterator[Attention]:
        """Yield the results of elements that are behind or at risk, by each of their indicators."""
        words = {Word.BEHIND: "behind", Word.AT_RISK: "at-risk"}
        for plan in self.plans:
            results = Results(self.seen, plan, self.on, self.audience, self.limits, self.engine)
            for element, indicators in results.measured.items():
                for indicator in indicators:
                    _, _, state = results.by_indicator(element, indicator)
                    if state.word in words:
                        facts = {"plan": plan, "element": element, "indicator": indicator}
                        yield Attention(words[state.word], "elements", f"{plan}/{element}", facts, state)

    def lines(self) -> Iterator[Attention]:
        """Yield lines with more than they require beside lines that lack money, in the same element or its siblings."""
        with_money = {row["plan"] for row in self.known.rows("money")}
        for plan in self.plans:
            if plan in with_money:
                try:
                    found = funding(self.seen, plan, on=self.on, engine=self.engine)
                except Refused as why:
                    yield Attention("cannot-be-added", "plans", plan, {"plan": plan, "why": str(why)})
                    continue
                yield from _over_and_under(found)

    def _aims(self, *statuses: str) -> Iterator[Row]:
        for row in self.known.rows("targets"):
            if row["plan"] in set(self.plans) and row["status"] in statuses:
                yield row

    def baselines(self) -> Iterator[Attention]:
        """Yield targets without a baseline, and baselines that are not there by their day."""
        baselines: dict[tuple[str, str, str], list[Row]] = {}
        targets: dict[tuple[str, str, str], Row] = {}
        for row in self._aims("stated", "revised", "to be established"):
            name = row["plan"], row["element"] or "", row["indicator"]
            if row["kind"] == "baseline":
                baselines.setdefault(name, []).append(row)
            elif row["kind"] == "target":
                targets.setdefault(name, row)
        for name in sorted(targets):
            facts = dict(zip(("plan", "element", "indicator"), name, strict=True))
            awaited = baselines.get(name, [])
            if not awaited:
                yield Attention("no-baseline", "elements", f"{name[0]}/{name[1]}", facts)
            elif all(row["value"] is None for row in awaited):
                days = [Period.parse(row["period"]).last for row in awaited if row["period"]]
                if days and max(days) < self.on:
                    key, day = f"{name[0]}/{name[1]}", {"day": str(max(days))}
                    yield Attention("baseline-late", "elements", key, {**facts, **day})

    def late(self) -> Iterator[Attention]:
        """Yield the units that were asked in a round and reported nothing by its due day, nor since.

        Told by the indicators that the audience sees in full, and said so where a unit was asked for others too.
        """
        asked = Counter((row["round"], row["unit"]) for row in self.known.rows("expected"))
        answers = answering(self.seen, self.on, audience=self.audience)
        for row in self.known.rows("rounds"):
            if row["due"] and self._is_recent(row["due"]):
                for one in answers[row["round"]]:
                    if one.state in SILENT:
                        code = "late" if one.of == asked[row["round"], one.unit] else "late-in-sight"
                        facts = {"unit": one.unit, "period": row["period"], "day": str(row["due"])}
                        yield Attention(code, "units", one.unit, facts)

    def restated(self) -> Iterator[Attention]:
        """Yield the values that were corrected to another one, where the audience may see both."""
        table = self.seen.table("observations")
        table = table.filter(pc.is_in(table["visibility"], pa.array(SEES[self.audience])))
        later = table.filter(pc.is_valid(table["supersedes"]))
        earlier = table.filter(pc.is_in(table["id"], later["supersedes"].combine_chunks())).to_pylist()
        before = {row["id"]: row for row in earlier}
        for later_row in later.to_pylist():
            if later_row["supersedes"] not in before or not self._is_recent(later_row["recorded_at"].date()):
                continue
            both = before[later_row["supersedes"]], later_row
            old, row = (value_shown(one, self.audience, self.rules) for one in both)
            if (old["value"], old["denominator"]) != (row["value"], row["denominator"]):
                facts = {name: row[name] or "" for name in ("unit", "indicator", "period", "cell", "reason")}
                facts |= {"before": _shown(old), "after": _shown(row)}
                yield Attention("restated", "observations", row["id"], facts)

    def revised(self) -> Iterator[Attention]:
        """Yield the targets that were changed, with the decision and the reason."""
        rows = [row for row in self.seen.rows("targets") if row["kind"] == "target"]
        first: dict[tuple[object, ...], Row] = {}
        for row in sorted(rows, key=lambda row: (row["recorded_at"], row["status"] == "revised", row["id"])):
            first.setdefault(_name(row), row)
        for row in self._aims("revised"):
            if row["kind"] == "target" and self._is_recent(row["recorded_at"].date()):
                facts = {
                    name: row[name] or "" for name in ("plan", "element", "indicator", "period", "decision", "reason")
                }
                facts |= {"before": _shown(first[_name(row)]), "after": _shown(row)}
                yield Attention("revised-target", "targets", row["id"], facts)


def _over_and_under(found: Funding) -> Iterator[Attention]:
    def apart(one: Line, other: Line) -> int | None:
        """0 in the same element, 1 in a sibling; None: not beside one another."""
        if one.element == other.element:
            return 0
        return 1 if found.above[one.element][1:] == found.above[other.element][1:] else None

    under = [line for line, standing in found.lines.items() if (standing.gap.value or 0) > 0]
    for line, standing in found.lines.items():
        beside = [other for other in under if other != line and apart(line, other) is not None]
        if (standing.beyond.value or 0) > 0 and beside:
            other = min(beside, key=lambda one: (apart(line, one), -(found.lines[one].gap.value or 0), one))
            facts = {
                "plan": found.plan,
                "element": line.element,
                "holder": line.holder,
                "other_element": other.element,
                "other": other.holder,
                "currency": found.currency,
                "beyond": exact.text(standing.beyond.value or 0),
                "gap": exact.text(found.lines[other].gap.value or 0),
            }
            yield Attention("over-and-under", "elements", f"{found.plan}/{line.element}", facts)


def _name(row: Row) -> tuple[object, ...]:
    return tuple(row[column] for column in ("plan", "element", "indicator", "unit", "period", "cell"))


def _shown(row: Mapping[str, Any]) -> str:
    """Return a value in digits; of a ratio, both parts; empty where there is none."""
    if row["value"] is None:
        return ""
    below = f"/{exact.text(row['denominator'])}" if row["denominator"] is not None else ""
    return f"{exact.text(row['value'])}{below}"
