"""The figures of an indicator as a table: a unit and those directly below it, by year or by category."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from remit_web.figures.queries import At, figures_of
from remit_web.indicators.queries import categories_of
from remit_web.organisation.queries import Names, names_of
from remit_web.shell.formats import period as spelled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from remit_web.access.readers import Reader
    from remit_web.figures.queries import Shown
    from remit_web.indicators.queries import Measured

LATEST = 8
"""So many periods stand side by side; earlier ones are a click away."""
OWN = "own-period"


@dataclass(frozen=True)
class Column:
    """A column. `key`: the period, or the cell; `own`: a longer period, or one of other days, that is never split."""

    key: str
    title: str
    own: bool = False


@dataclass(frozen=True)
class Line:
    """The figures of one unit, one for each column; None where nothing was asked."""

    unit: str
    name: str
    figures: tuple[Shown | None, ...]
    opens: bool = False
    """Whether units stand below it."""


@dataclass(frozen=True)
class Grid:
    """A table of figures: the unit itself, then those below."""

    columns: tuple[Column, ...]
    whole: Line
    lines: tuple[Line, ...]

    @property
    def is_empty(self) -> bool:
        return not any(self._figures())

    @property
    def is_rounded(self) -> bool:
        """Whether some of the figures are rounded to 5 for the reader."""
        return any(figure.is_rounded for figure in self._figures())

    def _figures(self) -> Iterator[Shown]:
        yield from (one for line in (self.whole, *self.lines) for one in line.figures if one is not None)


def said_something(shown: Shown) -> bool:
    """Whether a figure is more than that nobody was asked."""
    return shown.value is not None or "not-asked" not in shown.facts["notes"]


def periods_of(reader: Reader, one: Measured, units: Iterable[str]) -> dict[str, bool]:
    """Return the periods in which the reader sees anything of some units, earliest first; whether each is its own."""
    found = figures_of(reader, units, [one.code])
    said = {at.period: OWN in shown.facts["notes"] for at, shown in found.items() if said_something(shown)}
    return dict(sorted(said.items()))


def by_year(reader: Reader, one: Measured, units: Mapping[str, bool], periods: Mapping[str, bool]) -> Grid:
    """Return units by period. `units`: the whole first; whether others stand below each."""
    found = figures_of(reader, units, [one.code], periods=periods, forms={one.code: one.form})
    columns = tuple(Column(name, title_of(name, own=own), own) for name, own in periods.items())
    return _grid(units, columns, lambda unit, column: found.get(At(unit, one.code, column.key)))


def by_category(reader: Reader, one: Measured, units: Mapping[str, bool], period: str, axis: str) -> Grid:
    """Return units by category of an axis in one period, the total last."""
    cells = cells_of(axis)
    found = figures_of(reader, units, [one.code], periods=[period], cells=[*cells, ""], forms={one.code: one.form})
    used = {at.cell for at, shown in found.items() if shown.value is not None}
    columns = [Column(cell, name) for cell, name in cells.items() if cell in used]
    columns.append(Column("", _("all")))
    return _grid(units, tuple(columns), lambda unit, column: found.get(At(unit, one.code, period, column.key)))


def cells_of(axis: str) -> dict[str, str]:
    """Return the cells of an axis with their names, in order; *not stated*, which figures add, last."""
    categories = list(dict.fromkeys([*categories_of(axis), "not-stated"]))
    names = names_of("categories", [f"{axis}/{category}" for category in categories])
    return {f"{axis}={category}": _named(names, f"{axis}/{category}") for category in categories}


def names_of_cells(cells: Iterable[str]) -> Names:
    """Return what cells are called, as *Female, 5 to 17*: one query."""
    wanted = {cell: [_categories(pair) for pair in cell.split(";")] for cell in cells if cell}
    names = names_of("categories", {one for pairs in wanted.values() for keys in pairs for one in keys})
    return Names(
        {
            cell: ", ".join(" + ".join(_named(names, key) for key in keys) for keys in pairs)
            for cell, pairs in wanted.items()
        }
    )


def _categories(pair: str) -> list[str]:
    axis, _equals, categories = pair.partition("=")
    return [f"{axis}/{category}" for category in categories.split("+")]


def _named(names: Names, key: str) -> str:
    return names[key] if key in names else _word(key.partition("/")[2])


def _word(category: str) -> str:
    return _("not stated") if category == "not-stated" else category


def title_of(period: str, *, own: bool) -> str:
    """Return the head of a period's column: values of other days than a year's are never split over years."""
    return _("%(period)s, not by year") % {"period": spelled(period)} if own else spelled(period)


def _grid(
    units: Mapping[str, bool], columns: tuple[Column, ...], figure: Callable[[str, Column], Shown | None]
) -> Grid:
    names = names_of("units", units)
    lines = [
        Line(unit, names[unit], tuple(figure(unit, column) for column in columns), opens)
        for unit, opens in units.items()
    ]
    return Grid(columns, lines[0], tuple(lines[1:]))


EXPORTED = ("value", "numerator", "denominator", "status", "reported", "expected", "imputed", "as_of", "notes")


def exported(reader: Reader, one: Measured, units: Iterable[str]) -> Iterator[tuple[object, ...]]:
    """Yield every figure of some units, all periods and cells, as it is kept: what a download holds."""
    names = names_of("units", units)
    for at, shown in sorted(figures_of(reader, units, [one.code], cells=None).items()):
        if said_something(shown):
            facts = {**shown.facts, "notes": " ".join(note.partition("|")[0] for note in shown.facts["notes"])}
            yield (one.code, at.unit, names[at.unit], at.period, at.cell, *(facts[name] for name in EXPORTED))
