"""The page of the spec suite: how figures add up, in worked cases that run on both engines."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from docs.pages import cases, markdown

if TYPE_CHECKING:
    from docs.pages.cases import Chapter

SPEC = Path(__file__).parents[2] / "tests" / "spec"
ORDER = (
    "missing_and_zero", "over_units", "over_time", "ratios_and_means", "people_reached", "breakdowns",
    "imputation", "as_known_then", "achievement", "change", "states",
    "linkage", "ways_into_a_plan", "funding", "funding_adds_up", "money_between_units", "equivalents",
    "hidden_plans", "parties", "priorities", "country", "attention",
)  # fmt: skip
"""The chapters, what others build on first; a new one stands at the end."""

_INTRO = """
Each heading is a test, and each case below it runs on both engines (DuckDB, and plain Python, which
defines what is right). Above the arrow stand the tables of a small federation; below it a question, and
the figures that must come out.

In these tables an empty value is missing, `n/a` is not applicable, and `50/100` is a ratio's two parts.
`parent` puts a unit in the tree. Where an indicator does not say otherwise it is a count, and its values
are summed over units and over time. `of` is *reported / expected* units. The columns are those of
[tables](tables.md) and [figures](figures.md).
"""


def page() -> str:
    """Return every worked case, chapter by chapter."""
    chapters = [cases.chapter(file) for file in files()]
    contents = "\n".join(
        f"- [{one.title}](#{markdown.anchor(one.title)})"
        + (f": {one.says[:1].lower()}{one.says[1:]}" if one.says else "")
        for one in chapters
    )
    parts = [part for one in chapters for part in _parts(one)]
    return markdown.page("How indicators and money add up", _INTRO.strip(), contents, *parts)


def files() -> list[Path]:
    """Return the files of the spec suite, in the order of the chapters."""
    found = {file.stem.removeprefix("test_"): file for file in sorted(SPEC.glob("test_*.py"))}
    ordered = [name for name in ORDER if name in found]
    return [found[name] for name in (*ordered, *(name for name in found if name not in ORDER))]


def _parts(one: Chapter) -> list[str]:
    parts = [
        f"## {one.title}",
        one.says,
        *(["What the cases below share:", *one.shared] if one.shared else []),
    ]
    for case in one.cases:
        parts += [f"### {case.title}", case.says, *case.parts]
    return parts
