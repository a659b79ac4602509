"""The parts of a plan's funding: by who holds it, by where it comes from, and by when it is spent.

    by_holder(found)["M-KIL"].gap.value        # ten-thousandths

The lines of all holders are the lines of the plan, so their amounts add up to the whole; so do the amounts of all sources
to what is available, and those of all periods to what is spent.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from remit.calculations.standing import Standing, Sum
from remit.periods import Period

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from remit.calculations.standing import Entry, Funding

Key = TypeVar("Key")
NOTHING = Sum(None, 0, 0)


class Source(NamedTuple):
    """Where income comes from. Empty: not stated."""

    fund: str
    contribution: str


class Income(NamedTuple):
    """Money at hand from one source."""

    earmarked: Sum
    unearmarked: Sum

    @property
    def available(self) -> Sum:
        """Both together; reported and expected count amounts."""
        return self.earmarked.plus(self.unearmarked)


def by_holder(found: Funding) -> dict[str, Standing]:
    """Return the money of each holder: of its lines, and its unearmarked money. `left` is told of elements only."""
    free = _sums((entry.line.holder, entry) for entry in found.money if entry.kind == "unearmarked")
    lines: dict[str, list[Standing]] = {
        holder: [] for holder in sorted({line.holder for line in found.lines} | set(free))
    }
    for line, standing in found.lines.items():
        lines[line.holder].append(standing)
    return {holder: _together(of, free.get(holder, NOTHING)) for holder, of in lines.items()}


def by_source(found: Funding) -> dict[Source, Income]:
    """Return what is available from each fund and contribution."""

    def sums(kind: str) -> Mapping[Source, Sum]:
        return _sums((_source(entry), entry) for entry in found.money if entry.kind == kind)

    earmarked, unearmarked = sums("earmarked"), sums("unearmarked")
    every = sorted({*earmarked, *unearmarked}, key=lambda one: (one.fund == "", one))
    return {one: Income(earmarked.get(one, NOTHING), unearmarked.get(one, NOTHING)) for one in every}


def by_period(found: Funding, first_month: int = 1) -> dict[str, Sum]:
    """Return what is spent in each quarter, in order; an amount of a longer period stands under its own, and is not split.

    The empty name: no period is stated.
    """
    sums = _sums((quarter_of(entry.row["period"], first_month), entry) for entry in found.money if entry.kind == "use")
    return {name: sums[name] for name in sorted(sums, key=_when)}


def quarter_of(name: str | None, first_month: int = 1) -> str:
    """Return the quarter in which a period lies; the period itself where it is longer."""
    if not name:
        return ""
    period = Period.parse(name)
    quarter = Period.around(period.last, "quarter", first_month)
    return quarter.name if quarter.contains(period) else name


def _when(name: str) -> tuple[bool, str, str]:
    period = Period.parse(name) if name else None
    return (period is None, str(period.last) if period else "", str(period.first) if period else "")


def _source(entry: Entry) -> Source:
    return Source(entry.row["fund"] or "", entry.row["contribution"] or "")


def _sums(entries: Iterable[tuple[Key, Entry]]) -> dict[Key, Sum]:
    found: dict[Key, Sum] = defaultdict(lambda: NOTHING)
    for key, entry in entries:
        found[key] = found[key].plus(Sum(entry.amount, int(entry.amount is not None), 1))
    return dict(found)


def _together(lines: Iterable[Standing], unearmarked: Sum) -> Standing:
    every = list(lines)

    def sum_of(name: str) -> Sum:
        total = NOTHING
        for one in every:
            total = total.plus(getattr(one, name))
        return total

    return Standing(
        required=sum_of("required"),
        earmarked=sum_of("earmarked"),
        unearmarked=unearmarked,
        spent=sum_of("spent"),
        gap=sum_of("gap"),
        beyond=sum_of("beyond"),
        covered=sum(one.covered for one in every),
    )
