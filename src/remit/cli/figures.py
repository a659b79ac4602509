"""Figures as a table to read, and as CSV, JSON or Parquet with the columns that programs rely on."""

from __future__ import annotations

import csv
import io
import sys
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TextIO

import click

from remit.cli.said import print_json
from remit.cli.tables import Column, number, table, terminal_width, without_empty
from remit.errors import WrongUse
from remit.exact import PLACES, shortest
from remit.language import gettext, ngettext
from remit.periods import MONTHS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa

    from remit.calculations.figures import Figure, Figures
    from remit.federation import Federation

FACTS = (
    "value", "numerator", "denominator", "status", "stated", "reported", "expected", "unexpected",
    "imputed", "covered", "as_of", "note",
)  # fmt: skip
"""The columns behind the keys, in order."""
NUMBERS = ("value", "numerator", "denominator", "stated", "imputed", "covered")


def write(federation: Federation, figures: Figures, form: str, out: Path | None) -> None:
    """Write figures in one of the forms, to a file or to stdout."""
    if form == "parquet":
        _write_parquet(federation, figures, out)
        return
    if out is None:
        _write_text(federation, figures, form)
        return
    with out.open("w", encoding="utf-8", newline="") as file:
        _write_text(federation, figures, form, file)


def _write_text(federation: Federation, figures: Figures, form: str, file: TextIO | None = None) -> None:
    if form == "json":
        print_json(list(rows_of(federation, figures, absent=True)), file)
    elif form == "csv":
        for line in csv_lines(federation, figures):
            click.echo(line, file=file)
    else:
        width = terminal_width() if file is None else None
        for line in table_lines(federation, figures, width):
            click.echo(line, file=file)


class Keys:
    """The columns of keys, units with their names beside them."""

    def __init__(self, federation: Federation, figures: Figures) -> None:
        units = {row["unit"] for row in federation.rows("units")}
        self.federation = federation
        self.columns = figures.keys
        kinds = {row["kind"] for row in federation.rows("units")} | {"unit"}
        self.of_units = [name in kinds and name not in MONTHS for name in self.columns]
        self.units = units

    @property
    def names(self) -> list[str]:
        pairs = zip(self.columns, self.of_units, strict=True)
        return [name for column, unit in pairs for name in ((column, f"{column}_name") if unit else (column,))]

    def cells(self, figure: Figure) -> list[str]:
        """Return a figure's keys, the code of a unit followed by its name."""
        found: list[str] = []
        for key, unit in zip(figure.keys, self.of_units, strict=True):
            found += [key, self.federation.name_of("units", key)] if unit else [key]
        return found


def exact(value: Decimal | int | None) -> str | None:
    """Return the shortest exact decimal; None where there is no value."""
    return None if value is None else f"{shortest(Decimal(value)):f}"


def moment(value: datetime | None) -> str | None:
    """Return a moment in UTC, by ISO 8601."""
    return None if value is None else value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def rows_of(federation: Federation, figures: Figures, *, absent: bool = False) -> Iterator[dict[str, Any]]:
    """Yield figures as rows; what is missing is None, or left out where `absent` says so."""
    keys = Keys(federation, figures)
    for figure in figures:
        row: dict[str, Any] = {
            "indicator": figure.indicator,
            **dict(zip(keys.names, keys.cells(figure), strict=True)),
        }
        row |= {
            "value": exact(figure.value),
            "numerator": exact(figure.numerator),
            "denominator": exact(figure.denominator),
            "status": str(figure.status),
            "stated": exact(figure.stated),
            "reported": figure.reported,
            "expected": figure.expected,
            "unexpected": figure.unexpected,
            "imputed": exact(figure.imputed),
            "covered": exact(figure.covered),
            "as_of": moment(figure.as_of),
            "note": figure.note or None,
        }
        yield {name: value for name, value in row.items() if value is not None} if absent else row


def csv_lines(federation: Federation, figures: Figures) -> Iterator[str]:
    """Yield CSV, one figure a line; what is missing is empty."""
    yield _csv_line(["indicator", *Keys(federation, figures).names, *FACTS])
    for row in rows_of(federation, figures):
        yield _csv_line(["" if value is None else value for value in row.values()])


def _csv_line(cells: Sequence[object]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(cells)
    return line.getvalue()


def parquet_table(federation: Federation, figures: Figures) -> pa.Table:
    """Return figures in columns: decimals of ten places, whole counts, moments in UTC."""
    import pyarrow as pa

    kinds = dict.fromkeys(["indicator", *Keys(federation, figures).names, *FACTS], pa.string())
    kinds |= dict.fromkeys(("reported", "expected", "unexpected"), pa.int64())
    rows = pa.Table.from_pylist(list(rows_of(federation, figures)), pa.schema(list(kinds.items())))
    kinds |= dict.fromkeys(NUMBERS, pa.decimal128(38, 10))
    kinds["as_of"] = pa.timestamp("us", tz="UTC")
    return rows.cast(pa.schema(list(kinds.items())))


def _write_parquet(federation: Federation, figures: Figures, out: Path | None) -> None:
    import pyarrow.parquet as pq

    stdout = sys.stdout.buffer
    if out is None and stdout.isatty():
        raise WrongUse(gettext("Parquet is not for reading at a terminal; name a file with --out."))
    pq.write_table(parquet_table(federation, figures), out if out is not None else stdout)


def table_lines(federation: Federation, figures: Figures, width: int | None) -> Iterator[str]:
    """Yield a table for each indicator, under its name; columns in which nothing stands are left out."""
    by_indicator: dict[str, list[Figure]] = {}
    for figure in figures:
        by_indicator.setdefault(figure.indicator, []).append(figure)
    rows = {row["indicator"]: row for row in federation.current().rows("indicators")}
    for code, some in by_indicator.items():
        name = federation.name_of("indicators", code)
        yield f"{name} ({code})" if name else code
        yield from table(*_shown(Keys(federation, figures), some, rows[code]), width=width)
        yield ""
    yield _closing(list(figures))


def _shown(keys: Keys, figures: Sequence[Figure], indicator: Mapping[str, Any]) -> tuple[list[Column], list[list[str]]]:
    unit = indicator["currency"] or indicator["unit_of_measure"]
    value = gettext("Value") + (f", {unit}" if unit else "")
    columns = [
        *(Column(name) for name in keys.columns),
        Column(value, right=True),
        Column(gettext("Status")),
        Column(gettext("Reported"), right=True),
        Column(gettext("Not expected"), right=True),
        Column(gettext("Imputed"), right=True),
        Column(gettext("Stated"), right=True),
        Column(gettext("Note"), wraps=True),
    ]
    rows = [_row(keys, figure, indicator["decimals"]) for figure in figures]
    return without_empty(columns, rows, keep=len(keys.columns) + 3)


def _row(keys: Keys, figure: Figure, decimals: int | None) -> list[str]:
    pairs = zip(figure.keys, keys.of_units, strict=True)
    named = [(keys.federation.name_of("units", key) if unit else "") or key for key, unit in pairs]
    return [
        *named,
        number(_rounded(figure.value, decimals)),
        str(figure.status),
        gettext("{reported} of {expected}").format(reported=figure.reported, expected=figure.expected),
        number(figure.unexpected or None),
        number(_rounded(figure.imputed, decimals)),
        number(_rounded(figure.stated, decimals)),
        figure.note,
    ]


def _rounded(value: Decimal | None, decimals: int | None) -> Decimal | None:
    """Round for display: to the indicator's decimal places, or to at most four."""
    if value is None:
        return None
    if decimals is not None:
        return round(value, decimals) if decimals else Decimal(round(value))
    return shortest(round(value, PLACES))


def _closing(figures: Sequence[Figure]) -> str:
    """Return the line under the tables: how many figures, as of when."""
    count = ngettext("{count} figure", "{count} figures", len(figures)).format(count=number(len(figures)))
    latest = max((figure.as_of for figure in figures if figure.as_of), default=None)
    if latest is None:
        return f"{count}."
    return gettext("{figures}, as of {moment}.").format(figures=count, moment=f"{latest:%Y-%m-%d %H:%M} {latest:%Z}")
