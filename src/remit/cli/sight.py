"""The line of sight of a plan: goals, objectives, outputs and activities, who leads, and what each serves."""

from __future__ import annotations

import textwrap
from collections import defaultdict
from typing import TYPE_CHECKING

import click

from remit.cli.tables import number
from remit.exact import to_decimal
from remit.language import gettext, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from remit.federation import Federation, Row

MANY = 60
"""With more elements than this, activities are only counted."""
STEP = 2


def sight_lines(federation: Federation, plan: str, width: int) -> Iterator[str]:
    """Yield a plan's elements as a tree."""
    yield from _Sight(federation, plan, width).lines()


class _Sight:
    def __init__(self, federation: Federation, plan: str, width: int) -> None:
        self.federation, self.plan, self.width = federation, plan, width
        self.levels = {row["level"]: row for row in federation.rows("levels") if row["plan"] == plan}
        self.elements = {row["element"]: row for row in federation.rows("elements") if row["plan"] == plan}
        self.below: dict[str, list[Row]] = defaultdict(list)
        for row in sorted(self.elements.values(), key=lambda row: row["order"] or 0):
            parent = row["parent"] if row["parent"] in self.elements else None
            self.below[parent or ""].append(row)
        self.short = len(self.elements) > MANY
        self.titles = {
            row["plan"]: federation.name_of("plans", row["plan"], "title") for row in federation.rows("plans")
        }
        self.who = self._who()
        self.measures = self._measures()
        self.serves = self._serves()

    def _who(self) -> dict[str, dict[str, list[str]]]:
        found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for row in self.federation.rows("responsibilities"):
            if row["plan"] != self.plan:
                continue
            name = self.federation.name_of("units", row["unit"]) or row["unit"]
            for element in row["elements"].split():
                names = found[element][row["role"]]
                if name not in names:
                    names.append(name)
        return found

    def _serves(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for row in self.federation.rows("links"):
            if row["from_plan"] == self.plan == row["to_plan"]:
                target = self.elements.get(row["to_element"], {})
                found[row["from_element"]].append(target.get("code") or row["to_element"])
        return found

    def _served(self) -> Iterator[str]:
        """Yield what the plan serves in other plans, under each plan's title."""
        codes = {(row["plan"], row["element"]): row["code"] for row in self.federation.rows("elements")}
        found: dict[str, list[str]] = defaultdict(list)
        for row in self.federation.rows("links"):
            if row["from_plan"] == self.plan != row["to_plan"]:
                plan, element = row["to_plan"], row["to_element"]
                title = self.federation.name_of("elements", f"{plan}/{element}", "title")
                found[plan].append(f"{codes.get((plan, element)) or '-'} {title or element}")
        for plan, titles in found.items():
            yield ""
            yield click.style(gettext("Serves: {title}").format(title=self.titles.get(plan) or plan), bold=True)
            for title in dict.fromkeys(titles):
                yield from textwrap.wrap(title, self.width, initial_indent="  ", subsequent_indent="    ")

    def _measures(self) -> dict[str, list[str]]:
        """Return the indicators of each element, with their targets in figures."""
        targets: dict[tuple[str, str], list[str]] = defaultdict(list)
        for row in self.federation.rows("targets"):
            if row["plan"] == self.plan and row["value"] is not None:
                value = number(to_decimal(row["value"]))
                targets[row["element"], row["indicator"]].append(f"{row['kind']} {value} {row['period'] or ''}".strip())
        found: dict[str, list[str]] = defaultdict(list)
        for row in self.federation.rows("plan_indicators"):
            if row["plan"] == self.plan:
                name = self.federation.name_of("indicators", row["indicator"]) or row["indicator"]
                wanted = targets[row["element"], row["indicator"]]
                found[row["element"]].append(f"{name} ({', '.join(wanted)})" if wanted else name)
        return found

    def lines(self) -> Iterator[str]:
        if not self.elements:
            yield gettext("The plan lists no goals, outputs or activities.")
        names = [row["name"] for row in self.levels.values()]
        if len(names) > 1:
            yield from textwrap.wrap(" > ".join(names), self.width)
            yield ""
        yield from self._under("", 0)
        yield from self._served()

    def _under(self, parent: str, depth: int) -> Iterator[str]:
        rows = self.below[parent]
        counted = [row for row in rows if self.short and self._is(row) == "activity" and not self.below[row["element"]]]
        for row in rows:
            if row not in counted:
                yield from self._element(row, depth)
        if counted:
            text = ngettext("{count} activity", "{count} activities", len(counted))
            yield " " * STEP * depth + click.style(f"... {text.format(count=len(counted))}", dim=True)

    def _is(self, row: Row) -> str:
        level = self.levels.get(row["level"])
        return level["is"] if level else ""

    def _element(self, row: Row, depth: int) -> Iterator[str]:
        title = self.federation.name_of("elements", f"{self.plan}/{row['element']}", "title")
        code = row["code"] or ("-" if title else row["element"])
        margin = " " * STEP * depth
        inner = margin + " " * (len(code) + 1)
        shown = textwrap.wrap(f"{code} {title}", self.width, initial_indent=margin, subsequent_indent=inner)
        strong = self._is(row) in {"goal", "objective", "outcome"} or depth == 0
        yield from (click.style(line, bold=True) for line in shown) if strong else shown
        facts = "; ".join(self._facts(row["element"]))
        if facts:
            for line in textwrap.wrap(facts, self.width, initial_indent=inner, subsequent_indent=inner):
                yield click.style(line, dim=True)
        yield from self._under(row["element"], depth + 1)

    def _facts(self, element: str) -> Iterator[str]:
        if serves := self.serves.get(element):
            yield gettext("serves {codes}").format(codes=", ".join(serves))
        for role, names in self.who.get(element, {}).items():
            if role == "not stated":
                yield gettext("{names} (role not stated)").format(names=", ".join(names))
            else:
                yield f"{role}: {', '.join(names)}"
        if measures := self.measures.get(element):
            yield gettext("measured by {indicators}").format(indicators=", ".join(measures))
