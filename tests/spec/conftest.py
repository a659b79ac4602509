"""A worked case in a few lines of text: tables in, figures out, on every engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, get_args

import pytest

from remit.calculations.rollup import rollup
from remit.engines import Engine
from remit.exchange.base import Rows
from remit.federation import Federation, Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from remit.calculations.figures import Figure, Figures

RECORDED = "2000-01-01T00:00:00Z"
DEFAULTS = {
    "indicators": {"measure": "count", "over_units": "sum", "over_time": "sum"},
    "trees": {"tree": "structure"},
}


def blocks(text: str) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """Yield each table of a case: its name on a line, its columns, its rows; cells between bars."""
    for block in text.strip().split("\n\n"):
        name, header, *lines = [line.strip() for line in block.strip().splitlines()]
        columns = [part.strip() for part in header.split("|")]
        rows = [[part.strip() for part in line.split("|")] for line in lines]
        yield name, [dict(zip(columns, row, strict=True)) for row in rows]


def _with_value(texts: dict[str, str]) -> dict[str, str]:
    """`50/100` is a ratio's two parts; empty is missing; `n/a` is not applicable."""
    written = texts.pop("value", "")
    if written == "n/a":
        return {**texts, "status": "not applicable"}
    value, _, denominator = written.partition("/")
    found = {**texts, "value": value}
    if denominator and denominator != "?":
        found["denominator"] = denominator
    if not value:
        found.setdefault("status", "missing")
    return found


def given(text: str, **settings: object) -> Federation:
    """Return a federation from a case. In `units`, `parent` puts a unit in the tree `structure`."""
    rows = Rows("case")
    for name, block in blocks(text):
        for number, line in enumerate(block, 1):
            texts = {"recorded_at": RECORDED, **DEFAULTS.get(name, {}), **line}
            if name == "observations":
                texts = {"id": f"o{number}", **_with_value(texts)}
            if name in {"targets", "money"}:
                texts = {"id": f"{name}{number}", **texts}
            if name == "units":
                parent = texts.pop("parent", None)
                if parent is not None:
                    rows.add_texts("trees", f"{number}", {**texts, "tree": "structure", "parent": parent})
            rows.add_texts(name, f"{number}", texts)
    reading = rows.reading()
    assert not reading.problems, [str(problem) for problem in reading.problems]
    return Federation(Settings(**settings), {batch.table: batch.rows for batch in reading.batches})  # type: ignore[arg-type] # a case may set any of them


def shown(figure: Figure, keys: tuple[str, ...], column: str) -> str:
    if column == "of":
        return f"{figure.reported}/{figure.expected}"
    if column in keys:
        return figure.keys[keys.index(column)]
    found = getattr(figure, column)
    return "" if found is None else " ".join(found) if isinstance(found, tuple) else f"{found}"


class Holds(Protocol):
    def __call__(self, federation: Federation, indicator: str, by: str, expected: str, **more: object) -> Figures: ...


@pytest.fixture(params=get_args(Engine))
def engine(request: pytest.FixtureRequest) -> Engine:
    found: Engine = request.param
    return found


@pytest.fixture
def holds(engine: Engine) -> Holds:
    """Ask for figures, and compare the columns that the case names; rows in any order."""

    def check(federation: Federation, indicator: str, by: str, expected: str, **more: object) -> Figures:
        columns = tuple(part.strip() for part in by.split(",") if part.strip())
        figures = rollup(federation, indicator.split(), by=columns, engine=engine, **more)  # type: ignore[arg-type] # passed on
        ((_, wanted),) = blocks(f"expected\n{expected.strip()}")
        names = list(wanted[0])
        found = [{name: shown(figure, figures.keys, name) for name in names} for figure in figures]
        assert sorted(map(str, found)) == sorted(map(str, wanted))
        return figures

    return check
