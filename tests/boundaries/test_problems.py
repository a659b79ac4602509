"""Every kind of problem can be shown: each word in braces is filled wherever such a problem is made."""

from __future__ import annotations

import ast
import importlib
import string
from pathlib import Path

import pytest

from remit.problems import KINDS, Kind

SOURCE = Path(__file__).parents[2] / "src"
MODULES = {
    ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted([*SOURCE.glob("remit/**/*.py"), *SOURCE.glob("remit_web/audit/verify*.py")])
    if path.name != "__main__.py"
}
SENTENCE = (".", "?", "}")
for _name in MODULES:
    importlib.import_module(_name)


def words(kind: Kind) -> set[str]:
    sentences = (kind.says, kind.mend)
    return {name for text in sentences for _, name, _, _ in string.Formatter().parse(text) if name}


def made(path: Path) -> list[tuple[int, str, set[str]]]:
    """Return where a file makes problems: line, the kind's name, the facts; calls with `**` are left out."""
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "at"):
            continue
        facts = {keyword.arg for keyword in node.keywords}
        if isinstance(node.func.value, ast.Name) and None not in facts:
            found.append((node.lineno, node.func.value.id, {fact for fact in facts if fact}))
    return found


@pytest.mark.parametrize("name", MODULES)
def test_every_word_in_braces_is_filled(name: str) -> None:
    module = importlib.import_module(name)
    for line, kind_name, facts in made(MODULES[name]):
        kind = getattr(module, kind_name, None)
        if isinstance(kind, Kind):
            assert words(kind) <= facts, f"{name}:{line}: {kind.code} lacks {words(kind) - facts}"


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_kind_is_a_sentence_and_a_blocking_one_can_be_mended(kind: Kind) -> None:
    assert kind.says.endswith(SENTENCE)
    assert kind.mend.endswith(SENTENCE) if kind.mend else not kind.blocks
    assert all(name.isidentifier() for name in words(kind))
