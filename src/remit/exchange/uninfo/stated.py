"""The publisher's totals, kept as printed, and where they differ from the sum of the sub-outputs."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from remit import exact
from remit.exchange.uninfo.content import STAGES
from remit.exchange.uninfo.tree import level_of
from remit.language import N_
from remit.problems import Kind, blocking

if TYPE_CHECKING:
    from collections.abc import Iterator

    from remit.exchange.base import Rows
    from remit.exchange.uninfo.content import Content
    from remit.exchange.uninfo.tree import Placed

PRINTED_DIFFERS = Kind(
    "printed-total-differs",
    N_("{what}: {printed} is printed as {stage}, and its sub-outputs add up to {summed} ({difference} between them)."),
    N_("Both are kept. Ask the publisher which sub-outputs the printed figure leaves out."),
    blocks=False,
)
GOALS_LEFT_OUT = Kind(
    "totals-by-goal-left-out",
    N_(
        "The totals by Sustainable Development Goal ({count}) are not kept:"
        " the file does not say what they are the sums of."
    ),
    N_("Nothing to do; the totals by result are kept."),
    blocks=False,
)
NEAR_ENOUGH = exact.SCALE
"""One US dollar: the publisher rounds each figure to whole dollars."""


def add_stated_totals(content: Content, placed: Placed, plan: str, rows: Rows) -> None:
    """Add the printed totals of every result and of the whole, and a notice for each that does not add up.

    Where a value could not be read, nothing is said of sums.
    """
    readable = not blocking(content.problems)
    sums = _sums(content, placed)
    for at, element, what, published in _figures(content, placed):
        for name, printed in published.items():
            stage = STAGES[name]
            rows.add(
                "stated_totals",
                f"{at}.{name}",
                plan=plan,
                element=element,
                stage=stage,
                amount=printed,
                currency="USD",
            )
            summed = sums[element, name]
            if readable and abs(printed - summed) > NEAR_ENOUGH:
                facts = {
                    "what": what,
                    "stage": stage,
                    "printed": exact.text(printed),
                    "summed": exact.text(summed),
                    "difference": exact.text(abs(printed - summed)),
                    "plan": plan,
                    "element": element or "",
                }
                rows.problems.append(PRINTED_DIFFERS.at(content.place(at, name), **facts))
    if content.goals_published:
        rows.problems.append(GOALS_LEFT_OUT.at(content.place("sdgs"), count=content.goals_published))


def _figures(content: Content, placed: Placed) -> Iterator[tuple[str, str | None, str, dict[str, int]]]:
    yield "totals", None, content.name or content.file, content.published
    for node in content.nodes:
        what = " ".join(filter(None, (level_of(node)[1], node.code, node.title[:80])))
        yield node.at, placed.codes[node.at], what, node.published


def _sums(content: Content, placed: Placed) -> dict[tuple[str | None, str], int]:
    sums: dict[tuple[str | None, str], int] = defaultdict(int)
    for sub in content.sub_outputs:
        counted_in = [None, *(placed.codes[node.at] for node in placed.above(sub))]
        for name, amount in sub.amounts.items():
            for element in counted_in:
                sums[element, name] += amount or 0
    return sums
