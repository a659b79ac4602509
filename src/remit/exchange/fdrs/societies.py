"""The list of societies: units with their region, country, name and day of admission."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from remit.exchange.fdrs import values
from remit.exchange.fdrs.directory import Society
from remit.language import N_
from remit.problems import Kind
from remit.schema import EMPTY_FIELD, BadValue

if TYPE_CHECKING:
    from remit.exchange.base import Rows
    from remit.exchange.fdrs.directory import Directory
    from remit.exchange.fdrs.sheets import Line, Sheet

TREE = "zones"
LANGUAGE = "en"
"""The databank names societies, regions and indicators in English."""

TWICE = Kind(
    "databank-society-twice",
    N_("The society {code} stands in line {first} already."),
    N_("Remove one of the two lines."),
)
TWO_NAMES = Kind(
    "databank-region-names",
    N_("The region {code} is called both “{name}” and “{other}”."),
    N_("Give each region one code and one name."),
)
BAD_COUNTRY = Kind(
    "databank-bad-country",
    N_("“{value}” is not a country code."),
    N_("Write the three capital letters of ISO 3166-1 (KEN), or leave the cell empty."),
)
_COUNTRY = re.compile(r"[A-Z]{3}")


def read_societies(sheet: Sheet, directory: Directory) -> None:
    """Read units, their names, places and regions; what was read is added to `directory`."""
    lines: dict[str, str] = {}
    regions: dict[str, str] = {}
    for line in sheet.lines():
        code, region, region_name = (
            _code(line, "KPI_DON_code"),
            _code(line, "ZON_Code"),
            line.name("NSO_ZON_name"),
        )
        society = Society(code, line.name("NSO_DON_name"), line.read("iso_3", country) or "")
        admitted = line.read("admission_date", values.day)
        if (first := lines.setdefault(code.casefold(), line.at)) != line.at:
            line.problem(TWICE, "KPI_DON_code", code=code, first=first)
        if (name := regions.get(region, region_name)) != region_name:
            line.problem(TWO_NAMES, "NSO_ZON_name", code=region, name=name, other=region_name)
        if not line.sound:
            directory.leave_out_society(line.text("KPI_DON_code"))
            if region and region_name:
                directory.add_region(region_name, region)
                sheet.rows.leave_out("units", unit=region)
            continue
        if region not in regions:
            regions[region] = region_name
            _add_region(sheet.rows, line.at, region, region_name)
            directory.add_region(region_name, region)
        sheet.rows.add("units", line.at, unit=code, kind="member", valid_from=admitted)
        place_society(sheet.rows, line.at, society, region)
        directory.add_society(society)
        sheet.rows.seen["societies"] += 1
    for fields in sheet.ragged:
        directory.leave_out_society(fields.get("KPI_DON_code", "").strip())


def place_society(rows: Rows, at: str, society: Society, region: str) -> None:
    """Add a society's name, country and region.

    It has stood in its region always, so that values from before its admission stay in the region's sum.
    """
    add_text(rows, at, ("units", society.code, "name"), society.name)
    rows.add("trees", at, tree=TREE, unit=society.code, parent=region)
    if society.country:
        rows.add("unit_places", at, unit=society.code, country=society.country)


def add_text(rows: Rows, at: str, key: tuple[str, str, str], text: str) -> None:
    """Add a text, if there is one. The key: of which table, the key there, which text."""
    of, code, field = key
    if text:
        rows.add("texts", at, of=of, key=code, field=field, language=LANGUAGE, text=text)


def country(text: str) -> str:
    """Return an ISO 3166-1 alpha-3 code, or nothing."""
    if text and not _COUNTRY.fullmatch(text):
        raise BadValue(BAD_COUNTRY, value=text)
    return text


def _add_region(rows: Rows, at: str, region: str, name: str) -> None:
    rows.add("units", at, unit=region, kind="region")
    rows.add("trees", at, tree=TREE, unit=region)
    add_text(rows, at, ("units", region, "name"), name)


def _code(line: Line, name: str) -> str:
    code = line.read(name, values.code)
    if code is None and line.sound:
        line.problem(EMPTY_FIELD, name, field=name, table=line.rows.file)
    return code or ""
