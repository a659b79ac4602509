"""The shares of one element add up to at most 100 % within each plan that it serves.

Two frameworks are two views of the same money: 100 % to one and 100 % to the other is right.
"""

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

SHARES_OVER_WHOLE = Kind(
    "shares-over-whole",
    N_("The shares of {element} of {plan} add up to {percent} % within {served}: {shares}."),
    N_("Within one plan they may add up to at most 100 %: lower one of them."),
)
NO_SHARE = Kind(
    "no-share",
    N_("{element} is said to share its money with {served}, but not which part of it."),
    N_("Write a share (25 %, 1/3), or another kind of link: serves."),
)


def check(facts: Facts) -> Iterator[Problem]:
    served: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    links = facts.rows("links")
    for index, link in enumerate(links):
        if link["kind"] != "shared":
            continue
        if link["share"] is None:
            place = facts.place("links", index).of("share")
            yield NO_SHARE.at(place, element=link["from_element"], served=link["to_element"])
        else:
            served[link["from_plan"], link["from_element"], link["to_plan"]].append(index)
    for (plan, element, to_plan), indices in served.items():
        shares = [Fraction(links[index]["share"]) for index in indices]
        if sum(shares) > 1:
            yield SHARES_OVER_WHOLE.at(
                facts.place_among("links", indices).of("share"),
                plan=plan, element=element, served=to_plan,
                percent=f"{divided(100 * sum(shares, Fraction(0)), 1, places=2):f}",
                shares=", ".join(f"{links[at]['to_element']} {links[at]['share']}" for at in indices),
            )  # fmt: skip
