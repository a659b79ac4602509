"""What the databank's indicators are, and how they add up.

The codebook gives a name, a unit and a section. How a value adds up follows from the section: governance and
structure are counted on a day, finance adds up over years, people reached do not. The databank's published
rule of imputation: governance and finance carry the last value forward; reach takes the mean.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from remit.exchange.fdrs import values
from remit.exchange.fdrs.directory import Measured
from remit.exchange.fdrs.societies import add_text
from remit.language import N_
from remit.money import NONE_STATED
from remit.problems import Kind
from remit.schema import EMPTY_FIELD, UNKNOWN_CHOICE, BadValue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from remit.exchange.base import Rows
    from remit.exchange.fdrs.directory import Directory
    from remit.exchange.fdrs.sheets import Sheet

Section = Literal["governance", "finance", "reach", "context", "other"]
UNITS = ("number", "logical", "percent", "text", "date")

TWICE = Kind(
    "databank-indicator-twice",
    N_("The indicator {code} stands in line {first} already."),
    N_("Remove one of the two lines."),
)

_NOTES: tuple[tuple[str, Section], ...] = (
    ("NS Governance", "governance"),
    ("NS Finance", "finance"),
    ("NS Reach", "reach"),
    ("World Development", "context"),
)
_CODES: tuple[tuple[re.Pattern[str], Section], ...] = (
    (re.compile(r"PeopleVol|PStaff|PaidStaff|LocalUnits|_GB_|_noVol"), "governance"),
    (re.compile(r"LC$|_CHF$|InKindLC"), "finance"),
    (re.compile(r"Reach|_CPD$|DonBlood|DonatingBlood|TrainFA|CoveredPreparedness|KPI_Climate"), "reach"),
    (re.compile(r"Population|GDP|Poverty"), "context"),
)
"""For indicators whose section the codebook leaves open; a census of their codes."""
_PEOPLE = re.compile(r"number of (people|persons)", re.IGNORECASE)
_PEOPLE_CODES = re.compile(r"KPI_noPeople|Population")
_ADD_UP_IN_CONTEXT = frozenset({"Population", "GDP"})


@dataclass(frozen=True)
class Entry:
    """One indicator of the codebook."""

    code: str
    unit: str
    """number, logical, percent, text or date."""
    note: str = ""
    name: str = ""
    description: str = ""
    file: str = ""
    at: str = "1"

    @property
    def section(self) -> Section:
        """Governance, finance, reach or context: as the codebook says, else as the code suggests."""
        said = next((section for note, section in _NOTES if self.note.startswith(note)), None)
        if said:
            return said
        return next((section for code, section in _CODES if code.search(self.code)), "other")

    @cached_property
    def measured(self) -> Measured:
        """Its code and measure."""
        return Measured(self.code, self.definition["measure"])

    @property
    def definition(self) -> dict[str, Any]:
        """The row of the table `indicators`."""
        rules = _RULES_BY_UNIT.get(self.unit) or self._rules_of_numbers()
        return {"indicator": self.code, "collected_at": "member", **rules}

    def _rules_of_numbers(self) -> dict[str, Any]:
        if self.section == "finance":
            return _money(self.code)
        if self.section == "context":
            return _context(self.code)
        texts = (_PEOPLE.match(text) for text in (self.name, self.description))
        people = any(texts) or _PEOPLE_CODES.search(self.code)
        return _COUNT | {"unit_of_measure": "people" if people else None} | _RULES[self.section]


_COUNT = {"measure": "count", "decimals": 0, "over_units": "sum", "over_plans": "sum", "direction": "none"}
_RULES: dict[Section, dict[str, Any]] = {
    "governance": {"over_time": "last", "reported_as": "on a day", "imputation": "last"},
    "reach": {"over_time": "none", "over_plans": "max", "direction": "up", "imputation": "mean"},
    "other": {"over_time": "none"},
}
_NOTHING_ADDS_UP = {"over_units": "none", "over_time": "none", "over_plans": "none", "direction": "none"}
_RULES_BY_UNIT: dict[str, dict[str, Any]] = {
    "logical": {
        "measure": "yes/no", "decimals": 0, "over_units": "count", "condition": ">= 1", "once": "each year",
        "over_time": "last", "over_plans": "max", "reported_as": "on a day", "direction": "none",
    },
    "percent": {"measure": "score", "unit_of_measure": "percent", **_NOTHING_ADDS_UP},
    "text": {"measure": "text", **_NOTHING_ADDS_UP},
    "date": {"measure": "text", **_NOTHING_ADDS_UP},
}  # fmt: skip


def _money(code: str) -> dict[str, Any]:
    """Amounts in Swiss francs add up; those in the currency of each society do not."""
    if code.endswith("_CHF"):
        adds = {"currency": "CHF", "over_units": "sum", "over_time": "sum", "over_plans": "sum"}
    else:
        adds = {"currency": NONE_STATED, "over_units": "none", "over_time": "sum", "over_plans": "sum"}
    return {"measure": "amount", "decimals": 0, "direction": "none", "imputation": "last", **adds}


def _context(code: str) -> dict[str, Any]:
    """Figures about the country, from others: only its people and its product add up over countries."""
    over_units = "sum" if code in _ADD_UP_IN_CONTEXT else "none"
    if code == "GDP":
        of = {"measure": "amount", "currency": NONE_STATED, "over_time": "none"}
    elif code == "Population":
        of = {"measure": "count", "unit_of_measure": "people", "over_time": "last", "reported_as": "on a day"}
    else:
        of = {"measure": "score", "over_time": "none"}
    return {"over_units": over_units, "over_plans": "none", "direction": "none", **of}


def read_codebook(sheet: Sheet, directory: Directory) -> dict[str, Entry]:
    """Return the codebook, by code in small letters; `define` makes indicators of those in use."""
    entries: dict[str, Entry] = {}
    for line in sheet.lines():
        code = line.read("KPI_Code", values.code)
        unit = line.read("UNIT_Code", _unit)
        if code and code.casefold() in entries:
            line.problem(TWICE, "KPI_Code", code=code, first=entries[code.casefold()].at)
        elif not code and line.sound:
            line.problem(EMPTY_FIELD, "KPI_Code", field="KPI_Code", table=sheet.rows.file)
        if not (line.sound and code and unit):
            directory.leave_out_indicator(line.text("KPI_Code"))
            continue
        name, description = line.words("KPI_Name"), line.words("KPI_Description")
        entries[code.casefold()] = Entry(
            code, unit, line.text("KPI_Note"), name or description, description, sheet.rows.file, line.at
        )
        sheet.rows.seen["definitions"] += 1
    for fields in sheet.ragged:
        directory.leave_out_indicator(fields.get("KPI_Code", "").strip())
    return entries


def define(rows: Rows, entries: Iterable[Entry]) -> None:
    """Add the indicators with their names; the codebook's longer description where it says something else."""
    for entry in entries:
        rows.add("indicators", entry.at, **entry.definition)
        add_text(rows, entry.at, ("indicators", entry.code, "name"), entry.name)
        if entry.description != entry.name:
            add_text(rows, entry.at, ("indicators", entry.code, "description"), entry.description)


def _unit(text: str) -> str:
    if text not in UNITS:
        raise BadValue(UNKNOWN_CHOICE, value=text, choices=", ".join(UNITS))
    return text
