"""A framework as rows of the federation's tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from remit.exchange.base import Reading, Rows
from remit.exchange.uninfo.content import STAGES
from remit.exchange.uninfo.goals import Goals
from remit.exchange.uninfo.identity import REPEATED, Identities, code_of, country_of, money_id, team_of
from remit.exchange.uninfo.stated import add_stated_totals
from remit.exchange.uninfo.texts import UNDETERMINED, add_text
from remit.exchange.uninfo.tree import LEVELS, UNASSIGNED, level_of, place
from remit.language import N_
from remit.periods import Period
from remit.problems import Kind, Place

if TYPE_CHECKING:
    from remit.exchange.uninfo.content import Content, SubOutput
    from remit.exchange.uninfo.names import Agencies
    from remit.exchange.uninfo.tree import Placed
    from remit.federation import Federation

NO_AGENCY = Kind(
    "agency-not-stated",
    N_("The sub-output “{title}” names no agency."),
    N_("Add it at the source."),
    blocks=False,
)

SOURCE, CURRENCY = "UN INFO", "USD"
_IS = {"priority": "goal", "outcome": "outcome", "output": "output", "sub-output": "activity"}
_NAMES = {"priority": "Priority", "outcome": "Outcome", "output": "Output", "sub-output": "Sub-output"}


class Plans:
    """Turns frameworks into plans, one after the other; a unit or goal that several name is added once."""

    def __init__(self, known: Federation, agencies: Agencies) -> None:
        self._agencies = agencies.by_name
        self._identities = Identities(known)
        self._units: set[str] = set()
        self._goals = Goals(known=any(row["plan"] == "SDG" for row in known.current().rows("plans")))

    def read(self, content: Content) -> Reading:
        """Return a framework's rows; of one that was read under another country's name only that its team lives here too."""
        rows = Rows(content.file)
        placed = place(content, self._agencies)
        plan, problems = self._identities.plan_of(content, placed)
        rows.problems = [*content.problems, *problems] if plan else problems
        if plan:
            self._add(rows, content, placed, plan)
            rows.seen["frameworks"] = 1
            rows.seen["results"] = len(content.nodes)
            rows.seen["sub-outputs"] = len(content.sub_outputs)
        elif any(problem.code == REPEATED.code for problem in problems):
            _add_place(rows, code_of(content))
        return rows.reading()

    def _add(self, rows: Rows, content: Content, placed: Placed, plan: str) -> None:
        team = team_of(plan)
        self._add_unit(rows, "workspace_id", team, "country-team", content.name)
        _add_place(rows, plan)
        period = _period(content)
        head = {"kind": "country plan", "currency": CURRENCY, "language": UNDETERMINED, "source": SOURCE}
        rows.add("plans", "workspace_id", plan=plan, unit=team, period=period, **head)
        add_text(rows, "name", ("plans", plan, "title"), content.name)
        _add_results(rows, content, placed, plan)
        below: dict[str, list[SubOutput]] = {}
        for sub in content.sub_outputs:
            parent = next((placed.codes[node.at] for node in reversed([*placed.above(sub)])), UNASSIGNED)
            below.setdefault(parent, []).append(sub)
        orders = {sub.at: at for subs in below.values() for at, sub in enumerate(sorted(subs, key=_by_number), 1)}
        for parent, subs in below.items():
            for sub in subs:
                self._add_sub_output(rows, sub, placed, plan, parent=parent, order=orders[sub.at])
        add_stated_totals(content, placed, plan, rows)

    def _add_sub_output(
        self, rows: Rows, sub: SubOutput, placed: Placed, plan: str, *, parent: str, order: int
    ) -> None:
        code = placed.codes[sub.at]
        line = {"plan": plan, "element": code}
        label = {"level": "sub-output", "code": sub.code or None, "order": order}
        rows.add("elements", sub.at, **line, **label, **{"parent": parent, "from": sub.start, "to": sub.end})
        add_text(rows, sub.at, ("elements", f"{plan}/{code}", "title"), sub.title)
        add_text(rows, sub.at, ("elements", f"{plan}/{code}", "description"), sub.description)
        line |= {"currency": CURRENCY, "source": SOURCE}
        holder, period = self._holder(rows, sub), _days(sub)
        for name, amount in sub.amounts.items():
            id_, stage = money_id(plan, placed.codes, sub.at, name), STAGES[name]
            at = f"{sub.at}.{name}"
            rows.add("money", at, id=id_, holder=holder, period=period, stage=stage, amount=amount, **line)
        if sub.goal:
            self._goals.add(rows, sub, plan, code)

    def _holder(self, rows: Rows, sub: SubOutput) -> str | None:
        if not sub.agency:
            rows.problems.append(NO_AGENCY.at(Place(rows.file, sub.at, "agency"), title=sub.title[:60]))
            return None
        self._add_unit(rows, sub.at, self._agencies[sub.agency], "agency", sub.agency)
        return self._agencies[sub.agency]

    def _add_unit(self, rows: Rows, at: str, unit: str, kind: str, name: str) -> None:
        """Add a unit once. Agencies are partners here: they stand in no tree."""
        if unit not in self._units:
            self._units.add(unit)
            rows.add("units", at, unit=unit, kind=kind)
            add_text(rows, at, ("units", unit, "name"), name, "en")


def _add_place(rows: Rows, plan: str) -> None:
    """Say in which country a team lives, as far as the file is named by it."""
    if country := country_of(rows.file):
        rows.add("unit_places", "workspace_id", unit=team_of(plan), country=country)


def _add_results(rows: Rows, content: Content, placed: Placed, plan: str) -> None:
    """Add levels and results; a heading for sub-outputs without a result only where there are any."""
    levels = [level for _, level in LEVELS if any(level_of(node)[1] == level for node in content.nodes)]
    for level in (*levels, "sub-output"):
        rows.add("levels", "framework", plan=plan, level=level, name=_NAMES[level], **{"is": _IS[level]})
    for node in content.nodes:
        code, parent = placed.codes[node.at], placed.codes[node.above[-1].at] if node.above else None
        label = {"level": level_of(node)[1], "code": node.code or None, "order": node.order}
        rows.add("elements", node.at, plan=plan, element=code, parent=parent, **label)
        add_text(rows, node.at, ("elements", f"{plan}/{code}", "title"), node.title)
        add_text(rows, node.at, ("elements", f"{plan}/{code}", "description"), node.description)
    if any(placed.under[sub.at] is None for sub in content.sub_outputs):
        last = sum(not node.above for node in content.nodes) + 1
        rows.add("levels", "projects", plan=plan, level="heading", name="Heading", **{"is": "heading"})
        rows.add("elements", "projects", plan=plan, element=UNASSIGNED, level="heading", order=last)
        add_text(rows, "projects", ("elements", f"{plan}/{UNASSIGNED}", "title"), "Not assigned", "en")


def _by_number(sub: SubOutput) -> tuple[bool, list[int], str]:
    """Return what sub-outputs are sorted by: their printed numbers, 1.1.1.2 before 1.1.1.10, for the file has no order."""
    return not sub.code, [int(part) for part in re.findall(r"\d+", sub.code)], sub.code


def _days(sub: SubOutput) -> str | None:
    return Period(sub.start, sub.end).name if sub.start and sub.end else None


def _period(content: Content) -> str | None:
    """Return the period of a framework: from the first start of a sub-output to the last end."""
    days = [(sub.start, sub.end) for sub in content.sub_outputs if sub.start and sub.end]
    return Period(min(start for start, _ in days), max(end for _, end in days)).name if days else None
