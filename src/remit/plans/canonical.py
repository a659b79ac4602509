"""The canonical form of a package: the same content gives the same bytes, whatever order it came in.

UTF-8, NFC, LF, keys sorted with `schema` first, no spaces, rows sorted by key, absent instead of null.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from remit.plans.shape import SECTIONS
from remit.schema import BadValue

if TYPE_CHECKING:
    from collections.abc import Mapping

    from remit.plans.shape import Package, Section


def canonical(package: Package) -> bytes:
    """Return the canonical JSON of a package."""
    content = {
        name: _sorted(SECTIONS[name], value) if isinstance(value, list) else _clean(value)
        for name, value in sorted(package.items())
        if name != "schema" and value
    }
    return _json({"schema": package["schema"], **content}).encode()


@dataclass(frozen=True)
class Revision:
    """A frozen package: canonical bytes and their SHA-256. It is checked by them and never written anew."""

    data: bytes
    sha256: str

    @classmethod
    def of(cls, package: Package) -> Revision:
        data = canonical(package)
        return cls(data, hashlib.sha256(data).hexdigest())

    @property
    def intact(self) -> bool:
        """Whether the bytes are those that were approved."""
        return hashlib.sha256(self.data).hexdigest() == self.sha256

    @property
    def package(self) -> Package:
        package: Package = json.loads(self.data)
        return package


def row_order(section: Section, row: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what rows of a section are sorted by: their key, then all that they hold."""
    return (*(_order(section, row.get(part, ""), part) for part in section.table.key), _json(row))


def _order(section: Section, text: str, name: str) -> tuple[bool, Any]:
    column = section.table.by_name[name]
    try:
        value = column.parse(text)
    except BadValue:
        value = None
    whole = isinstance(value, int)
    return whole, value if whole else text


def _sorted(section: Section, rows: list[dict[str, Any]]) -> list[Any]:
    return sorted((_clean(row) for row in rows), key=lambda row: row_order(section, row))


def _clean(value: Any) -> Any:
    """Return names in order and texts in NFC with LF; what is None is left out."""
    if isinstance(value, dict):
        return {_clean(key): _clean(inner) for key, inner in sorted(value.items()) if inner is not None}
    text = str(value).replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
