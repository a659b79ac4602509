"""The tables that a federation is made of: columns, types, keys and where each is kept.

This is the one description of them. Reading and writing files, the checks of single values, the JSON Schema of plan
packages and the reference pages are all made from it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from remit import exact, money
from remit.language import N_
from remit.periods import ImpossiblePeriod, Period
from remit.problems import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from remit.problems import Place, Problem

_LINE_END = re.compile(r"\r\n?")
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.\-_:]{0,63}")
NOT_IN_CODES = re.compile(r"[^A-Za-z0-9.\-_:]+")
_DIGITS = re.compile(r"[+-]?[0-9]{1,18}")
CELL = re.compile(r"[A-Za-z0-9.\-_:]+=[A-Za-z0-9.\-_:+]+(;[A-Za-z0-9.\-_:]+=[A-Za-z0-9.\-_:+]+)*")

EMPTY_FIELD = Kind("empty-field", N_("{field} is empty."), N_("Fill it in; every row of {table} needs it."))
UNKNOWN_CHOICE = Kind("unknown-choice", N_("“{value}” is not one of: {choices}."), N_("Write one of them."))
BAD_CODE = Kind(
    "bad-code",
    N_("“{value}” cannot be a code."),
    N_("Use letters, digits and . - _ : only, at most 64, beginning with a letter or digit."),
)
NOT_A_NUMBER = Kind(
    "not-a-number",
    N_("“{value}” is not a number."),
    N_(
        "Write the digits 0 to 9 with a decimal point and no thousands separators;"
        " leave the cell empty if there is no value."
    ),
)
NOT_WHOLE = Kind("not-whole", N_("“{value}” is not a whole number."), N_("Write a whole number, in digits 0 to 9."))
TOO_LARGE = Kind(
    "too-large",
    N_("{value} is beyond 900 million million."),
    N_("Check the unit: is it written in thousands twice?"),
)
ROUNDED = Kind(
    "rounded",
    N_("{value} has more than four decimal places and was rounded to {rounded}."),
    N_("Nothing to do, if that is near enough."),
    blocks=False,
)
BAD_PERIOD = Kind(
    "impossible-period",
    N_("“{value}” is not a period."),
    N_("Write a year (2008), quarter (2008Q1), month (2008-01), span (2008/2011) or days (2009-04-01/2010-03-31)."),
)
BAD_DAY = Kind("impossible-day", N_("“{value}” is not a day."), N_("Write year-month-day, as in 2008-06-18."))
BAD_MOMENT = Kind(
    "impossible-moment",
    N_("“{value}” is not a moment."),
    N_("Write day and time in UTC, as in 2008-06-18T09:30:00Z."),
)
BAD_SHARE = Kind("bad-share", N_("“{value}” is not a share."), N_("Write 1/3, 25 % or 0.25."))
BAD_RATE = Kind(
    "bad-rate",
    N_("“{value}” is not a rate."),
    N_("Write a number above 0 of at most 18 significant digits (0 to 9), with a decimal point."),
)
BAD_CURRENCY = Kind(
    "bad-currency",
    N_("“{value}” is not a currency code."),
    N_("Write three capital letters (CHF); XXX for none stated."),
)
BAD_CELL = Kind(
    "bad-cell",
    N_("“{value}” is not a breakdown."),
    N_("Write axis=category pairs in order of axis: age=5-17;sex=female."),
)
FORMULA = Kind(
    "formula",
    N_("The cell holds a formula or begins like one: “{value}”."),
    N_("Replace it by its value; formulas are never run."),
)


class BadValue(ValueError):
    """A text that its column does not take; carries the kind of problem and its facts."""

    def __init__(self, kind: Kind, **facts: object) -> None:
        self.kind, self.facts = kind, facts
        super().__init__(kind.code)


class Type(Enum):
    """What a column holds: how it is written in files, and how it is kept in memory."""

    CODE = "code"
    CODES = "codes"  # several codes, separated by spaces
    TEXT = "text"
    CHOICE = "choice"
    YESNO = "yes or no"
    DAY = "day"
    MOMENT = "moment (UTC)"
    PERIOD = "period"
    NUMBER = "number of at most four decimal places"
    WHOLE = "whole number"
    SHARE = "share"
    RATE = "rate of at most 18 significant digits"
    CURRENCY = "currency (ISO 4217)"
    CELL = "cell (age=5-17;sex=female)"

    @property
    def arrow(self) -> pa.DataType:
        """How it is kept in memory; numbers are 64-bit whole numbers of ten-thousandths."""
        return _ARROW.get(self, pa.string())


_ARROW = {
    Type.DAY: pa.date32(),
    Type.MOMENT: pa.timestamp("us", tz="UTC"),
    Type.NUMBER: pa.int64(),
    Type.WHOLE: pa.int64(),
    Type.YESNO: pa.bool_(),
}


@dataclass(frozen=True)
class Column:
    """One column: its name, type and meaning. `to` names the table whose codes it takes."""

    name: str
    type: Type
    doc: str
    required: bool = False
    choices: tuple[str, ...] = ()
    default: str = ""
    to: str = ""

    def parse(self, text: str) -> Any:
        """Return the value that `text` stands for; None where it is empty. Raises `BadValue`."""
        text = text.strip()
        if not text:
            return self.parse(self.default) if self.default else None
        return _PARSERS[self.type](self, text)

    def rounds(self, text: str) -> bool:
        """Whether a number has more decimal places than are kept."""
        return self.type is Type.NUMBER and bool(text.strip()) and exact.parse(text)[1]

    def write(self, value: Any) -> str:
        """Return the canonical text of a value: `column.parse(column.write(v)) == v`."""
        if value is None:
            return ""
        return _WRITERS[self.type](value) if self.type in _WRITERS else str(value)


def _text(column: Column, text: str) -> str | None:
    text = _LINE_END.sub("\n", text).replace("\x00", "")  # no database keeps the zero byte
    return unicodedata.normalize("NFC", text).strip() or None


def _code(column: Column, text: str) -> str:
    if not CODE.fullmatch(text):
        raise BadValue(BAD_CODE, value=text)
    return text


def _codes(column: Column, text: str) -> str:
    return " ".join(_code(column, part) for part in text.split())


def _choice(column: Column, text: str) -> str:
    if text not in column.choices:
        raise BadValue(UNKNOWN_CHOICE, value=text, choices=", ".join(column.choices))
    return text


def _yes_no(column: Column, text: str) -> bool:
    if text not in {"yes", "no"}:
        raise BadValue(UNKNOWN_CHOICE, value=text, choices="yes, no")
    return text == "yes"


def _day(column: Column, text: str) -> date:
    if not text.isascii():
        raise BadValue(BAD_DAY, value=text)
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError as error:
        raise BadValue(BAD_DAY, value=text) from error


def _moment(column: Column, text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise BadValue(BAD_MOMENT, value=text) from error


def _period(column: Column, text: str) -> str:
    try:
        return Period.parse(text).name
    except (ImpossiblePeriod, OverflowError) as error:
        raise BadValue(BAD_PERIOD, value=text) from error


def _number(column: Column, text: str) -> int:
    try:
        return exact.parse(text)[0]
    except exact.NotANumber as error:
        raise BadValue(FORMULA if text[0] in "=@" else NOT_A_NUMBER, value=text) from error
    except exact.TooLarge as error:
        raise BadValue(TOO_LARGE, value=text) from error


def _whole(column: Column, text: str) -> int:
    if not _DIGITS.fullmatch(text):
        raise BadValue(NOT_WHOLE, value=text)
    return int(text)


def _share(column: Column, text: str) -> str:
    if len(text) > 64 or not text.isascii() or "e" in text.lower():  # 1e999999999 would fill the memory with digits
        raise BadValue(BAD_SHARE, value=text)
    try:
        share = money.parse_share(text)
    except (ValueError, ZeroDivisionError) as error:
        raise BadValue(BAD_SHARE, value=text) from error
    if share < 0:
        raise BadValue(BAD_SHARE, value=text)
    return str(share)


def _rate(column: Column, text: str) -> str:
    try:
        rate = Decimal(text if text.isascii() else "no number")  # Decimal takes the digits of any script
    except InvalidOperation as error:
        raise BadValue(BAD_RATE, value=text) from error
    if not rate.is_finite() or rate <= 0 or abs(rate.adjusted()) > 30 or len(rate.normalize().as_tuple().digits) > 18:
        raise BadValue(BAD_RATE, value=text)
    return f"{exact.shortest(rate):f}"


def _currency(column: Column, text: str) -> str:
    if not money.CURRENCY.fullmatch(text):
        raise BadValue(BAD_CURRENCY, value=text)
    return text


def _cell(column: Column, text: str) -> str:
    pairs = text.split(";")
    axes = [pair.partition("=")[0] for pair in pairs]
    if not CELL.fullmatch(text) or len(set(axes)) < len(axes):
        raise BadValue(BAD_CELL, value=text)
    return ";".join(sorted(pairs))


_PARSERS: dict[Type, Callable[[Column, str], Any]] = {
    Type.CODE: _code,
    Type.CODES: _codes,
    Type.TEXT: _text,
    Type.CHOICE: _choice,
    Type.YESNO: _yes_no,
    Type.DAY: _day,
    Type.MOMENT: _moment,
    Type.PERIOD: _period,
    Type.NUMBER: _number,
    Type.WHOLE: _whole,
    Type.SHARE: _share,
    Type.RATE: _rate,
    Type.CURRENCY: _currency,
    Type.CELL: _cell,
}
_WRITERS: dict[Type, Callable[[Any], str]] = {
    Type.YESNO: lambda value: "yes" if value else "no",
    Type.MOMENT: lambda value: value.astimezone(UTC).isoformat().replace("+00:00", "Z"),
    Type.NUMBER: exact.text,
}


@dataclass(frozen=True)
class Table:
    """One table. Rows are never changed in place: see `append_only`.

    `append_only`: rows have an `id` and are corrected by a later row that names them in `supersedes`. In every other
    table a later row of the same key, by `recorded_at`, takes the place of the earlier one.
    `section`: the section of a plan package that holds the rows of a plan; empty for tables that stand in CSV only.
    """

    name: str
    doc: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    append_only: bool = False
    section: str = ""
    by_name: dict[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {column.name: column for column in self.columns})

    @cached_property
    def schema(self) -> pa.Schema:
        return pa.schema([(column.name, column.type.arrow) for column in self.columns])

    @property
    def named_by(self) -> tuple[str, ...]:
        """The columns by which other rows name a row: its code, its plan and code, or the id that is corrected."""
        return ("id",) if self.append_only else tuple(dict.fromkeys((self.key[0], self.key[-1])))

    def parse(self, texts: dict[str, str], place: Place) -> tuple[dict[str, Any], list[Problem]]:
        """Return the typed row that `texts` stands for, and every problem with it."""
        row: dict[str, Any] = {}
        problems = []
        for column in self.columns:
            try:
                row[column.name] = value = column.parse(texts.get(column.name) or "")
            except BadValue as bad:
                problems.append(bad.kind.at(place.of(column.name), **bad.facts))
                continue
            if column.type is Type.TEXT and value and value[0] == "=":
                problems.append(FORMULA.at(place.of(column.name), value=value))
            if column.rounds(texts.get(column.name) or ""):
                facts = {"value": texts[column.name], "rounded": column.write(value)}
                problems.append(ROUNDED.at(place.of(column.name), **facts))
            if value is None and column.required and column.name not in MADE:
                problems.append(EMPTY_FIELD.at(place.of(column.name), field=column.name, table=self.name))
        return row, problems


def _c(name: str, doc: str, type_: Type = Type.TEXT, **more: Any) -> Column:
    return Column(name, type_, doc, **more)


def _code_of(table: str, name: str, doc: str, **more: Any) -> Column:
    return Column(name, Type.CODE, doc, to=table, **more)


_FROM = _c("from", "First day on which it holds; empty: always.", Type.DAY)
_TO = _c("to", "Last day on which it holds; empty: still.", Type.DAY)
_RECORDED = _c("recorded_at", "When it was recorded.", Type.MOMENT, required=True)
_ID = _c("id", "Given by the source, or made from the source and the row.", Type.CODE, required=True)
_SUPERSEDES = _c("supersedes", "The id of the row that this one corrects.", Type.CODE)
_SOURCE = _c("source", "Where it was taken from: a file, a document, a page.")
_PLAN = _code_of("plans", "plan", "The plan.", required=True)

_REASON = _c("reason", "Why it was corrected.")

MADE = {"id", "recorded_at"}
"""Columns that are filled in when a row is taken in without them."""

STATUSES = ("reported", "estimated", "imputed", "missing", "not applicable", "not collected", "withdrawn")
VISIBILITIES = ("public", "federation", "unit", "named")
OVER = ("sum", "last", "max", "min", "mean", "ratio", "count", "none")
NEED = ("requirement", "ceiling", "approved", "allotment")
INCOME = ("pledged", "confirmed", "received", "in kind")
USE = ("commitment", "expenditure", "forecast")
IS = ("heading", "goal", "objective", "outcome", "output", "activity")

_TABLES = (
    Table(
        "units",
        "Members, departments, offices, branches, networks, and partners (which stand in no tree).",
        ("unit",),
        (
            _c("unit", "Its code.", Type.CODE, required=True),
            _c(
                "kind",
                "What it is: member, region, branch, department, partner ...",
                Type.CODE,
                required=True,
            ),
            _c("valid_from", "First day of its being (a member: its admission).", Type.DAY),
            _c("valid_to", "Last day of its being.", Type.DAY),
            _RECORDED,
        ),
    ),
    Table(
        "trees",
        "Trees that units add up along. A unit's parent may change with time.",
        ("tree", "unit", "from"),
        (
            _c("tree", "The tree: structure, zones ...", Type.CODE, required=True),
            _code_of("units", "unit", "The unit.", required=True),
            _code_of("units", "parent", "The unit above it; empty at the top."),
            _FROM,
            _TO,
            _RECORDED,
        ),
    ),
    Table(
        "unit_places",
        "Countries that a unit lives in.",
        ("unit", "country", "from"),
        (
            _code_of("units", "unit", "The unit.", required=True),
            _c("country", "ISO 3166-1 alpha-3 code.", Type.CODE, required=True),
            _FROM,
            _TO,
            _RECORDED,
        ),
    ),
    Table(
        "successions",
        "Which unit carries on from which, so that a comparable series can be made.",
        ("tree", "from_unit", "to_unit", "on"),
        (
            _c("tree", "The tree.", Type.CODE),
            _code_of("units", "from_unit", "The unit that ended.", required=True),
            _code_of("units", "to_unit", "The unit that carries on.", required=True),
            _c("on", "First day of the new unit.", Type.DAY, required=True),
            _c("share", "The part of the old unit that it took on.", Type.SHARE, required=True),
            _RECORDED,
        ),
    ),
    Table(
        "texts",
        "Names, titles and long texts, in any language.",
        ("of", "key", "field", "language"),
        (
            _c("of", "The table of what the text belongs to.", Type.CODE, required=True),
            _c("key", "Its key there, parts joined by /.", required=True),
            _c("field", "Which text: name, title, description ...", Type.CODE, required=True),
            _c("language", "BCP 47 code.", Type.CODE, required=True),
            _c("text", "The text.", required=True),
            _c(
                "state",
                "final, draft or machine.",
                Type.CHOICE,
                choices=("final", "draft", "machine"),
                default="final",
            ),
            _RECORDED,
        ),
    ),
    Table(
        "indicators",
        "What is measured, and how it adds up.",
        ("indicator",),
        (
            _c("indicator", "Its code.", Type.CODE, required=True),
            _c(
                "measure",
                "What a value is.",
                Type.CHOICE,
                required=True,
                choices=("count", "amount", "ratio", "mean", "score", "yes/no", "milestone", "text"),
            ),
            _c("unit_of_measure", "People, households, CHF ..."),
            _c("currency", "Of an amount.", Type.CURRENCY),
            _c("decimals", "Decimal places on display.", Type.WHOLE),
            _c("direction", "Which way is better.", Type.CHOICE, choices=("up", "down", "none"), default="up"),
            _c(
                "reported_as",
                "What one value covers.",
                Type.CHOICE,
                default="period",
                choices=("period", "so far this year", "so far", "on a day"),
            ),
            _c(
                "over_units",
                "How units join.",
                Type.CHOICE,
                required=True,
                choices=("sum", "max", "min", "mean", "weighted mean", "ratio", "count", "none"),
            ),
            _c(
                "over_time",
                "How periods of one unit join.",
                Type.CHOICE,
                required=True,
                choices=("sum", "last", "max", "mean", "ratio", "none"),
            ),
            _c(
                "over_plans",
                "How one unit's values in several programmes join.",
                Type.CHOICE,
                default="sum",
                choices=("sum", "max", "none"),
            ),
            _c("made_of", "The indicators that it is made from in each unit: `sum: A B` or `max: A B`."),
            _code_of("indicators", "weight", "The indicator that weights a weighted mean."),
            _code_of("indicators", "denominator", "The indicator that is the denominator of a ratio."),
            _c("condition", "A count's condition on a unit's yearly value: `>= 3`."),
            _c(
                "once",
                "Whether a unit that meets the condition in several years counts once.",
                Type.CHOICE,
                choices=("ever", "each year"),
                default="ever",
            ),
            _c("last_for", "For `last`: how many months a value may be carried.", Type.WHOLE),
            _c(
                "total",
                "Which counts where a unit states a total and gives parts.",
                Type.CHOICE,
                choices=("stated", "computed"),
                default="stated",
            ),
            _c("collected_at", "The kinds of unit that report it, highest first.", Type.CODES),
            _c(
                "imputation",
                "What fills in for a unit that submitted nothing at all.",
                Type.CHOICE,
                choices=("none", "last", "mean"),
                default="none",
            ),
            _c("valid_from", "First day on which it is asked.", Type.DAY),
            _c("valid_to", "Last day on which it is asked.", Type.DAY),
            _RECORDED,
        ),
    ),
    Table(
        "indicator_axes",
        "The axes by which an indicator is broken down.",
        ("indicator", "axis"),
        (
            _code_of("indicators", "indicator", "The indicator.", required=True),
            _c("axis", "sex, age, disability ...", Type.CODE, required=True),
            _c(
                "whole",
                "yes: its categories make up the total; no: they are only a part of it.",
                Type.YESNO,
                default="yes",
            ),
            _c(
                "rounded",
                "Whether counts by it are shown rounded to 5 outside the unit; empty: yes by disability, protection and "
                "safeguarding, else no.",
                Type.YESNO,
            ),
            _RECORDED,
        ),
    ),
    Table(
        "categories",
        "The dated code list of each axis. A category may be made of finer ones.",
        ("axis", "category", "from"),
        (
            _c("axis", "The axis.", Type.CODE, required=True),
            _c("category", "The category.", Type.CODE, required=True),
            _c("parent", "The coarser category that it is a part of.", Type.CODE),
            _FROM,
            _TO,
            _RECORDED,
        ),
    ),
    Table(
        "decisions",
        "Decisions of governing bodies.",
        ("decision",),
        (
            _c("decision", "Its code.", Type.CODE, required=True),
            _c("session", "The session that took it."),
            _c("on", "The day.", Type.DAY),
            _c("symbol", "The document's symbol."),
            _RECORDED,
        ),
    ),
    Table(
        "observations",
        "Reported values. Append-only.",
        ("indicator", "unit", "plan", "period", "cell"),
        (
            _ID,
            _code_of("indicators", "indicator", "What was measured.", required=True),
            _code_of("units", "unit", "Who reported it.", required=True),
            _code_of("plans", "plan", "The programme in which it was counted; empty: all the unit's work."),
            _c("period", "The period that it is for.", Type.PERIOD, required=True),
            _c("covers", "The days really covered, where they differ.", Type.PERIOD),
            _c("cell", "The cell of a breakdown; empty: the total.", Type.CELL),
            _c("value", "The value; of a ratio, the numerator.", Type.NUMBER),
            _c(
                "denominator",
                "Of a ratio, the denominator; of a mean, how many it was taken over.",
                Type.NUMBER,
            ),
            _c("status", "What the value is.", Type.CHOICE, choices=STATUSES, default="reported"),
            _c("method", "How an imputed or estimated value was made."),
            _c("visibility", "Who may see it.", Type.CHOICE, choices=VISIBILITIES, default="federation"),
            _SOURCE,
            _RECORDED,
            _c("by", "Who recorded it."),
            _SUPERSEDES,
            _REASON,
        ),
        append_only=True,
    ),
    Table(
        "rounds",
        "Collections, with their dates.",
        ("round",),
        (
            _c("round", "Its code.", Type.CODE, required=True),
            _c("period", "The period that is reported on.", Type.PERIOD, required=True),
            _c("opens", "First day.", Type.DAY),
            _c("due", "Due day.", Type.DAY),
            _c("closes", "Last day.", Type.DAY),
            _RECORDED,
        ),
    ),
    Table(
        "expected",
        "Who is asked for what in a round.",
        ("round", "unit", "indicator"),
        (
            _code_of("rounds", "round", "The round.", required=True),
            _code_of("units", "unit", "The unit that is asked.", required=True),
            _code_of("indicators", "indicator", "What it is asked for.", required=True),
            _RECORDED,
        ),
    ),
    Table(
        "plans",
        "Plans of every kind: strategies, frameworks, programmes, operational plans, appeals, grants.",
        ("plan",),
        (
            _c("plan", "Its code.", Type.CODE, required=True),
            _c("edition", "The planning year of this edition."),
            _code_of("units", "unit", "Whose plan it is.", required=True),
            _c(
                "kind",
                "strategy, results framework, programme, country plan, operational plan, project, appeal, grant, "
                "action plan.",
                required=True,
            ),
            _code_of("plans", "part_of", "The plan that it is a part of."),
            _c("period", "The period that it covers; empty: not stated.", Type.PERIOD),
            _c(
                "currency",
                "Of amounts that state no other; XXX: none stated.",
                Type.CURRENCY,
                default=money.NONE_STATED,
            ),
            _c("language", "Of its texts (BCP 47).", Type.CODE, default="en"),
            _c("symbol", "The document's symbol."),
            _c("visibility", "Who may see it.", Type.CHOICE, choices=VISIBILITIES, default="federation"),
            _SOURCE,
            _RECORDED,
        ),
        section="head",
    ),
    Table(
        "levels",
        "A plan's own names for its elements, and what each is.",
        ("plan", "level"),
        (
            _PLAN,
            _c("level", "The level's code.", Type.CODE, required=True),
            _c("name", "The plan's own name for it.", required=True),
            _c("is", "What it is.", Type.CHOICE, choices=IS, required=True),
            _RECORDED,
        ),
        section="levels",
    ),
    Table(
        "elements",
        "The lines of a plan: headings, results and activities. An element keeps its identity from edition to edition.",
        ("plan", "element"),
        (
            _PLAN,
            _c("element", "Its identity; never changed or reused.", Type.CODE, required=True),
            _code_of("elements", "parent", "The element above it."),
            _code_of("levels", "level", "Its level.", required=True),
            _c("code", "The printed number: a label, which may change."),
            _c("order", "Its place among its siblings, as printed.", Type.WHOLE),
            _code_of(
                "units", "unit", "Whose line it is; empty: that of the element above it, at the top the plan's unit."
            ),
            _FROM,
            _TO,
            _c("horizon", "short, medium or long.", Type.CHOICE, choices=("short", "medium", "long")),
            _RECORDED,
        ),
        section="elements",
    ),
    Table(
        "links",
        "What an element serves, in its own plan or another.",
        ("from_plan", "from_element", "to_plan", "to_element", "kind"),
        (
            _code_of("plans", "from_plan", "The plan of the element that serves.", required=True),
            _code_of("elements", "from_element", "The element that serves.", required=True),
            _code_of("plans", "to_plan", "The plan of the element that is served.", required=True),
            _code_of("elements", "to_element", "The element that is served.", required=True),
            _c(
                "kind",
                "shared (with a share of the money), serves, orients.",
                Type.CHOICE,
                choices=("shared", "serves", "orients"),
                default="shared",
            ),
            _c("share", "The part of the money; `equal` in a package is written out.", Type.SHARE),
            _RECORDED,
        ),
        section="links",
    ),
    Table(
        "responsibilities",
        "Who leads and who contributes, each with its own task.",
        ("plan", "no"),
        (
            _PLAN,
            _c("no", "Its number in the plan.", Type.WHOLE, required=True),
            _c("elements", "The elements that it is for.", Type.CODES, required=True),
            _code_of("units", "unit", "Who.", required=True),
            _c(
                "role",
                "As what.",
                Type.CHOICE,
                required=True,
                choices=("lead", "joint lead", "contributor", "in cooperation", "not stated"),
            ),
            _c("task", "What it does, in the plan's words."),
            _c("due", "By when.", Type.DAY),
            _RECORDED,
        ),
        section="responsibilities",
    ),
    Table(
        "mandates",
        "The decisions that an element carries out.",
        ("plan", "element", "decision"),
        (
            _PLAN,
            _code_of("elements", "element", "The element.", required=True),
            _code_of("decisions", "decision", "The decision.", required=True),
            _RECORDED,
        ),
        section="mandates",
    ),
    Table(
        "plan_indicators",
        "The indicators of a plan's elements.",
        ("plan", "element", "indicator"),
        (
            _PLAN,
            _code_of("elements", "element", "The element.", required=True),
            _code_of("indicators", "indicator", "The indicator.", required=True),
            _c("means_of_verification", "How it is verified."),
            _c("frequency", "How often it is measured."),
            _RECORDED,
        ),
        section="indicators",
    ),
    Table(
        "assumptions",
        "What must hold for an element to succeed.",
        ("plan", "element", "text"),
        (
            _PLAN,
            _code_of("elements", "element", "The element.", required=True),
            _c("text", "The assumption.", required=True),
            _c("holds", "Whether it holds.", Type.YESNO),
            _c("checked_on", "When that was checked.", Type.DAY),
            _RECORDED,
        ),
        section="assumptions",
    ),
    Table(
        "risks",
        "What may go wrong, and what is done about it.",
        ("plan", "risk"),
        (
            _PLAN,
            _c("risk", "Its code.", Type.CODE, required=True),
            _code_of("elements", "element", "The element that it threatens; empty: the plan."),
            _c("text", "The risk.", required=True),
            _c("response", "What is done about it."),
            _RECORDED,
        ),
        section="risks",
    ),
    Table(
        "sections",
        "The narrative of a plan, chapter by chapter.",
        ("plan", "section"),
        (
            _PLAN,
            _c("section", "Its code.", Type.CODE, required=True),
            _c("order", "Its place.", Type.WHOLE, required=True),
            _c("title", "Its heading.", required=True),
            _code_of("units", "unit", "Whose chapter it is; empty: the plan's unit."),
            _c("text", "Its text, in Markdown; as the source has it."),
            _c(
                "state",
                "stated, not stated, or breaks off here.",
                Type.CHOICE,
                choices=("stated", "not stated", "breaks off here"),
                default="stated",
            ),
            _RECORDED,
        ),
        section="sections",
    ),
    Table(
        "targets",
        "Baselines, milestones and targets; first and revised ones are both kept. Append-only.",
        ("plan", "element", "indicator", "unit", "period", "cell", "kind", "decision"),
        (
            _ID,
            _code_of("plans", "plan", "The plan; empty: the unit's own."),
            _code_of("elements", "element", "The element."),
            _code_of("indicators", "indicator", "The indicator.", required=True),
            _code_of("units", "unit", "Whose target."),
            _c("period", "For which period; of a baseline, when it was measured.", Type.PERIOD),
            _c("cell", "The cell; empty: the total.", Type.CELL),
            _c("kind", "What it is.", Type.CHOICE, choices=("baseline", "milestone", "target"), required=True),
            _c("value", "The value; of a ratio, the numerator.", Type.NUMBER),
            _c("denominator", "Of a ratio.", Type.NUMBER),
            _c(
                "status",
                "stated, revised, to be established, or withdrawn.",
                Type.CHOICE,
                choices=("stated", "revised", "to be established", "withdrawn"),
                default="stated",
            ),
            _SOURCE,
            _code_of("decisions", "decision", "The decision that revised it."),
            _RECORDED,
            _SUPERSEDES,
            _REASON,
        ),
        append_only=True,
        section="targets",
    ),
    Table(
        "money",
        "Amounts that are needed, given and used, each counted once, where it is kept. Append-only.",
        ("id",),
        (
            _ID,
            _code_of("plans", "plan", "The plan; empty: all the unit's work."),
            _code_of("elements", "element", "The element."),
            _code_of("units", "holder", "Whose line it is."),
            _code_of("units", "implementer", "Who spends it."),
            _c("period", "For which period.", Type.PERIOD),
            _c("category", "The budget's own category."),
            _code_of("funds", "fund", "The fund."),
            _code_of("contributions", "contribution", "The contribution that it comes from."),
            _c(
                "channel",
                "How it flows.",
                Type.CHOICE,
                choices=("own", "through the secretariat", "bilateral"),
            ),
            _code_of("units", "counterpart", "The other unit, where money passes between units."),
            _c(
                "stage",
                "A need, an income or a use; never added across.",
                Type.CHOICE,
                choices=NEED + INCOME + USE,
                required=True,
            ),
            _c("quantity", "How many.", Type.NUMBER),
            _c("unit_cost", "What one costs.", Type.NUMBER),
            _c("amount", "The amount, in full; empty: not stated.", Type.NUMBER),
            _c("currency", "XXX: none stated.", Type.CURRENCY, required=True),
            _c("on", "The day at whose rate it is converted.", Type.DAY),
            _c("reference", "The line's printed text or number."),
            _SOURCE,
            _RECORDED,
            _SUPERSEDES,
            _REASON,
        ),
        append_only=True,
        section="money",
    ),
    Table(
        "equivalents",
        "An amount as printed in another currency, kept beside the one that Remit computes.",
        ("money", "currency"),
        (
            _code_of("money", "money", "The amount's id.", required=True),
            _c("currency", "The other currency.", Type.CURRENCY, required=True),
            _c("amount", "As printed.", Type.NUMBER, required=True),
            _SOURCE,
            _RECORDED,
        ),
    ),
    Table(
        "stated_totals",
        "Totals as a source prints them, kept beside the computed ones.",
        ("plan", "element", "stage", "currency"),
        (
            _PLAN,
            _code_of("elements", "element", "The element; empty: the plan."),
            _c("stage", "The stage of money.", Type.CHOICE, choices=NEED + INCOME + USE, required=True),
            _c("amount", "As printed.", Type.NUMBER, required=True),
            _c("currency", "XXX: none stated.", Type.CURRENCY, required=True),
            _c(
                "printed_in",
                "The unit that the source prints it in: 1, 1000, 1000000.",
                Type.WHOLE,
                default="1",
            ),
            _SOURCE,
            _RECORDED,
        ),
        section="stated_totals",
    ),
    Table(
        "funds",
        "Kinds of money.",
        ("fund",),
        (
            _c("fund", "Its code.", Type.CODE, required=True),
            _c(
                "kind",
                "What it is.",
                Type.CHOICE,
                required=True,
                choices=("assessed", "core", "earmarked", "own", "cost recovery"),
            ),
            _RECORDED,
        ),
    ),
    Table(
        "contributions",
        "Money or goods from partners.",
        ("contribution",),
        (
            _c("contribution", "Its code.", Type.CODE, required=True),
            _code_of("units", "partner", "Who gives.", required=True),
            _code_of("funds", "fund", "Into which fund."),
            _c("amount", "How much.", Type.NUMBER),
            _c("currency", "XXX: none stated.", Type.CURRENCY),
            _c("signed", "When it was signed.", Type.DAY),
            _FROM,
            _TO,
            _c("earmarked_to", "What it may be used for."),
            _c("conditions", "Its conditions."),
            _RECORDED,
        ),
    ),
    Table(
        "rates",
        "Dated rates of exchange; several series are never mixed.",
        ("series", "currency", "base", "valid_from"),
        (
            _c(
                "series",
                "Which series: budget rates of a plan, UN operational rates ...",
                Type.CODE,
                required=True,
            ),
            _c("currency", "The currency.", Type.CURRENCY, required=True),
            _c("base", "The currency that it is quoted in.", Type.CURRENCY, required=True),
            _c("valid_from", "First day of validity.", Type.DAY, required=True),
            _c("rate", "The rate.", Type.RATE, required=True),
            _c(
                "quoted",
                "direct: one of the currency costs this much of the base; indirect: the other way round.",
                Type.CHOICE,
                choices=("direct", "indirect"),
                default="direct",
            ),
            _SOURCE,
            _RECORDED,
        ),
    ),
)

TABLES: dict[str, Table] = {table.name: table for table in _TABLES}
PLAN_TABLES = {table.name: table for table in _TABLES if table.section}
"""Tables whose rows belong to one plan; those that carry a plan stand in its package."""


def fraction(text: str | None) -> Fraction | None:
    """Return a stored share as an exact fraction."""
    return None if text is None else Fraction(text)
