"""Who else takes part in a plan: other units that have lines or chapters of their own in it, and donors of a grant.

A country plan holds lines of the host member, of the secretariat and of partner members; each is its own unit's to write.
A grant is a plan that other plans' elements serve, with money of the donor's contributions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from remit.federation import Federation

GRANT = "grant"
"""The kind of plan that pays for lines of other plans."""


class Party(NamedTuple):
    """A unit that takes part in a plan of another. `part`: *writes* lines or chapters of its own, or *gives* its money."""

    plan: str
    unit: str
    part: Literal["writes", "gives"]


def parties(federation: Federation) -> list[Party]:
    """Return who takes part in plans of others, in order; `federation` is current."""
    return sorted({*_writers(federation), *_givers(federation)})


def _writers(federation: Federation) -> Iterator[Party]:
    owners = {row["plan"]: row["unit"] for row in federation.rows("plans")}
    for table, column in (("elements", "unit"), ("sections", "unit"), ("money", "holder")):
        for row in federation.rows(table):
            unit = row.get(column)
            if unit and row["plan"] in owners and unit != owners[row["plan"]]:
                yield Party(row["plan"], unit, "writes")


def _givers(federation: Federation) -> Iterator[Party]:
    partners = {row["contribution"]: row["partner"] for row in federation.rows("contributions")}
    grants = {row["plan"] for row in federation.rows("plans") if row["kind"] == GRANT}
    served: dict[tuple[str, str | None], set[str]] = {}
    for link in federation.rows("links"):
        if link["to_plan"] in grants:
            served.setdefault((link["from_plan"], link["from_element"]), set()).add(link["to_plan"])
    for row in federation.rows("money"):
        partner = partners.get(row["contribution"] or "")
        if partner:
            own = {row["plan"]} & grants
            for grant in own | served.get((row["plan"], row["element"]), set()):
                yield Party(grant, partner, "gives")
