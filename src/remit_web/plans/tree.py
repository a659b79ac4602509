"""The tree of a plan: its elements in order, with who answers for them, and what of it a page shows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from remit.calculations.plan_tree import PlanTree
from remit.elements import whose
from remit.periods import Period
from remit_web.organisation.queries import names_of
from remit_web.plans.models import Element, Responsibility
from remit_web.plans.results import BEHIND
from remit_web.shell.words import LEADS
from remit_web.units.queries import latest

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping
    from datetime import date

    from remit_web.plans.queries import Head
    from remit_web.plans.results import Headline

AT_ONCE = 150
"""A tree of so many lines is shown whole; of a larger one, as many levels as fit."""


class Answering(NamedTuple):
    """A unit that answers for an element."""

    unit: str
    name: str
    role: str
    task: str
    due: date | None

    @property
    def leads(self) -> bool:
        return self.role in LEADS


@dataclass(frozen=True)
class Line:
    """One element. `depth`: 0 at the top; `hidden`: how many lines below it are not shown on this page.

    `unit`: whose line it is; `written_by`: by name, where that is not the plan's own unit.
    """

    element: str
    parent: str
    level: str
    is_: str
    code: str
    title: str
    first: date | None
    last: date | None
    horizon: str
    unit: str
    written_by: str
    depth: int
    answering: tuple[Answering, ...]
    years: tuple[tuple[str, bool], ...] = ()
    hidden: int = 0
    matches: bool = True

    @property
    def is_heading(self) -> bool:
        return self.is_ == "heading"

    @property
    def chips(self) -> list[Answering]:
        """Each unit once, with all its tasks."""
        by_unit: dict[str, Answering] = {}
        for one in self.answering:
            before = by_unit.get(one.unit)
            tasks = "; ".join(task for task in (before.task if before else "", one.task) if task)
            by_unit[one.unit] = (before or one)._replace(task=tasks)
        return list(by_unit.values())

    @property
    def due(self) -> date | None:
        """The last day by which one who answers for it must be done, else its own last day."""
        return max((one.due for one in self.answering if one.due), default=self.last)


class Asked(NamedTuple):
    """What a reader looks for in a plan."""

    words: str = ""
    unit: str = ""
    horizon: str = ""
    behind: bool = False
    under: str = ""

    @property
    def filters(self) -> bool:
        return bool(self.words or self.unit or self.horizon or self.behind)


@dataclass(frozen=True)
class Tree:
    """All elements of a plan, in its order."""

    lines: tuple[Line, ...]
    above: Mapping[str, tuple[str, ...]]
    """Of each element: itself, those above it, and the plan (the empty code)."""

    @cached_property
    def by_code(self) -> dict[str, Line]:
        return {line.element: line for line in self.lines}

    @cached_property
    def units(self) -> dict[str, str]:
        """Every unit that answers for something, by name."""
        every = {one.unit: one.name for line in self.lines for one in line.answering}
        return dict(sorted(every.items(), key=lambda item: item[1]))

    @cached_property
    def horizons(self) -> list[str]:
        return [one for one in ("short", "medium", "long") if any(line.horizon == one for line in self.lines)]

    def trail(self, element: str) -> list[Line]:
        """Return what stands above an element, from the top down."""
        return [self.by_code[one] for one in self.above.get(element, ())[1:-1]][::-1]

    def below(self, element: str) -> list[Line]:
        """Return what stands directly below an element."""
        return [line for line in self.lines if self.above[line.element][1] == element]

    def shown(self, asked: Asked, headlines: Iterable[Headline] = ()) -> list[Line]:
        """Return the lines that a page shows: what is looked for with all above it, or the tree as deep as fits."""
        if not asked.filters:
            return self.folded(asked.under)
        lines = self._under(asked.under)
        late = {one.element for one in headlines if one.state.word in BEHIND}
        matching = {line.element for line in lines if _matches(line, asked, late)}
        kept = {above for element in matching for above in self.above[element]}
        return [replace(line, matches=line.element in matching) for line in lines if line.element in kept]

    def folded(self, under: str = "", among: Container[str] | None = None) -> list[Line]:
        """Return the tree, or what stands under a line, as deep as fits. `among`: only these lines."""
        return _as_deep_as_fits(
            [line for line in self._under(under) if among is None or line.element in among], self.above
        )

    def _under(self, element: str) -> list[Line]:
        return [line for line in self.lines if not element or element in self.above[line.element]]


def _matches(line: Line, asked: Asked, late: set[str]) -> bool:
    words = asked.words.casefold()
    return (
        (not words or words in f"{line.code} {line.title} {line.element}".casefold())
        and (not asked.unit or any(one.unit == asked.unit for one in line.answering))
        and (not asked.horizon or line.horizon == asked.horizon)
        and (not asked.behind or line.element in late)
    )


def _as_deep_as_fits(lines: list[Line], above: Mapping[str, tuple[str, ...]]) -> list[Line]:
    """Return whole levels from the top as long as they fit; a line says how many below it are not shown."""
    at_depth: dict[int, int] = defaultdict(int)
    for line in lines:
        at_depth[line.depth] += 1
    deepest, together = -1, 0
    for depth in sorted(at_depth):
        together += at_depth[depth]
        if deepest >= 0 and together > AT_ONCE:
            break
        deepest = depth
    hidden: dict[str, int] = defaultdict(int)
    for line in lines:
        if line.depth > deepest:
            for one in above[line.element][1:]:
                hidden[one] += 1
    return [
        replace(line, hidden=hidden[line.element] if line.depth == deepest else 0)
        for line in lines
        if line.depth <= deepest
    ]


def tree_of(head: Head) -> Tree:
    """Return the tree of a plan: three queries and names."""
    columns = ("element", "parent", "level", "code", "order", "from", "to", "horizon", "unit")
    rows: list[dict[str, Any]] = [{**row} for row in latest(Element.objects.filter(plan=head.code)).values(*columns)]
    tree = PlanTree.of(rows)
    by_code = {row["element"]: row for row in rows}
    titles = names_of("elements", [f"{head.code}/{element}" for element in by_code], "title")
    answering, units = _answering(head.code), _units(head, tree, by_code)
    names = names_of("units", set(units.values()) - {head.unit})
    written_by = {unit: "" if unit == head.unit else names[unit] for unit in units.values()}
    years = years_of(head.period)
    lines = []
    for element in filter(None, tree.above):
        row = by_code[element]
        level, is_ = head.levels.get(row["level"], (row["level"] or "", ""))
        title = titles.get(f"{head.code}/{element}", element)
        lines.append(
            Line(
                element, tree.parent(element) or "", level, is_, row["code"] or "", title, row["from"], row["to"],
                row["horizon"] or "", units[element], written_by[units[element]],
                tree.depth(element) - 1, tuple(answering[element]),
                _runs(row["from"], row["to"], years),
            )
        )  # fmt: skip
    return Tree(tuple(lines), tree.above)


def _units(head: Head, tree: PlanTree, rows: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Return whose line each element is."""
    return {
        element: whose((rows[one]["unit"] or "" for one in above if one), head.unit)
        for element, above in tree.above.items()
    }


def years_of(period: str) -> list[str]:
    """Return the years that a plan's period touches; none where it states no period, or more than ten."""
    if not period:
        return []
    of = Period.parse(period)
    years = [str(year) for year in range(of.first.year, of.last.year + 1)]
    return years if len(years) <= 10 else []  # noqa: PLR2004 - more marks than can be told apart


def _runs(first: date | None, last: date | None, years: list[str]) -> tuple[tuple[str, bool], ...]:
    """Return for each year whether work that states its days runs in it."""
    if first is None and last is None:
        return ()
    begins, ends = first.year if first else 0, last.year if last else 9999
    return tuple((year, begins <= int(year) <= ends) for year in years)


def _answering(plan: str) -> dict[str, list[Answering]]:
    """Return who answers for each element: leads first."""
    rows = list(
        latest(Responsibility.objects.filter(plan=plan))
        .order_by("no")
        .values("elements", "unit", "role", "task", "due")
    )
    names = names_of("units", [row["unit"] for row in rows])
    found: dict[str, list[Answering]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row["role"] not in LEADS):
        for element in (row["elements"] or "").split():
            found[element].append(
                Answering(row["unit"], names[row["unit"]], row["role"] or "", row["task"] or "", row["due"])
            )
    return found
