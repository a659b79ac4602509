"""Which plan a framework file is. Several files may hold one framework, which must count once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from remit.exchange.uninfo.names import digest, slug
from remit.language import N_
from remit.problems import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from remit.exchange.uninfo.content import Content
    from remit.exchange.uninfo.tree import Placed
    from remit.federation import Federation
    from remit.problems import Problem

REPEATED = Kind(
    "framework-repeated",
    N_(
        "“{name}” holds the same framework as “{other}” (workspace {workspace});"
        " it was left out, so that it counts once."
    ),
    N_("Nothing to do."),
    blocks=False,
)
SHARED_WORKSPACE = Kind(
    "workspace-shared",
    N_("“{name}” has the workspace of “{other}” ({workspace}) and other content; it became a plan of its own, {plan}."),
    N_("If both hold the same sub-outputs, load only one of them: money would be counted twice."),
    blocks=False,
)
TWO_VERSIONS = Kind(
    "framework-twice",
    N_("“{name}” (workspace {workspace}) stands in two files, which differ."),
    N_("Load only one of them: the newer one."),
)
NO_WORKSPACE = Kind(
    "workspace-not-stated",
    N_("The file states no workspace; the plan's code was made from its name: {plan}."),
    N_("Add workspace_id, so that a later export is recognised."),
    blocks=False,
)

Amounts = dict[str, "int | None"]
_LONGEST_CODE = 64
_LONGEST_NAME = 16
_COUNTRY = re.compile("[A-Z]{3}")


class Identities:
    """The frameworks that the federation has, and those of this load."""

    def __init__(self, known: Federation) -> None:
        current = known.current()
        self._names = {row["plan"]: known.name_of("plans", row["plan"], "title") for row in current.rows("plans")}
        self._amounts: dict[str, Amounts] = {}
        for row in current.rows("money"):
            self._amounts.setdefault(row["plan"] or "", {})[row["id"]] = row["amount"]
        self._here: set[str] = set()

    def plan_of(self, content: Content, placed: Placed) -> tuple[str | None, list[Problem]]:
        """Return the plan's code, or None where the framework is left out.

        The code is made from the workspace, the publisher's key. Several countries may share a workspace: a
        multi-country framework stands in a file for each. The first keeps the code; another one of the same
        money is left out, and one of other money has its name behind the code.
        """
        workspace, plan = slug(content.workspace)[:24], code_of(content)
        where = content.place("workspace_id")
        problems = [] if workspace else [NO_WORKSPACE.at(where, plan=plan)]
        other = self._names.get(plan)
        if other is not None and (other != content.name or plan in self._here):
            facts = {"name": content.name, "other": other, "workspace": content.workspace}
            if amounts_of(content, placed, plan) == self._amounts.get(plan, {}):
                return None, [REPEATED.at(where, **facts)]
            if other == content.name:
                return None, [TWO_VERSIONS.at(where, **facts)]
            plan = f"{plan}-{_short(content.name or content.file)}"
            problems.append(SHARED_WORKSPACE.at(where, **facts, plan=plan))
        self._names[plan] = content.name
        self._amounts[plan] = amounts_of(content, placed, plan)
        self._here.add(plan)
        return plan, problems


def code_of(content: Content) -> str:
    """Return the code of a framework by its workspace; by its name where it states none."""
    return f"UNSDCF-{slug(content.workspace)[:24] or _short(content.name or content.file)}"


def team_of(plan: str) -> str:
    """Return the code of the country team whose framework a plan is."""
    return plan.replace("UNSDCF-", "UNCT-", 1)


def country_of(file: str) -> str:
    """Return the country that a file is of: the publisher names it by its ISO 3166-1 alpha-3 code (KEN.json); else nothing."""
    stem = file.partition(".")[0]
    return stem if _COUNTRY.fullmatch(stem) else ""


def amounts_of(content: Content, placed: Placed, plan: str) -> Amounts:
    """Return every amount of a framework by its id."""
    return {
        money_id(plan, placed.codes, sub.at, name): amount
        for sub in content.sub_outputs
        for name, amount in sub.amounts.items()
    }


def money_id(plan: str, codes: Mapping[str, str], at: str, name: str) -> str:
    """Return the id of an amount: the same in every export, so that a changed amount is seen as a change."""
    whole = f"{plan}:{codes[at]}:{name}"
    return whole if len(whole) <= _LONGEST_CODE else f"{whole[: _LONGEST_CODE - 7]}-{digest(whole)}"


def _short(name: str) -> str:
    code = slug(name)
    return code if code and len(code) <= _LONGEST_NAME else f"{code[:9]}-{digest(name)}".strip("-")
