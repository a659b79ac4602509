"""Single values as the databank writes them: numbers, years, days, TRUE and FALSE."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from remit import exact
from remit.language import N_
from remit.problems import Kind
from remit.schema import BAD_DAY, BAD_PERIOD, TABLES, UNKNOWN_CHOICE, BadValue

NO_VALUE = frozenset({"", "#N/A"})
"""How a cell without a value is written. It is missing, never 0."""

NEGATIVE = Kind(
    "databank-negative-count",
    N_("{value} is below 0, and {indicator} counts people or things."),
    N_("Correct the value, or leave the cell empty."),
)

_NUMBER = TABLES["observations"].by_name["value"]
_CODE = TABLES["units"].by_name["unit"]
_CURRENCY = TABLES["money"].by_name["currency"]
_YEAR = re.compile(r"((?:19|20)\d\d)(?:\.0+)?")
_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_FEW = 4


@lru_cache(maxsize=1 << 16)
def number(text: str) -> tuple[int | None, str]:
    """Return a number in ten-thousandths, and how it is written once rounded, where it had to be."""
    if text in NO_VALUE:
        return None, ""
    value: int = _NUMBER.parse(text)
    may_round = "e" in text.lower() or len(text.partition(".")[2]) > _FEW
    return value, exact.text(value) if may_round and _NUMBER.rounds(text) else ""


def yes_no(text: str) -> tuple[int | None, str]:
    """Return TRUE as 1 and FALSE as 0, in ten-thousandths."""
    if text in NO_VALUE:
        return None, ""
    said = {"TRUE": 1, "FALSE": 0, "1": 1, "0": 0, "1.0": 1, "0.0": 0}.get(text.upper())
    if said is None:
        raise BadValue(UNKNOWN_CHOICE, value=text, choices="TRUE, FALSE")
    return said * exact.SCALE, ""


@lru_cache(maxsize=1 << 8)
def year(text: str) -> int:
    """Return a year from 1900 to 2099; an export from a table of decimals writes 2012.0."""
    match = _YEAR.fullmatch(text)
    if match is None:
        raise BadValue(BAD_PERIOD, value=text)
    return int(match[1])


def day(text: str) -> date | None:
    """Return a day written 26.10.1957."""
    if not text:
        return None
    match = _DAY.fullmatch(text)
    try:
        return date(int(match[3]), int(match[2]), int(match[1])) if match else date.fromisoformat(text)
    except ValueError as error:
        raise BadValue(BAD_DAY, value=text) from error


def code(text: str) -> str | None:
    parsed: str | None = _CODE.parse(text)
    return parsed


def currency(text: str) -> str | None:
    parsed: str | None = _CURRENCY.parse(text)
    return parsed
