"""Who acts: a person by code, for whom, through which door and from where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Door = Literal["page", "api", "command", "system"]


@dataclass(frozen=True)
class Actor:
    """Who acts. `person`: the code of a person; empty: the operator of the machine, or Remit itself.

    `acting_for`: the code of the person who is away and for whom this one acts. `address`: where the request came from,
    which is personal.
    """

    person: str = ""
    acting_for: str = ""
    door: Door = "system"
    address: str = ""


OPERATOR = Actor(door="command")
"""Whoever runs a command on the machine itself without naming an account."""
