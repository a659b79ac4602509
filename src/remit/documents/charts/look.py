"""How charts look: the room that they have, the way that they read, and their colours by name.

A definition names colours (`@accent`); they become real ones only when a chart is drawn, so that one definition
serves light, dark and paper (on pages by the variables of `base.css`). Each has at least 3:1 against the paper
where it alone tells something (WCAG 1.4.11).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Option = dict[str, Any]
"""What ECharts draws: plain JSON, with no functions."""

NARROW = 520
"""Below this many pixels names stand above their bars and long labels are cut short (the table has them whole)."""

FONT = "Inter, 'Noto Sans', 'Noto Sans Arabic', system-ui, sans-serif"

LIGHT = {
    "ink": "#1f2937",
    "soft": "#5b6472",
    "rule": "#dfe3ea",
    "edge": "#8b95a4",
    "paper": "#ffffff",
    "accent": "#1d4f91",
    "hatch": "#9db4d4",
    "target": "#a3480f",
    "part1": "#1d4f90",
    "part2": "#4377b9",
    "part3": "#2f6f5e",
    "part4": "#8f6426",
    "part5": "#6f4d86",
    "part6": "#5d6979",
    "class1": "#cfdff1",
    "class2": "#9bbbe0",
    "class3": "#6492cb",
    "class4": "#2e65aa",
    "class5": "#12386e",
    "empty": "#b9bfc8",
    "land": "#eceff3",
}
DARK = {
    "ink": "#e6eaf0",
    "soft": "#a8b3c2",
    "rule": "#34435a",
    "edge": "#75859c",
    "paper": "#182433",
    "accent": "#6ea3e6",
    "hatch": "#3f5f88",
    "target": "#f0a36b",
    "part1": "#9cc4f2",
    "part2": "#5f93d2",
    "part3": "#6fbfa6",
    "part4": "#d8ae6a",
    "part5": "#b294c9",
    "part6": "#93a0b2",
    "class1": "#24415f",
    "class2": "#2f5f96",
    "class3": "#4c86cb",
    "class4": "#86b4ea",
    "class5": "#cfe2fa",
    "empty": "#5a6675",
    "land": "#243347",
}
PARTS = tuple(f"@part{number}" for number in range(1, 7))
CLASSES = tuple(f"@class{number}" for number in range(1, 6))


@dataclass(frozen=True, slots=True)
class Look:
    """The room a chart has, in pixels, and whether it reads from right to left."""

    width: int = 720
    rtl: bool = False

    @property
    def narrow(self) -> bool:
        """Whether it is about as wide as a phone."""
        return self.width < NARROW

    @property
    def start(self) -> str:
        """The side on which reading begins."""
        return "right" if self.rtl else "left"

    @property
    def end(self) -> str:
        """The side on which reading ends."""
        return "left" if self.rtl else "right"


def painted(option: Any, colours: dict[str, str]) -> Any:
    """Return the option with real colours in place of their names."""
    if isinstance(option, dict):
        return {key: painted(value, colours) for key, value in option.items()}
    if isinstance(option, list):
        return [painted(value, colours) for value in option]
    if isinstance(option, str) and option.startswith("@"):
        return colours.get(option[1:], option)
    return option
