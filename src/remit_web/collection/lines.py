"""The steps to a unit's own value as the lines of a table, with the words for each."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from remit.exact import SCALE, divided, to_decimal
from remit_web.figures.queries import ABOUT, At, Shown
from remit_web.shell.formats import from_left, number
from remit_web.shell.formats import period as spelled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from remit.calculations.own_value import Step
    from remit_web.collection.explained import Explained
    from remit_web.indicators.queries import Measured

_PLAIN = {"time", "programme", "unit", "parts", "cells"}


class Line(NamedTuple):
    """One line: how deep it stands, what it is, its number, its two parts where it is a quotient."""

    depth: int
    name: str
    how: str
    text: str
    parts: str
    counts: bool


class Called(NamedTuple):
    """What things are called: the programmes that the reader may see, and the cells of breakdowns."""

    programmes: Mapping[str, str]
    cells: Mapping[str, str]


def lines_of(explained: Explained, called: Called) -> list[Line]:
    """Return the steps below the figure, one on a line."""
    is_one = len(explained.own) == 1
    return [line for step in explained.own for line in _below(step, explained, called, 0, top=is_one)]


def _below(step: Step, explained: Explained, called: Called, depth: int, *, top: bool = False) -> Iterator[Line]:
    while step.how in _PLAIN and len(step.parts) == 1 and step.parts[0].counts:  # says nothing more
        step = replace(step.parts[0], counts=step.counts)
    if not top or not step.parts:
        yield _line(step, explained, called, depth)
        depth += 1
    for part in step.parts:
        yield from _below(part, explained, called, depth)


def _line(step: Step, explained: Explained, called: Called, depth: int) -> Line:
    one = explained.indicators[step.indicator]
    name = ", ".join(
        filter(None, [one.name, _programme(step, called), called.cells[step.cell], spelled(step.period.name)])
    )
    about = ABOUT if explained.rounds(step.indicator, step.cell) and step.numerator is not None else ""
    return Line(depth, name, _how(step, one), about + _text(step, one), _parts(step, one), step.counts)


def _programme(step: Step, called: Called) -> str:
    return called.programmes.get(step.plan, _("a programme")) if step.plan else ""


def _how(step: Step, one: Measured) -> str:
    over_time = {
        "sum": _("its periods added up"),
        "last": _("the last of its periods"),
        "max": _("the largest of its periods"),
        "mean": _("the mean of its periods"),
    }
    words = {
        "observed": _("as reported"),
        "increment": _("what the running total rose by"),
        "time": over_time.get(one.rule.over_time, _("of this period")),
        "cells": _("the categories of a breakdown added up"),
        "programme": _("counted in this programme"),
        "unit": _("programmes, and what the unit states of all"),
        "parts": _("made from other indicators: the largest")
        if one.rule.join_parts == "max"
        else _("made from other indicators, added up"),
        "over": _("divided by another indicator"),
        "weighted": _("weighted by another indicator"),
        "counted": _("whether the unit counts: 1 or 0"),
    }
    return words[step.how]


def _text(step: Step, one: Measured) -> str:
    numerator = _numerator(step, one)
    if numerator is None:
        return number(None)
    pair = step.denominator is not None and (one.rule.form != "number" or step.how in {"over", "weighted"})
    if not pair:
        return number(numerator)
    if not step.denominator:
        return number(None)
    value = divided(Fraction(numerator), Fraction(step.denominator, SCALE))
    facts = {"value": value, "status": "complete", "denominator": "1"}
    return Shown(At("", one.code, ""), facts, one.form).text


def _parts(step: Step, one: Measured) -> str:
    numerator = _numerator(step, one)
    if step.denominator is None or numerator is None:
        return ""
    return from_left(f"{number(numerator)} / {number(to_decimal(step.denominator))}")


def _numerator(step: Step, one: Measured) -> Decimal | None:
    if step.numerator is None:
        return None
    twice = step.how == "weighted" or one.rule.form == "product"
    return divided(step.numerator, SCALE * SCALE) if twice else to_decimal(step.numerator)
