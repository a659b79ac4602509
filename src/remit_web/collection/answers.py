"""The answers behind a count of them: which indicators a unit is asked for, and which of these it has answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.http import urlencode

from remit.calculations.answering import ANSWERS
from remit.observations import SEES
from remit.periods import Period
from remit_web.access.visibility import with_visibility
from remit_web.collection.models import Expected, Observation
from remit_web.collection.rounds import all_rounds, facts_of
from remit_web.figures.models import Answer
from remit_web.figures.queries import At, figures_of
from remit_web.indicators.queries import measured
from remit_web.shell.addresses import page_at
from remit_web.units.places import top_units
from remit_web.units.queries import latest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from django.db.models import QuerySet

    from remit_web.access.readers import Reader
    from remit_web.collection.rounds import OneRound
    from remit_web.figures.queries import Shown
    from remit_web.indicators.queries import Measured


class AnswerTo(NamedTuple):
    """What a unit is asked for, and what it has answered. `on`: when first; None where it has not."""

    indicator: Measured
    shown: Shown | None
    on: datetime | None


class Answered(NamedTuple):
    """How many answers to one indicator have come from a unit and those below it, of how many; `to`: where these are named."""

    indicator: Measured
    to: str
    reported: int
    expected: int


def answers_in_round(reader: Reader, one: OneRound, unit: str) -> list[AnswerTo]:
    """Return what a round asks a unit for, in order of name, as the round counts it (`remit.calculations.answering`)."""
    asked = _told(reader, one, Expected.objects.filter(unit=unit)).values_list("indicator", flat=True)
    indicators = measured(set(asked))
    answered = _answered(reader, one, unit, indicators)
    shown = _shown(reader, unit, one.period, indicators)
    found = [AnswerTo(indicator, shown.get(code), answered.get(code)) for code, indicator in indicators.items()]
    return sorted(found, key=lambda answer: answer.indicator.name.casefold())


def _answered(reader: Reader, one: OneRound, unit: str, indicators: Mapping[str, Measured]) -> dict[str, datetime]:
    """Return when each indicator was first answered; one that is made of others is answered by these."""
    answers: dict[str, list[str]] = {}
    for code, indicator in indicators.items():
        for part in (code, *indicator.rule.parts):
            answers.setdefault(part, []).append(code)
    sees = with_visibility(SEES[reader.audience_of_all(top_units())])
    rows = latest(Observation.objects.filter(sees, unit=unit, indicator__in=answers, status__in=ANSWERS))
    period, found = Period.parse(one.period), dict[str, Any]()
    for part, name, at in rows.order_by("recorded_at").values_list("indicator", "period", "recorded_at"):
        if period.contains(Period.parse(name)):
            found |= {code: found.get(code, at) for code in answers[part]}
    return found


def answers_of_year(reader: Reader, year: str, unit: str) -> list[Answered]:
    """Return the answers of a year that have come from a unit and those below it, indicator by indicator."""
    kept = Answer.objects.filter(audience=reader.audience_of_all(top_units()), kind="answers", key=f"{year}/{unit}")
    facts = kept.values_list("facts", flat=True).first()
    asked = facts["asked"] if facts else []
    indicators = measured(code for code, _reported, _expected in asked)
    shown = _shown(reader, unit, year, indicators)
    asking = _asking(year, indicators.keys() - shown.keys())

    def to(code: str) -> str:
        if code in shown:
            return f"{shown[code].to}#who"
        return (
            f"{page_at('round', asking[code])}?{urlencode({'region': unit, 'asked': code})}" if code in asking else ""
        )

    return [
        Answered(indicators[code], to(code), reported, expected)
        for code, reported, expected in asked
        if code in indicators
    ]


def _asking(year: str, indicators: Iterable[str]) -> dict[str, str]:
    """Return the round of a year that asks for each of some indicators which nobody has answered: they have no figure."""
    of_year = [one.code for one in all_rounds() if Period.parse(year).contains(Period.parse(one.period))]
    rows = latest(Expected.objects.filter(round__in=of_year, indicator__in=list(indicators))).order_by("round")
    return dict(rows.values_list("indicator", "round").distinct())


def asked_for(reader: Reader, one: OneRound, indicator: str) -> set[str]:
    """Return the units that a round asks for an indicator; nobody where nothing is said of it."""
    return set(_told(reader, one, Expected.objects.filter(indicator=indicator)).values_list("unit", flat=True))


def _told(reader: Reader, one: OneRound, rows: QuerySet[Expected]) -> QuerySet[Expected]:
    """Return those of some rows of who is asked that are of a round, without indicators of which nothing is said."""
    facts = facts_of(reader, [one.code]).get(one.code)
    return latest(rows.filter(round=one.code)).exclude(indicator__in=facts["hidden"]) if facts else rows.none()


def _shown(reader: Reader, unit: str, period: str, indicators: Mapping[str, Measured]) -> dict[str, Shown]:
    forms = {code: one.form for code, one in indicators.items()}
    found: dict[At, Shown] = figures_of(reader, [unit], indicators, periods=[period], forms=forms)
    return {at.indicator: shown for at, shown in found.items()}
