"""What an amount along the line of sight is made of: what part of each element's own lines is in it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from remit.exact import SCALE
from remit_web.plans.sight import Facts, Sort, along, is_incomplete, number_in, paths, rest_of, sorts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

WHAT = ("", "own", "not-linked", "linked", "below", "between")
"""What is asked: what stands at an element (or in the whole plan), its own with all below it, what goes no further, what
reaches what the plan serves, what goes on from what stands below, what passes between units."""


class Asked(NamedTuple):
    """Which amount. `plan`: empty for the plan itself; `to`: the plan and element that it goes to."""

    sort: Sort
    via: tuple[str, ...]
    plan: str = ""
    element: str = ""
    to: tuple[str, str] | None = None
    what: str = ""

    @staticmethod
    def of(query: Mapping[str, str], linkage: Facts) -> Asked | None:
        """Return what an address asks for; None where there is no such money, way or question."""
        sort = next((one for one in sorts(linkage) if "-".join(one) == query.get("money")), None)
        via = next((one for one in [*paths(linkage), ()] if "/".join(one) == query.get("way", "")), None)
        what = query.get("what", "")
        if sort is None or via is None or what not in WHAT:
            return None
        plan, _slash, element = query.get("to", "").partition("/")
        return Asked(sort, via, query.get("at", ""), query.get("element", ""), (plan, element) if plan else None, what)


@dataclass(frozen=True)
class Amount:
    """An amount in ten-thousandths, None where none is stated, and what part of each element's own lines is in it."""

    value: int | None
    incomplete: bool
    made_of: Mapping[str, Fraction]
    between: bool = False
    """Whether it is made of the lines that pass between units; else of those that count where they are kept."""


def amount_of(linkage: Facts, plan: str, asked: Asked) -> Amount | None:
    """Return an amount of a plan's money; None where there is none of this kind."""
    if not asked.element:
        return _of_whole(linkage, plan, asked)
    one = _element(linkage, asked.plan or plan, asked)
    if one is None:
        return None
    if asked.to is not None:
        below = asked.what == "below"
        return _together(_passed([*_below(linkage, one)] if below else [one], asked))
    if asked.what == "own":
        made_of = {of["element"]: Fraction(1) for of in (one, *_below(linkage, one))}
        return Amount(_exact(number_in(one["own"], asked.sort)), is_incomplete(one["own"], asked.sort), made_of)
    if asked.what == "not-linked":
        return _not_linked(one, asked)
    return _at(one, asked) if not asked.what else None


def stated(linkage: Facts, plan: str, asked: Asked) -> list[Facts]:
    """Return what the source prints for the same amount."""
    if asked.to is not None or asked.what not in {"", "own"}:
        return []
    total = next(one for one in linkage["totals"] if (one["stage"], one["currency"]) == asked.sort)
    of = _element(linkage, asked.plan or plan, asked) if asked.element else total
    return [one for one in (of or total)["stated"] if (one["stage"], one["currency"]) == asked.sort]


def _of_whole(linkage: Facts, plan: str, asked: Asked) -> Amount | None:
    total = next(one for one in linkage["totals"] if (one["stage"], one["currency"]) == asked.sort)
    everything = {one["element"]: Fraction(1) for one in linkage["elements"] if one["plan"] == plan} | {"": Fraction(1)}
    if asked.what == "between":
        return Amount(_exact(Decimal(total["between_units"])), incomplete=False, made_of=everything, between=True)
    if not asked.what:
        return Amount(_exact(_decimal(total["amount"])), total["incomplete"], everything)
    served = next((one for one in total["serves"] if tuple(one["via"]) == asked.via), None)
    if served is None or asked.what not in {"linked", "not-linked"}:
        return None
    linked = _shares(served["made_of"])
    if asked.what == "linked":
        return Amount(_exact(Decimal(served["linked"])), total["incomplete"], linked)
    rest = {element: share - linked.get(element, 0) for element, share in everything.items()}
    return Amount(_exact(Decimal(served["not_linked"])), total["incomplete"], rest)


def _element(linkage: Facts, plan: str, asked: Asked) -> Facts | None:
    """Return an element as it stands on the way; of the plan itself, on whichever."""
    via = asked.via[: asked.via.index(plan) + 1] if plan in asked.via else asked.via
    same = (one for one in linkage["elements"] if (one["plan"], one["element"]) == (plan, asked.element))
    return next((one for one in same if tuple(one["via"]) == via), None)


def _below(linkage: Facts, above: Facts) -> Iterator[Facts]:
    """Yield all elements that stand below one, in their order: each stands behind the one that it stands under."""
    known = {above["element"]}
    for one in linkage["elements"]:
        if (one["plan"], one["via"]) == (above["plan"], above["via"]) and one["parent"] in known:
            known.add(one["element"])
            yield one


def _at(one: Facts, asked: Asked) -> Amount:
    value = _exact(number_in(one["amounts"], asked.sort))
    return Amount(value, is_incomplete(one["amounts"], asked.sort), _shares(one["made_of"]))


def _passed(elements: Iterable[Facts], asked: Asked) -> Iterator[Amount]:
    """Yield what some elements pass on to another along their links."""
    for one in elements:
        for part in along(one, asked.via):
            if (part["plan"], part["element"]) == asked.to and part["share"]:
                value = _exact(number_in(part["amounts"], asked.sort))
                yield Amount(value, is_incomplete(part["amounts"], asked.sort), _part(one, Fraction(part["share"])))


def _not_linked(one: Facts, asked: Asked) -> Amount | None:
    rest = rest_of(one, asked.via, asked.sort)
    if rest is None:
        return None
    to = (part for part in one["to"] if (part["plan"], part["via"]) == (rest["plan"], rest["via"]) and part["share"])
    left = 1 - sum((Fraction(part["share"]) for part in to), Fraction(0))
    value = _exact(number_in(rest["amounts"], asked.sort))
    return Amount(value, is_incomplete(rest["amounts"], asked.sort), _part(one, left))


def _together(amounts: Iterable[Amount]) -> Amount | None:
    """Return the sum of some amounts; None where there are none."""
    every = list(amounts)
    made_of: dict[str, Fraction] = defaultdict(Fraction)
    for amount in every:
        for element, share in amount.made_of.items():
            made_of[element] += share
    stated = [amount.value for amount in every if amount.value is not None]
    incomplete = any(amount.incomplete for amount in every)
    return Amount(sum(stated) if stated else None, incomplete, made_of) if every else None


def _part(one: Facts, share: Fraction) -> dict[str, Fraction]:
    return {element: of * share for element, of in _shares(one["made_of"]).items()}


def _shares(written: Mapping[str, str]) -> dict[str, Fraction]:
    return {element: Fraction(share) for element, share in written.items()}


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _exact(value: Decimal | None) -> int | None:
    return None if value is None else int(value * SCALE)
