"""The page of tables: every table, its key, and its columns; and how values are written."""

from __future__ import annotations

from docs.pages import kinds, markdown

from remit import exact
from remit.schema import MADE, TABLES, Column, Table, Type

_INTRO = """
A federation is these tables. A folder of CSV (or Parquet) files holds them, one for each table, with one
file for each plan; see [formats](formats.md). The same description makes the files, the checks of single
values, the [JSON Schema of a plan](plan.schema.json) and this page.

Nothing that was recorded changes. Of an *append-only* table, a correction is a new row that names the old
one in `supersedes`. In every other table a later row of the same key, by `recorded_at`, takes the place
of the earlier one. So every figure can be asked for as of any moment. `id` and `recorded_at` may be left
out of a file: they are filled in when it is loaded.
"""

_WRITTEN = {
    Type.CODE: (
        "`KEN`, `GS-2008-2011`",
        "Letters, digits and `. - _ :`, at most 64, a letter or digit first. Not told apart by case.",
    ),
    Type.CODES: ("`A1 A2`", "Codes with spaces between."),
    Type.TEXT: ("`Clean water`", "Any text. Line ends become LF, letters NFC. It may not begin with =."),
    Type.CHOICE: ("`reported`", "One of the words listed."),
    Type.YESNO: ("`yes`", "`yes` or `no`."),
    Type.DAY: ("`2008-06-18`", "Year, month, day."),
    Type.MOMENT: ("`2008-06-18T09:30:00Z`", "Day and time; UTC where no zone is stated."),
    Type.PERIOD: (
        "`2008`, `2008Q1`, `2008-01`, `2008/2011`, `2009-04-01/2010-03-31`",
        "A year, quarter, month, span, or any days, both ends included. Periods compare by their days.",
    ),
    Type.NUMBER: (
        "`1200`, `0.5`, `-3`",
        (
            "Digits with a decimal point, no thousands separators. Kept exactly, as whole ten-thousandths. "
            "With more than four decimal places it is rounded half to even, with a notice; "
            f"beyond {exact.LIMIT:,} it is a problem."
        ),
    ),
    Type.WHOLE: ("`3`", "A whole number."),
    Type.SHARE: ("`1/3`, `25 %`, `0.25`", "Kept as a fraction."),
    Type.RATE: ("`1.2077`", "Above 0, at most 18 significant digits."),
    Type.CURRENCY: (
        "`CHF`",
        "Three capital letters (ISO 4217). `XXX`: none stated; adds up with itself, never converted.",
    ),
    Type.CELL: ("`age=5-17;sex=female`", "Pairs of axis and category, in order of axis. Empty: the total."),
}


def page() -> str:
    """Return every table under its name."""
    types = markdown.table(
        ("type", "written", "meaning"),
        ((kind.value, *_WRITTEN[kind]) for kind in Type),
    )
    empty = "An empty field means that nothing is stated. It is never 0."
    values = f"Problems with single values: {kinds.links(kinds.of('remit.schema'))}."
    names = ", ".join(f"[{name}](#{name})" for name in TABLES)
    parts = [part for table in TABLES.values() for part in _parts(table)]
    return markdown.page("Tables", _INTRO.strip(), names, "## How values are written", types, empty, values, *parts)


def _parts(table: Table) -> list[str]:
    kept = "append-only" if table.append_only else "a later row of the same key counts"
    section = "head" if table.name == "plans" else table.section
    where = f"in the plan's file, section `{section}`" if section else f"`{table.name}.csv`"
    if table.name == "plans":
        where = "in the plan's file, section `plan`"
    facts = f"Key: {', '.join(map(markdown.code, table.key))}. Kept: {where}; {kept}."
    rows = ((column.name, _kind(column), _meaning(column)) for column in table.columns)
    return [f"## {table.name}", table.doc, facts, markdown.table(("column", "type", "meaning"), rows)]


def _kind(column: Column) -> str:
    return f"{column.type.value} of [{column.to}](#{column.to})" if column.to else column.type.value


def _meaning(column: Column) -> str:
    parts = [column.doc]
    if column.choices:
        parts.append(f"One of: {', '.join(column.choices)}.")
    if column.default:
        parts.append(f"Default: {column.default}.")
    elif column.required and column.name not in MADE:
        parts.append("**Needed.**")
    elif column.name in MADE:
        parts.append("Filled in where it is left out.")
    return " ".join(parts)
