"""The key figures of the first page: a few of one unit at the top, this year's and last year's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from remit_web.figures.models import Figure
from remit_web.figures.queries import At, figures_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from remit_web.access.readers import Reader
    from remit_web.figures.queries import Form, Shown
    from remit_web.indicators.queries import Measured

KEY_FIGURES = 4
LOOKED_AT = 24
"""Among so many indicators key figures are looked for where no strategy names any."""


@dataclass(frozen=True)
class Key:
    """A key figure: this year's, and last year's beside it."""

    measured: Measured
    now: Shown
    before: Shown | None


def most_reported(reader: Reader, top: str, year: str) -> list[str]:
    """Return the indicators of a year that most units below a unit have reported: what is looked at without a strategy."""
    figures = Figure.objects.filter(
        audience=reader.audience_of(top), unit=top, period=year, cell="", value__isnull=False
    )
    return list(figures.order_by("-reported", "indicator").values_list("indicator", flat=True)[:LOOKED_AT])


def named_by(strategy: Mapping[str, Any], known: Mapping[str, Measured]) -> list[str]:
    """Return the indicators of a strategy in the order in which key figures are taken from them.

    First what is made of the priorities' own indicators (people reached, each once), then what stands on a day
    (volunteers), then the strategy's others.
    """
    heads = [row["aim"]["indicator"] for row in strategy["rows"] if row["aim"]]
    others = [one for one in strategy["indicators"] if one not in heads]
    standing = [one for one in heads if one in known and known[one].rule.reported_as == "on a day"]
    return [*strategy["joined"], *standing, *others, *heads]


def that_add_up(codes: Iterable[str], known: Mapping[str, Measured]) -> list[str]:
    """Return those of some indicators whose figure is a sum over units: it grows with all that is done."""
    return [code for code in codes if code in known and known[code].rule.over_units == "sum"]


def key_figures(
    reader: Reader, top: str, codes: Iterable[str], years: Sequence[str], known: Mapping[str, Measured]
) -> list[Key]:
    """Return the first few figures that there are of some indicators; those with a year before come before those without."""
    wanted = list(dict.fromkeys(codes))
    if not wanted or not years:
        return []
    forms: dict[str, Form] = {code: one.form for code, one in known.items()}
    figures = figures_of(reader, [top], wanted, periods=years[:2], forms=forms)
    found = []
    for code in wanted:
        now = figures.get(At(top, code, years[0]))
        if code in known and now is not None and now.value is not None:
            before = figures.get(At(top, code, years[1])) if len(years) > 1 else None
            found.append(Key(known[code], now, before))
    return sorted(found, key=lambda one: one.before is None)[:KEY_FIGURES]
