"""The shape of a check."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    Facts = dict[str, object]


class NotToBeSaid(Exception):
    """A check cannot say anything, because what it looks at is not there."""


@dataclass(frozen=True)
class Check:
    """One thing that must hold.

    `holds`: the sentence that must hold. `unsafe`, `mend`: what is said where it does not, and what to do; words in braces
    are facts. `find`: returns these facts where it does not hold, else None.
    """

    code: str
    holds: str
    unsafe: str
    mend: str
    find: Callable[[], Facts | None]
