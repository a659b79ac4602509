"""Rolling forward: the next edition of a plan, as a draft that people then change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from remit.errors import WrongUse
from remit.periods import Period
from remit.plans.shape import HEAD

if TYPE_CHECKING:
    from remit.plans.shape import Package

_OF_A_ROW = ("id", "recorded_at", "supersedes", "reason")
_DATED = ("money", "targets")


def roll_forward(package: Package, years: int = 1, *, plan: str = "") -> dict[str, Any]:
    """Return the plan for a window that begins `years` later: 2008/2011 becomes 2009/2012.

    Elements keep their identity, with their levels, links, responsibilities and texts. Amounts, milestones
    and targets of periods that ended before the new window are left to the earlier edition; baselines stay.
    An edition that is a year moves too. No row is recorded yet. With another code (`plan`), amounts and
    targets are new rows: they lose their ids. Raises `WrongUse` where the plan states no period.
    """
    head = dict(package[HEAD])
    if not head.get("period"):
        raise WrongUse(f"The plan {head['plan']} states no period, so its window cannot move.")
    window = Period.parse(head["period"]).rolled(years)
    old, code = head["plan"], plan or head["plan"]
    dropped = _OF_A_ROW if code != old else ("recorded_at",)
    rolled: dict[str, Any] = {"schema": package["schema"], HEAD: _head(head, code, window, years)}
    for name, rows in package.items():
        if name in {"schema", HEAD, "plans"}:
            continue
        kept = (row for row in rows if name not in _DATED or _in_view(row, window))
        rolled[name] = [_renamed(name, _without(row, dropped), old, code) for row in kept]
    return {name: content for name, content in rolled.items() if content}


def _head(head: dict[str, str], code: str, window: Period, years: int) -> dict[str, str]:
    rolled = {**_without(head, ("recorded_at",)), "plan": code, "period": window.name}
    edition = head.get("edition", "")
    if edition.isdecimal():
        rolled["edition"] = str(int(edition) + years)
    elif edition:
        rolled.pop("edition")  # an edition that is not a year is named by people
    return rolled


def _in_view(row: dict[str, str], window: Period) -> bool:
    period = row.get("period")
    return not period or row.get("kind") == "baseline" or Period.parse(period).last >= window.first


def _without(row: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


def _renamed(table: str, row: dict[str, Any], old: str, code: str) -> dict[str, Any]:
    """Return a text of the plan under the plan's new code."""
    if table != "texts" or code == old:
        return row
    first, slash, rest = row["key"].partition("/")
    return {**row, "key": f"{code}{slash}{rest}"} if first == old else row
