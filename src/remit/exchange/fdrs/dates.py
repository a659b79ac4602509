"""The days that a reported year really covers, from the two notations of the wide download.

A day is an Excel serial number, shifted by a time zone of an hour or two (40909.04167 is 2012-01-01), or a
text (`31/12/2012 01:00`). The serial ones were once texts, of which a spreadsheet took the day for the month
where it could: 40912.08333 is written 2012-01-04 and meant 2012-04-01. So where the days as written are not
twelve months, and are so with day and month of a serial one exchanged, they are read so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from remit.language import N_
from remit.periods import DAY, Period
from remit.problems import Kind
from remit.schema import BAD_DAY, BadValue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from remit.exchange.fdrs.sheets import Line

START, END = "KPI_StartDate", "KPI_EndDate"

EXCHANGED = Kind(
    "databank-day-and-month",
    N_("{start} to {end} is read as {covers}: twelve months, with day and month exchanged."),
    N_("Nothing to do, if that is right."),
    blocks=False,
)
NOT_A_YEAR = Kind(
    "databank-not-a-year",
    N_("The reported year {year} is written to run from {start} to {end}, which is not twelve months of it."),
    N_("The days are kept as they are written; correct them at the source."),
    blocks=False,
)

_FIRST = date(1899, 12, 30)
_SERIAL = re.compile(r"\d{1,7}(\.\d+)?")
_LAST_SERIAL = 2_958_465
_TEXT = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?: \d{1,2}:\d{2}(?::\d{2})?)?")
_MONTHS = 12


@dataclass(frozen=True)
class Written:
    """A day as it is written; a serial one may stand for the one with day and month exchanged."""

    day: date
    serial: bool

    def readings(self) -> Iterator[date]:
        yield self.day
        if self.serial and self.day.day <= _MONTHS and self.day.day != self.day.month:
            yield self.day.replace(month=self.day.day, day=self.day.month)


def written(text: str) -> Written | None:
    """Return the day that a text stands for; None where it is empty. Raises `BadValue`."""
    if text in {"", "#N/A"}:
        return None
    try:
        return _serial(text) or _text(text) or Written(date.fromisoformat(text[:10]), serial=False)
    except ValueError as error:
        raise BadValue(BAD_DAY, value=text) from error


def covered(line: Line, year: int) -> str | None:
    """Return the days that a line's year covers, where they are not those of the calendar year."""
    start, end = line.read(START, written), line.read(END, written)
    if not line.sound or not (start or end):
        return None
    as_written = (start.day if start else date(year, 1, 1)), (end.day if end else date(year, 12, 31))
    days = _twelve_months(start, end) if start and end else None
    facts = {"start": as_written[0], "end": as_written[1]}
    if days and (days.first, days.last) != as_written:
        line.problem(EXCHANGED, START, **facts, covers=days)
    if days is None and as_written[0] <= as_written[1]:
        days = Period(*as_written)
    if days is None or not _is_year(days, year):
        line.problem(NOT_A_YEAR, START, **facts, year=year)
    return days.name if days and days != Period.year(year) else None


def _twelve_months(start: Written, end: Written) -> Period | None:
    """Return the first reading that makes twelve months."""
    readings = ((first, last) for last in end.readings() for first in start.readings())
    return next((Period(first, last) for first, last in readings if _is_twelve_months(first, last)), None)


def _is_twelve_months(first: date, last: date) -> bool:
    after = last + DAY
    return (after.month, after.day) == (first.month, first.day) and after.year == first.year + 1


def _is_year(days: Period, year: int) -> bool:
    """Whether days are twelve months that begin or end in a year."""
    return _is_twelve_months(days.first, days.last) and year in {days.first.year, days.last.year}


def _serial(text: str) -> Written | None:
    if not _SERIAL.fullmatch(text):
        return None
    days = int(Decimal(text))
    if not 1 <= days <= _LAST_SERIAL:
        raise ValueError(text)
    return Written(_FIRST + timedelta(days=days), serial=True)


def _text(text: str) -> Written | None:
    match = _TEXT.fullmatch(text)
    return Written(date(int(match[3]), int(match[2]), int(match[1])), serial=False) if match else None
