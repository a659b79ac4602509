"""Periods: closed runs of days, with the names that people use for them.

    2008            a year                2008Q1          a quarter
    2008-01         a month               2008/2011       a span, from the start of one to the end of the other
    2009-04-01/2010-03-31                 any days: how a fiscal year is named

Periods compare by their days, so `2008` and `2008-01-01/2008-12-31` are the same period, which is written `2008`.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

Grain = Literal["year", "quarter", "month"]
MONTHS: dict[Grain, int] = {"year": 12, "quarter": 3, "month": 1}
DAY = timedelta(days=1)
_ONE = re.compile(r"(\d{4})(?:Q([1-4])|-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


class ImpossiblePeriod(ValueError):
    """The text names no period: 2008-13, 2010/2008, 2009-02-30."""


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """The days from `first` to `last`, both included.

    >>> Period.parse("2008Q1")
    Period(first=datetime.date(2008, 1, 1), last=datetime.date(2008, 3, 31))
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ImpossiblePeriod(f"{self.first}/{self.last}")

    @staticmethod
    def parse(text: str) -> Period:
        """Return the period that `text` names, or raise `ImpossiblePeriod`."""
        return _parse(text)

    @staticmethod
    def of_months(year: int, month: int, months: int) -> Period:
        """Return `months` whole months from a month; the month may lie beyond 12 or below 1."""
        first = _month_start(year, month)
        return Period(first, _month_start(year, month + months) - DAY)

    @staticmethod
    def year(year: int, first_month: int = 1) -> Period:
        """Return the year that starts in `year`, in a calendar whose years start in `first_month`."""
        return Period.of_months(year, first_month, 12)

    @staticmethod
    def around(day: date, grain: Grain, first_month: int = 1) -> Period:
        """Return the year, quarter or month that `day` lies in, in a calendar whose years start in `first_month`."""
        return _around(day, grain, first_month)

    @property
    def name(self) -> str:
        """The shortest of the names above."""
        return _name(self)

    def __str__(self) -> str:
        return self.name

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def months(self) -> int | None:
        """How many whole months this is; None where it starts or ends inside a month."""
        if self.first.day != 1 or (self.last + DAY).day != 1:
            return None
        after = self.last + DAY
        return (after.year - self.first.year) * 12 + after.month - self.first.month

    def contains(self, other: Period) -> bool:
        return self.first <= other.first and other.last <= self.last

    def overlaps(self, other: Period) -> bool:
        return self.first <= other.last and other.first <= self.last

    def years_earlier(self, years: int) -> Period:
        """Return the same days of an earlier year; a month's end stays a month's end."""
        return Period(_years_back(self.first, years), _years_back(self.last + DAY, years) - DAY)

    def split(self, grain: Grain, first_month: int = 1) -> Iterator[Period]:
        """Yield the years, quarters or months that this period touches, in order."""
        part = Period.around(self.first, grain, first_month)
        while part.first <= self.last:
            yield part
            part = Period.around(part.last + DAY, grain, first_month)

    def rolled(self, years: int = 1) -> Period:
        """Return the window moved on: 2008/2011 becomes 2009/2012."""
        return self.years_earlier(-years)


def span(first: Period, last: Period) -> Period:
    """Return the period from the start of one to the end of another."""
    return Period(first.first, last.last)


def _month_start(year: int, month: int) -> date:
    index = year * 12 + month - 1
    return date(index // 12, index % 12 + 1, 1)


def _years_back(day: date, years: int) -> date:
    year = day.year - years
    return day.replace(year=year, day=min(day.day, calendar.monthrange(year, day.month)[1]))


@cache
def _parse(text: str) -> Period:
    head, slash, tail = text.strip().partition("/")
    first = _parse_one(head)
    if not slash:
        return first
    last = _parse_one(tail)
    if last.last < first.first:
        raise ImpossiblePeriod(text)
    return span(first, last)


def _parse_one(text: str) -> Period:
    match = _ONE.fullmatch(text.strip())
    if match is None:
        raise ImpossiblePeriod(text)
    year, quarter, month, day = (int(part) if part else None for part in match.groups())
    try:
        if day:
            on = date(year or 0, month or 0, day)
            return Period(on, on)
        if month is not None:
            return _months(year, month, 1)
        return _months(year, 3 * quarter - 2, 3) if quarter else _months(year, 1, 12)
    except ValueError as error:
        raise ImpossiblePeriod(text) from error


def _months(year: int | None, month: int, months: int) -> Period:
    if not 1 <= month <= 12:
        raise ImpossiblePeriod(str(month))
    return Period.of_months(year or 0, month, months)


@cache
def _around(day: date, grain: Grain, first_month: int) -> Period:
    months = MONTHS[grain]
    into = (day.month - first_month) % 12
    start = first_month + into // months * months
    year = day.year if day.month >= first_month else day.year - 1
    return Period.of_months(year, start, months)


@cache
def _name(period: Period) -> str:
    months, first = period.months, period.first
    if months is None:
        return str(first) if first == period.last else f"{first}/{period.last}"
    last = period.last
    if months % 12 == 0 and first.month == 1:
        return f"{first.year}" if months == 12 else f"{first.year}/{last.year}"
    if months % 3 == 0 and first.month % 3 == 1 and months % 12:
        start, end = f"{first.year}Q{(first.month + 2) // 3}", f"{last.year}Q{last.month // 3}"
        return start if months == 3 else f"{start}/{end}"
    if months == 1:
        return f"{first:%Y-%m}"
    return f"{first}/{last}"
