"""The link to what happened to a thing, for those who may read it there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from remit_web.access.rights import May
from remit_web.shell.addresses import page_at
from remit_web.units.places import top_unit

if TYPE_CHECKING:
    from remit_web.access.readers import Reader


def may_read_at(reader: Reader, unit: str) -> bool:
    """Whether the reader reads the record of a unit, or sees the whole there."""
    return any(reader.may(right, unit) for right in (May.READ_RECORD, May.READ_WHOLE) if reader.has(right))


def history_of(reader: Reader, of: str, key: str, unit: str | None = None) -> str:
    """Return the address of what happened to a thing of a unit (None: of the federation); empty where it is not open."""
    if not (reader.has(May.READ_RECORD) or reader.has(May.READ_WHOLE)):
        return ""
    return page_at("history", of, key) if may_read_at(reader, top_unit() if unit is None else unit) else ""
