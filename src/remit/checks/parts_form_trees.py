"""No element, plan or category is a part of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from remit.checks.loops import in_loops, loops
from remit.language import N_
from remit.problems import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from remit.checks.facts import Facts
    from remit.problems import Problem

PART_OF_ITSELF = Kind(
    "part-of-itself",
    N_("These {table} are parts of each other in a circle: {parts}."),
    N_("Give one of them another “{field}”."),
)
_PARTS = {
    "elements": ("plan", "element", "parent"),
    "plans": ("", "plan", "part_of"),
    "categories": ("axis", "category", "parent"),
}
"""Within what a code counts, the code, and what it is a part of."""


def check(facts: Facts) -> Iterator[Problem]:
    for table, (within, code, parent) in _PARTS.items():
        yield from _circles(facts, table, within, code, parent)


def _circles(facts: Facts, table: str, within: str, code: str, parent: str) -> Iterator[Problem]:
    above: dict[tuple[str, str], set[tuple[str, str]]] = {}
    index: dict[tuple[str, str], int] = {}
    for number, row in enumerate(facts.rows(table)):
        inside = row[within] if within else ""
        if row[parent]:
            above.setdefault((inside, row[code]), set()).add((inside, row[parent]))
            index[inside, row[code]] = number
    suspects = in_loops([(one, other) for one, others in above.items() for other in others])
    for circle in loops({one: others for one, others in above.items() if one in suspects}):
        place = facts.place_among(table, [index[each] for each in circle]).of(parent)
        parts = " > ".join(each for _, each in [*circle, circle[0]])
        yield PART_OF_ITSELF.at(place, table=table, parts=parts, field=parent)
