"""The tree of a plan's elements, with the plan itself at its top as the empty code."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from remit.federation import Row


@dataclass(frozen=True)
class PlanTree:
    """Each element with its path up to the plan, in the plan's order: each, then all that is below it."""

    above: Mapping[str, tuple[str, ...]]

    @staticmethod
    def of(rows: Iterable[Row]) -> PlanTree:
        """Return the tree of elements.

        One whose parent is not there, or which stands under itself, is at the top: no money is lost.
        """
        by_order = sorted(rows, key=lambda row: (row["order"] is None, row["order"] or 0, row["element"]))
        parents = {row["element"]: row["parent"] or "" for row in by_order}
        below: dict[str, list[str]] = {}
        for element, parent in parents.items():
            below.setdefault(parent if parent in parents else "", []).append(element)
        above: dict[str, tuple[str, ...]] = {"": ("",)}
        for top in ("", *parents):
            if top not in above:
                above[top] = (top, "")
            elif top:
                continue
            _walk(top, below, above)
        return PlanTree(above)

    def place(self, element: str | None) -> str:
        """Return where money stands: its element, or the plan where that is not one of its elements."""
        return element if element in self.above and element else ""

    def parent(self, element: str) -> str | None:
        return self.above[element][1] if element else None

    def depth(self, element: str) -> int:
        return len(self.above[element]) - 1

    @cached_property
    def deepest(self) -> int:
        return max(map(self.depth, self.above))


def _walk(top: str, below: Mapping[str, list[str]], above: dict[str, tuple[str, ...]]) -> None:
    """Add everything below `top`, each element with all that is below it before the next."""
    waiting = [(child, top) for child in reversed(below.get(top, ()))]
    while waiting:
        element, parent = waiting.pop()
        if element not in above:
            above[element] = (element, *above[parent])
            waiting += [(child, element) for child in reversed(below.get(element, ()))]
