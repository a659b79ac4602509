"""Values by chance that are always the same: how large, how they grow, how they vary."""

from __future__ import annotations

from functools import cache
from random import Random
from typing import TYPE_CHECKING

from invention.rows import lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invention.places import Member

SEED = 20261120
NOW = 2026
FIRST = 2023

HOW = """
indicator           | per    | growth | spread | miss | visibility | season
volunteers          | 9200   | 1.03   | 0.55   | 0.02 | public     |
insured             | 6100   | 1.07   | 0.40   | 0.10 | federation |
staff               | 210    | 1.02   | 0.50   | 0.03 | federation |
board               | 0      | 1.00   | 0.20   | 0.08 | federation |
local-units         | 34     | 1.01   | 0.40   | 0.04 | public     |
integrity-cases     | 1.6    | 1.10   | 0.60   | 0.18 | unit       |
income              | 11e6   | 1.04   | 0.60   | 0.06 | federation |
reached-disaster    | 41000  | 1.06   | 0.55   | 0.05 | public     |
reached-health      | 68000  | 1.05   | 0.45   | 0.05 | public     |
reached-climate     | 15500  | 1.17   | 0.55   | 0.09 | public     |
reached-migration   | 8200   | 1.09   | 0.70   | 0.12 | public     |
reached-inclusion   | 12800  | 1.04   | 0.50   | 0.11 | public     |
first-aiders        | 14800  | 1.04   | 0.50   | 0.05 | public     | 22 27 24 27
blood-donations     | 31000  | 1.01   | 0.70   | 0.04 | public     | 26 25 22 27
cash                | 640000 | 1.12   | 0.80   | 0.10 | federation | 19 22 26 33
families-sheltered  | 940    | 1.02   | 0.80   | 0.10 | public     | 18 20 34 28
slowest-delivery    | 0      | 1.00   | 0.40   | 0.14 | unit       |
at-risk             | 1.5e6  | 1.01   | 0.50   | 0.04 | public     |
stock               | 1300   | 1.03   | 0.60   | 0.12 | federation |
water-points        | 64     | 1.05   | 0.80   | 0.08 | public     | 20 30 28 22
vaccinated          | 17500  | 0.97   | 0.70   | 0.08 | public     | 30 24 18 28
schools             | 46     | 1.08   | 0.60   | 0.08 | public     |
emissions           | 390    | 0.96   | 0.50   | 0.22 | federation |
"""


SHARES = """
indicator           | of         | low  | high | yearly | miss | visibility
women-on-board      | board      | 0.22 | 0.58 | 0.015  | 0.08 | public
complaints-answered | 60         | 0.45 | 0.95 | 0.03   | 0.25 | federation
"""

_SO_FAR = {
    "reached-disaster": 0.86, "reached-health": 1.0, "reached-climate": 1.12, "reached-migration": 0.62, "reached-inclusion": 0.8,
}  # fmt: skip
"""The part of the current year's people that is reached by now."""


def by_chance(*what: object) -> Random:
    """Return numbers by chance that depend on nothing but the seed and what they are for."""
    return Random("/".join(map(str, (SEED, *what))))  # noqa: S311 - nothing here is a secret


@cache
def how_of() -> dict[str, dict[str, str]]:
    return {row["indicator"]: row for row in lines(HOW)} | {row["indicator"]: row for row in lines(SHARES)}


def level(member: Member, indicator: str, year: int) -> int:
    """Return what a member's value would be: size, the member's own way, trend, and chance."""
    how = how_of()[indicator]
    own = by_chance("own", member.code, indicator).lognormvariate(0, float(how["spread"]))
    chance = by_chance("chance", member.code, indicator, year).lognormvariate(0, 0.06)
    part = _SO_FAR.get(indicator, 1) if year == NOW else 1
    found: float = float(how["per"]) * member.size**0.9 * own * float(how["growth"]) ** (year - FIRST) * chance * part
    return rounded(found)


def rounded(value: float) -> int:
    """Return three figures of a large value: people report round numbers."""
    digits = max(len(str(int(value))) - 4, 0)
    return int(round(value / 10**digits) * 10**digits)


def split(value: int, weights: Sequence[float]) -> list[int]:
    """Return whole parts that add up to a value, by largest remainder."""
    total = sum(weights)
    exact = [value * weight / total for weight in weights]
    parts = [int(part) for part in exact]
    by_rest = sorted(range(len(parts)), key=lambda at: parts[at] - exact[at])
    for at in by_rest[: value - sum(parts)]:
        parts[at] += 1
    return parts
