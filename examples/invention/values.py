"""Four years of reported values, with the gaps that real ones have; who was asked; what was put in on purpose."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from invention import measures, places
from invention.chance import NOW, SHARES, by_chance, how_of, level, rounded, split
from invention.rounds import FINANCE, MARCH, YEARS, march
from invention.rows import lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from invention.places import Member
    from invention.rows import Rows

TODAY = date(2026, 11, 20)
COVERED = f"{NOW}-01-01/{NOW}-10-31"
"""What a value of the year that is not yet over covers."""

LATE = "TIB"
"""The member that has reported nothing for 2025 and 2026."""
RESTATED = ("IBE", "blood-donations", 2024, 71_900, 46_900)
"""A value that was corrected: first, then."""
REACHED = {
    "ARV": {"CP-ARV-2026": 264_000},
    "KIL": {"CP-KIL-2026": 618_000},
    "PAD": {"CP-PAD-2026": 905_000},
    "ORE": {"CP-ORE-2026": 98_500},
    "CED": {"CP-CED-2026": 212_000},
    "MEN": {"CP-MEN-2026": 128_400, "AP-2026-01": 174_600},
}
"""People reached in 2026, by programme, where there is a country plan; an appeal reaches many of the same people."""
DISASTER = {"MEN": {"CP-MEN-2026": 38_000, "AP-2026-01": 174_600}}
_OF_REACHED = {"disaster": 0.36, "health": 0.62, "climate": 0.17, "migration": 0.08, "inclusion": 0.11}
_AFTER_THE_YEAR = {*FINANCE, "emissions", "board", "women-on-board", "strategic-plan"}
_YEAR_OF_QUARTERS = 2025

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
        draw = by_chance("on", self.member.code, self.year).random()
        if self.year == NOW:
            return date(NOW, 11, 2) + timedelta(days=int(draw * 16))
        return date(self.year + 1, 2, 10) + timedelta(days=int(75 * draw**1.5))

    @property
    def reports(self) -> bool:
        if self.member.code == LATE:
            return self.year < 2025  # noqa: PLR2004 - since then nothing came
        hosts = self.member.code in REACHED
        likely = {2023: 0.95, 2024: 0.97, 2025: 0.97, NOW: 0.8}[self.year]
        return hosts or by_chance("reports", self.member.code, self.year).random() < likely


def make(rows: Rows) -> None:
    """Add every value."""
    everyone = places.members()
    for year in YEARS:
        for member in everyone:
            place = Place(member, year)
            if place.reports:
                _Year(rows, place).make()
    _make_year_to_march(rows, next(one for one in everyone if one.code == MARCH))
    _restate(rows)
    _for_named_people(rows)


class _Year:
    """What one member reports for one year."""

    def __init__(self, rows: Rows, place: Place) -> None:
        self.rows, self.member, self.year, self.on = rows, place.member, place.year, place.on
        self.known: dict[str, int] = {}

    def make(self) -> None:
        for indicator, how in how_of().items():
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
        if by_chance("does", self.member.code, indicator).random() < _WITHOUT.get(indicator, 0):
            return "" if self.member.code == RESTATED[0] else "not applicable"
        draw = by_chance("gap", self.member.code, indicator, self.year)
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
        value = rounded(by_plan[f"CP-{self.member.code}-2026"] * _OF_REACHED[service])
        self.known[indicator] = value
        self.add(indicator, value, covers=COVERED, visibility="public")

    def small(self, indicator: str) -> int:
        """Return a value that does not grow with the member's size."""
        draw = by_chance("small", self.member.code, indicator)
        if indicator == "board":
            return draw.choice((7, 9, 11, 12, 13, 15, 21))
        if indicator == "slowest-delivery":
            return draw.randint(4, 38) + by_chance("small", self.member.code, indicator, self.year).randint(-2, 3)
        return 0

    def whole(self, indicator: str, value: int, visibility: str) -> None:
        """Add the value of the year with its cells and those of branches."""
        covers = COVERED if self.year == NOW and not _on_a_day(indicator) else None
        if covers and how_of().get(indicator, {}).get("season"):
            value = rounded(value * 0.83)
        self.known[indicator] = value
        self.add(indicator, value, covers=covers, visibility=visibility)
        for cell, part in self.cells(indicator, value):
            self.add(indicator, part, cell=cell, covers=covers, visibility=visibility)
        if indicator in measures.OF_BRANCHES:
            self.branches(indicator, value, covers, visibility)

    def quarterly(self) -> bool:
        few = by_chance("quarterly", self.member.code).random() < 0.35  # noqa: PLR2004 - the part that does so
        return few and self.year >= _YEAR_OF_QUARTERS and self.member.code not in places.PROVINCES

    def quarters(self, indicator: str, value: int, how: dict[str, str]) -> None:
        for quarter, part in enumerate(map(int, how["season"].split()), 1):
            day = date(self.year, 3 * quarter, 28) + timedelta(days=20)
            late = timedelta(days=by_chance("quarter", self.member.code, self.year, quarter).randint(0, 30))
            if day + late < TODAY:
                chance = by_chance(self.member.code, indicator, self.year, quarter).uniform(0.93, 1.07)
                self.add(indicator, rounded(value * part / 100 * chance), period=f"{self.year}Q{quarter}",
                         visibility=how["visibility"], on=day + late)  # fmt: skip

    def cells(self, indicator: str, value: int) -> Iterator[tuple[str, int]]:
        """Yield the cells of a breakdown; they make up the total."""
        for axis in lines(measures.AXES):
            draw = by_chance("cells", self.member.code, indicator, axis["axis"])
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
        every = places.branches_in(self.member.code, self.year)
        weights = [_weight(unit) for unit in every]
        for (province, below), part in zip(every.items(), split(value, weights), strict=True):
            self.add(indicator, part, unit=province, covers=covers, visibility=visibility)
            for branch, one in zip(below, split(part, [_weight(unit) for unit in below]), strict=True):
                if by_chance("branch", branch, self.year).random() > 0.06:  # noqa: PLR2004 - a few do not report
                    self.add(indicator, one, unit=branch, covers=covers, visibility=visibility)

    # Several indicators

    def reached(self) -> None:
        """Add people reached by all work: more than by the largest service, less than by all together."""
        parts = [self.known[f"reached-{service}"] for service in _OF_REACHED if f"reached-{service}" in self.known]
        if self.member.code in REACHED and self.year == NOW:
            for plan, value in REACHED[self.member.code].items():
                self.add("reached", value, plan=plan, covers=COVERED, visibility="public")
        elif parts:
            self.whole("reached", rounded(max(parts) + 0.45 * (sum(parts) - max(parts))), "public")

    def shares(self) -> None:
        """Add ratios, each with its denominator."""
        for row in lines(SHARES):
            if self.gap(row["indicator"], row["miss"]) or (self.year == NOW and row["of"] == "board"):
                continue
            whole = self.known.get(row["of"], 0) if row["of"] == "board" else round(9 * self.member.size) + 4
            draw = by_chance(self.member.code, row["indicator"])
            share = draw.uniform(float(row["low"]), float(row["high"])) + float(row["yearly"]) * (self.year - YEARS[0])
            if whole:
                part = min(round(whole * share), whole)
                self.add(row["indicator"], part, denominator=whole, visibility=row["visibility"])
        if "insured" in self.known and "volunteers" in self.known:
            self.add("insured-share", self.known["insured"], denominator=self.known["volunteers"])
        if not self.gap("warned", "0.08"):
            share = by_chance("warned", self.member.code).uniform(0.04, 0.4) * 1.12 ** (self.year - YEARS[0])
            warned = rounded(level(self.member, "at-risk", self.year) * min(share, 0.8))
            self.add("warned", warned, visibility="public")
            self.add("warned-share", warned, visibility="public")

    def others(self) -> None:
        """Add policies, hours, satisfaction and exercises."""
        since = by_chance("policies", self.member.code)
        for indicator, likely in (("strategic-plan", 0.8), ("youth-policy", 0.55), ("safeguarding-policy", 0.6)):
            has = since.random() < likely + 0.07 * (self.year - YEARS[0])
            if not (self.year == NOW and indicator in _AFTER_THE_YEAR):
                self.add(indicator, int(has))
        draw = by_chance("others", self.member.code, self.year)
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
    draw = by_chance("finance", member.code, year)
    if draw.random() < 0.05 and member.code != MARCH:  # noqa: PLR2004 - the part without accounts
        return
    income = level(member, "income", year)
    spent = rounded(income * draw.uniform(0.9, 1.04))
    home = rounded(income * min(by_chance("home", member.code).betavariate(2, 2.4) + 0.012 * (year - YEARS[0]), 0.97))
    for indicator, value in (
        ("income", income),
        ("expenditure", spent),
        ("own-income", home),
        ("own-income-share", home),
    ):
        add(rows, indicator, member.unit, period, value, on=on)
    add(rows, "audited", member.unit, period, int(draw.random() < 0.72 + 0.04 * (year - YEARS[0])), on=on)


def _make_year_to_march(rows: Rows, member: Member) -> None:
    for year in (2023, 2024, 2025):
        finance(rows, member, year, march(year), date(year + 1, 7, 18))


def _restate(rows: Rows) -> None:
    code, indicator, year, _, then = RESTATED
    first = next(
        row for row in rows.tables["observations"]
        if (row["indicator"], row["unit"], row["period"]) == (indicator, f"M-{code}", str(year)) and "cell" not in row
    )  # fmt: skip
    add(rows, indicator, f"M-{code}", str(year), then, on=date(2025, 11, 4), visibility="public", corrects=first["id"],
        reason="A regional blood centre had been counted twice, by the centre and by its province.")  # fmt: skip


def _for_named_people(rows: Rows) -> None:
    branch = places.SPLIT_INTO[0][0]
    add(rows, measures.NAMED, branch, str(NOW), 1, on=date(2026, 11, 3), covers=COVERED, visibility="named")


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
    return by_chance("weight", unit).uniform(0.4, 2.2)
