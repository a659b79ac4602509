"""What changed between two packages: rows added, removed and changed, by table, key and field."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from remit.plans.canonical import canonical
from remit.plans.shape import HEAD, SECTIONS
from remit.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from remit.plans.shape import Package

Texts = dict[str, str]


class Change(NamedTuple):
    """One change. Of a row added or removed, `field`, `old` and `new` are empty and `row` is all of it."""

    what: Literal["added", "removed", "changed"]
    table: str
    key: tuple[str, ...]
    field: str = ""
    old: str = ""
    new: str = ""
    row: tuple[tuple[str, str], ...] = ()


def difference(old: Package, new: Package) -> list[Change]:
    """Return every change from `old` to `new`, by table and key; empty only if both are the same."""
    before, after = _rows(old), _rows(new)
    tables = ["package", *TABLES]
    keys = sorted({*before, *after}, key=lambda key: (tables.index(key[0]), key))
    return [change for key in keys for change in _between(key, before[key], after[key])]


def _rows(package: Package) -> defaultdict[tuple[str, ...], list[Texts]]:
    """Return rows by table and key. Several may have one key: its history, or amounts without id."""
    content = json.loads(canonical(package))
    found: defaultdict[tuple[str, ...], list[Texts]] = defaultdict(list)
    found["package",].append({"schema": content.pop("schema")})
    head = content.pop(HEAD)
    found["plans", head.get("plan", "")].append(head)
    for name, rows in content.items():
        key = [part for part in TABLES[name].key if part != SECTIONS[name].owner]
        for row in rows:
            found[name, *(row.get(part, "") for part in key)].append(_flat(row))
    return found


def _flat(row: dict[str, Any]) -> Texts:
    flat: Texts = {}
    for name, value in row.items():
        if isinstance(value, dict):
            flat |= {f"{name}.{inner}": text for inner, text in value.items()}
        else:
            flat[name] = value
    return flat


def _between(key: tuple[str, ...], old: list[Texts], new: list[Texts]) -> Iterator[Change]:
    table, *parts = key
    gone, come = _left(old, new), _left(new, old)
    if len(gone) == len(come) == 1:
        for field in sorted({*gone[0], *come[0]}):
            before, after = gone[0].get(field), come[0].get(field)
            if before != after:
                yield Change("changed", table, tuple(parts), field, before or "", after or "")
        return
    for row in gone:
        yield Change("removed", table, tuple(parts), row=tuple(row.items()))
    for row in come:
        yield Change("added", table, tuple(parts), row=tuple(row.items()))


def _left(rows: list[Texts], others: list[Texts]) -> list[Texts]:
    """Return the rows that have no equal among the others, one for one."""
    waiting, left = list(others), []
    for row in rows:
        if row in waiting:
            waiting.remove(row)
        else:
            left.append(row)
    return left
