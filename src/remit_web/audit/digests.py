"""Digests: what makes a change of the record show. All are SHA-256, in hexadecimal, of texts in UTF-8.

- of a record: its facts (`HASHED` and its moment in UTC) as canonical JSON: keys sorted, no spaces;
- of a personal value: its salt, a colon and the value;
- of what else a record touched: a line `of key` for each, sorted;
- of a batch: its head as canonical JSON, then a line `number digest` for each record, in order.

`docs/how-to/verify-the-record.md` shows a program of its own that computes them from an export.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

HASHED = ("person", "acting_for", "door", "action", "of", "key", "unit", "before", "after", "personal", "touches")
"""The facts of a record that its digest covers, with `at`."""
HEAD = ("number", "previous", "count", "through")
"""The facts of a batch that its hash covers, with `sealed_at`."""


def canonical(facts: Mapping[str, Any]) -> str:
    """Return facts as canonical JSON."""
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def moment(at: datetime) -> str:
    """Return a moment as it is hashed and exported."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def facts_of(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts of a record that are hashed."""
    return {"at": moment(record["at"]), **{name: record[name] for name in HASHED}}


def digest_of(record: Mapping[str, Any]) -> str:
    """Return the digest of a record."""
    return _of(canonical(facts_of(record)))


def digest_of_value(salt: str, value: str) -> str:
    """Return the digest by which a record names a personal value."""
    return _of(f"{salt}:{value}")


def digest_of_touches(things: Iterable[tuple[str, str]]) -> str:
    """Return the digest of other things that a record touched; empty where there are none."""
    lines = sorted(f"{of} {key}\n" for of, key in things)
    return _of("".join(lines)) if lines else ""


def head_of(batch: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts of a batch that are hashed."""
    return {"sealed_at": moment(batch["sealed_at"]), **{name: batch[name] for name in HEAD}}


def hash_of(batch: Mapping[str, Any], sealed: Iterable[tuple[int, str]]) -> str:
    """Return the hash of a batch: `sealed` are the numbers and digests of its records, in order."""
    made = hashlib.sha256(f"{canonical(head_of(batch))}\n".encode())
    for number, digest in sealed:
        made.update(f"{number} {digest}\n".encode())
    return made.hexdigest()


def _of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
