"""Four years of reported values, with the gaps that real ones have; who was asked; what was put in on purpose."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any

from invention import measures, places
from invention.rows import lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from invention.places import Member
    from invention.rows import Rows

SEED = 20261120
YEARS = (2023, 2024, 2025, 2026)
NOW = 2026
TODAY = date(2026, 11, 20)
COVERED = f"{NOW}-01-01/{NOW}-09-30"
"""What a value of the year that is not yet over covers."""

LATE = "TIB"
"""The member that has reported nothing for 2025 and 2026."""
MARCH = "NIH"
"""The member whose year of accounts ends on 31 March."""
RESTATED = ("IBE", "blood-donations", 2024, 71_900, 64_300)
"""A value that was corrected: first, then."""
REACHED = {
    "ARV": {"CP-ARV-2026": 96_400},
    "KIL": {"CP-KIL-2026": 642_000},
    "PAD": {"CP-PAD-2026": 815_000},
    "ORE": {"CP-ORE-2026": 148_500},
    "CED": {"CP-CED-2026": 301_000},
    "MEN": {"CP-MEN-2026": 161_000, "AP-2026-01": 212_400},
}
"""People reached in 2026, by programme, where there is a country plan; an appeal reaches many of the same people."""
DISASTER = {"MEN": {"CP-MEN-2026": 38_000, "AP-2026-01": 212_400}}
_OF_REACHED = {"disaster": 0.36, "health": 0.62, "climate": 0.17, "migration": 0.08, "inclusion": 0.11}
_FINANCE = ("income", "expenditure", "own-income", "own-income-share", "audited")
_AFTER_THE_YEAR = {*_FINANCE, "emissions", "board", "women-on-board", "strategic-plan"}
_OF_BRANCHES = ("volunteers", "first-aiders")
_YEAR_OF_QUARTERS = 2025

HOW = """
indicator           | per    | growth | spread | miss | visibility | season
volunteers          | 9200   | 1.03   | 0.55   | 0.02 | public     |
insured             | 6100   | 1.07   | 0.40   | 0.10 | federation |
staff               | 210    | 1.02   | 0.50   | 0.03 | federation |
board               | 0      | 1.00   | 0.20   | 0.08 | federation |
local-units         | 34     | 1.01   | 0.40   | 0.04 | public     |
integrity-cases     | 1.6    | 1.10   | 0.60   | 0.18 | unit       |
income              | 11e6   | 1.04   | 0.60   | 0.06 | federation |
reached-disaster    | 41000  | 1.06   | 0.55   | 0.05 | public     |
reached-health      | 68000  | 1.05   | 0.45   | 0.05 | public     |
reached-climate     | 15500  | 1.17   | 0.55   | 0.09 | public     |
reached-migration   | 8200   | 1.09   | 0.70   | 0.12 | public     |
reached-inclusion   | 12800  | 1.04   | 0.50   | 0.11 | public     |
first-aiders        | 14800  | 1.04   | 0.50   | 0.05 | public     | 22 27 24 27
blood-donations     | 31000  | 1.01   | 0.70   | 0.04 | public     | 26 25 22 27
cash                | 640000 | 1.12   | 0.80   | 0.10 | federation | 19 22 26 33
families-sheltered  | 940    | 1.02   | 0.80   | 0.10 | public     | 18 20 34 28
slowest-delivery    | 0      | 1.00   | 0.40   | 0.14 | federation |
at-risk             | 1.5e6  | 1.01   | 0.50   | 0.04 | public     |
stock               | 1300   | 1.03   | 0.60   | 0.12 | federation |
water-points        | 64     | 1.05   | 0.80   | 0.08 | public     | 20 30 28 22
vaccinated          | 17500  | 0.97   | 0.70   | 0.08 | public     | 30 24 18 28
schools             | 46     | 1.08   | 0.60   | 0.08 | public     |
emissions           | 390    | 0.96   | 0.50   | 0.22 | federation |
"""

_SHARES = """
indicator           | of         | low  | high | yearly | miss | visibility
women-on-board      | board      | 0.22 | 0.58 | 0.015  | 0.08 | public
complaints-answered | 60         | 0.45 | 0.95 | 0.03   | 0.25 | unit
"""
_WITHOUT = {"blood-donations": 0.42, "cash": 0.2, "reached-migration": 0.12, "vaccinated": 0.2, "water-points": 0.3}
"""The part of members that does not do such work: not applicable."""


@dataclass(frozen=True)
class Place:
    """One member's year: whether it reported, and when."""

    member: Member
    year: int

    @property
    def on(self) -> date:
        """The day on which it was recorded; some are late."""
        draw = _draw("on", self.member.code, self.year).random()
        if self.year == NOW:
            return date(NOW, 10, 5) + timedelta(days=int(draw * 41))
        return date(self.year + 1, 2, 10) + timedelta(days=int(75 * draw**1.5))

    @property
    def reports(self) -> bool:
        if self.member.code == LATE:
            return self.year < 2025  # noqa: PLR2004 - since then nothing came
        hosts = self.member.code in REACHED
        likely = {2023: 0.95, 2024: 0.97, 2025: 0.97, NOW: 0.62}[self.year]
        return hosts or _draw("reports", self.member.code, self.year).random() < likely


def _draw(*what: object) -> Random:
    """Return numbers by chance that depend on nothing but the seed and what they are for."""
    return Random("/".join(map(str, (SEED, *what))))  # noqa: S311 - nothing here is a secret


@cache
def _how() -> dict[str, dict[str, str]]:
    return {row["indicator"]: row for row in lines(HOW)} | {row["indicator"]: row for row in lines(_SHARES)}


def level(member: Member, indicator: str, year: int) -> int:
    """Return what a member's value would be: size, the member's own way, trend, and chance."""
    how = _how()[indicator]
    own = _draw("own", member.code, indicator).lognormvariate(0, float(how["spread"]))
    chance = _draw("chance", member.code, indicator, year).lognormvariate(0, 0.06)
    part = 0.74 if year == NOW and indicator.startswith("reached") else 1
    found: float = (
        float(how["per"]) * member.size**0.9 * own * float(how["growth"]) ** (year - YEARS[0]) * chance * part
    )
    return _rounded(found)


def _rounded(value: float) -> int:
    """Return three figures of a large value: people report round numbers."""
    digits = max(len(str(int(value))) - 4, 0)
    return int(round(value / 10**digits) * 10**digits)


def make(rows: Rows) -> None:
    """Add rounds, who is asked for what, and every value."""
    everyone = places.members()
    _make_rounds(rows, everyone)
    for year in YEARS:
        for member in everyone:
            place = Place(member, year)
            if place.reports:
                _Year(rows, place).make()
    _make_year_of_march(rows, next(one for one in everyone if one.code == MARCH))
    _restate(rows)


def _make_rounds(rows: Rows, everyone: Sequence[Member]) -> None:
    asked = [code for code in measures.codes() if code != "reached-by-service"]
    for year in YEARS:
        code, now = f"R-{year}", year == NOW
        opens = f"{year}-10-01" if now else f"{year + 1}-01-15"
        rows.add("rounds", round=code, period=year, opens=opens, due=f"{year + 1}-03-31", closes=f"{year + 1}-06-30")
        rows.name("rounds", code, en=f"Annual report {year}")
        for member in everyone:
            for indicator in asked:
                if member.code != MARCH or indicator not in _FINANCE:
                    rows.add("expected", round=code, unit=member.unit, indicator=indicator)
    for year in (2023, 2024, 2025):
        code, period = f"A-{year}", _march(year)
        rows.add("rounds", round=code, period=period, opens=f"{year + 1}-04-15", due=f"{year + 1}-07-31")
        rows.name("rounds", code, en=f"Accounts to 31 March {year + 1}")
        for indicator in _FINANCE:
            rows.add("expected", round=code, unit=f"M-{MARCH}", indicator=indicator)


def _march(year: int) -> str:
    return f"{year}-04-01/{year + 1}-03-31"


class _Year:
    """What one member reports for one year."""

    def __init__(self, rows: Rows, place: Place) -> None:
        self.rows, self.member, self.year, self.on = rows, place.member, place.year, place.on
        self.known: dict[str, int] = {}

    def make(self) -> None:
        for indicator, how in _how().items():
            if "per" in how and indicator != "income":
                self.count(indicator, how)
        if self.year != NOW and self.member.code != MARCH:
            finance(self.rows, self.member, self.year, str(self.year), self.on)
        self.reached()
        self.shares()
        self.others()

    # One indicator

    def gap(self, indicator: str, miss: str) -> str:
        """Return why there is no value; empty where there is one."""
        if _draw("does", self.member.code, indicator).random() < _WITHOUT.get(indicator, 0):
            return "" if self.member.code == RESTATED[0] else "not applicable"
        draw = _draw("gap", self.member.code, indicator, self.year)
        if draw.random() < float(miss):
            return "not collected" if draw.random() < 0.3 else "nothing"  # noqa: PLR2004 - a part of the gaps
        return ""

    def count(self, indicator: str, how: dict[str, str]) -> None:
        if self.year == NOW and indicator in _AFTER_THE_YEAR:
            return None
        if (
            indicator.startswith("reached") and self.member.code in REACHED and self.year == NOW
        ) or indicator == "at-risk":
            return self.by_hand(indicator, how)
        if why := self.gap(indicator, how["miss"]):
            if why != "nothing":
                self.add(indicator, None, status=why, visibility=how["visibility"])
            return None
        value = self.small(indicator) or level(self.member, indicator, self.year)
        if (self.member.code, indicator, self.year) == RESTATED[:3]:
            value = RESTATED[3]
        if indicator == "insured":
            value = min(value, self.known.get("volunteers", value))
        self.known[indicator] = value
        if how.get("season") and self.quarterly():
            self.quarters(indicator, value, how)
        else:
            self.whole(indicator, value, how["visibility"])
        return None

    def by_hand(self, indicator: str, how: dict[str, str]) -> None:
        """Add the people at risk, each second year; and people reached where plans count them."""
        if indicator == "at-risk":
            if self.year % 2 or self.member.code in REACHED:
                self.known[indicator] = level(self.member, indicator, self.year)
                self.add(indicator, self.known[indicator], visibility=how["visibility"])
            return
        service = indicator.removeprefix("reached-")
        by_plan = REACHED[self.member.code]
        if service == "disaster" and self.member.code in DISASTER:
            for plan, value in DISASTER[self.member.code].items():
                self.add(indicator, value, plan=plan, covers=COVERED, visibility="public")
            return
        value = _rounded(by_plan[f"CP-{self.member.code}-2026"] * _OF_REACHED[service])
        self.known[indicator] = value
        self.add(indicator, value, covers=COVERED, visibility="public")

    def small(self, indicator: str) -> int:
        """Return a value that does not grow with the member's size."""
        draw = _draw("small", self.member.code, indicator)
        if indicator == "board":
            return draw.choice((7, 9, 11, 12, 13, 15, 21))
        if indicator == "slowest-delivery":
            return draw.randint(4, 38) + _draw("small", self.member.code, indicator, self.year).randint(-2, 3)
        return 0

    def whole(self, indicator: str, value: int, visibility: str) -> None:
        """Add the value of the year with its cells and those of branches."""
        covers = COVERED if self.year == NOW and not _on_a_day(indicator) else None
        if covers and _how().get(indicator, {}).get("season"):
            value = _rounded(value * 0.72)
        self.known[indicator] = value
        self.add(indicator, value, covers=covers, visibility=visibility)
        for cell, part in self.cells(indicator, value):
            self.add(indicator, part, cell=cell, covers=covers, visibility=visibility)
        if indicator in _OF_BRANCHES:
            self.branches(indicator, value, covers, visibility)

    def quarterly(self) -> bool:
        few = _draw("quarterly", self.member.code).random() < 0.35  # noqa: PLR2004 - the part that does so
        return few and self.year >= _YEAR_OF_QUARTERS and self.member.code not in places.PROVINCES

    def quarters(self, indicator: str, value: int, how: dict[str, str]) -> None:
        for quarter, part in enumerate(map(int, how["season"].split()), 1):
            day = date(self.year, 3 * quarter, 28) + timedelta(days=20)
            late = timedelta(days=_draw("quarter", self.member.code, self.year, quarter).randint(0, 30))
            if day + late < TODAY:
                chance = _draw(self.member.code, indicator, self.year, quarter).uniform(0.93, 1.07)
                self.add(indicator, _rounded(value * part / 100 * chance), period=f"{self.year}Q{quarter}",
                         visibility=how["visibility"], on=day + late)  # fmt: skip

    def cells(self, indicator: str, value: int) -> Iterator[tuple[str, int]]:
        """Yield the cells of a breakdown; they make up the total."""
        for axis in lines(measures.AXES):
            draw = _draw("cells", self.member.code, indicator, axis["axis"])
            if axis["indicator"] != indicator or draw.random() > 0.72 or value < 5:  # noqa: PLR2004
                continue
            if axis["axis"] == "disability":
                yield "disability=with-disability", round(value * draw.uniform(0.04, 0.19))
            else:
                weights = _SEX if axis["axis"] == "sex" else _AGE.get(indicator, _AGE["volunteers"])
                moved = [weight * draw.uniform(0.8, 1.2) for weight in weights.values()]
                for category, part in zip(weights, split(value, moved), strict=True):
                    yield f"{axis['axis']}={category}", part

    def branches(self, indicator: str, value: int, covers: str | None, visibility: str) -> None:
        """Add what provinces and branches reported; theirs explain the member's."""
        every = {**places.branches(self.member.code)}
        if self.member.code == "KIL" and self.year >= places.SPLIT_ON:
            every.pop(places.SPLIT)
            every |= {unit: [] for unit, _, _ in places.SPLIT_INTO}
        weights = [_weight(unit) for unit in every]
        for (province, below), part in zip(every.items(), split(value, weights), strict=True):
            self.add(indicator, part, unit=province, covers=covers, visibility=visibility)
            for branch, one in zip(below, split(part, [_weight(unit) for unit in below]), strict=True):
                if _draw("branch", branch, self.year).random() > 0.06:  # noqa: PLR2004 - a few do not report
                    self.add(indicator, one, unit=branch, covers=covers, visibility=visibility)

    # Several indicators

    def reached(self) -> None:
        """Add people reached by all work: more than by the largest service, less than by all together."""
        parts = [self.known[f"reached-{service}"] for service in _OF_REACHED if f"reached-{service}" in self.known]
        if self.member.code in REACHED and self.year == NOW:
            for plan, value in REACHED[self.member.code].items():
                self.add("reached", value, plan=plan, covers=COVERED, visibility="public")
        elif parts:
            self.whole("reached", _rounded(max(parts) + 0.45 * (sum(parts) - max(parts))), "public")

    def shares(self) -> None:
        """Add ratios, each with its denominator."""
        for row in lines(_SHARES):
            if self.gap(row["indicator"], row["miss"]) or (self.year == NOW and row["of"] == "board"):
                continue
            whole = self.known.get(row["of"], 0) if row["of"] == "board" else round(9 * self.member.size) + 4
            draw = _draw(self.member.code, row["indicator"])
            share = draw.uniform(float(row["low"]), float(row["high"])) + float(row["yearly"]) * (self.year - YEARS[0])
            if whole:
                part = min(round(whole * share), whole)
                self.add(row["indicator"], part, denominator=whole, visibility=row["visibility"])
        if "insured" in self.known and "volunteers" in self.known:
            self.add("insured-share", self.known["insured"], denominator=self.known["volunteers"])
        if "at-risk" in self.known or self.year == NOW:
            share = _draw("warned", self.member.code).uniform(0.04, 0.4) * 1.12 ** (self.year - YEARS[0])
            warned = _rounded(level(self.member, "at-risk", self.year) * min(share, 0.8))
            self.add("warned", warned, visibility="public")
            self.add("warned-share", warned, visibility="public")

    def others(self) -> None:
        """Add policies, hours, satisfaction and exercises."""
        since = _draw("policies", self.member.code)
        for indicator, likely in (("strategic-plan", 0.8), ("youth-policy", 0.55), ("safeguarding-policy", 0.6)):
            has = since.random() < likely + 0.07 * (self.year - YEARS[0])
            if not (self.year == NOW and indicator in _AFTER_THE_YEAR):
                self.add(indicator, int(has))
        draw = _draw("others", self.member.code, self.year)
        if draw.random() < 0.8:  # noqa: PLR2004 - the part that measures it
            hours = 61 - 4 * (self.year - YEARS[0]) + draw.gauss(0, 11)
            self.add("response-time", f"{max(hours, 9):.1f}", denominator=draw.randint(2, 24))
        if draw.random() < 0.62 and "reached-health" in self.known:  # noqa: PLR2004
            self.add("satisfaction", f"{min(max(draw.gauss(4.05, 0.3), 2.8), 4.9):.2f}")
        if draw.random() < 0.85:  # noqa: PLR2004
            self.add("exercises", draw.choice((0, 1, 1, 2, 2, 3, 3, 4, 5, 6)))

    def add(self, indicator: str, value: object, **more: Any) -> None:
        place = {"unit": self.member.unit, "period": str(self.year), "on": self.on, **more}
        add(self.rows, indicator, value=value, **place)


_SEX = {"female": 0.515, "male": 0.47, "other": 0.003, "not-stated": 0.012}
_AGE = {
    "volunteers": {"0-17": 0.14, "18-29": 0.41, "30-59": 0.35, "60-more": 0.1},
    "reached-health": {"0-17": 0.33, "18-29": 0.2, "30-59": 0.29, "60-more": 0.18},
    "vaccinated": {"0-17": 0.58, "18-29": 0.09, "30-59": 0.14, "60-more": 0.19},
}


def finance(rows: Rows, member: Member, year: int, period: str, on: date) -> None:
    """Add a year's accounts."""
    draw = _draw("finance", member.code, year)
    if draw.random() < 0.05 and member.code != MARCH:  # noqa: PLR2004 - the part without accounts
        return
    income = level(member, "income", year)
    spent = _rounded(income * draw.uniform(0.9, 1.04))
    home = _rounded(income * min(_draw("home", member.code).betavariate(2, 2.4) + 0.012 * (year - YEARS[0]), 0.97))
    for indicator, value in (
        ("income", income),
        ("expenditure", spent),
        ("own-income", home),
        ("own-income-share", home),
    ):
        add(rows, indicator, member.unit, period, value, on=on)
    add(rows, "audited", member.unit, period, int(draw.random() < 0.72 + 0.04 * (year - YEARS[0])), on=on)


def _make_year_of_march(rows: Rows, member: Member) -> None:
    for year in (2023, 2024, 2025):
        finance(rows, member, year, _march(year), date(year + 1, 7, 18))


def _restate(rows: Rows) -> None:
    code, indicator, year, _, then = RESTATED
    first = next(
        row for row in rows.tables["observations"]
        if (row["indicator"], row["unit"], row["period"]) == (indicator, f"M-{code}", str(year)) and "cell" not in row
    )  # fmt: skip
    add(rows, indicator, f"M-{code}", str(year), then, on=date(2025, 11, 4), visibility="public", corrects=first["id"],
        reason="A regional blood centre had been counted twice, by the centre and by its province.")  # fmt: skip


def add(
    rows: Rows, indicator: str, unit: str, period: str, value: object, *,
    on: date, corrects: str | None = None, visibility: str = "federation", **more: object,
) -> None:  # fmt: skip
    """Add one value."""
    found = {"unit": unit, "period": period, **more}
    named = (indicator, *(str(found.get(part) or "") for part in ("unit", "plan", "period", "cell")))
    code = _NOT_IN_CODES.sub(".", ":".join(part for part in named if part))
    rows.add("observations", id=f"{code}.2" if corrects else code, indicator=indicator, value=value,
             visibility=visibility, supersedes=corrects, recorded_at=f"{on}T10:00:00Z", **found)  # fmt: skip


_NOT_IN_CODES = re.compile(r"[^A-Za-z0-9.\-_:]+")


def _on_a_day(indicator: str) -> bool:
    return any(row["indicator"] == indicator and row["reported_as"] == "on a day" for row in lines(measures.COMMON))


def _weight(unit: str) -> float:
    if unit == places.SPLIT:
        return 1.4
    if unit in {split_into[0] for split_into in places.SPLIT_INTO}:
        return 0.84 if unit.endswith("NORTH") else 0.56
    return _draw("weight", unit).uniform(0.4, 2.2)


def split(value: int, weights: Sequence[float]) -> list[int]:
    """Return whole parts that add up to a value, by largest remainder."""
    total = sum(weights)
    exact = [value * weight / total for weight in weights]
    parts = [int(part) for part in exact]
    by_rest = sorted(range(len(parts)), key=lambda at: parts[at] - exact[at])
    for at in by_rest[: value - sum(parts)]:
        parts[at] += 1
    return parts
