"""State: how a result stands, in one word with its reason.

    state_of(actual=Decimal(45), target=Decimal(100), gone=Decimal("0.88")).word      # behind

What was reached is held against the milestone that is due, else against the share of time gone: 45 % of the year's target
with 88 % of the year gone is behind. With a baseline it is the part of the way from there, and the reason says so. A value that
stands (a rate, a last value) and has no baseline is held against the target itself, since it does not begin at nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from remit import exact
from remit.calculations.achievement import achieved, builds_up, falls, way_from
from remit.language import N_, gettext

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from remit.calculations.achievement import Achievement
    from remit.indicators import Indicator
    from remit.periods import Period

WHOLE = Decimal(1)

REASONS = {
    "no-target": N_("No target is set for this time."),
    "no-value": N_("Nothing is reported for this time."),
    "no-value-in-sight": N_("Nothing that you may see is reported for this time."),
    "no-baseline": N_("The aim is to come down, and no baseline says from where."),
    "no-way": N_("The target is no way off the start, so no part of the way can be said."),
    "not-begun": N_("The time of this target has not begun."),
    "target-reached": N_("The target is reached."),
    "target-missed": N_("The target is not reached."),
    "pace-within": N_("At this pace it stays within its target."),
    "pace-beyond": N_("At this pace it goes beyond its target."),
    "of-pace": N_("At this pace, {reached} % of the way from the baseline to the target is reached."),
    "of-target": N_("Reached {reached} % of the target."),
    "of-target-from-baseline": N_("Reached {reached} % of the way from the baseline to the target."),
    "of-milestone": N_("Reached {reached} % of the milestone that is due."),
    "of-milestone-from-baseline": N_("Reached {reached} % of the way from the baseline to the milestone that is due."),
    "of-time": N_("Reached {reached} % of the target with {gone} % of the time gone."),
    "of-time-from-baseline": N_(
        "Reached {reached} % of the way from the baseline to the target with {gone} % of the time gone."
    ),
    "of-year": N_("Reached {reached} % of the year's target with {gone} % of the year gone."),
    "of-year-from-baseline": N_(
        "Reached {reached} % of the way from the baseline to the year's target with {gone} % of the year gone."
    ),
}
FROM_BASELINE = "-from-baseline"
"""Ends the code of a reason whose way begins at the baseline."""


class Word(StrEnum):
    """How a result stands."""

    DONE = "done"
    AHEAD = "ahead"
    ON_COURSE = "on course"
    AT_RISK = "at risk"
    BEHIND = "behind"
    NOT_KNOWN = "not known"


WORDS = {
    Word.DONE: N_("done"),
    Word.AHEAD: N_("ahead"),
    Word.ON_COURSE: N_("on course"),
    Word.AT_RISK: N_("at risk"),
    Word.BEHIND: N_("behind"),
    Word.NOT_KNOWN: N_("not known"),
}


@dataclass(frozen=True)
class Limits:
    """From which part of what should be reached by now a result has a word; below `at_risk` it is behind.

    A federation that judges otherwise gives its own.
    """

    ahead: Decimal = Decimal("1.1")
    on_course: Decimal = Decimal("0.9")
    at_risk: Decimal = Decimal("0.7")


LIMITS = Limits()


@dataclass(frozen=True)
class Reason:
    """Why, as a code (`REASONS`) and its facts: percentages as whole numbers in digits."""

    code: str
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def says(self) -> str:
        """The sentence, in the reader's language."""
        return gettext(REASONS[self.code]).format_map(self.facts)


@dataclass(frozen=True)
class State:
    """A word and its reason."""

    word: Word
    reason: Reason

    @property
    def says(self) -> str:
        """The word, in the reader's language."""
        return gettext(WORDS[self.word])


def time_gone(period: Period, on: date) -> Decimal:
    """Return the share of a period's days that is gone at the end of a day: 0 before it, 1 from its last day on."""
    gone = min(max((on - period.first).days + 1, 0), period.days)
    return exact.divided(gone, period.days)


def state_of(
    *,
    actual: Decimal | None,
    target: Decimal | None,
    gone: Decimal,
    baseline: Decimal | None = None,
    milestone: Decimal | None = None,
    direction: str = "up",
    builds: bool = True,
    of_year: bool = True,
    in_full: bool = True,
    limits: Limits = LIMITS,
) -> State:
    """Return how a result stands.

    `gone`: the share of the target's time that is gone, from 0 to 1. `milestone`: what should be reached by now, where that
    is stated. `builds`: see `builds_up`. For the sentence, `of_year`: whether the target is of one year; `in_full`: whether
    every value may be seen.
    """
    if target is None:
        return _not_known("no-target")
    if actual is None:
        return _not_known("no-value" if in_full else "no-value-in-sight")
    falling, start = falls(target, baseline, direction), way_from(target, baseline, direction, builds=builds)
    way = "" if start is None else FROM_BASELINE
    if gone <= 0:
        return _not_known("not-begun")
    if falling and builds and gone < 1:
        return _at_this_pace(actual / gone, target, start, limits)
    if actual <= target if falling else actual >= target:
        return State(Word.DONE, Reason("target-reached"))
    if falling and start is None:
        return _not_known("no-baseline") if gone < 1 else State(Word.BEHIND, Reason("target-missed"))
    if milestone is not None:
        return _held(achieved(actual, milestone, start), WHOLE, "of-milestone" + way, gone, limits)
    if gone >= 1 or (not builds and start is None):
        return _held(achieved(actual, target, start), WHOLE, "of-target" + way, gone, limits)
    return _held(achieved(actual, target, start), gone, ("of-year" if of_year else "of-time") + way, gone, limits)


def _at_this_pace(expected: Decimal, target: Decimal, start: Decimal | None, limits: Limits) -> State:
    """Return the state of a value that builds up and should stay small: no part of the year makes it done."""
    if expected <= target:
        return State(Word.ON_COURSE, Reason("pace-within"))
    if start is None:
        return State(Word.BEHIND, Reason("pace-beyond"))
    return _held(achieved(expected, target, start), WHOLE, "of-pace", Decimal(0), limits)


def state_of_achievement(
    found: Achievement, rule: Indicator, period: Period, on: date, limits: Limits = LIMITS
) -> State:
    """Return the state of an achievement, over the units that reported, in the period that its target is for."""
    return state_of(
        actual=found.actual.value,
        target=found.target,
        baseline=found.baseline,
        gone=time_gone(period, on),
        direction=found.direction,
        builds=builds_up(rule),
        of_year=period.months == 12,  # noqa: PLR2004 - a year
        in_full="left-out" not in found.actual.notes,
        limits=limits,
    )


def _held(share: Decimal | None, against: Decimal, code: str, gone: Decimal, limits: Limits) -> State:
    """Return the state of a share of the way, held against the share that should be reached by now."""
    if share is None:
        return _not_known("no-way")
    part = share / against
    reason = Reason(code, {"reached": _percent(share), "gone": _percent(gone)})
    if part >= limits.ahead and code.removesuffix(FROM_BASELINE) != "of-target":
        return State(Word.AHEAD, reason)
    if part >= limits.on_course:
        return State(Word.ON_COURSE, reason)
    return State(Word.AT_RISK if part >= limits.at_risk and gone < 1 else Word.BEHIND, reason)


def _not_known(code: str) -> State:
    return State(Word.NOT_KNOWN, Reason(code))


def _percent(share: Decimal) -> str:
    """Return whole percent; what is not all is never shown as 100."""
    rounded = exact.divided(exact.fraction(share) * 100, 1, places=0)
    return "99" if rounded == 100 and share < 1 else f"{rounded:f}"  # noqa: PLR2004 - per cent
