"""Checks see a federation that was just taken in; a test says only the rows that matter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import pytest

from remit.exact import SCALE
from remit.exchange.base import Rows
from remit.federation import Federation
from remit.intake import take_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from remit.problems import Problem

NUMBERS = {"value", "denominator", "amount"}
DEFAULTS: dict[str, dict[str, Any]] = {
    "units": {"kind": "member"},
    "indicators": {"measure": "count", "over_units": "sum", "over_time": "sum"},
    "observations": {"indicator": "V", "unit": "KEN", "period": "2008", "status": "reported"},
    "trees": {"tree": "structure"},
    "plans": {"unit": "KEN", "kind": "programme"},
    "elements": {"level": "L"},
    "money": {"plan": "P", "stage": "approved"},
    "rates": {"series": "budget", "base": "CHF"},
}


class Found(Protocol):
    def __call__(self, **tables: list[dict[str, Any]]) -> list[Problem]: ...


@pytest.fixture
def found() -> Found:
    """Return what is found in rows, which stand in `TABLE.csv` from line 2, beside KEN and indicator V."""

    def load(**tables: list[dict[str, Any]]) -> list[Problem]:
        return take_in(Federation(), _reading(_with_ground(tables))).problems

    return load


@pytest.fixture
def codes(found: Found) -> Callable[..., list[str]]:
    """Return only the codes of what is found."""
    return lambda **tables: [problem.code for problem in found(**tables)]


def _with_ground(tables: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    units = {row[name] for rows in tables.values() for row in rows for name in ("unit", "parent") if row.get(name)}
    there = {row["unit"] for row in tables.get("units", [])}
    ground = [{"unit": unit} for unit in sorted({"KEN", *units} - there) if len(unit) == 3]
    indicators = tables.get("indicators") or [{"indicator": "V"}]
    return {**tables, "units": [*tables.get("units", []), *ground], "indicators": indicators}


def _is_number(name: str, value: Any) -> bool:
    return name in NUMBERS and isinstance(value, int)


def _reading(tables: dict[str, list[dict[str, Any]]]) -> Any:
    reading = None
    for table, several in tables.items():
        rows = Rows(f"{table}.csv")
        for line, row in enumerate(several, 2):
            exact = {name: number * SCALE for name, number in row.items() if _is_number(name, number)}
            rows.add(table, str(line), **{**DEFAULTS.get(table, {}), **row, **exact})
        if reading is None:
            reading = rows.reading()
        else:
            reading.extend(rows.reading())
    return reading
