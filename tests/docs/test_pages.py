"""Every page of the documentation: links lead somewhere, and nothing of the machine is in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from docs.pages import markdown

REPOSITORY = Path(__file__).parents[2]
PAGES = sorted(
    [*REPOSITORY.glob("*.md"), *REPOSITORY.glob("docs/**/*.md"), *REPOSITORY.glob("examples/**/*.md")],
)
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
_MACHINE = re.compile(r"/(home|work|root|tmp|Users|var/folders)/|[A-Z]:\\")


def name_of(page: Path) -> str:
    return str(page.relative_to(REPOSITORY))


def prose_of(page: Path) -> str:
    """A page without its blocks of code."""
    return re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)


def anchors(page: Path) -> set[str]:
    """The anchors of a page; a heading that stands again gets a number."""
    found: set[str] = set()
    for heading in re.findall(r"^#+ (.+)$", prose_of(page), re.MULTILINE):
        anchor, again = markdown.anchor(heading), 0
        while (f"{anchor}-{again}" if again else anchor) in found:
            again += 1
        found.add(f"{anchor}-{again}" if again else anchor)
    return found


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_to_a_page_and_a_heading(page: Path) -> None:
    for target in _LINK.findall(prose_of(page)):
        if target.startswith(("http://", "https://")):
            continue
        file, _, anchor = target.partition("#")
        to = (page.parent / file).resolve() if file else page
        assert to.exists(), f"{target} is not there"
        assert to.is_relative_to(REPOSITORY), f"{target} leads out of the repository"
        assert not anchor or anchor in anchors(to), f"{target}: no such heading"


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_no_page_names_a_place_on_a_machine(page: Path) -> None:
    assert not _MACHINE.findall(page.read_text(encoding="utf-8"))


@pytest.mark.parametrize("folder", ["tutorials", "how-to", "reference", "explanation", "decisions"])
def test_every_page_is_listed(folder: str) -> None:
    """What no list leads to is not found."""
    listed = (REPOSITORY / "docs" / folder / "README.md").read_text(encoding="utf-8")
    pages = {page.name for page in (REPOSITORY / "docs" / folder).glob("*.md")} - {"README.md"}
    assert pages
    assert sorted(pages) == sorted(set(re.findall(r"\]\(([\w-]+\.md)\)", listed)))


@pytest.mark.parametrize("page", sorted(REPOSITORY.glob("docs/decisions/*.md")), ids=name_of)
def test_a_decision_is_one_page_with_three_parts(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    if page.name == "README.md":
        return
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"]
    assert len(text.splitlines()) <= 60
