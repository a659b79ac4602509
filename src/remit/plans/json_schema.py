"""The published JSON Schema of a plan package (docs/reference/plan.schema.json), made from its sections.

python -m remit.plans.json_schema docs/reference/plan.schema.json
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from remit.money import CURRENCY
from remit.plans.shape import HEAD, HEAD_SECTION, SECTIONS, VERSION
from remit.schema import CELL, CODE, MADE, Type

if TYPE_CHECKING:
    from remit.plans.shape import Section
    from remit.schema import Column

_PATTERNS = {
    Type.CODE: CODE.pattern,
    Type.CODES: rf"{CODE.pattern}( {CODE.pattern})*",
    Type.CELL: CELL.pattern,
    Type.CURRENCY: CURRENCY.pattern,
    Type.NUMBER: r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?",
    Type.WHOLE: r"[+-]?[0-9]{1,18}",
    Type.DAY: r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}",
}
_NUMBERS = {Type.NUMBER, Type.WHOLE, Type.SHARE, Type.RATE}


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12). Values are texts; in JSON, numbers may be numbers."""
    sections = {name: _rows(section) for name, section in SECTIONS.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A plan package of Remit",
        "description": "One plan: head, levels, elements, links, responsibilities, indicators, targets, "
        "risks, money, narrative. Read YAML so that every scalar is text.",
        "type": "object",
        "properties": {"schema": {"const": VERSION}, HEAD: _row(HEAD_SECTION), **sections},
        "required": ["schema", HEAD],
        "additionalProperties": False,
    }


def text() -> str:
    """Return the JSON Schema as the file that is published."""
    return json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n"


def _rows(section: Section) -> dict[str, Any]:
    rows = {"type": "array", "items": _row(section), "description": section.table.doc}
    return {"anyOf": [rows, {"const": ""}, {"type": "null"}], "description": section.table.doc}


def _row(section: Section) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    columns = {column.name: column for column in section.columns}
    for key in section.keys:
        properties[key] = _value(columns[key]) if key in columns else _MORE.get(key, _NAME)
    required = [column.name for column in section.columns if _must_be_written(section, column)]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _must_be_written(section: Section, column: Column) -> bool:
    given = column.default or column.name in {*MADE, section.counted, "to_plan"} or section.plan_currency(column)
    return column.required and not given


_NAME = {"type": "string", "description": "Its text in the plan's language (table texts)."}
_MORE = {
    "parent": {"type": "string", "description": "The unit above it (table trees)."},
    "tree": {"type": "string", "description": "In which tree; the federation's own where it is not written."},
    "equivalents": {
        "type": "object",
        "description": "The amount as printed in other currencies, by currency (table equivalents).",
        "propertyNames": {"pattern": f"^{CURRENCY.pattern}$"},
        "additionalProperties": {"type": ["string", "number"]},
    },
}


def _value(column: Column) -> dict[str, Any]:
    """Return what one value may be. An empty text means none, null the same as not written."""
    value: dict[str, Any] = {"type": "string"}
    if column.choices:
        value = {"enum": [*column.choices, ""]}
    elif column.type is Type.YESNO:
        value = {"enum": ["yes", "no", "", True, False]}
    elif column.type in _PATTERNS:
        value = {"type": "string", "pattern": f"^({_PATTERNS[column.type]})?$"}
    if column.type in _NUMBERS:
        value = {"anyOf": [value, {"type": "number"}]}
    if column.type is Type.CODES:
        value = {"anyOf": [value, {"type": "array", "items": {"type": "string", "pattern": f"^{CODE.pattern}$"}}]}
    return {"description": column.doc, **value, **({"default": column.default} if column.default else {})}


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(text(), encoding="utf-8")
