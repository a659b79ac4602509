"""Tables of text: aligned, numbers to the right; wrapped only where a terminal is too narrow for them."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from remit.calculations.line_of_sight import Linked

GAP = "  "
NARROWEST = 16
"""The narrowest that a column of sentences is made, in characters."""
MOST = 40
"""How many elements of one level a table shows, where they hold no others and not all are asked for."""


@dataclass(frozen=True)
class Column:
    """One column: its heading, with the unit of its numbers. `wraps`: it may take several lines."""

    title: str
    right: bool = False
    wraps: bool = False


def number(value: Decimal | int | None, missing: str = "") -> str:
    """Return a number with thousands separators, all its decimal places and no others.

    >>> number(Decimal("1238316.50")), number(None, "missing")
    ('1,238,316.50', 'missing')
    """
    return missing if value is None else f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"


def terminal_width() -> int | None:
    """Return how wide the terminal is; None where the output goes to a file or a pipe, which has no width."""
    if not sys.stdout.isatty():
        return None
    return max(shutil.get_terminal_size().columns, 40)


def table(columns: Sequence[Column], rows: Sequence[Sequence[str]], width: int | None = None) -> Iterator[str]:
    """Yield the lines of a table: headings, a rule, rows. Without a width every row is one line."""
    headings = [column.title for column in columns]
    widths = [max(map(cell_len, cells)) for cells in zip(headings, *rows, strict=True)]
    if width is not None:
        widths = _fitted(columns, widths, width)
    yield from _lines(columns, headings, widths)
    yield GAP.join("-" * size for size in widths)
    for row in rows:
        yield from _lines(columns, row, widths)


def _fitted(columns: Sequence[Column], widths: list[int], width: int) -> list[int]:
    """Make the columns of sentences narrower until all fit, the widest first."""
    widths = list(widths)
    over = sum(widths) + len(GAP) * (len(widths) - 1) - width
    while over > 0:
        wide = [index for index, column in enumerate(columns) if column.wraps and widths[index] > NARROWEST]
        if not wide:
            return widths
        widest = max(wide, key=lambda index: widths[index])
        widths[widest] -= 1
        over -= 1
    return widths


def _lines(columns: Sequence[Column], cells: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    wrapped = [
        textwrap.wrap(cell, size) if column.wraps and cell_len(cell) > size else [cell]
        for column, cell, size in zip(columns, cells, widths, strict=True)
    ]
    for parts in zip_longest(*wrapped, fillvalue=""):
        placed = (
            _placed(part, size, right=column.right) for column, part, size in zip(columns, parts, widths, strict=True)
        )
        yield GAP.join(placed).rstrip()


def _placed(cell: str, size: int, *, right: bool) -> str:
    short = size - cell_len(cell)
    if short < 0:
        return cell
    return " " * short + cell if right else set_cell_size(cell, size)


def without_empty(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], keep: int = 0
) -> tuple[list[Column], list[list[str]]]:
    """Leave out the columns in which every cell is empty, except the first few."""
    kept = [index for index in range(len(columns)) if index < keep or any(row[index] for row in rows)]
    return [columns[index] for index in kept], [[row[index] for index in kept] for row in rows]


def shortened(elements: Sequence[Linked], every: Iterable[Linked]) -> tuple[list[Linked], int]:
    """Leave out of each long level the elements that hold no others in `every`; say how many are left out."""
    holding = {(one.plan, one.parent) for one in every}
    sizes = Counter((one.plan, one.level) for one in elements)
    shown = [one for one in elements if sizes[one.plan, one.level] <= MOST or (one.plan, one.element) in holding]
    return shown, len(elements) - len(shown)
