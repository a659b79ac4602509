"""Counts in breakdowns that could point at people, rounded to 5 for whoever does not see the whole of a unit.

    to_five(Decimal(52)) == 50

Each figure is rounded from its exact sum, at every level of the tree. Nothing that goes with it may name the exact number:
parts, what is stated beside, what is imputed. So whatever is shown is made of rounded numbers alone. Counts of people and
things are rounded, and both parts of a ratio; of a mean how much it was taken over. Amounts of money, scores and answers of
yes or no are no counts.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from remit import exact
from remit.calculations.question import axes_of
from remit.indicators import indicators_of, made_of
from remit.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

    from remit.calculations.figures import Figure
    from remit.federation import Federation, Row
    from remit.indicators import Indicator
    from remit.observations import Audience

FIVE = 5
ROUNDED = "rounded-to-5"
"""The note of a rounded figure."""
_COUNTED = {"count", "ratio"}
"""The measures whose value is a count, or a part of a ratio of two."""
_OF_NUMBERS = ("stated-counts", "computed-counts")
"""The notes that name numbers."""
_MEAN_PLACES = 1
"""A mean is shown with so many decimal places where its indicator does not say with how many."""


def to_five(number: Decimal | None) -> Decimal | None:
    """Return a number rounded to the nearest 5, half to even.

    >>> [int(to_five(Decimal(number))) for number in ("2", "2.5", "3", "7.5", "-52")]
    [0, 0, 5, 10, -50]
    """
    return None if number is None else exact.divided(exact.fraction(number), FIVE, places=0) * FIVE


def is_sensitive(code: str, axes: Iterable[str], rules: Mapping[str, Indicator]) -> bool:
    """Whether counts by some axes are rounded: by any of them, for the indicator or one that it is made from."""
    return any(rules[one].rounds(axis) for axis in axes for one in made_of(code, rules))


# Figures


def figure_to_five(figure: Figure, rule: Indicator) -> Figure:
    """Return a figure as it is shown outside its unit: a function of rounded numbers, with a note that says so."""
    if rule.is_pair and not _counts_values(rule):
        found = _mean(figure, rule) if rule.is_mean else _ratio(figure)
    elif rule.measure in _COUNTED:
        found = _count(figure)
    else:
        return figure
    is_known = found.value is not None or found.numerator is not None
    return replace(found, notes=(*_notes(found), *([ROUNDED] if is_known else [])))


def _counts_values(rule: Indicator) -> bool:
    """Whether a denominator says how many units or periods stand behind a mean: they are no secret."""
    return rule.form == "number" and not rule.denominator and not rule.weight


def _count(figure: Figure) -> Figure:
    numerator = to_five(figure.numerator)
    value = to_five(figure.value) if numerator is None else _quotient(numerator, figure.denominator)
    return replace(_beside(figure), value=value, numerator=numerator)


def _ratio(figure: Figure) -> Figure:
    numerator, denominator, known = map(to_five, (figure.numerator, figure.denominator, figure.known_denominator))
    covered = None if figure.covered is None else _quotient(denominator, known)
    return replace(
        _beside(figure), value=_quotient(numerator, denominator), numerator=numerator, denominator=denominator,
        covered=covered, known_denominator=known,
    )  # fmt: skip


def _beside(figure: Figure) -> Figure:
    """Round the numbers that stand beside a count; 0 of it imputed is nothing imputed."""
    return replace(
        figure, stated=to_five(figure.stated), computed=to_five(figure.computed), imputed=to_five(figure.imputed) or None
    )  # fmt: skip


def _mean(figure: Figure, rule: Indicator) -> Figure:
    """Round what a mean was taken over, and give the mean itself as it is shown.

    The sum behind it, rounded or not, would name the exact number again: it is made anew from the two.
    """
    denominator, known = map(to_five, (figure.denominator, figure.known_denominator))
    mean = _shown_mean(_quotient(figure.numerator, figure.denominator), rule) if denominator else None
    part = _quotient(figure.imputed, figure.numerator)
    numerator = _product(mean, denominator)
    imputed = _product(numerator, None if part is None else round(part, 2))
    covered = None if figure.covered is None else _quotient(denominator, known)
    return replace(
        figure, value=mean, numerator=numerator, denominator=denominator, known_denominator=known, covered=covered,
        imputed=imputed or None, stated=None, computed=None,
    )  # fmt: skip


def _shown_mean(mean: Decimal | None, rule: Indicator) -> Decimal | None:
    places = _MEAN_PLACES if rule.decimals is None else rule.decimals
    return None if mean is None else exact.divided(exact.fraction(mean), 1, places)


def _quotient(numerator: Decimal | None, denominator: Decimal | None) -> Decimal | None:
    if numerator is None or not denominator:
        return None
    return exact.divided(exact.fraction(numerator), exact.fraction(denominator))


def _product(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else exact.shortest(one * other)


def _notes(figure: Figure) -> list[str]:
    """Return the notes of a rounded figure: those that name its two totals by their rounded numbers, where these differ."""
    stated, computed = figure.stated, figure.computed
    differ = stated is not None and computed is not None and stated != computed
    found = []
    for note in figure.notes:
        code = note.partition("|")[0]
        if code not in _OF_NUMBERS:
            found.append(note)
        elif differ:
            found.append(f"{code}|stated={stated:f}|computed={computed:f}")
    return found


def what_remains(rest: Decimal, stated: Decimal, shown: int) -> Decimal | None:
    """Return what is not stated of an exact total less `shown` rounded categories; None where rounding alone can make it.

    `stated`: what of these is said to be not stated. Worked out from what is shown and not from the exact categories: who
    sees the exact total would tell them from an exact remainder, and often from a rounded one.
    """
    return None if abs(rest) * 2 <= FIVE * shown else to_five(rest + stated)


# Reported values


def value_shown(row: Mapping[str, Any], audience: Audience, rules: Mapping[str, Indicator]) -> Mapping[str, Any]:
    """Return a reported value as an audience is shown it; the same object where that is as it is. `rules`: of its indicator."""
    if audience == "whole" or not row["cell"]:
        return row
    code = row["indicator"]
    return value_to_five(row, rules[code]) if is_sensitive(code, axes_of(row["cell"]), rules) else row


def value_to_five(row: Mapping[str, Any], rule: Indicator) -> Row:
    """Return a reported value as it is shown outside its unit.

    Its id may be made from the number, and what people wrote about it may name it: the id is made of its key, and `method`,
    `reason` and `supersedes` are left out.
    """
    value, denominator = _decimal(row["value"]), _decimal(row["denominator"])
    if rule.measure in _COUNTED:
        value = to_five(value)
    elif rule.is_mean and denominator is not None:
        value = _shown_mean(value, rule) if to_five(denominator) else None
    key = "/".join(str(row[name] or "") for name in TABLES["observations"].key)
    return {
        **row,
        "id": f"r-{sha256(key.encode()).hexdigest()[:16]}",
        "value": _ten_thousandths(value),
        "denominator": _ten_thousandths(to_five(denominator)),
        **dict.fromkeys(("method", "reason", "supersedes")),
    }


def values_to_five(federation: Federation) -> Federation:
    """Return a federation with the values of such breakdowns rounded, under their own ids: to show how they add up."""
    rules = indicators_of(federation)
    rows = [
        {**value_shown(row, "public", rules), "id": row["id"], "supersedes": row["supersedes"]}
        for row in federation.rows("observations")
    ]
    schema = TABLES["observations"].schema
    return federation.with_tables({"observations": pa.Table.from_pylist(rows, schema)})


def _decimal(number: int | None) -> Decimal | None:
    return None if number is None else exact.to_decimal(number)


def _ten_thousandths(number: Decimal | None) -> int | None:
    return None if number is None else exact.from_decimal(number)[0]
