"""Funding in plain Python: what is right."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from remit.calculations.standing import Line
from remit.calculations.standing_of_lines import COLUMNS, Counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from remit.calculations.standing_of_lines import Asked, Fact

Numbers = dict[str, int]


def counted(asked: Asked) -> Iterator[Counted]:
    """Yield every line, every element's own money and rolled up, and what passes between units."""
    holders = {(fact.holder, fact.stage, fact.currency) for fact in asked.facts}
    by_line: dict[Line, list[Fact]] = defaultdict(list)
    added: dict[tuple[str, Line], Counter[str]] = defaultdict(Counter)
    for fact in asked.facts:
        if fact.passes_between(holders):
            added["between", Line("", fact.role, "")].update(_moved(fact))
        else:
            by_line[Line(fact.element, fact.holder, fact.category)].append(fact)
    for line, facts in by_line.items():
        numbers, pot = _line(facts), _pot(facts)
        if numbers:
            yield _counted("line", line, numbers)
        added["own", Line(line.element, "", "")].update(numbers | pot)
        for element in asked.tree.above[line.element]:
            added["rolled", Line(element, "", "")].update(numbers | pot)
    for (what, line), numbers in added.items():
        yield _counted(what, line, numbers)


def _counted(what: str, line: Line, numbers: Mapping[str, int]) -> Counted:
    return Counted(what, line, {name: numbers.get(name, 0) for name in COLUMNS})


def _line(facts: Iterable[Fact]) -> Numbers:
    """Return the numbers of one line; none where there is nothing but unearmarked money."""
    need = [fact.amount for fact in facts if fact.role == "need"]
    income = [fact.amount for fact in facts if fact.role == "income" and (need or fact.tied)]
    use = [fact.amount for fact in facts if fact.role == "use"]
    if not (need or income or use):
        return {}
    required, earmarked = _total(need), _total(income)
    known = None not in need and None not in income
    gap = max(required - earmarked, 0) if need and known else None
    beyond = max(earmarked - required, 0) if (need or income) and known else None
    return {
        "lines": 1,
        **_measure("required", need),
        **_measure("earmarked", income),
        **_measure("spent", use),
        **_measure("gap", [gap]),
        **_measure("beyond", [beyond]),
    }


def _measure(name: str, amounts: list[int | None]) -> Numbers:
    stated = sum(amount is not None for amount in amounts)
    full = bool(amounts) and stated == len(amounts)
    return {name: _total(amounts), f"{name}_stated": stated, f"{name}_reported": int(full)}


def _pot(facts: Iterable[Fact]) -> Numbers:
    """Return income that is for no line: no need is stated there, and its fund is not earmarked."""
    if any(fact.role == "need" for fact in facts):
        return {}
    free = [fact.amount for fact in facts if fact.role == "income" and not fact.tied]
    stated = sum(amount is not None for amount in free)
    return {"unearmarked": _total(free), "unearmarked_rows": len(free), "unearmarked_stated": stated}


def _moved(fact: Fact) -> Numbers:
    return {"lines": 1, **_measure("required", [fact.amount])}


def _total(amounts: Iterable[int | None]) -> int:
    return sum(amount or 0 for amount in amounts)
