"""A package as a file: readable YAML, or canonical JSON where it is large. Always the same bytes."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from remit.plans.canonical import canonical
from remit.plans.shape import HEAD, HEAD_SECTION, SECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from remit.plans.shape import Package

LARGE = 2000
"""The most rows that a package in YAML has."""

_PLAIN = re.compile(r"[\w(][\w .,;()/%&'+\-–—’“”:…]*")  # noqa: RUF001 - as people print them
_LINES = re.compile(r"[^\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\t]+")
_ESCAPED = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def written(package: Package) -> tuple[str, bytes]:
    """Return a file's name and bytes."""
    name = package[HEAD]["plan"].replace(":", "%3A")  # a colon cannot stand in a file's name everywhere
    rows = sum(len(section) for section in package.values() if isinstance(section, list))
    if rows > LARGE:
        return f"{name}.json", canonical(package)
    return f"{name}.yaml", yaml_of(package).encode()


def yaml_of(package: Package) -> str:
    """Return a package as YAML that a person can read and change; elements in the order of their tree."""
    lines = [f"schema: {package['schema']}", f"{HEAD}:"]
    lines += _map(package[HEAD], HEAD_SECTION.keys, "  ")
    for name, section in SECTIONS.items():
        rows = package.get(name, [])
        if not rows:
            continue
        lines.append(f"{name}:")
        for row in _in_tree(rows) if name == "elements" else rows:
            first, *rest = _map(row, section.keys, "    ")
            lines += [f"  - {first[4:]}", *rest]
    return "\n".join(lines) + "\n"


def yaml_map(values: Mapping[str, Any]) -> str:
    """Return names with values as YAML, in the order given."""
    return "".join(f"{line}\n" for line in _map(values, values, ""))


def _map(row: Mapping[str, Any], keys: Iterable[str], indent: str) -> Iterator[str]:
    for key in keys:
        if key not in row:
            continue
        value = row[key]
        if isinstance(value, dict):
            yield f"{indent}{key}:"
            yield from _map(value, sorted(value), f"{indent}  ")
        else:
            yield from _scalar(key, value, indent)


def _scalar(key: str, text: str, indent: str) -> Iterator[str]:
    if "\n" in text and _fits_a_block(text):
        yield f"{indent}{key}: |-"
        yield from (f"{indent}  {line}" if line else "" for line in text.split("\n"))
    else:
        yield f"{indent}{key}: {_inline(text)}"


def _fits_a_block(text: str) -> bool:
    """Whether a literal block gives the text back: no line begins or ends with space, nothing is escaped."""
    lines = text.split("\n")
    return bool(lines[0]) and all(line == line.strip() and (not line or _LINES.fullmatch(line)) for line in lines)


def _inline(text: str) -> str:
    if _PLAIN.fullmatch(text) and ": " not in text and not text.endswith((":", " ")):
        return text
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(text, ensure_ascii=False))


def _in_tree(elements: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    """Yield elements as a reader meets them: each before those below it, siblings in their printed order."""
    below: dict[str, list[dict[str, str]]] = {}
    for element in elements:
        below.setdefault(element.get("parent", ""), []).append(element)
    for siblings in below.values():
        siblings.sort(key=lambda element: int(element.get("order") or 0))
    waiting, met = list(reversed(below.get("", []))), set()
    while waiting:
        element = waiting.pop()
        met.add(id(element))
        yield element
        if element["element"] in below:
            waiting += reversed(below.pop(element["element"]))
    yield from (element for element in elements if id(element) not in met)  # in a cycle, or under none
