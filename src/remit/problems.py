"""Problems: what is wrong in people's data, as values with a place and a cure.

Each kind of problem is declared once, beside the code that finds it:

    UNKNOWN_UNIT = Kind("unknown-unit", N_("No unit has the code {unit}."), N_("Correct the code, or add the unit."))
    ...
    yield UNKNOWN_UNIT.at(place, unit="KEN")

A problem that blocks stops a load; a notice is shown and kept. `KINDS` lists them all (the reference is written from it).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from remit.language import gettext

if TYPE_CHECKING:
    from collections.abc import Iterable


class Place(NamedTuple):
    """Where something stands: a file, then a line or a sheet's cell or a path inside it, then a field."""

    file: str = ""
    at: str = ""
    """A line (`12`), a sheet and cell (`Budget!C4`), or a path (`money[3]`)."""
    field: str = ""

    def __str__(self) -> str:
        return ":".join(part for part in self if part)

    def of(self, name: str) -> Place:
        """Return the place of one field here."""
        return self._replace(field=name)


class Problem(NamedTuple):
    """One thing that is wrong. `facts` are shown in the sentence, and are data for a program."""

    code: str
    where: Place
    facts: dict[str, str]

    @property
    def kind(self) -> Kind:
        return KINDS[self.code]

    @property
    def blocks(self) -> bool:
        """Whether nothing may be loaded while this stands."""
        return self.kind.blocks

    @property
    def says(self) -> str:
        """What is wrong, in the reader's language."""
        return gettext(self.kind.says).format_map(self.facts)

    @property
    def mend(self) -> str:
        """How to mend it, in the reader's language."""
        return gettext(self.kind.mend).format_map(self.facts)

    def __str__(self) -> str:
        return f"{self.where}: {self.says} {self.mend}".strip()


@dataclass(frozen=True)
class Kind:
    """One kind of problem: its code, its sentences (marked for translation), and whether it blocks."""

    code: str
    says: str
    mend: str = field(default="")
    blocks: bool = True

    def __post_init__(self) -> None:
        if self.code in KINDS:
            raise ValueError(f"two kinds of problem are called {self.code}")
        KINDS[self.code] = self

    def at(self, where: Place, **facts: object) -> Problem:
        """Return one problem of this kind; `facts` name every word in braces of its sentences."""
        return Problem(self.code, where, {name: _shown(value) for name, value in facts.items()})


LONGEST = 1000
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def _shown(value: object) -> str:
    """Return a fact as text that a terminal can show: a bad value may be megabytes long, or hold commands."""
    text = str(value)
    text = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


KINDS: dict[str, Kind] = {}


def blocking(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems because of which nothing may be loaded."""
    return [problem for problem in problems if problem.blocks]
