"""The plan package: one YAML or JSON file for one plan. Its sections are those of `remit.plans.shape`.

What a file leaves out is filled in while it is read: an element's place among its siblings, the number of a
responsibility, the plan's currency, the moment of the head, and `share: equal`. A name that is written and
empty means *none*.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from remit.exchange import nested
from remit.exchange.base import LeftOut, Reading, Rows
from remit.exchange.nested import NOT_A_TEXT, Map
from remit.exchange.sources import BadSource
from remit.language import N_
from remit.periods import ImpossiblePeriod, Period
from remit.plans import package_of
from remit.plans.shape import HEAD, HEAD_SECTION, SECTIONS, VERSION, Section, text_key
from remit.plans.writing import written
from remit.problems import Kind, Place
from remit.schema import MADE, NOT_IN_CODES, PLAN_TABLES, TABLES, Type

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from remit.exchange.sources import Source
    from remit.federation import Federation, Settings
    from remit.problems import Problem
    from remit.schema import Column

WRONG_VERSION = Kind(
    "wrong-version", N_("The file says “schema: {found}”."), N_("This version reads “schema: {version}”.")
)
NO_HEAD = Kind(
    "no-head", N_("The plan's head is missing."), N_("Add a section “plan” with plan, unit, kind and title.")
)
NOT_ROWS = Kind("not-rows", N_("“{section}” must be a list of rows."), N_("Begin each row with “- ”."))
NOT_A_ROW = Kind("not-a-row", N_("A row of “{section}” must be names with values."), N_("Write “- name: value”."))
AMBIGUOUS_PERIOD = Kind(
    "ambiguous-period",
    N_("“{value}” may be the month {month} or the years {years}."),
    N_("Write {month} or {years}."),
)
PLAN_TWICE = Kind("plan-twice", N_("The plan {plan} stands in {other} too."), N_("Keep one of the two."))

_MONTH_OR_YEARS = re.compile(r"(\d{2})(\d{2})-(\d{2})")
_LOOKS_LIKE_ONE = re.compile(rb"""["']?schema["']?\s*:\s*["']?remit-plan/""")
_HOW_MUCH = {"amount", "quantity", "unit_cost", "on", "recorded_at"}
MAY_HOLD = ("plans", *SECTIONS)
"""The tables of which a package may hold rows."""


def ambiguous_period(text: str, place: Place) -> Problem | None:
    """Return the problem of a plan's period that may be a month or a span of years (2008-11)."""
    match = _MONTH_OR_YEARS.fullmatch(text.strip())
    if not match or int(match[3]) <= int(match[2]):
        return None
    try:
        month = Period.parse(text)
    except ImpossiblePeriod:
        return None
    years = f"{match[1]}{match[2]}/{match[1]}{match[3]}"
    return AMBIGUOUS_PERIOD.at(place, value=text.strip(), month=f"{month.first}/{month.last}", years=years)


class PlanPackage:
    """The format `plan`."""

    key = "plan"
    title = "Plan package (YAML, JSON)"

    def recognises(self, source: Source) -> bool:
        """Whether it is a YAML file, or a JSON file that says `schema: remit-plan/1`."""
        name = source.bare_name.lower()
        if name.endswith((".yaml", ".yml")):
            return name != "federation.yaml"
        try:
            return name.endswith(".json") and bool(_LOOKS_LIKE_ONE.search(source.data))
        except BadSource:
            return False

    def read(self, sources: Sequence[Source], known: Federation, progress: Callable[..., None]) -> Reading:
        """Read one plan of each file, with the units, indicators and other things that it carries along."""
        reading = Reading()
        for done, source in enumerate(sources, 1):
            reading.extend(read_package(source, known.settings))
            progress("plans", done, len(sources))
        reading.problems += plans_twice(reading)
        return reading

    def write(self, federation: Federation, target: Path) -> None:
        """Write each plan as a package into the folder `target`, with the definitions that it names."""
        target.mkdir(parents=True, exist_ok=True)
        for plan in dict.fromkeys(row["plan"] for row in federation.rows("plans")):
            name, data = written(package_of(federation, plan, carrying=True))
            (target / name).write_bytes(data)


def plans_twice(reading: Reading) -> Iterator[Problem]:
    """Yield a problem for each plan that stands in more than one file; codes are not told apart by case."""
    first: dict[str, str] = {}
    for batch in (batch for batch in reading.batches if batch.table == "plans"):
        for index, plan in enumerate(batch.rows["plan"].to_pylist()):
            other = first.setdefault(plan.lower(), batch.file)
            if other != batch.file:
                yield PLAN_TWICE.at(batch.place(index), plan=plan, other=other)


def read_package(source: Source, settings: Settings) -> Reading:
    """Return the rows that a package holds, its plan's and those that it carries, with every problem."""
    tree, problems = nested.read(source)
    if tree is None:
        return Reading(problems=problems, left_out=LeftOut(unread=set(MAY_HOLD)))
    if tree.get("schema") != VERSION:
        found = tree.get("schema", "")
        problem = WRONG_VERSION.at(source.place.of("schema"), found=found, version=VERSION)
        return Reading(problems=[*problems, problem], left_out=LeftOut(unread=set(MAY_HOLD)))
    return _Reader(tree, source.place, settings).reading()


class _Reader:
    """Reads one package into rows."""

    def __init__(self, tree: Map, place: Place, settings: Settings) -> None:
        self.tree = tree
        self.place = place
        self.settings = settings
        self.rows = Rows(place.file)
        self.problems = self.rows.problems
        self.head: dict[str, Any] = {}
        self.links: Counter[tuple[str, str]] = Counter()
        self.made: Counter[str] = Counter()

    def reading(self) -> Reading:
        known = ("schema", HEAD, *SECTIONS)
        self.problems += nested.unknown_keys(self.tree, known, self.place)
        self.read_head()
        for name, section in SECTIONS.items():
            if name in self.tree:
                self.read_section(section)
        # A bad code of a row stands in the rows made from it too.
        self.problems[:] = {(each.code, each.where, *each.facts.items()): each for each in self.problems}.values()
        return self.rows.reading()

    def read_head(self) -> None:
        head = self.tree.get(HEAD)
        if not isinstance(head, Map):
            self.problems.append(NO_HEAD.at(self.place))
            self.head = {"plan": self.stand_in()}
            return
        place = self.place._replace(at=head.at)
        texts = self.texts_of(HEAD_SECTION, head, place)
        if problem := ambiguous_period(texts.get("period", ""), place.of("period")):
            self.problems.append(problem)
        row, _ = TABLES["plans"].parse(texts, place)
        moment = texts.get("recorded_at", "") if row.get("recorded_at") else ""
        self.head = {**row, "plan": row.get("plan") or self.stand_in(), "moment": moment}
        if self.rows.add_texts("plans", head.at, texts) is not None:
            self.add_names(HEAD_SECTION, texts, row, head.at)
        self.rows.seen["plans"] += 1

    def stand_in(self) -> str:
        """Return a code for a plan without a readable one, so that the problems of its rows are found all the same."""
        code = NOT_IN_CODES.sub("-", self.place.file).lstrip(".-_:")[:64] or "plan"
        self.rows.leave_out("plans", plan=code)
        self.rows.left_out.unread |= {"plans", *PLAN_TABLES}
        return code

    def read_section(self, section: Section) -> None:
        name = section.table.name
        items = self.tree[name]
        if not isinstance(items, list):
            if items not in ("", None):
                self.problems.append(NOT_ROWS.at(self.place.of(name), section=name))
            return
        if name == "links":
            self.links = Counter(_served(item) for item in items if isinstance(item, Map) and _shared(item))
        siblings: Counter[str] = Counter()
        for item in items:
            if not isinstance(item, Map):
                self.problems.append(NOT_A_ROW.at(self.place.of(name), section=name))
                continue
            parent = str(item.get("parent") or "") if name == "elements" else ""
            siblings[parent] += 1
            self.read_row(section, item, siblings[parent])
        self.rows.seen["rows"] += len(items)

    def read_row(self, section: Section, item: Map, position: int) -> None:
        place = self.place._replace(at=item.at)
        texts = self.texts_of(section, item, place)
        self.fill(section, texts, position)
        if texts.get("share") == "equal" and section.table.name == "links":
            texts["share"] = f"1/{self.links[_served(item)] or 1}"
        equivalents = item.get("equivalents")
        if equivalents and not texts.get("id"):
            texts["id"] = self.made_id(texts)
        row = self.rows.add_texts(section.table.name, item.at, texts)
        self.add_names(section, texts, row or texts, item.at)
        self.add_place_in_tree(texts, item.at)
        self.add_equivalents(equivalents, texts, place)

    def texts_of(self, section: Section, item: Map, place: Place) -> dict[str, str]:
        """Return a row's texts by name; what is not a text, or not known here, is a problem."""
        self.problems += nested.unknown_keys(item, section.keys, place)
        texts = {}
        for key in (key for key in section.keys if key in item and key != "equivalents"):
            text = _text(item[key], section.table.by_name.get(key))
            if text is None:
                self.problems.append(NOT_A_TEXT.at(place.of(key), field=key))
            else:
                texts[key] = text
        return texts

    def fill(self, section: Section, texts: dict[str, str], position: int) -> None:
        """Fill in what the row leaves out and the package gives."""
        for column in section.columns:
            absent = column.name not in texts
            needed = column.required and column.name not in MADE and not texts.get(column.name, "").strip()
            if absent or needed:
                texts.update(self.given(section, column, position))
        if section.owner:
            texts[section.owner] = self.head["plan"]

    def given(self, section: Section, column: Column, position: int) -> dict[str, str]:
        if column.name == section.counted:
            return {column.name: str(position)}
        if section.plan_currency(column):
            return {column.name: self.head.get("currency") or ""}
        if column.name == "recorded_at":
            return {column.name: self.head.get("moment", "")}
        if column.name == "to_plan":
            return {column.name: self.head["plan"]}
        return {}

    def add_names(self, section: Section, texts: dict[str, str], row: Mapping[str, Any], at: str) -> None:
        """Add the names and titles that stand in a row, in the plan's language."""
        columns = section.table.by_name
        for name in (name for name in section.texts if name not in columns and texts.get(name, "").strip()):
            self.rows.add_texts("texts", at, {
                "of": section.table.name, "key": text_key(section.table, row), "field": name,
                "language": self.head.get("language") or "en", "text": texts[name],
                "recorded_at": texts.get("recorded_at", ""),
            })  # fmt: skip

    def add_place_in_tree(self, texts: dict[str, str], at: str) -> None:
        """Add where a carried unit stands."""
        if "unit" in texts and (texts.get("tree") or texts.get("parent")) and "kind" in texts:
            tree = texts.get("tree") or self.settings.tree
            place = {"tree": tree, "unit": texts["unit"], "parent": texts.get("parent", "")}
            self.rows.add_texts("trees", at, {**place, "recorded_at": texts.get("recorded_at", "")})

    def add_equivalents(self, equivalents: Any, texts: dict[str, str], place: Place) -> None:
        if not equivalents:
            return
        if not isinstance(equivalents, Map):
            self.problems.append(NOT_A_TEXT.at(place.of("equivalents"), field="equivalents: {CHF"))
            return
        moment = texts.get("recorded_at", "")
        for currency, value in equivalents.items():
            amount = _text(value, None)
            if amount is None:
                self.problems.append(NOT_A_TEXT.at(place.of(currency), field=currency))
                continue
            row = {"money": texts["id"], "currency": currency, "amount": amount, "recorded_at": moment}
            self.rows.add_texts("equivalents", place.at, row)

    def made_id(self, texts: dict[str, str]) -> str:
        """Return an id for an amount that other rows name.

        Made from what the row is about, not from how much it says: so a changed amount is seen to be one.
        """
        content = json.dumps({key: text for key, text in texts.items() if key not in _HOW_MUCH}, sort_keys=True)
        digest = hashlib.sha256(content.encode()).hexdigest()[:24]
        self.made[digest] += 1
        return f"{digest}-{self.made[digest]}"


def _text(value: Any, column: Column | None) -> str | None:
    """Return one text; several codes may be a list. None where it is neither."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return ("yes" if value else "no") if column and column.type is Type.YESNO else None
    if isinstance(value, list) and column and column.type is Type.CODES:
        return " ".join(value) if all(isinstance(part, str) for part in value) else None
    return value if isinstance(value, str) else None


def _shared(link: Map) -> bool:
    return link.get("kind", "") in ("", "shared")


def _served(link: Map) -> tuple[str, str]:
    return str(link.get("from_element")), str(link.get("to_plan") or "")
