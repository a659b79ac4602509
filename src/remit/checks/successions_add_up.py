"""The units that carry on from one unit take on at most 100 % of it."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

from remit.exact import divided
from remit.language import N_
from remit.problems import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from remit.checks.facts import Facts
    from remit.problems import Problem

SUCCESSION_OVER_WHOLE = Kind(
    "succession-over-whole",
    N_("The successors of {unit} take on {percent} % of it: {shares}."),
    N_("They may take on at most 100 %: lower one of the shares."),
)


def check(facts: Facts) -> Iterator[Problem]:
    successors: dict[tuple[str | None, str], list[int]] = defaultdict(list)
    rows = facts.rows("successions")
    for index, row in enumerate(rows):
        successors[row["tree"], row["from_unit"]].append(index)
    for (_, unit), indices in successors.items():
        total = sum((Fraction(rows[index]["share"]) for index in indices), Fraction(0))
        if total > 1:
            yield SUCCESSION_OVER_WHOLE.at(
                facts.place_among("successions", indices).of("share"),
                unit=unit,
                percent=f"{divided(100 * total, 1, places=2):f}",
                shares=", ".join(f"{rows[index]['to_unit']} {rows[index]['share']}" for index in indices),
            )
