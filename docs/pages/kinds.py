"""Which module declares each kind of problem."""

from __future__ import annotations

import importlib
import pkgutil
import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import remit
from remit.problems import KINDS, Kind

OF_THE_APPLICATION = ("remit_web.audit.broken",)
"""Modules of the application that declare kinds; they need nothing of it."""
_DECLARED = re.compile(r'\bKind\(\s*"([a-z0-9-]+)"')


@cache
def modules() -> tuple[str, ...]:
    """Return the names of all modules, imported, so that every kind of problem is declared."""
    names = [module.name for module in pkgutil.walk_packages(remit.__path__, "remit.")]
    names += OF_THE_APPLICATION
    for name in names:
        importlib.import_module(name)
    return tuple(names)


@cache
def homes() -> dict[str, str]:
    """Return the module that declares each code, in order of module."""
    found = {}
    for name in modules():
        spec = find_spec(name)
        if spec and spec.origin:
            codes = _DECLARED.findall(Path(spec.origin).read_text(encoding="utf-8"))
            found.update(dict.fromkeys(codes, name))
    return found


def of(*prefixes: str) -> list[Kind]:
    """Return the kinds that some modules, or modules inside them, declare; in order of code."""

    def inside(name: str) -> bool:
        return any(name == prefix or name.startswith(f"{prefix}.") for prefix in prefixes)

    return [KINDS[code] for code in sorted(homes()) if inside(homes()[code])]


def links(kinds: list[Kind]) -> str:
    """Return codes that lead to the page of problems; notices are marked."""
    shown = (f"[{kind.code}](problems.md#{kind.code}){'' if kind.blocks else ' (notice)'}" for kind in kinds)
    return ", ".join(shown)
