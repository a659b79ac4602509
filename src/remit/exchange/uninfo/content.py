"""What a framework file says, typed: a tree of results, and sub-outputs with their money.

A file of this format is the public export of a UN country team's cooperation framework and joint work plan:

    {"workspace_id": 96, "name": "Nepal", "totals": {...}, "sdgs": {...},
     "framework": [{"id", "code", "name", "description", amounts, "children": [...]}],
     "projects": [{"id", "agency", "sdg", "code", "name", "description", "start", "end", "outcome", amounts}]}

`outcome` of a project is the name of the output that it belongs to. The amounts are "required", "available"
and "spent", in US dollars. Older exports have neither tree nor dates. Everything may be absent, null or of
another type: what cannot be used is a problem with its path.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from remit.exchange.uninfo.names import clean, clean_line
from remit.language import N_
from remit.problems import Kind, Place
from remit.schema import BAD_DAY, NOT_A_NUMBER, ROUNDED, TABLES, BadValue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from remit.exchange.sources import Source
    from remit.problems import Problem

BAD_JSON = Kind("bad-json", N_("The file is not JSON that can be read: {reason}."), N_("Download or export it again."))
NOT_A_FRAMEWORK = Kind(
    "not-a-framework",
    N_("This JSON file is no country-team framework: it has neither “framework” nor “projects”."),
    N_("Leave it out, or name its format."),
)
NOT_AS_EXPECTED = Kind(
    "not-as-expected",
    N_("{expected} is expected here, not “{value}”."),
    N_("Download or export the file again."),
)
AMOUNT_AS_TEXT = Kind(
    "amount-as-text",
    N_("The amount is written as text, “{value}”, and was read as a number."),
    N_("Nothing to do, if that is what it means."),
    blocks=False,
)
NEGATIVE_AMOUNT = Kind(
    "negative-amount",
    N_("The amount is below 0: {value}."),
    N_("Check whether it is a refund."),
    blocks=False,
)
NO_DATE = Kind("date-not-stated", N_("The sub-output states no date here."), N_("Add it at the source."), blocks=False)
DATES_REVERSED = Kind(
    "dates-reversed",
    N_("It starts on {start}, after its end on {end}; its period was read as not stated."),
    N_("Correct the dates at the source."),
    blocks=False,
)

STAGES = {"required": "requirement", "available": "confirmed", "spent": "expenditure"}
"""The file's words, and the stages of money that they are.

*Available* is money that an agency has secured for the sub-output (in hand or by signed agreement), so it is
confirmed, and earmarked to that line; the export does not say how much of it has been received.
"""
_AMOUNT = TABLES["money"].by_name["amount"]
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})([T ].*)?")


class Digits(str):
    """A number as the file writes it, told apart from a text."""

    __slots__ = ()


@dataclass(frozen=True)
class Node:
    """A result in the tree: `depth` 0 is a priority, 1 an outcome, 2 and deeper an output."""

    at: str
    depth: int
    order: int
    above: tuple[Node, ...]
    given_id: Any
    code: str
    title: str
    description: str
    published: dict[str, int]


@dataclass(frozen=True)
class SubOutput:
    """One line of the joint work plan. Amounts that are not stated are None; `period` is (start, end)."""

    at: str
    given_id: Any
    agency: str
    goal: str
    code: str
    title: str
    description: str
    output: str
    start: date | None
    end: date | None
    amounts: dict[str, int | None]


@dataclass
class Content:
    """A framework file."""

    file: str
    workspace: str
    name: str
    nodes: list[Node] = field(default_factory=list)
    sub_outputs: list[SubOutput] = field(default_factory=list)
    published: dict[str, int] = field(default_factory=dict)
    goals_published: int = 0
    problems: list[Problem] = field(default_factory=list)

    def place(self, at: str, name: str = "") -> Place:
        return Place(self.file, at, name)


def load(source: Source) -> Any:
    """Return the JSON of a file, numbers as `Digits`; or its one problem. Raises `BadSource`."""
    try:
        return json.loads(source.text, parse_float=Digits, parse_int=Digits, parse_constant=Digits)
    except json.JSONDecodeError as error:
        return BAD_JSON.at(source.place._replace(at=str(error.lineno)), reason=error.msg)
    except RecursionError:
        return BAD_JSON.at(source.place, reason="nested too deeply")


def read(document: Any, file: str) -> Content:
    """Return what a framework file says, with every problem of its values."""
    content = Content(file, clean_line(document.get("workspace_id")), clean_line(document.get("name")))
    content.published = _published(content, document.get("totals"), "totals")
    goals = document.get("sdgs")
    content.goals_published = len(goals) if isinstance(goals, dict | list) else 0
    content.nodes = list(_nodes(content, document.get("framework")))
    projects = _objects(content, document.get("projects"), "projects")
    content.sub_outputs = [_sub_output(content, at, project) for at, project in projects]
    _missing_dates(content)
    return content


def _objects(content: Content, value: Any, at: str) -> list[tuple[str, dict[str, Any]]]:
    """Return the objects of a list with their paths; anything else is a problem, null is an empty list."""
    if value is None:
        return []
    if not isinstance(value, list):
        content.problems.append(NOT_AS_EXPECTED.at(content.place(at), expected="a list", value=_shown(value)))
        return []
    found = []
    for index, item in enumerate(value):
        if isinstance(item, dict):
            found.append((f"{at}[{index}]", item))
        else:
            where = content.place(f"{at}[{index}]")
            content.problems.append(NOT_AS_EXPECTED.at(where, expected="an object", value=_shown(item)))
    return found


def _nodes(content: Content, tree: Any) -> Iterator[Node]:
    """Yield the tree from the top, branch by branch; without recursion, so that no depth is too deep."""
    ahead: list[tuple[str, dict[str, Any], int, tuple[Node, ...]]] = []
    ahead += reversed(
        [(at, item, order, ()) for order, (at, item) in enumerate(_objects(content, tree, "framework"), 1)]
    )
    while ahead:
        at, item, order, above = ahead.pop()
        node = Node(
            at=at,
            depth=len(above),
            order=order,
            above=above,
            given_id=item.get("id"),
            code=clean_line(item.get("code")),
            title=clean_line(item.get("name")),
            description=clean(item.get("description")),
            published=_published(content, item, at),
        )
        yield node
        children = _objects(content, item.get("children"), f"{at}.children")
        ahead += reversed([(at, child, order, (*above, node)) for order, (at, child) in enumerate(children, 1)])


def _sub_output(content: Content, at: str, item: dict[str, Any]) -> SubOutput:
    start, end = (_day(content, item.get(name), at, name) for name in ("start", "end"))
    if start and end and start > end:
        content.problems.append(DATES_REVERSED.at(content.place(at, "start"), start=start, end=end))
        start = end = None
    line = {name: clean_line(item.get(name)) for name in ("agency", "sdg", "code", "name", "outcome")}
    return SubOutput(
        at=at,
        given_id=item.get("id"),
        agency=line["agency"],
        goal=line["sdg"],
        code=line["code"],
        title=line["name"],
        description=clean(item.get("description")),
        output=line["outcome"],
        start=start,
        end=end,
        amounts={name: _amount(content, item.get(name), at, name) for name in STAGES},
    )


def _published(content: Content, item: Any, at: str) -> dict[str, int]:
    """Return the figures that the publisher printed, by the file's words; those not stated are absent."""
    if not isinstance(item, dict):
        return {}
    amounts = {name: _amount(content, item.get(name), at, name) for name in STAGES}
    return {name: amount for name, amount in amounts.items() if amount is not None}


def _amount(content: Content, value: Any, at: str, name: str) -> int | None:
    """Return ten-thousandths, or None where nothing is stated; a number in a text is taken, with a notice."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    where = content.place(at, name)
    if not isinstance(value, str):
        content.problems.append(NOT_A_NUMBER.at(where, value=_shown(value)))
        return None
    try:
        amount: int = _AMOUNT.parse(value)
    except BadValue as bad:
        content.problems.append(bad.kind.at(where, **{**bad.facts, "value": _shown(value)}))
        return None
    if not isinstance(value, Digits):
        content.problems.append(AMOUNT_AS_TEXT.at(where, value=_shown(value)))
    if _AMOUNT.rounds(value):
        content.problems.append(ROUNDED.at(where, value=_shown(value), rounded=_AMOUNT.write(amount)))
    if amount < 0:
        content.problems.append(NEGATIVE_AMOUNT.at(where, value=_AMOUNT.write(amount)))
    return amount


def _day(content: Content, value: Any, at: str, name: str) -> date | None:
    """Return a day, written as 2024-01-31 with or without a time; anything else is a problem."""
    text = clean_line(value)
    if not text:
        return None
    match = _DAY.fullmatch(text)
    try:
        if match:
            return date.fromisoformat(match[1])
    except ValueError:
        pass
    content.problems.append(BAD_DAY.at(content.place(at, name), value=_shown(text)))
    return None


def _missing_dates(content: Content) -> None:
    """Name each missing date, unless the whole export is without dates, as older ones are."""
    said = {problem.where for problem in content.problems}
    dated = [sub for sub in content.sub_outputs if sub.start or sub.end]
    for sub in content.sub_outputs if dated else ():
        missing = [name for name, day in (("start", sub.start), ("end", sub.end)) if day is None]
        if not any(content.place(sub.at, name) in said for name in ("start", "end")):
            content.problems += [NO_DATE.at(content.place(sub.at, name)) for name in missing]


def _shown(value: Any) -> str:
    """Return a value as a short text for a sentence."""
    text = clean_line(value)
    return text if len(text) <= 60 else text[:59] + "…"  # noqa: PLR2004 - as much as a sentence can bear
