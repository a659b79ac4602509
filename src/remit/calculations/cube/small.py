"""Small tables of whole numbers, as the plan reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LARGE = {"bit", "needed", "condition", "kinds", "collects", "kind_bit"}
"""The columns that need 64 bits."""


def table(names: str, rows: Iterable[Sequence[int | None]]) -> pa.Table:
    """Return rows as columns of whole numbers; `names` are parted by spaces."""
    listed = names.split()
    columns = list(zip(*rows, strict=True)) or [()] * len(listed)
    types = [pa.int64() if name in LARGE else pa.int32() for name in listed]
    return pa.table({name: pa.array(column, type_) for name, column, type_ in zip(listed, columns, types, strict=True)})
