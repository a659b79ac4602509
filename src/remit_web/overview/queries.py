"""Where we stand: what is kept ready for the first page, with names and the addresses that its cells open."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from remit import exact
from remit.calculations.results import Aim, Reached
from remit.calculations.states import WORDS, Reason, Word
from remit.language import gettext
from remit.periods import Period, span
from remit_web.figures.models import Answer
from remit_web.figures.queries import PLAIN, At, Shown, figures_of
from remit_web.indicators.fine import finely
from remit_web.organisation.queries import Names, names_of
from remit_web.plans.models import Level
from remit_web.shell.formats import NOTHING, number, percent
from remit_web.units.queries import latest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from remit.observations import Audience
    from remit_web.access.readers import Reader
    from remit_web.indicators.queries import Measured

MONEY = ("budget", "funded", "spent")
NO_AIM = asdict(Aim("", "", "", ""))
NOT_REACHED = asdict(Reached(None, "missing", 0, 0, (), None))
"""What stands for a priority without an indicator."""
FEW = 1_000_000
"""From so much on, money is shown in thousands."""


def years(audience: Audience) -> list[str]:
    """Return the years that the first page can show, latest first."""
    kept = Answer.objects.filter(audience=audience, kind__in=("priorities", "incomplete"))
    return sorted(set(kept.values_list("key", flat=True)), reverse=True)


def answers(audience: Audience, year: str) -> dict[str, Any]:
    """Return what is kept for the first page in a year, by its kind: one query."""
    wanted = Answer.objects.filter(
        audience=audience, kind__in=("priorities", "incomplete", "attention"), key__in=(year, "all")
    )
    return dict(wanted.values_list("kind", "facts"))


@dataclass(frozen=True)
class PriorityRow:
    """One priority as the page shows it."""

    facts: Mapping[str, Any]
    plan: str
    title: str
    level: str
    measured: Measured | None
    shown: Shown | None

    @property
    def code(self) -> str:
        return str(self.facts["code"])

    @property
    def element(self) -> str:
        return str(self.facts["element"])

    @property
    def aim(self) -> Mapping[str, Any]:
        return self.facts["aim"] or NO_AIM

    @property
    def reached(self) -> Mapping[str, Any]:
        return self.facts["reached"] or NOT_REACHED

    def number(self, value: str | None) -> str:
        """Return a value of the priority's indicator as people read it."""
        form = self.measured.form if self.measured else PLAIN
        if value is None:
            return NOTHING
        if form.is_percent:
            return percent(value, form.decimals or 0)
        return number(value, form.decimals if form.decimals is not None else _places(value))

    @property
    def share(self) -> Decimal | None:
        """The part of the way to the whole target."""
        share = self.reached.get("share")
        return None if share is None else Decimal(share)

    @property
    def is_from_baseline(self) -> bool:
        """Whether that way begins at the baseline."""
        return self.reached.get("start") is not None

    @property
    def gone(self) -> Decimal | None:
        return None if self.facts["gone"] is None else Decimal(self.facts["gone"])

    @property
    def word(self) -> str:
        return str(self.facts["state"]["word"])

    @property
    def word_said(self) -> str:
        return gettext(WORDS[Word(self.word)])

    @property
    def reason(self) -> str:
        reason = self.facts["state"]["reason"]
        return Reason(reason["code"], reason["facts"]).says


def _places(value: str) -> int | None:
    """What should be reached by now is a share of a target: parts of a person are not shown."""
    return 0 if abs(Decimal(value)) >= 100 else None  # noqa: PLR2004 - below it parts may matter


def indicators_of(*kept: Mapping[str, Any] | None) -> set[str]:
    """Return the indicators that some priorities speak of."""
    found: set[str] = set()
    for facts in kept:
        if facts:
            found |= {*facts["indicators"], *facts["joined"]}
            found |= {row["aim"]["indicator"] for row in facts["rows"] if row["aim"]}
    return found


def priority_rows(reader: Reader, facts: Mapping[str, Any] | None, known: Mapping[str, Measured]) -> list[PriorityRow]:
    """Return the priorities of a kept answer, with names and figures: a constant number of queries."""
    rows = facts["rows"] if facts else []
    if not rows or facts is None:
        return []
    plan = facts["plan"]
    titles = names_of("elements", [f"{plan}/{row['element']}" for row in rows], "title")
    levels = dict(latest(Level._default_manager.filter(plan=plan)).values_list("level", "name"))
    aims = [row["aim"] for row in rows if row["aim"]]
    known = finely(known, rows)
    figures = figures_of(
        reader,
        {aim["unit"] for aim in aims},
        {aim["indicator"] for aim in aims},
        periods={aim["period"] for aim in aims},
        forms={code: one.form for code, one in known.items()},
    )
    found = []
    for row in rows:
        aim = row["aim"] or {"indicator": "", "unit": "", "period": ""}
        found.append(
            PriorityRow(
                row,
                plan,
                titles[f"{plan}/{row['element']}"] if f"{plan}/{row['element']}" in titles else row["title"],
                levels.get(row["level"]) or row["level"],
                known.get(aim["indicator"]),
                figures.get(At(aim["unit"], aim["indicator"], aim["period"])),
            )
        )
    return found


def scale(rows: Iterable[PriorityRow]) -> int:
    """Return what the money of some rows is shown in: 1, or 1000."""
    amounts = [row.facts[name]["amount"] or 0 for row in rows for name in MONEY]
    return 1000 if max(amounts, default=0) >= FEW * exact.SCALE else 1


def time_of_money(rows: Iterable[PriorityRow], year: str) -> str:
    """Return the time of the plans whose money some rows show, where it is more than a year's; else nothing."""
    periods = [Period.parse(name) for row in rows for name in row.facts["periods"].values()]
    if not periods:
        return ""
    whole = span(min(periods, key=lambda one: one.first), max(periods, key=lambda one: one.last))
    return "" if Period.parse(year).contains(whole) else whole.name


@dataclass(frozen=True)
class ReportedRow:
    """How far the answers of one unit, with all below it, have come."""

    unit: str
    name: str
    reported: int
    expected: int
    lacking: int

    @property
    def to(self) -> str:
        return reverse("unit", args=[self.unit])


def reported_rows(facts: Mapping[str, Any] | None) -> list[ReportedRow]:
    """Return who has reported, the least complete first."""
    rows = facts["rows"] if facts else []
    names: Names = names_of("units", [row["unit"] for row in rows])
    return [ReportedRow(name=names[row["unit"]], **row) for row in rows]


@dataclass(frozen=True)
class MoneyLine:
    """What one plan adds to a priority, in ten-thousandths by measure; None where it states nothing. It is of the whole plan."""

    plan: str
    period: str
    currency: str
    amounts: Mapping[str, int | None]
    partly: Mapping[str, bool]


@dataclass(frozen=True)
class PriorityMoney:
    """The money of a priority, plan by plan; what is not in it stands apart."""

    currency: str
    lines: list[MoneyLine]
    between: list[MoneyLine]
    other: list[MoneyLine]
    why: list[Mapping[str, str]]

    @property
    def plans(self) -> set[str]:
        return {line.plan for line in (*self.lines, *self.between, *self.other)}


def money_of(row: PriorityRow) -> PriorityMoney:
    """Return what the money of a priority is made of."""

    def lines(part: str) -> list[MoneyLine]:
        found: dict[tuple[str, str], dict[str, Mapping[str, Any]]] = {}
        for name in MONEY:
            for one in row.facts[name][part]:
                found.setdefault((one["plan"], one["currency"]), {})[name] = one
        return [
            MoneyLine(
                plan,
                row.facts["periods"].get(plan, ""),
                currency,
                {name: some[name]["amount"] if name in some else None for name in MONEY},
                {name: name in some and some[name]["incomplete"] for name in MONEY},
            )
            for (plan, currency), some in sorted(found.items())
        ]

    other = lines("not_converted")
    mine = {line.plan for line in other}
    why = [one for one in row.facts["not_converted"] if one["plan"] in mine]
    return PriorityMoney(row.facts["currency"], lines("plans"), lines("between"), other, why)
