"""No element passes its money on, link by link, to itself."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from remit.checks.loops import in_loops, loops
from remit.language import N_
from remit.problems import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from remit.checks.facts import Facts
    from remit.problems import Problem

LINKS_IN_CIRCLE = Kind(
    "links-in-circle",
    N_("These elements share their money with each other in a circle: {elements}."),
    N_("Take one of the links out, or make it one that only orients."),
)
Name = tuple[str, str]


def check(facts: Facts) -> Iterator[Problem]:
    index: dict[tuple[Name, Name], int] = {}
    for number, link in enumerate(facts.rows("links")):
        if link["kind"] == "shared":
            index[(link["from_plan"], link["from_element"]), (link["to_plan"], link["to_element"])] = number
    suspects = in_loops(index)
    ahead: dict[Name, set[Name]] = defaultdict(set)
    for one, other in index:
        if one in suspects and other in suspects:
            ahead[one].add(other)
    for circle in loops(ahead):
        around = [*circle, circle[0]]
        numbers = [index[pair] for pair in pairwise(around)]
        names = " > ".join("/".join(name) for name in around)
        yield LINKS_IN_CIRCLE.at(facts.place_among("links", numbers).of("to_element"), elements=names)
