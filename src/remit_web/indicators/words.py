"""An indicator's rules of addition in plain words (docs/explanation/how-figures-add-up.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from remit.language import N_
from remit_web.shell.formats import number
from remit_web.shell.words import AXES, UNIT_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from remit_web.indicators.queries import Measured

SHORT = {
    "sum": N_("added up"),
    "max": N_("the largest"),
    "min": N_("the smallest"),
    "mean": N_("the mean"),
    "weighted mean": N_("mean, weighted"),
    "ratio": N_("ratio of the sums"),
    "count": N_("units are counted"),
    "none": N_("not added up"),
}
"""How units join, in a few words, for a column of a list."""

_MEASURE = {
    "count": N_("A number of things or people that were counted."),
    "amount": N_("An amount of money."),
    "ratio": N_("One number as a part of another."),
    "mean": N_("A mean, reported with how many it was taken over."),
    "score": N_("A score."),
    "yes/no": N_("Yes or no for each unit."),
    "milestone": N_("A step that was taken or not; it is no number."),
    "text": N_("A text; it is no number."),
}
_OVER_UNITS = {
    "sum": N_("The values of units are added up."),
    "max": N_("The largest value among the units counts."),
    "min": N_("The smallest value among the units counts."),
    "mean": N_("The mean of the units' values; each unit weighs the same."),
    "weighted mean": N_("The mean of the units' values, each weighted by how much stands behind it."),
    "ratio": N_("Numerators and denominators are added up apart, then divided once; ratios are never averaged."),
    "count": N_("Units are counted."),
    "none": N_("Units are not added up: each stands for itself."),
}
_OVER_TIME = {
    "sum": N_("The periods of a year are added up."),
    "last": N_("The last value of the year counts."),
    "max": N_("The largest value of the year counts."),
    "mean": N_("The mean of the year's values."),
    "ratio": N_("Numerators and denominators of the year are added up apart, then divided once."),
    "none": N_("Periods are not added up, because the same people may be in several; the largest shows as “at least”."),
}
_OVER_PLANS = {
    "sum": N_("What a unit counts in several programmes is added up."),
    "max": N_("A unit's programmes may reach the same people: the largest programme counts, they are not added up."),
    "none": N_("Programmes are not added up; the unit states its total."),
}
_REPORTED_AS = {
    "period": N_("A value covers the days of its period."),
    "on a day": N_("A value says how things stand on a day."),
    "so far this year": N_("A value covers the year so far; what each report adds is worked out first."),
    "so far": N_("A value covers everything since the start; what each report adds is worked out first."),
}
_IMPUTATION = {
    "last": N_("Where a unit submitted nothing at all, its last value of the three years before can stand in, marked."),
    "mean": N_("Where a unit submitted nothing at all, the mean of its values of the three years before can stand in, "
               "marked."),
}  # fmt: skip
_DIRECTION = {"up": N_("More is better."), "down": N_("Less is better.")}


def definition(one: Measured) -> Iterator[tuple[str, str]]:
    """Yield what a definition says, as words and sentences."""
    rule = one.rule
    yield _("What it is"), " ".join(filter(None, [_(_MEASURE[rule.measure]), _said(_DIRECTION, rule.direction)]))
    yield _("What a value covers"), _said(_REPORTED_AS, rule.reported_as)
    yield _("Over units"), " ".join([_said(_OVER_UNITS, rule.over_units), *_conditions(one)])
    yield _("Over time"), " ".join(filter(None, [_said(_OVER_TIME, rule.over_time), _carried(one)]))
    yield _("Over programmes"), _said(_OVER_PLANS, rule.over_plans)
    if rule.collected_at:
        yield (
            _("Who reports"),
            _("These kinds of unit, the highest that reports counts: %(kinds)s.")
            % {"kinds": ", ".join(str(UNIT_KINDS[kind]) for kind in rule.collected_at)},
        )
    yield (
        _("Parts and total"),
        _(
            "Where a unit states a total and gives parts, the stated total counts."
            if rule.total == "stated"
            else "Where a unit states a total and gives parts, what the parts give counts."
        ),
    )
    if rule.axes:
        yield _("Breakdowns"), ", ".join(_axis(axis, is_whole=whole) for axis, whole in sorted(rule.axes.items()))
    if rounded := ", ".join(str(AXES[axis]) for axis in sorted(rule.axes) if rule.rounds(axis)):
        yield _("Rounded"), _("By %(axes)s: to 5, for whoever does not see the whole of the unit.") % {"axes": rounded}
    yield _("Missing values"), _said(_IMPUTATION, rule.imputation) or _("Nothing stands in for a missing value.")


def _said(words: dict[str, str], code: str) -> str:
    return _(words[code]) if code in words else ""


def _axis(axis: str, *, is_whole: bool) -> str:
    if is_whole:
        return _("%(axis)s (its categories make up the total)") % {"axis": AXES[axis]}
    return _("%(axis)s (a part of the total)") % {"axis": AXES[axis]}


def _conditions(one: Measured) -> Iterator[str]:
    condition = one.rule.condition
    if one.rule.over_units == "count" and condition is not None:
        from remit import exact  # noqa: PLC0415 - its only use

        limit = number(exact.to_decimal(condition.limit))
        yield _("A unit counts where its value of a year is %(sign)s %(limit)s.") % {
            "sign": {">=": "≥", "<=": "≤"}.get(condition.sign, condition.sign),
            "limit": limit,
        }
        yield (
            _("Over several years it counts once.") if one.rule.once == "ever" else _("It counts once in each year.")
        )


def _carried(one: Measured) -> str:
    if not one.rule.keeps_looking():
        return ""
    return _("A value counts for %(months)s months.") % {"months": number(one.rule.last_for)}
