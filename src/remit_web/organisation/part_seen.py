"""The part of what is kept of a country or of a unit's lines that speaks of plans which the reader may see.

Who holds a role on a unit sees the whole there, but not a plan that another unit keeps to itself. What is left does not
depend on such a plan, not even on whether there is one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

Facts = dict[str, Any]
_BY_PLAN = ("lines", "abroad", "money", "parts", "refused")


def part_seen(whole: Facts, seen: Collection[str], partners: Collection[str] = ()) -> Facts:
    """Return facts without those of plans that are not seen. `partners`: those that stand there whatever lines there are."""
    found = dict(whole)
    for name in _BY_PLAN:
        if name in whole:
            found[name] = [one for one in whole[name] if one["plan"] in seen]
    if "plans" not in whole:
        return found
    for name in ("plans", "of_partners"):
        found[name] = [plan for plan in whole[name] if plan in seen]
    found["serves"] = [link for link in whole["serves"] if link["plan"] in seen and link["to_plan"] in seen]
    found["people"] = {year: [_programmes(one, seen) for one in people] for year, people in whole["people"].items()}
    there = {*partners, *(unit for line in found["lines"] for unit in _named(line))}
    found["partners"] = [unit for unit in whole["partners"] if unit in there]
    return found


def _programmes(people: Facts, seen: Collection[str]) -> Facts:
    """Return people by programmes that are seen; by none where no programme is, whatever was counted in no programme."""
    programmes = [one for one in people["programmes"] if not one["plan"] or one["plan"] in seen]
    return {**people, "programmes": programmes if any(one["plan"] for one in programmes) else []}


def _named(line: Mapping[str, Any]) -> list[str]:
    return [line["holder"], *line["counterparts"], *(gift["partner"] for gift in line["contributions"])]
