"""How a plan is written down: its head, elements, targets with what was reached, and lines of money."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from invention import values
from invention.rows import lines

if TYPE_CHECKING:
    from invention.rows import Rows

ADOPTED = "2025-12-18T09:00:00Z"
THOUSAND = 1000
BUDGET_RATES = date(2026, 1, 1)
"""From when on the budget rates of 2026 hold."""
REPORTED = (1, 2, 3)
"""The quarters of 2026 that are reported."""


class Plan:
    """One plan, written row by row."""

    def __init__(self, rows: Rows, code: str, title: str, *, recorded_at: str = ADOPTED, **head: str) -> None:
        self.rows, self.code, self.unit = rows, code, head["unit"]
        self.currency = head.get("currency", "CHF")
        self.recorded_at = recorded_at
        self.numbers: dict[str, int] = {}
        self.add("plans", plan=code, **{"currency": "CHF", **head})
        rows.recorded_at = recorded_at
        rows.name("plans", code, "title", en=title)

    def add(self, table: str, **row: object) -> None:
        self.rows.recorded_at = self.recorded_at
        self.rows.add(table, **row)

    def levels(self, text: str) -> None:
        """Add levels: `level | name | is`."""
        for row in lines(text):
            self.add("levels", plan=self.code, **row)

    def element(self, element: str, level: str, *, parent: str = "", code: str = "", title: str, more: str = "",
                first: str = "", last: str = "", fr: str = "", ar: str = "", unit: str = "") -> None:  # fmt: skip
        """Add an element below `parent`; it stands behind its siblings. `unit`: whose line it is, where not the plan's."""
        self.add("elements", plan=self.code, element=element, level=level, parent=parent, code=code or element,
                 order=self._next(f"order {parent}"), unit=unit, from_=first, to=last)  # fmt: skip
        self.rows.name("elements", f"{self.code}/{element}", "title", en=title, fr=fr, ar=ar)
        self.rows.name("elements", f"{self.code}/{element}", "description", en=more)

    def activity(self, row: dict[str, str], lead: str, unit: str = "") -> None:
        """Add an activity below the output that its code begins with (`1.2.1` below `O1.2`), and who leads it."""
        code = row["code"]
        self.element(f"A{code}", "activity", parent=f"O{code.rpartition('.')[0]}", code=code, title=row["title"],
                     first=row["first"], last=row["last"], unit=unit)  # fmt: skip
        self.lead(f"A{code}", lead)

    def link(self, element: str, plan: str, served: str) -> None:
        """Add links: `P1 3/4, P3 1/4`; without a share: the whole; `~P1` serves, without money."""
        for part in filter(None, served.split(", ")):
            to, _, share = part.partition(" ")
            kind = "serves" if to.startswith("~") else "shared"
            self.add("links", from_plan=self.code, from_element=element, to_plan=plan, to_element=to.lstrip("~"),
                     kind=kind, share=(share or "1") if kind == "shared" else None)  # fmt: skip

    def lead(self, elements: str, unit: str, role: str = "lead", task: str = "", due: str = "") -> None:
        no = self._next("no")
        self.add("responsibilities", plan=self.code, no=no, elements=elements, unit=unit, role=role, task=task, due=due)

    def measure(self, element: str, indicator: str, how: str, frequency: str = "yearly") -> None:
        self.add("plan_indicators", plan=self.code, element=element, indicator=indicator, means_of_verification=how,
                 frequency=frequency)  # fmt: skip

    def target(self, element: str, indicator: str, period: object, value: object, kind: str = "target",
               **more: object) -> None:  # fmt: skip
        """Add a baseline or target; `value` may be `70/100`."""
        number, _, denominator = str(value if value is not None else "").partition("/")
        named = [self.code, element, indicator, kind[:1], str(period or "")]
        code = ":".join(named) + (".2" if more.get("status") == "revised" else "")
        self.add("targets", id=code, plan=self.code, element=element, indicator=indicator, period=period, kind=kind,
                 value=number, denominator=denominator, **{"unit": self.unit, **more})  # fmt: skip

    def aims(self, element: str, indicator: str, baseline: str, targets: dict[int, str]) -> None:
        """Add the baseline of 2025 and a target for each year; what is empty is not stated."""
        if baseline:
            self.target(element, indicator, 2025, baseline, "baseline")
        for year, value in targets.items():
            if value:
                self.target(element, indicator, year, value)

    def reached(self, indicator: str, by_quarter: str, unit: str = "") -> None:
        """Add what was counted in each quarter so far, and that it was asked for."""
        self.rows.add("expected", round="R-2026", unit=unit or self.unit, indicator=indicator)
        for quarter, value in zip(REPORTED, by_quarter.split(), strict=True):
            values.add(self.rows, indicator, unit or self.unit, f"2026Q{quarter}", value, plan=self.code,
                       on=end_of(quarter) + timedelta(days=21), visibility="public")  # fmt: skip

    # Money, in thousands of the plan's currency

    def money(self, line: str, stage: str, thousands: float | str, period: object, *, recorded: date | None = None,
              **more: object) -> None:  # fmt: skip
        """Add an amount. `line` is a short name, unique in the plan."""
        when = {"recorded_at": f"{recorded}T09:00:00Z"} if recorded else {}
        on = None if self.currency == "CHF" else BUDGET_RATES
        self.add("money", id=f"{self.code}:{line}", plan=self.code, stage=stage, period=period, currency=self.currency, on=on,
                 amount=round(float(thousands) * THOUSAND), **{**when, **more})  # fmt: skip

    def spent(self, line: str, by_quarter: str, **more: object) -> None:
        """Add what was spent in each quarter so far."""
        for quarter, amount in zip(REPORTED, by_quarter.split(), strict=True):
            recorded = end_of(quarter) + timedelta(days=25)
            self.money(f"{line}:spent-Q{quarter}", "expenditure", amount, f"2026Q{quarter}", recorded=recorded, **more)

    # Words

    def risks(self, text: str) -> None:
        """Add risks: `element | text | response`."""
        for row in lines(text):
            self.risk(**row)

    def risk(self, element: str, text: str, response: str) -> None:
        self.add("risks", plan=self.code, risk=f"R{self._next('risk')}", element=element, text=text, response=response)

    def chapters(self, text: str) -> None:
        """Add chapters: `section | title | text`."""
        for row in lines(text):
            self.chapter(row)

    def chapter(self, row: dict[str, str]) -> None:
        self.add("sections", plan=self.code, order=self._next("chapter"), **row)

    def _next(self, what: str) -> int:
        self.numbers[what] = self.numbers.get(what, 0) + 1
        return self.numbers[what]


def end_of(quarter: int) -> date:
    """Return the last day of a quarter of 2026."""
    return date(2026, 3 * quarter, (31, 30, 30, 31)[quarter - 1])
