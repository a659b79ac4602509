"""From a federation's rows to packages: the opposite of reading one (`remit.exchange.package`).

A value that reading would fill in is left out; where a row has none and reading would give one, it is
written empty.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from remit.errors import WrongUse
from remit.periods import Period
from remit.plans.canonical import row_order
from remit.plans.shape import CARRIED, HEAD, HEAD_SECTION, SECTIONS, VERSION, Section, plan_of_key, text_key
from remit.schema import PLAN_TABLES, TABLES, Type

if TYPE_CHECKING:
    from collections.abc import Iterable

    from remit.federation import Federation, Row
    from remit.schema import Column

Rows = dict[str, list["Row"]]
"""Rows by table."""

OWNED = (*PLAN_TABLES, "equivalents", "texts")
"""Tables whose rows may belong to a plan."""


def package_of(federation: Federation, plan: str, *, carrying: bool = False) -> dict[str, Any]:
    """Return one plan as a package, of all rows that the federation holds.

    Pass `federation.current()` for what holds now. `carrying`: with the units, indicators and other
    definitions that it names, for another federation. Raises `WrongUse` where there is no such plan.
    """
    rows = rows_by_plan(federation).get(plan)
    if not rows:
        raise WrongUse(f"There is no plan {plan}.")
    if carrying:
        for table, found in _carried(federation, rows).items():
            rows[table] = [*rows.get(table, []), *found]
    return package_of_rows(rows)


def packages_of(federation: Federation) -> dict[str, dict[str, Any]]:
    """Return every plan as a package, by its code."""
    return {plan: package_of_rows(rows) for plan, rows in sorted(rows_by_plan(federation).items())}


def rows_by_plan(federation: Federation) -> dict[str, Rows]:
    """Return the rows that stand in each plan's package: those that name a plan whose head is there."""
    found: dict[str, Rows] = {row["plan"]: {} for row in federation.rows("plans")}
    for table in OWNED:
        rows = federation.rows(table)
        for row, plan in zip(rows, owners(federation, table), strict=True):
            if plan in found:
                found[plan].setdefault(table, []).append(row)
    return found


def owners(federation: Federation, table: str) -> Iterable[str]:
    """Return which plan each row of a table belongs to; empty: to none."""
    if table == "equivalents":
        amounts = _plans_of_amounts(federation)
        return [amounts.get(row["money"], "") for row in federation.rows(table)]
    if table == "texts":
        amounts = _plans_of_amounts(federation)
        named = (plan_of_key(row["of"], row["key"]) for row in federation.rows(table))
        return [plan or amounts.get(amount, "") for plan, amount in named]
    owner = SECTIONS[table].owner
    return [row[owner] or "" for row in federation.rows(table)]


def _plans_of_amounts(federation: Federation) -> dict[str, str]:
    """Return the plan of each amount; where rows wrongly share an id, one that no order changes."""
    rows = (row for row in federation.rows("money") if row["id"])
    return dict(sorted((row["id"], row["plan"] or "") for row in rows))


def package_of_rows(rows: Rows) -> dict[str, Any]:
    """Return one plan's rows as a package."""
    return _Maker(rows).package()


class _Maker:
    def __init__(self, rows: Rows) -> None:
        *self.earlier, self.head = sorted(rows["plans"], key=_newest_last)
        self.rows = {**rows, "plans": self.earlier}
        self.names: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
        self.others: list[Row] = []
        self.printed: dict[tuple[Any, ...], dict[str, Row]] = defaultdict(dict)

    def package(self) -> dict[str, Any]:
        self.set_names_aside()
        self.set_equivalents_aside()
        package: dict[str, Any] = {"schema": VERSION, HEAD: self.head_texts()}
        for name, section in SECTIONS.items():
            if name not in ("equivalents", "texts"):
                package[name] = self.section(section, self.rows.get(name, []))
        self.others += [text for texts in self.names.values() for text in texts]
        package["texts"] = self.section(SECTIONS["texts"], self.others)
        package["equivalents"] = self.section(SECTIONS["equivalents"], self.rows["equivalents"])
        return {name: content for name, content in package.items() if content}

    def set_names_aside(self) -> None:
        """Set aside the texts that can stand in the row that they name."""
        for text in sorted(self.rows.get("texts", []), key=_all_of):
            section = SECTIONS.get(text["of"])
            inline = section and text["field"] in section.texts and text["field"] not in section.table.by_name
            if inline and text["language"] == self.head["language"] and text["state"] == "final":
                self.names[text["of"], text["key"], text["field"], text["recorded_at"]].append(text)
            else:
                self.others.append(text)

    def set_equivalents_aside(self) -> None:
        """Set aside the printed equivalents that can stand with their amount."""
        amounts = {(row["id"], row["recorded_at"]) for row in self.rows.get("money", [])}
        rest = []
        for row in sorted(self.rows.get("equivalents", []), key=_all_of):
            place = (row["money"], row["recorded_at"])
            if place in amounts and row["source"] is None and row["currency"] not in self.printed[place]:
                self.printed[place][row["currency"]] = row
            else:
                rest.append(row)
        self.rows["equivalents"] = rest

    def head_texts(self) -> dict[str, str]:
        texts = {column.name: column.write(self.head[column.name]) for column in HEAD_SECTION.columns}
        if texts["period"] and len(texts["period"]) == len("2008-11"):  # a month; 2008-11 may be taken for years
            texts["period"] = _days(texts["period"])
        return {**_present(texts), **self.names_of(HEAD_SECTION, self.head)}

    def section(self, section: Section, rows: list[Row]) -> list[dict[str, Any]]:
        made = [self.row(section, row) for row in sorted(rows, key=_all_of)]
        return sorted(made, key=lambda row: row_order(section, row))

    def row(self, section: Section, row: Row) -> dict[str, Any]:
        texts: dict[str, Any] = {}
        for column in section.columns:
            given, text = self.given(section, column), _written(column, row[column.name])
            if text != given:
                texts[column.name] = text
        texts.update(self.names_of(section, row))
        if section.table.name == "money":
            printed = self.printed.pop((row["id"], row["recorded_at"]), {})
            amounts = TABLES["equivalents"].by_name["amount"]
            texts |= (
                {"equivalents": {key: amounts.write(row["amount"]) for key, row in printed.items()}} if printed else {}
            )
        return texts

    def given(self, section: Section, column: Column) -> str | None:
        """Return the text that reading gives where none is written; a counted one is always written."""
        if column.name == section.counted:
            return None
        if column.name == "recorded_at":
            return TABLES["plans"].by_name["recorded_at"].write(self.head["recorded_at"])
        if column.name == "to_plan":
            return str(self.head["plan"])
        if section.plan_currency(column):
            return str(self.head["currency"])
        return column.default

    def names_of(self, section: Section, row: Row) -> dict[str, str]:
        table = section.table
        found = {}
        for field in section.texts:
            texts = self.names.get((table.name, text_key(table, row), field, row["recorded_at"]))
            if texts:
                found[field] = clean_text(texts.pop(0)["text"])
        return found


def _written(column: Column, value: Any) -> str:
    """Return a value's text; the default where there is none."""
    text = column.write(value)
    return clean_text(text) if column.type is Type.TEXT and text else text or column.default


def clean_text(text: str) -> str:
    """Return a text as reading gives it: NFC, LF, no space around it."""
    return str(_TEXT.parse(text) or "")


_TEXT = TABLES["texts"].by_name["text"]


def _days(month: str) -> str:
    period = Period.parse(month)
    return f"{period.first}/{period.last}"


def _present(texts: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in texts.items() if text}


def _all_of(row: Row) -> tuple[tuple[bool, str], ...]:
    return tuple((value is not None, str(value)) for value in row.values())


def _newest_last(row: Row) -> tuple[Any, ...]:
    return (row["recorded_at"] is not None, str(row["recorded_at"]), _all_of(row))


# What a package carries for another federation


def _carried(federation: Federation, rows: Rows) -> Rows:
    """Return the definitions that a plan's rows name, and those that they name in turn, with their texts."""
    named = _named(rows)
    found: Rows = {}
    while True:
        more = {table: _of_codes(federation, table, named) for table in CARRIED}
        if more == found:
            break
        found = more
        for to, codes in _named(found).items():
            named[to] |= codes
    things = {(table, text_key(TABLES[table], row)) for table, known in found.items() for row in known}
    found["texts"] = [row for row in federation.rows("texts") if (row["of"], row["key"]) in things]
    return {table: known for table, known in found.items() if known}


def _named(rows: Rows) -> defaultdict[str, set[str]]:
    named: defaultdict[str, set[str]] = defaultdict(set)
    for table, found in rows.items():
        for column in (column for column in TABLES[table].columns if column.to):
            named[column.to] |= {row[column.name] for row in found if row[column.name]}
    return named


def _of_codes(federation: Federation, table: str, named: defaultdict[str, set[str]]) -> list[Row]:
    """Return the rows of a table of definitions that are about the codes that are named."""
    first = next(
        (column for column in TABLES[table].columns if column.name in TABLES[table].key and _is_code(column)),
        None,
    )
    if first is None or table == "successions":
        return []
    codes = named[first.to or table]
    return [row for row in federation.rows(table) if row[first.name] in codes]


def _is_code(column: Column) -> bool:
    return column.type is Type.CODE and column.required and column.name != "tree"
