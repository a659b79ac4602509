"""What a plan aims at and has reached, as pages show it: each row as the reader may see it of its own unit."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from remit.calculations.states import WORDS, Reason, Word
from remit.language import gettext
from remit_web.figures.models import Answer
from remit_web.figures.queries import PLAIN, At, figures_of
from remit_web.indicators.fine import finely
from remit_web.indicators.queries import measured
from remit_web.shell.formats import NOTHING, number, percent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from remit_web.access.readers import Reader
    from remit_web.figures.queries import Shown
    from remit_web.indicators.queries import Measured
    from remit_web.plans.queries import Head

Facts = dict[str, Any]
BEHIND = ("behind", "at risk")
NOTHING_KEPT: Facts = {"headlines": [], "aims": []}
WORST_FIRST = ("behind", "at risk", "not known", "on course", "ahead", "done")


@dataclass(frozen=True)
class State:
    """A word with its reason, in the reader's language."""

    word: str
    name: str
    reason: str


@dataclass(frozen=True)
class Headline:
    """How one indicator of an element stands today. `shown`: the figure of its year, None where none is kept."""

    element: str
    indicator: Measured
    aim: Mapping[str, Any]
    value: str
    target: str
    share: Decimal | None
    gone: Decimal
    state: State
    shown: Shown | None


@dataclass(frozen=True)
class Aim:
    """A baseline, milestone or target in force. `was`: as first set, where it was changed since."""

    facts: Mapping[str, Any]
    value: str
    was: str
    share: Decimal | None
    state: State | None
    shown: Shown | None

    @property
    def number(self) -> Decimal | None:
        """The value, exact."""
        return None if self.facts["value"] is None else Decimal(self.facts["value"])


@dataclass(frozen=True)
class PlanResults:
    """The results of a plan; `indicators`: those that it names."""

    headlines: tuple[Headline, ...]
    aims: tuple[Aim, ...]
    indicators: Mapping[str, Measured]

    def of(self, element: str) -> list[Headline]:
        """Return the indicators of an element."""
        return [one for one in self.headlines if one.element == element]

    def aims_of(self, element: str, indicator: str) -> list[Aim]:
        """Return the aims of an element by one indicator."""
        return [one for one in self.aims if (one.facts["element"], one.facts["indicator"]) == (element, indicator)]


def state_of(facts: Mapping[str, Any] | None) -> State | None:
    """Return a kept state with its words."""
    if facts is None:
        return None
    reason = facts["reason"]
    return State(facts["word"], gettext(WORDS[Word(facts["word"])]), Reason(reason["code"], reason["facts"]).says)


def name_of_state(word: str) -> str:
    """Return a state's word in the reader's language."""
    return gettext(WORDS[Word(word)])


def written(value: str | None, one: Measured | None) -> str:
    """Return a value of an indicator as people read it."""
    form = one.form if one else PLAIN
    if value is None:
        return NOTHING
    return percent(value, form.decimals or 0) if form.is_percent else number(value, form.decimals)


def results_of(reader: Reader, head: Head) -> PlanResults:
    """Return the results of a plan: a constant number of queries."""
    kept = _kept(reader, head.code)
    headlines, aims = kept
    indicators = finely(measured({one["indicator"] for one in (*headlines, *aims)}), headlines)
    places = {_place(one["aim"]) for one in headlines} | {_place(one) for one in aims}
    shown = figures_of(
        reader, {at.unit for at in places}, indicators, periods={at.period for at in places}, cells=None,
        forms={code: one.form for code, one in indicators.items()},
    )  # fmt: skip
    return PlanResults(
        tuple(_headline(one, indicators, shown) for one in headlines if one["indicator"] in indicators),
        tuple(_aim(one, indicators, shown) for one in aims),
        indicators,
    )


def _kept(reader: Reader, plan: str) -> tuple[list[Facts], list[Facts]]:
    """Return headlines and aims, each of the audience that the reader belongs to at its unit."""
    rows = Answer.objects.filter(kind="achievement", key=plan, audience__in={reader.base, "whole"})
    kept: dict[str, Facts] = dict(rows.values_list("audience", "facts"))
    every = kept.get("whole", NOTHING_KEPT)
    units = {one["aim"]["unit"] for one in every["headlines"]} | {one["unit"] for one in every["aims"]}
    of_units = reader.audiences_of(units)
    headlines = {name: {(one["element"], one["indicator"]): one for one in kept[name]["headlines"]} for name in kept}
    aims = {name: {one["id"]: one for one in kept[name]["aims"]} for name in kept}
    return (
        [
            headlines[of_units[one["aim"]["unit"]]][one["element"], one["indicator"]]
            for one in every["headlines"]
            if (one["element"], one["indicator"]) in headlines.get(of_units[one["aim"]["unit"]], {})
        ],
        [
            aims.get(of_units[one["unit"]], {}).get(one["id"], {**one, "share": None, "state": None})
            for one in every["aims"]
        ],
    )


def _place(aim: Mapping[str, Any]) -> At:
    return At(aim["unit"], aim["indicator"], aim["period"], aim.get("cell", ""))


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _headline(one: Facts, indicators: Mapping[str, Measured], shown: Mapping[At, Shown]) -> Headline:
    aim, reached, indicator = one["aim"], one["reached"], indicators[one["indicator"]]
    state = state_of(one["state"])
    assert state is not None  # noqa: S101 - a headline always has one
    return Headline(
        one["element"], indicator, aim, written(reached["value"], indicator), written(aim["target"], indicator),
        _decimal(reached["share"]), Decimal(aim["gone"]), state, shown.get(_place(aim)),
    )  # fmt: skip


def _aim(one: Facts, indicators: Mapping[str, Measured], shown: Mapping[At, Shown]) -> Aim:
    indicator = indicators.get(one["indicator"])
    was = written(one["first"], indicator) if one["first"] is not None else ""
    return Aim(
        one,
        written(one["value"], indicator),
        was,
        _decimal(one["share"]),
        state_of(one["state"]),
        shown.get(_place(one)),
    )
