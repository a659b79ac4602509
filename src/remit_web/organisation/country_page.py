"""What the page of a country shows, grouped as people read it: by holder, by plan, by what is served."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import ngettext

from remit_web.figures.queries import At, Shown
from remit_web.organisation.lines import MEASURES, Amount, Line, explained, lines_of
from remit_web.organisation.queries import names_of
from remit_web.shell.formats import number, percent
from remit_web.shell.words import CHANNELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from remit_web.indicators.queries import Measured

Facts = dict[str, Any]
ROLES = ("host", "secretariat", "partner")
MANY_LINES = 60
NONE_STATED = "-"
"""Stands in an address for a holder that is not stated (`remit_web.budgets.fundings`)."""


class Holder(NamedTuple):
    """One holder of lines, and what it is here."""

    unit: str
    role: str
    lines: list[Line]


class PlanMoney(NamedTuple):
    """All money of a plan: needed, available, spent, gap."""

    facts: Mapping[str, Any]
    title: str
    amounts: tuple[Amount, ...]


class Aim(NamedTuple):
    """What an element serves, and by which part."""

    plan: str
    element: str
    name: str
    share: str


class Served(NamedTuple):
    """An element of a plan of the country, and what it serves: in strategies of its own, of the federation, of others."""

    plan: str
    element: str
    code: str
    title: str
    own: list[Aim]
    federation: list[Aim]
    other: list[Aim]


def by_holder(facts: Facts) -> list[Holder]:
    """Return the lines of a country under those who hold them: the host first, then the secretariat, then partners.

    Of a plan of the country with more lines than can be read, what each holder's come to.
    """
    many = Counter(line["plan"] for line in facts["lines"])
    long = {plan for plan in facts["plans"] if many[plan] > MANY_LINES}
    found: dict[str, Holder] = {}
    each = lines_of(line for line in facts["lines"] if line["plan"] not in long)
    for line in [*each, *_added_up(line for line in facts["lines"] if line["plan"] in long)]:
        unit = line.facts["holder"]
        found.setdefault(unit, Holder(unit, _role(facts, unit), [])).lines.append(line)
    return sorted(found.values(), key=lambda holder: (ROLES.index(holder.role), holder.unit))


def _added_up(lines: Iterable[Mapping[str, Any]]) -> list[Line]:
    """Return for each holder and plan the sums of some lines, each opening the rows of all that the holder keeps there."""
    of: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for line in lines:
        of.setdefault((line["plan"], line["stated_holder"]), []).append(line)
    found = []
    for (plan, holder), some in of.items():
        channels = {channel for line in some for channel in line["channels"]}
        title = ngettext("%(num)s line", "%(num)s lines", len(some)) % {"num": number(len(some))}
        amounts = tuple(
            Amount(_together(line[name] for line in some), explained(plan, measure, kept_by=holder or NONE_STATED))
            for name, measure in MEASURES.items()
        )
        facts = {**some[0], "element": "", "code": "", "category": "", "contributions": []}
        found.append(Line(facts, title, ", ".join(sorted(str(CHANNELS[one]) for one in channels)), amounts))
    return found


def _together(amounts: Iterable[int | None]) -> int | None:
    stated = [amount for amount in amounts if amount is not None]
    return sum(stated) if stated else None


def _role(facts: Facts, unit: str) -> str:
    """Return what a holder is here, as `remit.Country.role`."""
    if unit in facts["hosts"]:
        return "host"
    return "partner" if unit in facts["partners"] else "secretariat"


def plan_money(facts: Facts) -> list[PlanMoney]:
    """Return the money of each plan of a country."""
    titles = names_of("plans", [row["plan"] for row in facts["money"]], "title")
    return [
        PlanMoney(
            row, titles[row["plan"]],
            tuple(Amount(row[name], explained(row["plan"], measure)) for name, measure in MEASURES.items()),
        )
        for row in facts["money"]
    ]  # fmt: skip


def parts_of_others(facts: Facts) -> list[PlanMoney]:
    """Return what stands in a country of plans of others; it is made from the lines that stand above."""
    titles = names_of("plans", [row["plan"] for row in facts["parts"]], "title")
    return [
        PlanMoney(row, titles[row["plan"]], tuple(Amount(row[name], "#money") for name in MEASURES))
        for row in facts["parts"]
    ]


def served(facts: Facts) -> list[Served]:
    """Return what the elements of a country's plans serve, in their order."""
    links = facts["serves"]
    keys = [f"{link['plan']}/{link['element']}" for link in links]
    keys += [f"{link['to_plan']}/{link['to_element']}" for link in links]
    titles = names_of("elements", keys, "title")
    codes = {(line["plan"], line["element"]): line["code"] for line in facts["lines"]}
    found: dict[tuple[str, str], Served] = {}
    for link in links:
        plan, element = link["plan"], link["element"]
        title = titles.get(f"{plan}/{element}", element)
        row = found.setdefault(
            (plan, element), Served(plan, element, codes.get((plan, element), ""), title, [], [], [])
        )
        to = link["to_plan"], link["to_element"]
        aim = Aim(*to, titles.get("/".join(to), link["to_element"]), percent_of(link["share"]))
        getattr(row, link["whose"]).append(aim)
    return list(found.values())


def percent_of(share: str) -> str:
    """Return a share (`3/4`) as a percentage; empty where the link carries no money."""
    part, _, whole = share.partition("/")
    return percent(Decimal(part) / Decimal(whole or 1)) if part else ""


class People(NamedTuple):
    """An indicator of people reached: once for the host, and by programme (plan, title, value as text or None)."""

    once: Shown
    name: str
    in_units: str
    unit: str
    joined: str
    programmes: tuple[tuple[str, str, str | None], ...]


def year_of_people(facts: Facts, asked: str = "") -> str:
    """Return the year whose people are shown: the one asked for, else the latest of which anything is known."""
    years: list[str] = list(facts["people"])
    return asked if asked in years else next(iter(years), facts["year"])


def indicators_of_people(facts: Facts, year: str) -> set[str]:
    """Return the indicators by which people are counted in a year."""
    return {people["indicator"] for people in facts["people"].get(year, ())}


def people_reached(facts: Facts, year: str, known: Mapping[str, Measured]) -> list[People]:
    """Return what is counted of people in a year, each once, and by the programme that counted it; those with programmes first."""
    found: list[Facts] = facts["people"].get(year, [])
    titles = names_of("plans", {one["plan"] for people in found for one in people["programmes"]}, "title")
    rows = [
        People(
            Shown(At(people["unit"], people["indicator"], year), _NOT_SAID | people, known[people["indicator"]].form),
            known[people["indicator"]].name,
            known[people["indicator"]].in_units,
            people["unit"],
            people["joined"],
            tuple((one["plan"], titles[one["plan"]], one["value"]) for one in people["programmes"]),
        )
        for people in found
    ]
    return sorted(rows, key=lambda one: (not one.programmes, -(one.once.value or 0)))


_NOT_SAID = {"denominator": None, "imputed": None}
"""What the figure of a country does not say of itself."""
