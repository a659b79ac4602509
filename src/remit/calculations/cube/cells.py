"""Which cells make up which, as numbers."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from remit.calculations.cube.coding import Codes
from remit.calculations.question import axes_of, cell_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from remit.calculations.question import Question
    from remit.indicators import Indicator

BITS = 62
"""How many cells can have a bit of their own in one number."""

ReadingClass = tuple[bool, frozenset[str]]


class Reading(NamedTuple):
    """One source of one reading of a wanted cell. `counts`: its cell must be there; `least`: so many must."""

    rclass: int
    cell: int
    target: int
    reading: int
    counts: int
    least: int


def reading_class(rule: Indicator) -> ReadingClass:
    """Return how an indicator's cells make up others: whether at all, and along which axes not."""
    return rule.adds_over_cells, frozenset(axis for axis, whole in rule.axes.items() if not whole)


class Cells:
    """The cells of one question. `used`: those that any of its values has."""

    def __init__(self, question: Question, coded: Codes, used: frozenset[str]) -> None:
        self.question = question
        self.used = used
        self.codes = self._codes(coded)

    def _codes(self, coded: Codes) -> Codes:
        """Cells as they are coded, then coarser ones that they may add up to, then those that are wanted."""
        found = dict.fromkeys(coded.words)
        for _ in range(2):
            for axis, parent, children in self.steps:
                for cell in list(found):
                    categories = axes_of(cell)
                    if categories.get(axis) in children:
                        found[cell_of({**categories, axis: parent})] = None
        self._derived = [cell for cell in found if cell not in coded.numbers]
        found.update(dict.fromkeys(self.question.targets))
        return Codes(tuple(found))

    @cached_property
    def steps(self) -> list[tuple[str, str, tuple[str, ...]]]:
        """Axis, coarser category and its parts, of what the cells in use can fill; the finest first."""
        children = self.question.children

        def height(axis: str, category: str) -> int:
            return max((1 + height(axis, child) for child in children.get((axis, category), ())), default=0)

        reached = {(axis, category) for cell in self.used for axis, category in axes_of(cell).items()}
        found = []
        for axis, parent in sorted(children, key=lambda key: (height(*key), key)):
            if any((axis, child) in reached for child in children[axis, parent]):
                found.append((axis, parent, children[axis, parent]))
                reached.add((axis, parent))
        return found

    @cached_property
    def coarser(self) -> list[tuple[int, int, int, int, int]]:
        """Step, cell, coarser cell, how many cells it takes, and reading class."""
        adding = [number for (adds, _), number in self.classes.items() if adds]
        found = []
        for step, (axis, parent, children) in enumerate(self.steps):
            for cell in self.codes.words:
                categories = axes_of(cell)
                if categories.get(axis) in children:
                    target = self.codes.numbers[cell_of({**categories, axis: parent})]
                    found += [(step, self.codes.numbers[cell], target, len(children), rclass) for rclass in adding]
        return found

    @cached_property
    def classes(self) -> dict[ReadingClass, int]:
        """The reading classes of the question's indicators, by number."""
        rules = self.question.rules.values()
        return {found: number for number, found in enumerate(dict.fromkeys(map(reading_class, rules)))}

    @cached_property
    def readings(self) -> list[Reading]:
        found = []
        for (adds, partial), rclass in self.classes.items():
            for target in self.question.targets:
                found += self._of_target(rclass, target, adds=adds, partial=partial)
        return found

    def _of_target(self, rclass: int, target: str, *, adds: bool, partial: frozenset[str]) -> list[Reading]:
        number = self.codes.numbers[target]
        sources = {*self.used, *self._derived}
        found = [Reading(rclass, number, number, 0, 0, 0)] if target in sources else []
        if not adds:
            return found
        wanted = axes_of(target)
        extra = {
            tuple(sorted(set(axes_of(cell)) - set(wanted))) for cell in sources if set(wanted) <= set(axes_of(cell))
        }
        usable = sorted((axes for axes in extra - {()} if not partial & set(axes)), key=lambda axes: (len(axes), axes))
        for reading, axes in enumerate(usable, 1):
            found += [
                Reading(rclass, cell, number, reading, counts, least)
                for cell, counts, least in self._sources(wanted, axes)
            ]
        return found

    def _sources(self, wanted: Mapping[str, str], extra: Sequence[str]) -> list[tuple[int, int, int]]:
        """The cells that together make up a wanted one along more axes: which of them must be there, and how many."""
        question = self.question
        required = set(product(*(question.required[axis] for axis in extra)))
        found = []
        for cell in (*self.used, *self._derived):
            categories = axes_of(cell)
            fits = set(categories) == {*wanted, *extra} and all(categories[axis] == one for axis, one in wanted.items())
            if fits and not any((axis, categories[axis]) in question.finer for axis in extra):
                counts = tuple(categories[axis] for axis in extra) in required
                found.append((self.codes.numbers[cell], int(counts), len(required)))
        return found

    # Cells that always go together

    @cached_property
    def by_bit(self) -> bool:
        """Whether every cell in use can have a bit of its own."""
        return len(self.used) <= BITS

    @cached_property
    def _bits(self) -> dict[int, int]:
        return {self.codes.numbers[cell]: 1 << rank for rank, cell in enumerate(sorted(self.used))}

    @cached_property
    def _atoms(self) -> dict[tuple[int, frozenset[tuple[int, int]]], list[int]]:
        places: dict[tuple[int, int], set[tuple[int, int]]] = {}
        for reading in self.readings:
            places.setdefault((reading.rclass, reading.cell), set()).add((reading.target, reading.reading))
        found: dict[tuple[int, frozenset[tuple[int, int]]], list[int]] = {}
        for (rclass, cell), at in places.items():
            found.setdefault((rclass, frozenset(at)), []).append(cell)
        return found

    @property
    def atoms(self) -> list[tuple[int, int, int, int]]:
        """Reading class, cell, atom and the cell's bit."""
        return [
            (key[0], cell, number, self._bits[cell])
            for number, (key, cells) in enumerate(self._atoms.items())
            for cell in cells
        ]

    @property
    def atom_readings(self) -> list[tuple[int, int, int, int, int]]:
        """Atom, wanted cell, reading, the bits that must all be there, and whether the atom is all of the reading."""
        needed: dict[tuple[int, int, int], int] = {}
        least: dict[tuple[int, int, int], int] = {}
        for one in self.readings:
            key = one.rclass, one.target, one.reading
            needed[key] = needed.get(key, 0) | (self._bits[one.cell] if one.counts else 0)
            least[key] = one.least
        atoms = Counter((rclass, *place) for rclass, places in self._atoms for place in places)
        return [
            (number, target, reading, needed[rclass, target, reading], int(atoms[rclass, target, reading] == 1))
            for number, (rclass, places) in enumerate(self._atoms)
            for target, reading in sorted(places)
            if needed[rclass, target, reading].bit_count() == least[rclass, target, reading]
        ]
