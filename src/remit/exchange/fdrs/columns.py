"""What the columns of the wide download are. Columns of other years follow the same patterns of names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from remit.exchange.fdrs.indicators import Entry

if TYPE_CHECKING:
    from collections.abc import Sequence

SOCIETY, NAME, ZONE, COUNTRY = "KPI_DON_Code", "NSO_DON_name", "NSO_ZON_name", "iso3"
YEAR, CURRENCY, DELETED = "KPI_Year", "KPI_CUR_Code", "KPI_deletedDateTime"
PUBLISHED = " (CHF)"
"""What follows the name of an amount in the name of the column with its published amount in Swiss francs."""

CELLS = {
    "IndirectM": "reach=indirect;sex=male",
    "IndirectF": "reach=indirect;sex=female",
    "DirectM": "reach=direct;sex=male",
    "DirectF": "reach=direct;sex=female",
    "Indirect": "reach=indirect",
    "Direct": "reach=direct",
    "M": "sex=male",
    "F": "sex=female",
}
"""The cell of a total that a column holds, by how its name ends; longest endings first."""

Stage = Literal["received", "in kind", "expenditure"]
_GIVEN = re.compile(r"expenditure|financesTo|donated", re.IGNORECASE)
_IN_KIND = re.compile(r"rec(ie|ei)vedInKind", re.IGNORECASE)
_COUNTED = re.compile(r"KPI_no[A-Z]\w*")
_SAID = re.compile(r"KPI_(has|\w+Has)[A-Z]\w*")
_CONTEXT = {"Population": "number", "GDP": "number", "Poverty": "percent"}
_PASSED_OVER = re.compile(
    r"KPI_(DON_Code|Year|StartDate|EndDate|CUR_Code|Id|SPS_ID|accountingSystem|(created|modified|deleted)(By|DateTime))"
    r"|NSO_\w+|iso3"
)
"""Columns that say whose row it is and which days it covers, or that hold no figures."""


class Figure(NamedTuple):
    """A column of values: of which indicator, and which of its cells."""

    column: str
    entry: Entry
    cell: str | None


class Amount(NamedTuple):
    """A column of local amounts beside one in Swiss francs."""

    column: str
    stage: Stage


@dataclass(frozen=True)
class Columns:
    """The columns of one download."""

    figures: tuple[Figure, ...]
    amounts: tuple[Amount, ...]
    left_out: tuple[str, ...]

    @property
    def axes(self) -> dict[tuple[str, str], bool]:
        """The axes by which each indicator is broken down, and whether their categories make up its total.

        Those of an axis that only stands together with another one (men and women reached directly) do not.
        """
        found: dict[tuple[str, str], bool] = {}
        for figure in self.figures:
            pairs = categories(figure.cell)
            for axis, _ in pairs:
                key = figure.entry.code, axis
                found[key] = found.get(key, False) or len(pairs) == 1
        return dict(sorted(found.items()))


def columns_of(header: Sequence[str]) -> Columns:
    """Return what the columns of a header are."""
    figures = [figure for name in header if (figure := _figure(name, header))]
    amounts = [Amount(name, stage_of(name)) for name in header if name + PUBLISHED in header]
    read = {figure.column for figure in figures} | {part for each in amounts for part in (each[0], each[0] + PUBLISHED)}
    left_out = [name for name in header if name not in read and not _PASSED_OVER.fullmatch(name)]
    return Columns(tuple(figures), tuple(amounts), tuple(left_out))


def stage_of(column: str) -> Stage:
    """Return whether an amount came in, came in as goods or services, or went out."""
    if _GIVEN.search(column):
        return "expenditure"
    return "in kind" if _IN_KIND.search(column) else "received"


def categories(cell: str | None) -> list[tuple[str, str]]:
    """Return the axes of a cell with their categories."""
    pairs = [pair.partition("=") for pair in cell.split(";")] if cell else []
    return [(axis, category) for axis, _, category in pairs]


def _figure(name: str, header: Sequence[str]) -> Figure | None:
    if unit := _CONTEXT.get(name):
        return Figure(name, Entry(name, unit), None)
    if _SAID.fullmatch(name):
        return Figure(name, Entry(name, "logical"), None)
    if not _COUNTED.fullmatch(name):
        return None
    endings = (ending for ending in CELLS if name.endswith(ending) and name.removesuffix(ending) in header)
    ending = next(endings, "")
    return Figure(name, Entry(name.removesuffix(ending), "number"), CELLS.get(ending))
