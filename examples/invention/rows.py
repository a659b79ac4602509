"""Rows of a federation as they are made up: written as text, checked, and saved as a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from remit.federation import Federation, Settings
from remit.problems import Place
from remit.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FOUNDED = "2022-11-15T08:00:00Z"
"""When what is not dated otherwise was recorded."""


class Rows:
    """Rows by table, every value a text."""

    def __init__(self) -> None:
        self.tables: dict[str, list[dict[str, str]]] = {name: [] for name in TABLES}
        self.recorded_at = FOUNDED

    def add(self, table: str, **values: object) -> None:
        """Add a row; what is None is left empty. A name that Python keeps for itself ends with _ (`from_`)."""
        row = {name.rstrip("_"): str(value) for name, value in values.items() if value is not None}
        self.tables[table].append({"recorded_at": self.recorded_at, **row})

    def block(self, table: str, text: str, **same: object) -> None:
        """Add rows written one a line, cells between bars; the first line names the columns."""
        for row in lines(text):
            self.add(table, **{**same, **{name: cell for name, cell in row.items() if cell}})

    def name(self, of: str, key: str, field: str = "name", **languages: str) -> None:
        """Add a name or title in some languages: `en="..."`, `fr="..."`."""
        for language, text in languages.items():
            if text:
                self.add("texts", of=of, key=key, field=field, language=language, text=text)

    def federation(self, settings: Settings) -> Federation:
        """Return the federation that the rows are. A value that its column does not take is an error of the script."""
        return Federation(settings, {name: _typed(name, rows) for name, rows in self.tables.items() if rows})


def lines(text: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a block of text as column: cell."""
    head, *rest = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines() if line.strip()]
    for cells in rest:
        yield dict(zip(head, cells, strict=True))


def tables(file: Path) -> dict[str, list[dict[str, str]]]:
    """Return the tables of a file by name. Each has its name on a line, with a remark behind a colon; a blank line ends it."""
    found = {}
    for block in file.read_text(encoding="utf-8").split("\n\n"):
        title, _, text = block.partition("\n")
        found[title.partition(":")[0]] = list(lines(text))
    return found


def _typed(name: str, rows: list[dict[str, str]]) -> pa.Table:
    table, typed = TABLES[name], list[dict[str, Any]]()
    for row in rows:
        if unknown := set(row) - set(table.by_name):
            raise ValueError(f"{name} has no column {', '.join(sorted(unknown))}")
        values, problems = table.parse(row, Place(name))
        if problems:
            raise ValueError(f"{name}: {row}: {[str(problem) for problem in problems]}")
        typed.append(values)
    return pa.Table.from_pylist(typed, table.schema)
