"""The lines of money behind an amount along the line of sight: each with the share of it that is in the amount.

    for one in rows_behind(lines, elements, made_of, total):
        one.row["id"], one.share, one.amount        # the amounts add up to the total, to the smallest unit

`made_of` says what part of each element's own lines is in the amount (`Linked.made_of`). Along the way money is split in
whole units at every step; here the total is split once more over its lines, by largest remainder.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from remit import exact, money

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

Row = dict[str, Any]


class RowBehind(NamedTuple):
    """One line of money. `share`: what part of it is in the amount; `amount`: how much that is; None where it states none."""

    row: Row
    share: Fraction
    amount: int | None


def kept_once(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """Return the lines of one plan that count where they are kept, and those between two units that both hold lines."""
    holders = {(row["holder"], row["stage"], row["currency"]) for row in rows if row["holder"]}

    def is_between(row: Row) -> bool:
        other = row["counterpart"]
        return bool(other) and other != row["holder"] and (other, row["stage"], row["currency"]) in holders

    return [row for row in rows if not is_between(row)], [row for row in rows if is_between(row)]


def rows_behind(
    rows: Iterable[Row], elements: Collection[str], made_of: Mapping[str, Fraction], total: int | None
) -> list[RowBehind]:
    """Return the lines of one stage and currency that are in an amount, with parts that add up to it.

    `elements`: those of the plan. A line of none of them is in the amount by the share of the empty code, the plan itself.
    """
    at = ((row, row["element"] if row["element"] in elements else "") for row in rows)
    shared = [(row, made_of.get(element, Fraction(0))) for row, element in at]
    found = [(row, share) for row, share in shared if share]
    stated = [(row, share) for row, share in found if row["amount"] is not None]
    parts = iter(_parts(stated, total or 0))
    return [RowBehind(row, share, None if row["amount"] is None else next(parts)) for row, share in found]


def _parts(stated: Sequence[tuple[Row, Fraction]], total: int) -> list[int]:
    """Return parts that add up to a total: each rounded down, what is left to the largest remainders, of equal ones the first."""
    unit = _unit([row for row, _ in stated])
    exactly = [row["amount"] * share / unit for row, share in stated]
    parts = [part.numerator // part.denominator for part in exactly]
    order = sorted(range(len(parts)), key=lambda at: (parts[at] - exactly[at], at))
    left = total // unit - sum(parts)
    for step in range(abs(left) if parts else 0):  # more than one for each only where many steps were rounded before
        parts[order[step % len(order)]] += 1 if left > 0 else -1
    return [part * unit for part in parts]


def _unit(rows: Sequence[Row]) -> int:
    """Return what amounts are split in: the currency's smallest unit, if all lines are whole in it."""
    units = {10 ** (exact.PLACES - money.minor_digits(row["currency"])) for row in rows} or {1}
    unit: int = min(units)
    return unit if all(row["amount"] % unit == 0 for row in rows) else 1
