"""Texts and codes of a framework: cleaned as they are read, and never two things on one code."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from remit.federation import Federation

_INVISIBLE = {"\u200b", "\ufeff", "\u00ad"}
"""Zero-width space, byte order mark, soft hyphen. Joiners and direction marks stay: scripts need them."""
_LONGEST = 40
GOALS = (
    "No poverty", "Zero hunger", "Good health and well-being", "Quality education", "Gender equality",
    "Clean water and sanitation", "Affordable and clean energy", "Decent work and economic growth",
    "Industry, innovation and infrastructure", "Reduced inequalities", "Sustainable cities and communities",
    "Responsible consumption and production", "Climate action", "Life below water", "Life on land",
    "Peace, justice and strong institutions", "Partnerships for the goals",
)  # fmt: skip
"""The Sustainable Development Goals, 1 to 17, by their short names (General Assembly resolution 70/1)."""


def clean(text: object) -> str:
    """Return a text in NFC, without control characters; every kind of space becomes a plain one."""
    if text is None:
        return ""
    lines = str(text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return unicodedata.normalize("NFC", "\n".join(_clean_line(line) for line in lines).strip())


def clean_line(text: object) -> str:
    """Return a text on one line, with single spaces."""
    return " ".join(clean(text).split())


def _clean_line(line: str) -> str:
    kept = (" " if char == "\t" or unicodedata.category(char) in {"Zs", "Zl", "Zp"} else char for char in line)
    return "".join(
        char for char in kept if char not in _INVISIBLE and unicodedata.category(char) not in {"Cc", "Cs"}
    ).rstrip()


def slug(text: str) -> str:
    """Return what of a text a code can hold: letters without accents, digits and . - _ :."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9.\-_:]+", "-", plain).strip("-._:")


def digest(text: str) -> str:
    """Return six letters that tell texts apart whose slugs do not."""
    return hashlib.sha256(text.encode()).hexdigest()[:6]


def unique(code: str, taken: set[str]) -> str:
    """Return `code`, or the first of code-2, code-3 ... that is not taken; case tells none apart."""
    number, candidate = 1, code
    while candidate.casefold() in taken:
        number += 1
        candidate = f"{code}-{number}"
    taken.add(candidate.casefold())
    return candidate


def code_of_id(prefix: str, given: Any, where: str) -> str:
    """Return the code of a thing with an id; without one, a code made from where it stands."""
    code = slug(clean_line(given)) if isinstance(given, str) else ""
    if code and len(code) <= _LONGEST:
        return prefix + code
    return f"{prefix}-{digest(clean(given) or where)}"


class Agencies:
    """Codes of agencies by name. A name keeps the code that the federation has; no two names share one."""

    def __init__(self, known: Federation) -> None:
        current = known.current()
        self.by_name: dict[str, str] = {}
        self._taken = {row["unit"].casefold() for row in current.rows("units")}
        for row in current.rows("units"):
            if row["kind"] == "agency":
                self.by_name.setdefault(known.name_of("units", row["unit"]), row["unit"])

    def meet(self, names: Iterable[str]) -> None:
        """Give codes to names; those that are codes already come first, so that they keep them."""
        for name in sorted(set(names) - set(self.by_name), key=lambda name: (slug(name) != name, name)):
            self.by_name[name] = self._free(name)

    def _free(self, name: str) -> str:
        code = slug(name)
        if not code or len(code) > _LONGEST or code.casefold() in self._taken:
            code = "-".join(filter(None, (code[:_LONGEST].rstrip("-._:") or "agency", digest(name))))
        return unique(code, self._taken)
