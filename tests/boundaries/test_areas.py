"""An area of the application imports only the areas before it; views, urls and tests may import all."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from remit_web.areas import AREAS

WEB = Path(__file__).parents[2] / "src" / "remit_web"
FREE = {"views.py", "urls.py", "country_urls.py", "figure_urls.py"}
MODULES = [
    path
    for area in AREAS
    for path in sorted((WEB / area).glob("**/*.py"))
    if path.name not in FREE and not {"tests", "migrations"} & set(path.parts)
]


def areas_imported(path: Path) -> set[str]:
    """Return the areas that a module imports when it is read, not those that a function asks for later."""
    found = set()
    for node in ast.parse(path.read_text()).body:
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        found |= {name.split(".")[1] for name in names if name.startswith("remit_web.")}
    return found & set(AREAS)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(WEB).as_posix())
def test_an_area_imports_only_those_before_it(path: Path) -> None:
    area = path.relative_to(WEB).parts[0]
    after = set(AREAS[AREAS.index(area) + 1 :])
    assert not areas_imported(path) & after


def test_every_folder_with_pages_is_an_area() -> None:
    with_models = {path.parent.name for path in WEB.glob("*/views.py")} | {
        path.parent.name for path in WEB.glob("*/models.py")
    }
    assert with_models <= set(AREAS)
