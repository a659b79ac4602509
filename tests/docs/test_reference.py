"""The reference is written from the code: each page is current, and everything has its heading."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import TYPE_CHECKING

import pytest
from docs.pages import PAGES, REFERENCE, cases, indicators, kinds

import remit
from remit.calculations.notes import NOTES
from remit.checks import CHECKS
from remit.cli import main
from remit.exchange import FORMATS
from remit.federation import Settings
from remit.problems import KINDS
from remit.schema import TABLES
from remit_web.commands.deployment import CHECKS as DEPLOYMENT

if TYPE_CHECKING:
    from pathlib import Path

kinds.modules()


def headings(name: str) -> set[str]:
    text = (REFERENCE / name).read_text(encoding="utf-8")
    return set(re.findall(r"^##+ (.+)$", text, re.MULTILINE))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_what_the_code_would_write(name: str) -> None:
    assert (REFERENCE / name).read_text(encoding="utf-8") == PAGES[name](), "write it anew: make docs"


def test_no_other_page_stands_in_the_reference() -> None:
    by_hand = {"README.md"}
    assert {file.name for file in REFERENCE.glob("*.md")} == {*PAGES} | by_hand


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("tables.md", set(TABLES)),
        ("formats.md", set(FORMATS)),
        ("settings.md", {field.name for field in fields(Settings)}),
        ("commands.md", {f"remit {name}" for name in main.commands}),
        ("problems.md", set(KINDS)),
        ("checks.md", {check.__module__.rpartition(".")[2] for check in CHECKS}),
        ("python.md", set(remit.__all__)),
        ("deployment.md", {check.code for check in DEPLOYMENT}),
    ],
)
def test_everything_has_its_heading(page: str, names: set[str]) -> None:
    assert names
    assert names <= headings(page), f"{page} lacks {sorted(names - headings(page))}"


def test_every_note_is_explained() -> None:
    text = (REFERENCE / "figures.md").read_text(encoding="utf-8")
    assert [code for code in NOTES if f"`{code}`" not in text] == []


def test_every_kind_of_problem_has_a_home() -> None:
    assert sorted(kinds.homes()) == sorted(KINDS)


def test_every_spec_is_in_the_manual() -> None:
    shown = headings("indicators-add-up.md")
    chapters = [cases.chapter(file) for file in indicators.files()]
    assert len(chapters) == len(list(indicators.SPEC.glob("test_*.py")))
    assert {case.title for one in chapters for case in one.cases} <= shown


def test_a_case_shows_its_tables_and_its_figures(tmp_path: Path) -> None:
    file = tmp_path / "test_sums.py"
    file.write_text('''"""Sums: they add up."""
UNITS = """
    units
    unit | kind
    A    | member
"""
def test_one_and_two(holds):
    """1 and 2 are 3."""
    for year, value in ((2008, 3), (2009, 4)):
        holds(given(UNITS), "sum", "year", f"""
            year   | value
            {year} | {value}
        """, imputed=True)
    assert "SQL"
''')
    chapter = cases.chapter(file)
    (case,) = chapter.cases
    assert (chapter.title, chapter.says, case.title, case.says) == (
        "Sums", "They add up.", "One and two", "1 and 2 are 3.",
    )  # fmt: skip
    tables = ["`units`\n\n| unit | kind |\n| --- | --- |\n| A | member |"]
    for year, value in ((2008, 3), (2009, 4)):
        tables += ["→ `sum`, by `year`, imputed:", f"| year | value |\n| --- | --- |\n| {year} | {value} |"]
    assert case.parts == [*tables, '```python\nassert "SQL"\n```']
