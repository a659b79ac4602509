"""Money of several units together, in plain Python: what is right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from remit.calculations.money_totals import Added, Kept, What, what_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator


def added(rows: Iterable[Kept], units: Collection[str]) -> Iterator[Added]:
    """Yield, of each stage and currency, what counts, what passes between units, and what lies outside."""
    groups: dict[tuple[What, str, str], list[Kept]] = {}
    for row in rows:
        what = what_of(row, units)
        if what is not None:
            groups.setdefault((what, row.stage, row.currency), []).append(row)
    for key, group in groups.items():
        stated = [row for row in group if row.amount is not None]
        amount = sum(row.amount or 0 for row in stated)
        yield Added(*key, amount, len(group), len(stated), len({row.holder for row in stated}))
