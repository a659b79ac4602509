"""Reading what is kept ready, for one reader: a constant number of queries, whatever the number of figures."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Exists, OuterRef, Q
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from remit.calculations.figures import Status
from remit.calculations.notes import sentence
from remit.calculations.to_five import ROUNDED
from remit.language import N_
from remit_web.figures.models import Answer, Figure, Kept
from remit_web.shell.addresses import page_at
from remit_web.shell.formats import NOTHING, from_left, number, percent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date, datetime

    from django.db.models import QuerySet

    from remit.observations import Audience
    from remit_web.access.readers import Reader


class At(NamedTuple):
    """Where a figure stands."""

    unit: str
    indicator: str
    period: str
    cell: str = ""


class Form(NamedTuple):
    """How an indicator's values are written: its decimals, and whether it is a percentage."""

    decimals: int | None = None
    is_percent: bool = False


PLAIN = Form()
ABOUT = "\u2248\u202f"
"""Stands before a number that is rounded to 5."""
_STATUS = {
    Status.COMPLETE: N_("complete"),
    Status.PARTIAL: N_("not all have reported"),
    Status.AT_LEAST: N_("at least so many"),
    Status.MISSING: N_("nothing was reported"),
    Status.NOT_APPLICABLE: N_("does not apply"),
    Status.REFUSED: N_("cannot be added up"),
}


@dataclass(frozen=True)
class Shown:
    """One figure as a page shows it: its text, what it says about itself, and the address of its explanation."""

    at: At
    facts: Mapping[str, Any]
    form: Form = PLAIN

    @cached_property
    def value(self) -> Decimal | None:
        return None if self.facts["value"] is None else Decimal(self.facts["value"])

    @property
    def text(self) -> str:
        """The number as people read it; *at least* and *about* are signs before it, and what is missing a dash."""
        if self.value is None:
            return NOTHING
        about = ABOUT if self.is_rounded else ""
        if self.form.is_percent:
            return about + percent(self.value, self.form.decimals or 0)
        text = number(self.value, self.form.decimals if self.form.decimals is not None else self._decimals)
        return from_left(f"\u2265\u202f{text}") if self.facts["status"] == Status.AT_LEAST else about + text

    @property
    def is_rounded(self) -> bool:
        """Whether it is rounded to 5, for whom does not see the whole of the unit."""
        return ROUNDED in self.facts.get("notes", ())

    @property
    def _decimals(self) -> int | None:
        """A quotient is shown with one place; what was counted, as it is."""
        return 1 if self.facts["denominator"] is not None else None

    @property
    def reported(self) -> int:
        return int(self.facts["reported"])

    @property
    def expected(self) -> int:
        return int(self.facts["expected"])

    @property
    def says(self) -> str:
        """How whole it is, in a sentence, and what a reader must know."""
        facts = self.facts
        parts = [_(_STATUS[Status(facts["status"])])]
        if self.expected or self.reported:
            parts.append(
                ngettext(
                    "%(reported)s of %(expected)s unit reported",
                    "%(reported)s of %(expected)s units reported",
                    self.expected,
                )
                % {"reported": number(self.reported), "expected": number(self.expected)}
            )
        if facts["imputed"]:
            parts.append(_("%(part)s of it imputed or estimated") % {"part": number(facts["imputed"])})
        return "; ".join([*parts, *(sentence(note).rstrip(".") for note in facts["notes"])])

    @cached_property
    def to(self) -> str:
        """The address of its explanation."""
        to = page_at("figure", self.at.indicator, self.at.unit, self.at.period)
        return f"{to}?{urlencode({'cell': self.at.cell})}" if self.at.cell else to


_FACTS = [field.name for field in Figure._meta.fields if field.name not in {"id", "audience", *At._fields}]


def figures_of(
    reader: Reader,
    units: Iterable[str],
    indicators: Iterable[str],
    *,
    periods: Iterable[str] | None = None,
    cells: Iterable[str] | None = ("",),
    forms: Mapping[str, Form] | None = None,
) -> dict[At, Shown]:
    """Return figures by place, each of the values that the reader may see there; what is not there was not asked.

    `periods`, `cells`: None means all. `forms`: how each indicator's values are written.
    """
    by_audience = defaultdict(list)
    for unit, audience in reader.audiences_of(units).items():
        by_audience[audience].append(unit)
    found: dict[At, Shown] = {}
    for audience, of in sorted(by_audience.items()):  # at most two: the whole, and what everyone like the reader sees
        found |= figures_seen_by(audience, of, indicators, periods=periods, cells=cells, forms=forms)
    return told_to(reader, found)


def latest_of(reader: Reader, unit: str, forms: Mapping[str, Form]) -> dict[str, Shown]:
    """Return of some indicators, by how their values are written, the latest figure of one unit that has a value.

    Of the federation's own years; one of other days only where no year has a value.
    """
    here = {"audience": reader.audience_of(unit), "unit": unit, "cell": "", "value__isnull": False}
    later = Q(own_period=OuterRef("own_period"), period__gt=OuterRef("period"))
    better = Figure.objects.filter(
        later | Q(own_period__lt=OuterRef("own_period")), **here, indicator=OuterRef("indicator")
    )
    found = Figure.objects.filter(~Exists(better), **here, indicator__in=list(forms))
    return {at.indicator: shown for at, shown in _shown(found, forms)}


def told_to(reader: Reader, found: Mapping[At, Shown]) -> dict[At, Shown]:
    """Return those of some figures whose period the reader may know to be spoken of (`Figure.seen_from`)."""
    seen = reader.audiences_of({shown.facts["seen_from"] for shown in found.values()} - {""})
    return {at: shown for at, shown in found.items() if seen.get(shown.facts["seen_from"], "whole") == "whole"}


def figures_seen_by(
    audience: Audience,
    units: Iterable[str],
    indicators: Iterable[str],
    *,
    periods: Iterable[str] | None = None,
    cells: Iterable[str] | None = ("",),
    forms: Mapping[str, Form] | None = None,
) -> dict[At, Shown]:
    """Return figures as one audience sees them: those below a figure that add up to it are of the same audience.

    Of all figures that are for nobody else: `told_to` leaves out those of periods that one reader may not know of.
    """
    wanted = {"indicator__in": list(indicators)}
    if periods is not None:
        wanted["period__in"] = list(periods)
    if cells is not None:
        wanted["cell__in"] = list(cells)
    return dict(_shown(Figure.objects.filter(audience=audience, unit__in=list(units), **wanted), forms))


def _shown(figures: QuerySet[Figure], forms: Mapping[str, Form] | None) -> Iterator[tuple[At, Shown]]:
    for *place, facts in _rows(figures):
        at = At(*place)
        yield at, Shown(at, facts, (forms or {}).get(at.indicator, PLAIN))


def _rows(figures: Any) -> Iterable[list[Any]]:
    for row in figures.values_list(*At._fields, *_FACTS):
        yield [*row[: len(At._fields)], dict(zip(_FACTS, row[len(At._fields) :], strict=True))]


def answer(reader: Reader, kind: str, key: str, unit: str) -> Any:
    """Return what the engine answered, for what the reader sees of `unit`; None where nothing is kept."""
    return answered(reader.audience_of(unit), kind, key)


def answered(audience: Audience, kind: str, key: str) -> Any:
    """Return what the engine answered for an audience; None where nothing is kept."""
    return Answer.objects.filter(audience=audience, kind=kind, key=key).values_list("facts", flat=True).first()


def kept_at() -> tuple[datetime, date] | None:
    """Return when everything was computed, and the day that it was then."""
    row = Kept.objects.first()
    return None if row is None else (row.at, row.today)
