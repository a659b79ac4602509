"""Small tables of whole numbers, as the plan reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LARGE = {"bit", "needed", "condition", "kinds", "collects", "kind_bit"}
"""The columns that need 64 bits."""

KEYS = {"bucket", "target"}
"""The columns that stand in every figure, and so are kept as narrow as they can be."""

NARROW = 32_768


def table(names: str, rows: Iterable[Sequence[int | None]]) -> pa.Table:
    """Return rows as columns of whole numbers; `names` are parted by spaces."""
    listed = names.split()
    columns: list[Sequence[int | None]] = list(zip(*rows, strict=True)) or [()] * len(listed)
    found = {name: pa.array(column, _type(name, column)) for name, column in zip(listed, columns, strict=True)}
    return pa.table(found)


def _type(name: str, column: Sequence[int | None]) -> pa.DataType:
    if name in LARGE:
        return pa.int64()
    return pa.int16() if name in KEYS and max((one or 0 for one in column), default=0) < NARROW else pa.int32()
