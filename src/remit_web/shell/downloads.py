"""Tables to take away as CSV, every number exact and no text that a spreadsheet would run; and as lines of JSON."""

from __future__ import annotations

import csv
from itertools import chain
from typing import TYPE_CHECKING, Any

from django.http import StreamingHttpResponse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

RUN = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet may take for a formula."""


class _Echo:
    def write(self, line: str) -> str:
        return line


def as_csv(name: str, headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> StreamingHttpResponse:
    """Return a download; missing is empty. The rows are made while they are sent."""
    return _download(csv_lines(headers, rows), "text/csv; charset=utf-8", f"{_plain(name)}.csv")


def csv_lines(headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Yield the lines of a table as CSV."""
    out = csv.writer(_Echo(), lineterminator="\n")
    for row in chain([headers], rows):
        yield out.writerow([_written(cell) for cell in row])


def as_json_lines(name: str, lines: Iterable[str]) -> StreamingHttpResponse:
    """Return a download of lines that are each JSON. They are made while they are sent."""
    return _download(lines, "application/jsonl; charset=utf-8", f"{_plain(name)}.jsonl")


def _download(lines: Iterable[str], kind: str, name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse((line.encode() for line in lines), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _written(cell: Any) -> str:
    """Return a cell as text; a text that would run gets a mark before it that makes it a text."""
    if cell is None:
        return ""
    text = cell.isoformat() if hasattr(cell, "isoformat") else str(cell)
    return f"'{text}" if text.startswith(RUN) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    return text[1:].replace(".", "", 1).isdigit()


def _plain(name: str) -> str:
    return "".join(letter if (letter.isalnum() and letter.isascii()) or letter in "-_." else "-" for letter in name)
